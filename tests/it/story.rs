//! A referral with a past: what was done to it day by day, and the desk on which its page lies open.

use chrono::Days;
use goodword::domain::action::{
    Action, Bond, Captured, Edit, Log, NextChange, OfPerson, Reply, Who,
};
use goodword::domain::book::{Book, Stamp};
use goodword::domain::event::Kind;
use goodword::domain::id::{Id, Ids};
use goodword::domain::introduction::{Introduction, Method};
use goodword::domain::pillars::{Grade, Judged, Tie};
use goodword::domain::referral::{Direction, Ending, Next, Outcome, Verb};
use goodword::domain::stage::Stage;
use goodword::ui::theme::{Theme, UNICODE};

use crate::desk::{Desk, today};
use crate::pictures::keep;

/// Priya Shah from Dana Ortiz (or given to her), a day an act.
pub struct Story {
    pub book: Book,
    pub id: Id,
    ago: u64,
    ids: Ids,
}

impl Story {
    pub fn of(direction: Direction) -> Story {
        let mut story = Story {
            book: Book::new(today()),
            id: Id::fixed(0),
            ago: 20,
            ids: Ids::seeded(7),
        };
        story.act(Action::Capture(Box::new(Captured {
            prospect: Who::New("Priya Shah".into()),
            company: "ARC".into(),
            partner: Who::New("Dana Ortiz".into()),
            direction,
            need: "web shop, before Easter".into(),
            level: Some(3),
            aim: Some(7),
            ..Captured::default()
        })));
        story.id = story.book.referrals.iter().next().unwrap().0;
        story
    }

    pub fn received() -> Story {
        Story::of(Direction::Received)
    }

    pub fn act(&mut self, action: Action) -> &mut Story {
        let on = today() - Days::new(self.ago);
        let at = 1_795_253_400_000 - i64::try_from(self.ago).unwrap() * 86_400_000;
        self.ago = self.ago.saturating_sub(1).max(1);
        let mut stamp = Stamp {
            today: on,
            at,
            ids: self.ids.clone(),
        };
        action.perform(&mut self.book, &mut stamp).unwrap();
        self.ids = stamp.ids;
        self
    }

    pub fn partner(&self) -> Id {
        self.book.referrals.get(self.id).unwrap().partner().unwrap()
    }

    pub fn prospect(&self) -> Id {
        self.book.referrals.get(self.id).unwrap().prospect.unwrap()
    }

    pub fn edit(&mut self, edit: Edit) -> &mut Story {
        let (referral, edit) = (self.id, Box::new(edit));
        self.act(Action::Edit { referral, edit })
    }

    pub fn answer(&mut self, item: &str, note: &str) -> &mut Story {
        self.edit(Edit::Answers(vec![Reply {
            item: item.into(),
            done: true,
            note: note.into(),
        }]))
    }

    pub fn log(&mut self, kind: Kind, note: &str) -> &mut Story {
        let log = Log {
            kind,
            who: Who::Known(self.partner()),
            referral: Some(self.id),
            note: note.into(),
            ..Log::default()
        };
        self.act(Action::Log(Box::new(log)))
    }

    pub fn plan(&mut self, verb: Verb, whom: Id, days: u64) -> &mut Story {
        let next = Next {
            verb,
            whom: Some(whom),
            on: today() + Days::new(days),
            ..Next::default()
        };
        let log = Log {
            kind: Kind::Note,
            who: Who::Known(whom),
            referral: Some(self.id),
            note: "agreed on a day".into(),
            next: NextChange::Set(next),
            ..Log::default()
        };
        self.act(Action::Log(Box::new(log)))
    }

    pub fn to(&mut self, to: Stage) -> &mut Story {
        let (referral, why) = (self.id, String::new());
        self.act(Action::Move { referral, to, why })
    }

    pub fn judge(&mut self, pillar: OfPerson, grade: Grade, why: &str) -> &mut Story {
        let judged = Some(Judged {
            grade,
            why: why.into(),
            ..Judged::default()
        });
        let person = self.partner();
        let bond = Box::new(Bond::Judged(pillar, judged));
        self.act(Action::Bond { person, bond })
    }

    pub fn tie(&mut self, nature: &str, strength: i8) -> &mut Story {
        self.edit(Edit::Tie {
            tie: Some(Tie {
                nature: nature.into(),
                strength: Some(strength),
                confirmed: true,
                ..Tie::default()
            }),
            approach: String::new(),
        })
    }

    pub fn introduced_by(&mut self, method: Method) -> &mut Story {
        let state = method.states()[0].clone();
        let on = Some(today() + Days::new(5));
        self.edit(Edit::Introduction(Some(Introduction {
            method,
            state,
            since: today() - Days::new(3),
            done: "the new till in three weeks".into(),
            on,
            ..Introduction::default()
        })))
    }

    pub fn close(&mut self, ending: Ending) -> &mut Story {
        let outcome = Outcome {
            ending,
            on: today() - Days::new(self.ago),
            reason: "went with her brother".into(),
            ..Outcome::default()
        };
        let referral = self.id;
        self.act(Action::Close { referral, outcome })
    }

    /// A desk with its page open.
    pub fn desk(&self, width: u16, height: u16) -> Desk {
        let theme = Theme::colours(&UNICODE);
        let mut desk = Desk::drawn_in(self.book.clone(), (width, height), theme);
        let given = self.book.referrals.get(self.id).unwrap().is_given();
        desk.keys(if given { "1b" } else { "1" });
        let is_open = self.book.referrals.get(self.id).unwrap().is_open();
        desk.keys(if is_open {
            "<enter>"
        } else {
            "fweb shop<enter>"
        });
        assert!(
            desk.shows("Now what?") && desk.shows("Timeline"),
            "{}",
            desk.text()
        );
        desk
    }

    /// The page as it looks in a good window.
    pub fn picture(&self, name: &str) {
        keep(&format!("referral-{name}-120x36"), &self.desk(120, 36));
    }
}

/// As far as the first word with the source, with what was found out on the way.
pub fn checked_back() -> Story {
    let mut story = Story::received();
    story
        .log(Kind::Thanked, "thanked by phone")
        .answer("research.company", "40 staff, a family firm")
        .log(Kind::Researched, "two suppliers left this year")
        .tie("colleagues, 3 years", 2)
        .answer("check-back.interest", "the shop is slow at peak")
        .answer("source.need", "")
        .edit(Edit::Told("that I answer within a day".into()))
        .judge(
            OfPerson::Trust,
            Grade::Strong,
            "asked me to coach her sister",
        )
        .judge(
            OfPerson::Purchase,
            Grade::Fair,
            "late by a week, and said so",
        );
    story
}
