//! One stage before and after a day: whether a fix, or a new version of the map, changed anything. It never says why.

use chrono::NaiveDate;

use super::course::{Course, Stay};
use super::figure::{Rate, Said, Spread};
use super::figures::Split;
use crate::domain::stage::Stage;

/// The finished stays of a stage on either side of a day, of the whole history that the slice lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub stage: Stage,
    pub on: NaiveDate,
    /// Left for the last time before that day.
    pub before: Side,
    /// Begun on that day or later; around a fix, later than on that day.
    pub after: Side,
    /// Neither: begun before that and not finished then.
    pub across: usize,
}

/// The finished stays of one side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    pub days: Said<Spread>,
    pub over: Rate,
    pub time: Split,
    /// Went on to a later stage, of these stays; the others ended there or went back.
    pub went_on: Rate,
}

impl Comparison {
    /// Days by which the median fell (below 0: rose); none where either side has too few.
    pub fn gained(&self) -> Option<i64> {
        Some(self.before.days.median()? - self.after.days.median()?)
    }
}

impl Comparison {
    /// The stays left before the first of these days, and those begun on the second or later.
    pub(super) fn of(
        courses: &[Course],
        stage: Stage,
        (on, from): (NaiveDate, NaiveDate),
    ) -> Comparison {
        let (mut before, mut after) = (Tally::default(), Tally::default());
        let mut across = 0;
        for course in courses {
            let Some(stay) = &course.stays[stage as usize] else {
                continue;
            };
            match stay.left {
                Some(left) if left < on => before.take(course, stage, stay),
                Some(_) if from <= stay.from => after.take(course, stage, stay),
                _ => across += usize::from(stay.from < from),
            }
        }
        Comparison {
            stage,
            on,
            before: before.side(),
            after: after.side(),
            across,
        }
    }
}

/// The stays of one side, as they are counted.
#[derive(Default)]
struct Tally {
    days: Vec<i64>,
    side: Side,
}

impl Tally {
    fn take(&mut self, course: &Course, stage: Stage, stay: &Stay) {
        self.days.push(stay.days);
        if 0 < stay.limit {
            self.side.over.count(stay.is_over());
        }
        self.side.time.and(&stay.time);
        self.side.went_on.count(stage < course.farthest);
    }

    fn side(self) -> Side {
        Side {
            days: Said::of(self.days),
            ..self.side
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::trial::Trial;
    use super::super::slice::Slice;
    use super::super::whole::Flow;
    use super::*;
    use crate::domain::referral::Direction;

    #[test]
    fn what_began_on_the_day_of_a_fix_is_on_neither_side_of_it() {
        let mut trial = Trial::new();
        // Three stays in Research: ended the day before, begun and ended on the day, begun the day after.
        for (n, name) in (0..).zip(["Priya Shah", "Omar Haddad", "Eva Rossi"]) {
            trial.go(5 * n);
            let id = trial.received(name, "Dana Ortiz");
            trial.move_to(id, Stage::Research);
            trial.move_to(id, Stage::CheckBack);
        }
        let flow = Flow::of(&trial.practice(), &Slice::ever(Direction::Received));
        let done = super::super::super::trial::day(5);
        let it = flow.around_fix(Stage::Research, done);
        assert_eq!((it.before.days.n(), it.after.days.n()), (1, 1));
        assert_eq!(it.across, 1);
        // A version of the map holds from its day on.
        let it = flow.compare(Stage::Research, done);
        assert_eq!((it.before.days.n(), it.after.days.n()), (1, 2));
    }
}
