//! What was done for one referral, and which core steps of the process that leaves out. It knows no figure.

use chrono::NaiveDate;

use super::super::index::Dated;
use super::super::practice::Practice;
use super::course::{Stay, days};
use super::figures::Rung;
use crate::domain::event::{Event, Kind, Way};
use crate::domain::id::Id;
use crate::domain::introduction::Introduction;
use crate::domain::referral::{Ending, Referral};
use crate::domain::route;
use crate::domain::stage::Stage;
use crate::domain::steps::left_open;

/// The first day of each thing that was done.
#[derive(Default)]
pub(super) struct Facts {
    thanked: bool,
    asked: bool,
    researched: bool,
    heard: bool,
    proposed: bool,
    /// An introduction was made, on a day that is known or not.
    introduced: bool,
    introduced_on: Option<NaiveDate>,
    pub met: Option<NaiveDate>,
    /// The source was told, or I told the receiver what my prospect says.
    told: bool,
    /// The receiver told me.
    news: bool,
    /// The day of the first report of the meeting; given: of the first news after the introduction.
    reported: Option<NaiveDate>,
    pub first_word: Option<NaiveDate>,
    is_given: bool,
}

impl Facts {
    pub fn of(practice: &Practice, it: &Referral, events: &[Dated<Event>]) -> Facts {
        let mut facts = Facts {
            is_given: it.is_given(),
            introduced: it.introduction.as_ref().is_some_and(Introduction::is_made),
            ..Facts::default()
        };
        for event in events {
            facts.take(event.on, &event.record, it);
        }
        facts.reported = facts.began().and_then(|began| {
            let mut since = events.iter().filter(|event| began <= event.on);
            let report = since.find(|event| {
                event.record.kind == Kind::ReportedBack && is_news(&event.record) == facts.is_given
            });
            report.map(|event| event.on)
        });
        facts.heed_prospect(practice, it);
        facts
    }

    fn take(&mut self, on: NaiveDate, event: &Event, it: &Referral) {
        match &event.kind {
            Kind::Thanked => self.thanked = true,
            Kind::Ask => self.asked = true,
            Kind::Researched => self.researched = true,
            Kind::FeedbackHeard => self.heard = true,
            Kind::ProposalSent => self.proposed = true,
            Kind::Introduced => {
                self.introduced = true;
                self.introduced_on.get_or_insert(on);
            }
            Kind::Met => {
                self.met.get_or_insert(on);
            }
            Kind::ReportedBack if is_news(event) => self.news = true,
            Kind::ReportedBack => self.told = true,
            _ => {}
        }
        let is_word = event.kind == Kind::Introduced
            || (event.person.is_some() && event.person == it.prospect && event.kind.is_touch());
        if is_word && it.on <= on && !self.is_given {
            self.first_word.get_or_insert(on);
        }
    }

    /// In touch with the prospect without naming the referral is the first word all the same.
    fn heed_prospect(&mut self, practice: &Practice, it: &Referral) {
        let Some(prospect) = it.prospect.filter(|_| !self.is_given) else {
            return;
        };
        let mut events = practice.events_of(prospect).iter();
        let word = events.find(|event| {
            it.on <= event.on && event.record.referral.is_none() && event.record.kind.is_touch()
        });
        if let Some(word) = word.map(|event| event.on) {
            self.first_word = Some(self.first_word.map_or(word, |first| first.min(word)));
        }
    }

    /// How far it came.
    pub fn rung(&self, it: &Referral, farthest: Stage) -> Rung {
        let ending = it.outcome.as_ref().map(|outcome| &outcome.ending);
        if ending == Some(&Ending::Won) {
            Rung::Won
        } else if self.proposed {
            Rung::Proposed
        } else if self.met.is_some() || Stage::Meet < farthest {
            Rung::Met
        } else if self.introduced || Stage::CheckBack < farthest {
            Rung::CheckedBack
        } else {
            Rung::Arrived
        }
    }

    /// The day from which on there is something to report: the meeting; given: the introduction.
    fn began(&self) -> Option<NaiveDate> {
        if self.is_given {
            self.introduced_on
        } else {
            self.met
        }
    }

    /// Days from then to the report.
    pub fn report(&self) -> Option<i64> {
        Some(days(self.began()?, self.reported?))
    }

    /// By stage: whether its core step was done; none where it was not passed, or asks for none.
    pub fn steps(
        &self,
        practice: &Practice,
        id: Id,
        it: &Referral,
        stays: &[Option<Stay>; 8],
        farthest: Stage,
    ) -> [Option<bool>; 8] {
        let mut steps = [None; 8];
        let is_short = Stage::Research < farthest && practice.is_short(it);
        for stage in Stage::ALL {
            if farthest <= stage || (is_short && route::leaves_out(stage)) {
                continue;
            }
            let stood_there =
                || left_open(&it.direction, stage).is_none() && stays[stage as usize].is_some();
            steps[stage as usize] = self
                .is_done(stage, it)
                .map(|is_done| is_done || stood_there());
        }
        if it.outcome.is_some() && !it.is_given() && it.partner().is_some() {
            let of = practice.asked_of(id, it);
            let mut partners = it.partners();
            let is_owed =
                partners.any(|partner| of.is_news_owed(partner) || of.is_thanks_owed(partner));
            steps[Stage::Close as usize] = Some(!is_owed);
        }
        steps
    }

    /// Told, after the meeting where there was one.
    fn is_told(&self) -> bool {
        self.reported.is_some() || (self.told && self.met.is_none())
    }

    /// Whether the fact that carries it on from a stage is recorded; none where the stage has no step of mine.
    fn is_done(&self, stage: Stage, it: &Referral) -> Option<bool> {
        let with_partner = |is_done: bool| it.partner().map(|_| is_done);
        if self.is_given {
            return match stage {
                Stage::Discovered => Some(self.asked),
                Stage::CheckBack => Some(self.introduced),
                Stage::ReportBack => with_partner(self.news),
                Stage::Feedback => Some(self.heard),
                Stage::SourceReports => with_partner(self.told),
                Stage::Research | Stage::Meet | Stage::Close => None,
            };
        }
        match stage {
            Stage::Discovered => with_partner(self.thanked),
            Stage::Research => Some(self.researched),
            Stage::CheckBack => Some(self.introduced),
            Stage::Meet => Some(self.met.is_some()),
            Stage::ReportBack => with_partner(self.is_told()),
            Stage::SourceReports => with_partner(self.heard),
            // Heard settles asking too; and the end has its own.
            Stage::Feedback | Stage::Close => None,
        }
    }
}

/// Told to me, not by me.
fn is_news(event: &Event) -> bool {
    event.way == Some(Way::Got)
}
