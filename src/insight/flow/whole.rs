//! The numbers of the process: everything that one slice of the book says about it. Facts with their n, never words for a
//! screen.

use chrono::NaiveDate;

use super::super::practice::Practice;
use super::ageing::Age;
use super::astray::Astray;
use super::bottleneck::Bottleneck;
use super::compare::Comparison;
use super::course::Course;
use super::figures::{Figures, Rung};
use super::forecast::Forecast;
use super::slice::{Group, Key, Slice};
use super::weeks::{Little, Week};
use crate::domain::id::Id;
use crate::domain::referral::Ending;
use crate::domain::stage::Stage;

/// The numbers of one slice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    pub slice: Slice,
    /// The first day that counts: as the slice says, else the first arrival; today where nothing ever arrived.
    pub since: NaiveDate,
    /// The last day that counts.
    pub until: NaiveDate,
    /// The day on which the first of this direction ever came, whatever the period and whatever it is narrowed to: a book
    /// begins once, not once a group. None where none came.
    pub first: Option<NaiveDate>,
    pub figures: Figures,
    /// Where they wait longest; none where nothing is over its limit, or too few went through.
    pub bottleneck: Option<Bottleneck>,
    /// What left the path: all that are open and all that arrived in the period, open ones first, then the newest.
    pub astray: Vec<Astray>,
    /// Week by week, Monday to Sunday, the oldest first; the last 260 where there are more.
    pub weeks: Vec<Week>,
    /// Little's law, where it may hold.
    pub little: Option<Little>,
    /// The open ones against the past of their stage, whatever the period, the oldest first.
    pub ages: Vec<Age>,
    /// What the open ones may come to, by what the period came to.
    pub forecast: Forecast,
    /// The partner who hears of a meeting soonest and the one who hears last, by median, of those with at least five;
    /// none where fewer than two have so many.
    pub reports: Option<[(Id, i64); 2]>,
    /// What is left out of all this.
    pub left: Left,
    /// What the present map allows, by stage.
    pub(super) limits: [u32; 8],
    /// All that the slice lets in, whatever the period.
    pub(super) courses: Vec<Course>,
}

/// What no figure counts: leads, which are no referrals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Leads that arrived in the period.
    pub leads: usize,
    /// Leads that are open, whenever they arrived.
    pub open_leads: usize,
}

/// A figure that stands for referrals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behind {
    /// Those that arrived in the period.
    Arrived,
    /// Those whose stay in the stage was finished in the period.
    Stays(Stage),
    /// Those of them that took longer than their limit.
    Over(Stage),
    /// Those that came so far or farther.
    Rung(Rung),
    /// Those that reached the stage.
    Reached(Stage),
    Open,
    Ended(Ending),
    /// Those that ended with the whole process, and without.
    Whole,
    Broken,
    /// Those that are open in this stage and late, as the board says it.
    Late(Stage),
    /// Those that are open and stand in this stage today, whenever they came.
    Stands(Stage),
    /// Those that stood in this stage on the last day of the period.
    Stood(Stage),
    /// Those that arrived in the period or ended in it.
    CameOrEnded,
    /// Those of which these days are known.
    Took(Took),
    /// Those that passed this stage without its core step.
    Missed(Stage),
}

/// Of which days something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Took {
    /// To the first word to the prospect.
    FirstWord,
    /// To the first meeting.
    Meeting,
    /// From the meeting to the report back.
    Report,
    /// To the end.
    End,
}

impl Flow {
    /// The numbers of a slice as of the day of the practice, in one look at its referrals.
    pub fn of(practice: &Practice, slice: &Slice) -> Flow {
        super::asked::flow(practice, slice)
    }

    /// The figures of each group apart, the largest first, in one look at all of them.
    pub fn by(&self, group: Group) -> Vec<(Key, Figures)> {
        super::asked::by(self, group)
    }

    /// The referrals behind a figure, each with its days where the figure is one of days (a stay, the time until something
    /// happened): the longest first. Of other figures the newest first.
    pub fn cases(&self, what: &Behind) -> Vec<(Id, Option<i64>)> {
        super::asked::cases(self, &[], what)
    }

    /// The same of a slice that these numbers hold: of the same direction and time, and not less narrow. None of another.
    pub fn cases_of(&self, slice: &Slice, what: &Behind) -> Option<Vec<(Id, Option<i64>)>> {
        let all = &self.slice;
        let is_held = (&all.direction, all.since, all.until)
            == (&slice.direction, slice.since, slice.until)
            && all.only.iter().all(|key| slice.only.contains(key));
        is_held.then(|| super::asked::cases(self, &slice.only, what))
    }

    /// Those that arrived in the period and were no referral: they stand among the endings and nowhere else.
    pub fn not_referrals(&self) -> usize {
        let rows = self.figures.ends.rows.iter();
        let rows = rows.filter(|row| row.ending == Ending::NotAReferral);
        rows.map(|row| row.n).sum()
    }

    /// One stage before and after a day, a new version of the map for one.
    pub fn compare(&self, stage: Stage, on: NaiveDate) -> Comparison {
        Comparison::of(&self.courses, stage, (on, on))
    }

    /// One stage before and after a fix. What began on the day of the fix belongs to neither side: nobody knows whether
    /// it found things as they were or mended.
    pub fn around_fix(&self, stage: Stage, done: NaiveDate) -> Comparison {
        let next = done.succ_opt().unwrap_or(done);
        Comparison::of(&self.courses, stage, (done, next))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::trial::{Trial, day};
    use super::super::astray::Stray;
    use super::super::figure::Rate;
    use super::super::figure::Said::TooFew;
    use super::super::figures::{Kept, Split};
    use super::super::slice::{Band, Introduced};
    use super::*;
    use crate::domain::action::{Action, Edit, Subject};
    use crate::domain::event::{Kind, Way};
    use crate::domain::introduction::{Introduction, Method, State};
    use crate::domain::person::Wait;
    use crate::domain::referral::{Direction, Referral};

    fn flow(trial: &Trial) -> Flow {
        Flow::of(&trial.practice(), &Slice::ever(Direction::Received))
    }

    fn given(trial: &Trial) -> Flow {
        Flow::of(&trial.practice(), &Slice::ever(Direction::Given))
    }

    fn time(flow: &Flow, stage: Stage) -> Split {
        flow.figures.dwell[stage as usize].time
    }

    /// Received, and moved on every three days: what was said or done on the second day of each stage.
    fn walked(trial: &mut Trial, said: &[(Stage, Kind, &str)]) -> Id {
        let id = trial.received("Priya Shah", "Dana Ortiz");
        let mut at = 0;
        for stage in Stage::ALL {
            // A fact may have carried it here.
            if trial.book().referrals.get(id).map(Referral::stage) != Some(stage) {
                trial.move_to(id, stage);
            }
            trial.go(at + 1);
            for (_, kind, whom) in said.iter().filter(|(of, ..)| *of == stage) {
                trial.log(kind.clone(), whom, Some(id));
            }
            at += 3;
            trial.go(at);
        }
        trial.close(id, Ending::Won);
        id
    }

    #[test]
    fn time_is_mine_until_the_move_is_handed_over() {
        let mut trial = Trial::new();
        walked(
            &mut trial,
            &[
                (Stage::CheckBack, Kind::Call, "Dana Ortiz"),
                (Stage::Meet, Kind::Call, "Priya Shah"),
                (Stage::Close, Kind::ProposalSent, "Priya Shah"),
            ],
        );
        let flow = flow(&trial);
        let split = |me, source, prospect| Split {
            me,
            source,
            prospect,
            ..Split::default()
        };
        for (stage, split) in Stage::ALL.into_iter().zip([
            split(3, 0, 0),
            split(3, 0, 0),
            split(1, 2, 0),
            split(1, 0, 2),
            split(3, 0, 0),
            split(0, 3, 0),
            split(0, 3, 0),
            split(1, 0, 2),
        ]) {
            assert_eq!(time(&flow, stage), split, "{stage:?}");
        }
    }

    #[test]
    fn a_wait_takes_its_days_from_whoever_had_the_move() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.go(2);
        let wait = Some(Wait {
            until: Some(day(6)),
            ..Wait::default()
        });
        let subject = Subject::Referral(id);
        let on = trial.who("Priya Shah");
        assert!(trial.perform(Action::Wait { subject, wait, on }));
        trial.go(9);
        trial.move_to(id, Stage::Research);
        let split = Split {
            me: 5,
            prospect: 4,
            ..Split::default()
        };
        assert_eq!(time(&flow(&trial), Stage::Discovered), split);
    }

    #[test]
    fn the_whole_process_is_every_core_step_of_the_stages_that_were_passed() {
        let steps = [
            (Stage::Discovered, Kind::Thanked, "Dana Ortiz"),
            (Stage::Meet, Kind::Met, "Priya Shah"),
            (Stage::ReportBack, Kind::ReportedBack, "Dana Ortiz"),
        ];
        for left_out in 0..=steps.len() {
            let mut trial = Trial::new();
            let mut said = steps.to_vec();
            let missing = (left_out < steps.len()).then(|| said.remove(left_out).0);
            let id = walked(&mut trial, &said);
            // Before the source has heard and was thanked for it, the last step is open.
            let kept = flow(&trial).figures.kept;
            assert_eq!(kept.steps[7], Rate { part: 0, of: 1 });
            assert_eq!(flow(&trial).astray[0].ways.last(), Some(&Stray::Untold));
            trial.log(Kind::ReportedBack, "Dana Ortiz", Some(id));
            trial.log(Kind::Thanked, "Dana Ortiz", Some(id));
            let flow = flow(&trial);
            let missing = match missing {
                // The report of the end is one of the meeting, too.
                Some(Stage::ReportBack) => None,
                // It was thanked for, and heard of the meeting, after all.
                Some(Stage::Discovered) => None,
                missing => missing,
            };
            let whole = usize::from(missing.is_none());
            assert_eq!(flow.figures.kept.whole, Rate { part: whole, of: 1 });
            let skipped: Vec<Stray> = missing.map(Stray::Skipped).into_iter().collect();
            let ways: Vec<Stray> = flow.astray.into_iter().flat_map(|it| it.ways).collect();
            assert_eq!(ways, skipped, "{left_out}");
        }
    }

    #[test]
    fn a_given_one_has_steps_and_movers_of_its_own() {
        let mut trial = Trial::new();
        let id = trial.capture("Lin Wu", Direction::Given, "Tariq Aziz");
        trial.log(Kind::Ask, "Lin Wu", Some(id));
        trial.go(2);
        trial.log(Kind::Introduced, "Lin Wu", Some(id));
        trial.go(6);
        trial.log_way(Kind::ReportedBack, "Tariq Aziz", Some(id), Some(Way::Got));
        trial.go(7);
        trial.log(Kind::FeedbackHeard, "Lin Wu", Some(id));
        trial.go(8);
        trial.log_way(Kind::ReportedBack, "Tariq Aziz", Some(id), Some(Way::Given));
        trial.go(12);
        trial.close(id, Ending::Won);
        let flow = given(&trial);
        assert_eq!(flow.figures.report.n(), 1);
        assert_eq!(flow.figures.kept.whole, Rate { part: 1, of: 1 });
        assert!(flow.astray.is_empty(), "{:?}", flow.astray);
        let receiver = |days| Split {
            receiver: days,
            ..Split::default()
        };
        assert_eq!(time(&flow, Stage::Research), receiver(2));
        assert_eq!(time(&flow, Stage::Meet), receiver(4));
        assert_eq!(time(&flow, Stage::Close), receiver(4));
        assert_eq!(time(&flow, Stage::Feedback).me, 1);
    }

    #[test]
    fn what_leaves_the_path_says_in_which_way() {
        let mut trial = Trial::new();
        let back = trial.received("Priya Shah", "Dana Ortiz");
        trial.move_to(back, Stage::Research);
        trial.go(1);
        trial.move_to(back, Stage::Discovered);
        let round = trial.received("Omar Haddad", "Dana Ortiz");
        trial.log(Kind::Thanked, "Dana Ortiz", Some(round));
        trial.move_to(round, Stage::Feedback);
        trial.go(2);
        trial.move_to(round, Stage::ReportBack);
        let alone = trial.received("Ada Klein", "");
        trial.go(14);
        let found = flow(&trial).astray;
        let ways = |id: Id| {
            let it = found.iter().find(|it| it.id == id).expect("it left");
            it.ways.clone()
        };
        let moved = Stray::Backward {
            from: Stage::Research,
            to: Stage::Discovered,
            on: day(1),
        };
        assert_eq!(
            ways(back),
            [moved, Stray::Skipped(Stage::Discovered), Stray::NoNext]
        );
        // It stood in Research, and the thanks had carried it there.
        let skipped = [Stage::CheckBack, Stage::Meet, Stage::ReportBack];
        let mut skipped: Vec<Stray> = skipped.map(Stray::Skipped).into();
        skipped.push(Stray::NoNext);
        assert_eq!(ways(round), skipped, "a further round is none of it");
        assert!(ways(alone).contains(&Stray::NoNext));
    }

    #[test]
    fn what_was_left_and_entered_again_counts_as_one_stay() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        for (on, stage) in [
            (1, Stage::ReportBack),
            (3, Stage::Feedback),
            (6, Stage::ReportBack),
            (10, Stage::Feedback),
        ] {
            trial.go(on);
            trial.move_to(id, stage);
        }
        trial.go(20);
        let flow = flow(&trial);
        let days = |stage: Stage| flow.figures.dwell[stage as usize].days.clone();
        assert_eq!(days(Stage::ReportBack), TooFew(vec![6]));
        assert_eq!(days(Stage::Feedback), TooFew(vec![]), "it is there");
        assert_eq!(flow.figures.dwell[Stage::Feedback as usize].waited, 13);
        assert_eq!(flow.ages[0].days, 13);
    }

    #[test]
    fn groups_are_told_by_what_is_noted() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.received("Omar Haddad", "Ben Achebe");
        let introduction = Introduction {
            method: Method::Lunch,
            state: State::Delivered,
            since: day(0),
            ..Introduction::default()
        };
        let edit = Box::new(Edit::Introduction(Some(introduction)));
        assert!(trial.perform(Action::Edit { referral: id, edit }));
        let flow = flow(&trial);
        let keys = |group| -> Vec<Key> {
            let groups = flow.by(group).into_iter();
            groups.map(|(key, _)| key).collect()
        };
        assert_eq!(keys(Group::Level), [Key::Level(Band(2))]);
        assert_eq!(Band(2).levels(), Some((2, 3)));
        let lunch = Key::Introduction(Introduced::By(Method::Lunch));
        let name_only = Key::Introduction(Introduced::NameOnly);
        assert_eq!(keys(Group::Introduction), [lunch.clone(), name_only]);
        let slice = Slice {
            only: vec![lunch],
            ..Slice::ever(Direction::Received)
        };
        let only = Flow::of(&trial.practice(), &slice);
        assert_eq!(only.cases(&Behind::Arrived), [(id, None)]);
    }

    #[test]
    fn who_hears_first_and_who_hears_last_is_said_of_two_with_five_reports_each() {
        let mut trial = Trial::new();
        let mut at = 0;
        for (source, days, times) in [
            ("Dana Ortiz", 1, 5),
            ("Mia Lang", 9, 5),
            ("Ben Achebe", 30, 4),
        ] {
            for n in 0..times {
                let id = trial.received(&format!("Prospect {n} of {source}"), source);
                trial.log(Kind::Met, "Prospect", Some(id));
                at += days;
                trial.go(at);
                trial.log(Kind::ReportedBack, source, Some(id));
            }
        }
        let (dana, mia) = (trial.find("Dana Ortiz"), trial.find("Mia Lang"));
        let flow = flow(&trial);
        assert_eq!(flow.reports, Some([(dana, 1), (mia, 9)]));
        assert_eq!(flow.figures.report.n(), 14);
    }

    #[test]
    fn what_ended_before_the_book_was_begun_is_counted_and_not_judged() {
        let mut trial = Trial::new();
        let id = trial.received("Priya Shah", "Dana Ortiz");
        trial.move_to(id, Stage::Close);
        trial.close(id, Ending::Lost);
        let judged = flow(&trial);
        assert_eq!(judged.figures.kept.whole, Rate { part: 0, of: 1 });
        assert_eq!(judged.cases(&Behind::Broken), [(id, None)]);
        let was = std::sync::Arc::new(trial.book().settings().clone());
        let mut settings = (*was).clone();
        settings.started = Some(day(1));
        let settings = Box::new(settings);
        assert!(trial.perform(Action::SaveSettings { was, settings }));
        let flow = flow(&trial);
        assert_eq!(flow.figures.ends.won, Rate { part: 0, of: 1 });
        assert_eq!(flow.figures.kept, Kept::default());
        assert!(flow.astray.is_empty() && flow.cases(&Behind::Broken).is_empty());
    }
}
