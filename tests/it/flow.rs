//! The numbers of the process against a second, slower computation of each, on histories made of loops, jumps,
//! reopenings, moves of one day and days to come.

mod lives;
mod slow;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use goodword::domain::book::Book;
use goodword::domain::id::Id;
use goodword::domain::referral::Direction;
use goodword::domain::stage::Stage;
use goodword::insight::flow::ageing::Pace;
use goodword::insight::flow::figure::{Said, Spread};
use goodword::insight::flow::figures::{Figures, Rung};
use goodword::insight::flow::slice::{Group, Key, Slice};
use goodword::insight::flow::whole::{Behind, Flow};
use goodword::insight::practice::Practice;
use proptest::prelude::*;

use lives::{Life, life};
use slow::{Slow, few_or};

fn asked(life: &Life) -> (Practice, Vec<Slice>) {
    let practice = Practice::of(&life.book, life.today);
    let slices = [Direction::Received, Direction::Given].map(|direction| Slice {
        since: life.since,
        until: life.until,
        ..Slice::ever(direction)
    });
    (practice, slices.into())
}

/// Median and 85 in 100 as they are defined: the least case that so many do not exceed.
fn assert_spread(said: &Said<Spread>, days: Vec<i64>, what: &str) {
    assert_eq!(
        few_or(said, |spread| (spread.median, spread.p85)),
        slow::spread(days),
        "{what}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_stay_is_the_days_that_a_look_at_each_day_finds(life in life()) {
        let (practice, slices) = asked(&life);
        for slice in slices {
            let flow = Flow::of(&practice, &slice);
            let slow = Slow::of(&life, &slice);
            for dwell in &flow.figures.dwell {
                let stage = dwell.stage;
                let stays = slow.stays(stage);
                let days: Vec<i64> = stays.iter().map(|stay| stay.days).collect();
                let title = stage.title();
                prop_assert_eq!(dwell.time.total(), days.iter().sum::<i64>(), "{}", title);
                let by_mover: i64 = dwell.time.movers().iter().map(|(_, days)| days).sum();
                prop_assert_eq!(by_mover, dwell.time.total());
                assert_spread(&dwell.days, days, title);
                let limited: Vec<_> = stays.iter().filter(|stay| 0 < stay.limit).collect();
                let over = limited.iter().filter(|stay| stay.limit < stay.days).count();
                prop_assert_eq!((dwell.over.part, dwell.over.of), (over, limited.len()), "{}", title);
                prop_assert_eq!(dwell.waited, slow.waited(stage), "{}", title);
                prop_assert_eq!(flow.cases(&Behind::Stays(stage)).len(), stays.len());
                prop_assert_eq!(flow.cases(&Behind::Over(stage)).len(), over);
            }
        }
    }

    #[test]
    fn how_far_they_came_and_how_they_ended_is_counted_one_by_one(life in life()) {
        let (practice, slices) = asked(&life);
        for slice in slices {
            let flow = Flow::of(&practice, &slice);
            let slow = Slow::of(&life, &slice);
            let figures = &flow.figures;
            let cohort = slow.cohort();
            prop_assert_eq!(figures.n, cohort.len());
            prop_assert_eq!(flow.cases(&Behind::Arrived).len(), cohort.len());
            for stage in Stage::ALL {
                let reached = cohort.iter().filter(|it| stage <= Slow::farthest(it)).count();
                let pass = figures.passes[stage as usize];
                prop_assert_eq!(pass.reached, reached);
                prop_assert_eq!(flow.cases(&Behind::Reached(stage)).len(), reached);
                if let Some(next) = stage.next() {
                    let on = cohort.iter().filter(|it| next <= Slow::farthest(it)).count();
                    prop_assert_eq!(pass.went_on, on);
                    let still = cohort.iter().filter(|it| it.outcome.is_none() && Slow::farthest(it) == stage);
                    prop_assert_eq!(pass.still, still.count());
                }
            }
            for rung in Rung::ALL {
                let came = cohort.iter().filter(|it| rung <= slow.rung(it)).count();
                prop_assert_eq!(figures.came_to(rung), came);
                prop_assert_eq!(flow.cases(&Behind::Rung(rung)).len(), came);
            }
            let ended: usize = figures.ends.rows.iter().map(|row| row.n).sum();
            let none = slow.ended_as("not-a-referral");
            prop_assert_eq!(ended + figures.ends.open, cohort.len() + none);
            for row in &figures.ends.rows {
                prop_assert_eq!(row.n, slow.ended_as(row.ending.word()));
                prop_assert_eq!(row.stages.iter().sum::<usize>(), row.n);
                prop_assert!(row.reasons.iter().map(|(_, n)| n).sum::<usize>() <= row.n);
                prop_assert_eq!(flow.cases(&Behind::Ended(row.ending.clone())).len(), row.n);
            }
            let (won, lost) = (slow.ended_as("won"), slow.ended_as("lost") + slow.ended_as("lapsed"));
            prop_assert_eq!((figures.ends.won.part, figures.ends.won.of), (won, won + lost));
            let kept = &figures.kept;
            prop_assert_eq!(kept.whole.of + figures.ends.open, figures.n);
            prop_assert_eq!(kept.won_whole.part + kept.won_broken.part, won);
            prop_assert_eq!(kept.won_whole.of + kept.won_broken.of, won + lost);
            prop_assert_eq!(flow.cases(&Behind::Whole).len(), kept.whole.part);
            prop_assert_eq!(flow.cases(&Behind::Broken).len(), kept.whole.of - kept.whole.part);
            assert_spread(&figures.meeting, slow.to_meeting(), "to the meeting");
            assert_spread(&figures.report, slow.to_report(), "to the report");
            assert_spread(&figures.first_word, slow.to_first_word(), "to the first word");
            assert_spread(&figures.end, slow.to_end(), "to the end");
        }
    }

    #[test]
    fn a_group_says_what_is_said_of_it_alone_and_all_groups_are_the_whole(life in life()) {
        let (practice, slices) = asked(&life);
        for slice in slices {
            let flow = Flow::of(&practice, &slice);
            for group in Group::ALL {
                let groups = flow.by(group);
                let sum = |count: fn(&Figures) -> usize| -> usize {
                    groups.iter().map(|(_, figures)| count(figures)).sum()
                };
                prop_assert_eq!(sum(|it| it.n), flow.figures.n);
                prop_assert_eq!(sum(|it| it.dwell[0].days.n()), flow.figures.dwell[0].days.n());
                prop_assert_eq!(sum(|it| it.ends.won.part), flow.figures.ends.won.part);
                let keys: Vec<&Key> = groups.iter().map(|(key, _)| key).collect();
                for (key, figures) in &groups {
                    prop_assert_eq!(key.group(), group);
                    prop_assert_eq!(keys.iter().filter(|other| **other == key).count(), 1);
                    let only = vec![key.clone()];
                    let alone = Flow::of(&practice, &Slice { only, ..slice.clone() });
                    prop_assert_eq!(&alone.figures, figures, "{:?}", key);
                }
            }
        }
    }

    #[test]
    fn the_weeks_are_what_a_look_at_each_evening_finds(life in life()) {
        let (practice, slices) = asked(&life);
        for slice in slices {
            let flow = Flow::of(&practice, &slice);
            let slow = Slow::of(&life, &slice);
            let mut before: Option<NaiveDate> = None;
            for week in &flow.weeks {
                if let Some(before) = before {
                    prop_assert_eq!(week.monday, before + Days::new(7));
                }
                before = Some(week.monday);
                let sunday = week.monday + Days::new(6);
                let (from, to) = (week.monday.max(flow.since), sunday.min(flow.until));
                let is_in = |on: NaiveDate| from <= on && on <= to;
                prop_assert_eq!(week.arrived, slow.counted().filter(|it| is_in(it.on)).count());
                let ends: Vec<_> = slow.counted().filter(|it| Slow::end(it).is_some_and(is_in)).collect();
                prop_assert_eq!(week.ended, ends.len());
                prop_assert_eq!(week.won, ends.iter().filter(|it| Slow::is_won(it)).count());
                prop_assert_eq!(week.open, slow.open_on(to, flow.since));
                for stage in Stage::ALL {
                    let reached = slow.reached_by(stage, to, flow.since);
                    prop_assert_eq!(week.reached[stage as usize], reached, "{} by {}", stage.title(), to);
                    let stood = slow.stood_on(stage, to, flow.since);
                    prop_assert_eq!(week.stood[stage as usize], stood, "{} on {}", stage.title(), to);
                }
                prop_assert_eq!(week.stood.iter().sum::<usize>(), week.open);
            }
            if let Some(little) = flow.little {
                let mut day = flow.since;
                let (mut open, mut all) = (0, 0);
                while day <= flow.until {
                    open += slow.open_on_any(day);
                    all += 1;
                    day = day + Days::new(1);
                }
                let round = |of: usize, by: usize| i64::try_from((2 * of + by) / (2 * by)).unwrap();
                prop_assert_eq!(little.open, round(open * 100, all));
                prop_assert_eq!(little.follows, round(open, little.n));
                prop_assert_eq!(little.a_week, round(little.n * 700, all));
                let is_in = |on: NaiveDate| flow.since <= on && on <= flow.until;
                let ended: Vec<_> = slow.counted().filter(|it| Slow::end(it).is_some_and(is_in)).collect();
                prop_assert_eq!(little.n, ended.len());
                prop_assert!(5 <= little.n);
                let first = slow.open_on_any(flow.since - Days::new(1));
                let last = slow.open_on_any(flow.until);
                prop_assert!(4 * first.abs_diff(last) <= first);
            }
        }
    }

    #[test]
    fn a_forecast_is_open_ones_times_the_bounds_of_their_stage_times_the_median(life in life()) {
        let (practice, slices) = asked(&life);
        for slice in slices {
            let flow = Flow::of(&practice, &slice);
            let slow = Slow::of(&life, &slice);
            let forecast = &flow.forecast;
            let open: usize = forecast.odds.iter().map(|odds| odds.open).sum();
            prop_assert_eq!(open, flow.ages.len());
            let said: usize = forecast.sums.iter().map(|sum| sum.open).sum();
            prop_assert_eq!(said + forecast.apart, open);
            let (mut low, mut high) = (0.0, 0.0);
            for odds in &forecast.odds {
                let (won, of) = slow.visitors(odds.stage);
                prop_assert_eq!((odds.won.part, odds.won.of), (won, of));
                if 5 <= of {
                    let (least, most) = slow::wilson(won, of);
                    low += slow::float(odds.open) * least;
                    high += slow::float(odds.open) * most;
                }
            }
            match forecast.wins {
                None => prop_assert_eq!(said, 0),
                Some((from, to)) => {
                    // Each stage is rounded outwards by less than a thousandth a card.
                    let (from, to) = (slow::float(from) / 1000.0, slow::float(to) / 1000.0);
                    let room = 0.0011 * slow::float(said) + 1e-9;
                    prop_assert!(from <= low + 1e-9 && low - from <= room, "{} {}", from, low);
                    prop_assert!(high <= to + 1e-9 && to - high <= room, "{} {}", to, high);
                }
            }
            for sum in &forecast.sums {
                let values = slow.values(sum.currency);
                prop_assert_eq!(sum.value.n(), values.len());
                prop_assert_eq!(sum.range.is_some(), 5 <= values.len());
                if let (Some((from, to)), [only]) = (sum.range, forecast.sums.as_slice()) {
                    let (median, _) = slow::spread(values).unwrap();
                    let least = low * slow::float(median);
                    let most = high * slow::float(median);
                    let room = 0.0011 * slow::float(only.open) * slow::float(median) + 1.0;
                    prop_assert!(slow::float(from.minor) <= least + 1e-3 && least - slow::float(from.minor) <= room);
                    prop_assert!(most <= slow::float(to.minor) + 1e-3 && slow::float(to.minor) - most <= room);
                }
            }
        }
    }

    #[test]
    fn an_age_is_measured_against_the_stays_of_its_stage(life in life()) {
        let (practice, slices) = asked(&life);
        for slice in slices {
            let flow = Flow::of(&practice, &slice);
            let slow = Slow::of(&life, &slice);
            for age in &flow.ages {
                let stays = slow.stays(age.stage);
                let longer = stays.iter().filter(|stay| age.days <= stay.days).count();
                let all = stays.len();
                match age.pace() {
                    Pace::Unknown => prop_assert!(all < 5),
                    // Of those before at least half, and 15 in 100, took as long.
                    Pace::Usual => prop_assert!(all <= 2 * longer),
                    Pace::Slow => prop_assert!(all * 15 <= 100 * longer && 5 <= all),
                    Pace::Slowest => prop_assert!(longer * 100 <= all * 15 && 5 <= all),
                }
            }
            prop_assert!(flow.ages.is_sorted_by_key(|age| std::cmp::Reverse(age.days)));
        }
    }

    #[test]
    fn two_periods_that_follow_each_other_make_the_one_of_both(life in life(), cut in 0..200u64) {
        let practice = Practice::of(&life.book, life.today);
        let cut = lives::first_day() + Days::new(cut);
        for direction in [Direction::Received, Direction::Given] {
            let ever = Slice { until: Some(lives::first_day() + Days::new(900)), ..Slice::ever(direction) };
            let early = Flow::of(&practice, &Slice { until: Some(cut), ..ever.clone() }).figures;
            let late = Slice { since: Some(cut + Days::new(1)), ..ever.clone() };
            let late = Flow::of(&practice, &late).figures;
            let both = Flow::of(&practice, &ever).figures;
            prop_assert_eq!(early.n + late.n, both.n);
            for at in 0..8 {
                let (a, b, all) = (&early.dwell[at], &late.dwell[at], &both.dwell[at]);
                prop_assert_eq!(a.days.n() + b.days.n(), all.days.n());
                prop_assert_eq!(a.waited + b.waited, all.waited);
                prop_assert_eq!(a.time.total() + b.time.total(), all.time.total());
                prop_assert_eq!(a.over.part + b.over.part, all.over.part);
            }
        }
    }

    #[test]
    fn before_and_after_a_day_are_the_stays_that_lie_wholly_on_one_side(life in life(), at in 0..200u64) {
        let practice = Practice::of(&life.book, life.today);
        let on = lives::first_day() + Days::new(at);
        for direction in [Direction::Received, Direction::Given] {
            let slice = Slice::ever(direction);
            let flow = Flow::of(&practice, &slice);
            let ever = Slice { until: Some(NaiveDate::MAX), ..slice };
            let slow = Slow::of(&life, &ever);
            for stage in Stage::ALL {
                let stays = slow.stays(stage);
                let found = flow.compare(stage, on);
                let before = stays.iter().filter(|stay| stay.left < on);
                let after = stays.iter().filter(|stay| on <= stay.from && on <= stay.left);
                assert_spread(&found.before.days, before.map(|stay| stay.days).collect(), "before");
                assert_spread(&found.after.days, after.map(|stay| stay.days).collect(), "after");
                prop_assert_eq!(found.before.went_on.of, found.before.days.n());
                let all = stays.len();
                prop_assert!(all <= found.before.days.n() + found.after.days.n() + found.across);
                if let Some(gained) = found.gained() {
                    let medians = (found.before.days.median(), found.after.days.median());
                    prop_assert_eq!(Some(gained), medians.0.zip(medians.1).map(|(a, b)| a - b));
                }
            }
        }
    }

    #[test]
    fn the_bottleneck_is_the_longest_wait_of_the_stages_over_their_limit(life in life()) {
        let (practice, slices) = asked(&life);
        for slice in slices {
            let flow = Flow::of(&practice, &slice);
            let slow = Slow::of(&life, &slice);
            let is_over = |stage: &Stage| {
                let stays = slow.stays(*stage);
                let limited: Vec<_> = stays.iter().filter(|stay| 0 < stay.limit).collect();
                let over = limited.iter().filter(|stay| stay.limit < stay.days).count();
                5 <= limited.len() && limited.len() < 2 * over
            };
            let most = Stage::ALL.into_iter().filter(is_over).map(|stage| slow.waited(stage)).max();
            prop_assert_eq!(flow.bottleneck.as_ref().map(|it| slow.waited(it.stage)), most);
            if let Some(it) = &flow.bottleneck {
                let late = flow.cases(&Behind::Late(it.stage));
                prop_assert_eq!(late.len(), it.late.len());
                if let Some(through) = &it.through {
                    let mut of: BTreeMap<Option<Id>, usize> = BTreeMap::new();
                    for id in &it.late {
                        *of.entry(life.book.referrals.get(*id).unwrap().partner()).or_default() += 1;
                    }
                    let sum: usize = through.partners.iter().map(|id| of[&Some(*id)]).sum();
                    prop_assert_eq!(sum, through.of_late);
                    prop_assert!(late.len() < 2 * sum && through.partners.len() <= 2);
                }
            }
        }
    }

    #[test]
    fn who_left_the_path_is_open_or_of_the_period_and_says_how(life in life()) {
        let (practice, slices) = asked(&life);
        for slice in slices {
            let flow = Flow::of(&practice, &slice);
            let slow = Slow::of(&life, &slice);
            for it in &flow.astray {
                let record = life.book.referrals.get(it.id).unwrap();
                prop_assert!(!it.ways.is_empty());
                prop_assert_eq!(it.is_open, record.outcome.is_none());
                prop_assert!(it.is_open || slow.is_in(record.on));
                for way in &it.ways {
                    Slow::is_so(record, *way);
                }
            }
            let open = flow.astray.iter().take_while(|it| it.is_open).count();
            prop_assert!(flow.astray[open..].iter().all(|it| !it.is_open));
        }
    }
}

#[test]
fn an_empty_book_has_no_numbers_and_no_panic() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let practice = Practice::of(&Book::new(today), today);
    for direction in [Direction::Received, Direction::Given] {
        let flow = Flow::of(&practice, &Slice::ever(direction));
        assert_eq!(flow.figures.n, 0);
        assert!(flow.bottleneck.is_none() && flow.little.is_none() && flow.forecast.wins.is_none());
        assert!(flow.astray.is_empty() && flow.ages.is_empty() && flow.reports.is_none());
        assert!(
            Group::ALL
                .into_iter()
                .all(|group| flow.by(group).is_empty())
        );
        assert_eq!((flow.since, flow.until), (today, today));
    }
}

#[test]
fn the_lives_are_long_enough_to_say_something() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..64 {
        let life = life().new_tree(&mut runner).unwrap().current();
        let (practice, slices) = asked(&life);
        for slice in slices {
            let flow = Flow::of(&practice, &slice);
            let figures = &flow.figures;
            let ways = flow
                .astray
                .iter()
                .flat_map(|it| &it.ways)
                .map(|way| way.word());
            let paces = flow.ages.iter().map(|age| age.pace().word());
            for what in ways.chain(paces) {
                *said.entry(what).or_default() += 1;
            }
            let mut note = |what, is_so: bool| *said.entry(what).or_default() += usize::from(is_so);
            note(
                "median",
                figures
                    .dwell
                    .iter()
                    .all(|dwell| dwell.days.known().is_some()),
            );
            note(
                "source",
                figures.dwell.iter().any(|dwell| 0 < dwell.time.source),
            );
            note(
                "prospect",
                figures.dwell.iter().any(|dwell| 0 < dwell.time.prospect),
            );
            note(
                "receiver",
                figures.dwell.iter().any(|dwell| 0 < dwell.time.receiver),
            );
            note(
                "nobody",
                figures.dwell.iter().any(|dwell| 0 < dwell.time.nobody),
            );
            note("bottleneck", flow.bottleneck.is_some());
            note(
                "through",
                flow.bottleneck
                    .as_ref()
                    .is_some_and(|it| it.through.is_some()),
            );
            note("little", flow.little.is_some());
            note(
                "sums",
                flow.forecast.sums.iter().any(|sum| sum.range.is_some()),
            );
            note("two currencies", 1 < flow.forecast.sums.len());
            note("apart", 0 < flow.forecast.apart);
            note("report", figures.report.known().is_some());
            note("first word", figures.first_word.known().is_some());
            note("whole", 0 < figures.kept.whole.part);
            note("broken", figures.kept.whole.part < figures.kept.whole.of);
            note(
                "gained",
                Stage::ALL.iter().any(|it| {
                    flow.compare(*it, lives::first_day() + Days::new(90))
                        .gained()
                        .is_some()
                }),
            );
        }
    }
    println!("{said:?}");
    assert!(
        said.len() == 26 && said.values().all(|n| 0 < *n),
        "{said:?}"
    );
}
