//! The screens of the weekly review that show several at once: what became of choices, what changed, who waits, what is
//! in order, and how it ends.

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::referral::Direction;
use crate::domain::review::Review;
use crate::insight::giving;
use crate::insight::month::Month;
use crate::insight::process::overdue_fixes;
use crate::insight::review::{self, Matter};
use crate::insight::reviewed::{self, Progress};
use crate::insight::since::{self, Since};
use crate::insight::standing::Mover;
use crate::insight::twins;

use super::super::command::Command;
use super::super::layer::Cx;
use super::super::parts::look::Look;
use super::super::readiness;
use super::super::week;
use super::super::words;
use super::exchanged;
use super::scenes::{Row, Scene};

/// So many are offered for the week, those chosen aside.
const OFFERED: usize = 6;
/// To so many one could give.
const GIFTS: usize = 5;

fn go_on(scene: Scene) -> Scene {
    let mut scene = scene;
    scene.keys.push((Command::Open, "go on"));
    scene
}

fn person_row(id: Id, beside: String, cx: &Cx) -> Row {
    Row {
        of: Some(Subject::Person(id)),
        person: Some(id),
        words: cx.name(Some(id)).to_string(),
        beside,
        gift: None,
    }
}

fn referral_row(id: Id, beside: String, cx: &Cx) -> Row {
    let it = cx.book.referrals.get(id);
    Row {
        of: Some(Subject::Referral(id)),
        person: it.and_then(|it| it.partner().or(it.prospect)),
        words: week::referral(id, cx),
        beside,
        gift: None,
    }
}

fn people_count(n: usize) -> String {
    match n {
        1 => "1 person".into(),
        n => format!("{n} people"),
    }
}

/// What became of what the last review chose.
pub fn choices(id: Id, cx: &Cx) -> Scene {
    let Some((_, last)) = review::last(cx.book, Some(id)) else {
        return go_on(Scene::titled("Nothing was chosen last time"));
    };
    let mut scene = Scene::titled("What became of last week’s choices?");
    scene.aside = day::full(last.on, cx.today);
    for person in last.chosen().filter(|id| cx.book.people.has(*id)) {
        let became = match review::spoken_since(cx.practice, last, person) {
            Some(on) => format!("spoken to {}", day::near(on, cx.today)),
            None => "not spoken to yet".into(),
        };
        scene.rows.push(person_row(person, became, cx));
    }
    if let Some(person) = last.give.filter(|id| cx.book.people.has(*id)) {
        let owed = &cx.practice.relation(person).i_owe;
        let became = match owed.len() {
            0 => "to give them something: nothing promised is open",
            _ => "to give them something: the promise is open",
        };
        scene.rows.push(person_row(person, became.into(), cx));
    }
    if !last.note.is_empty() {
        let note = format!("You noted: “{}”", cx.words(&last.note));
        scene = scene.saying(note, Look::Dim);
    }
    scene.keys = vec![
        (Command::Touch, "in touch since"),
        (Command::Star, "again this week"),
    ];
    go_on(scene)
}

/// Whom did you speak to this week?
pub fn spoken(cx: &Cx) -> Scene {
    let likely = since::likely(cx.practice);
    let mut scene = Scene::titled("Whom did you speak to this week?");
    for id in likely {
        let relation = cx.practice.relation(id);
        let (days, warmth) = words::warmth(relation, cx.today);
        let open = match relation.open.len() {
            0 => String::new(),
            1 => "1 referral open".into(),
            n => format!("{n} referrals open"),
        };
        let beside: Vec<String> = [days, warmth.to_string(), open]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        scene.rows.push(person_row(id, beside.join(" · "), cx));
    }
    if scene.rows.is_empty() {
        scene = scene.saying("Everybody likely is noted already.", Look::Good);
    } else {
        scene = scene.saying(
            "Whoever you noted this week is not asked about again.",
            Look::Dim,
        );
        scene.keys = vec![(Command::Settle, "mark, or take the mark off")];
    }
    scene
        .keys
        .push((Command::Open, "note the marked ones, and go on"));
    scene
}

/// What changed since the review before.
pub fn since(id: Id, cx: &Cx) -> Scene {
    let last = review::last(cx.book, Some(id));
    let from = review::since(cx.book, Some(id), cx.today);
    let moment = last.map_or(0, |(_, it)| it.created);
    let found = Since::of(cx.practice, from, moment);
    let title = match last {
        Some(_) => format!("Since the last review, {}", day::full(from, cx.today)),
        None => "The last seven days".into(),
    };
    let mut scene = Scene::titled(title).saying(week::in_short(&found), Look::Text);
    for (ids, what) in [
        (&found.received, "new, received"),
        (&found.given, "new, given"),
    ] {
        let rows = ids.iter().map(|id| referral_row(*id, what.into(), cx));
        scene.rows.extend(rows);
    }
    for (id, was, now) in &found.moved {
        let moved = format!("{} {} {}", was.title(), "→", now.title());
        scene.rows.push(referral_row(*id, moved, cx));
    }
    for (id, ending) in &found.ended {
        scene
            .rows
            .push(referral_row(*id, ending.title().into(), cx));
    }
    for id in &found.quiet {
        let (days, _) = words::warmth(cx.practice.relation(*id), cx.today);
        scene
            .rows
            .push(person_row(*id, format!("gone quiet: {days}"), cx));
    }
    go_on(scene)
}

/// All that wait for somebody else.
pub fn waiting(cx: &Cx) -> Scene {
    let ids = review::waiting(cx.practice);
    let title = match ids.len() {
        0 => "Nothing waits for anybody".to_string(),
        1 => "One waits for somebody else".into(),
        n => format!("{n} wait for somebody else"),
    };
    let mut scene = Scene::titled(title).saying(
        "It is their move. Ask kindly where you would rather know.",
        Look::Dim,
    );
    for id in ids {
        let (Some(it), Some(standing)) = (cx.book.referrals.get(id), cx.practice.standing(id))
        else {
            continue;
        };
        let mover = words::mover(&standing.mover, it, cx);
        let (plan, _) = words::plan(it, standing, cx);
        let plan = [mover, plan].into_iter().filter(|it| !it.is_empty());
        let mut beside: Vec<String> = plan.collect();
        beside.dedup();
        // What is done there is done with whoever is waited for.
        let person = match standing.mover {
            Mover::Prospect => it.prospect,
            Mover::Other(id) => Some(id),
            Mover::Me | Mover::Source | Mover::Receiver | Mover::Nobody => it.partner(),
        };
        scene.rows.push(Row {
            person,
            ..referral_row(id, beside.join(" · "), cx)
        });
    }
    scene.keys = vec![
        (Command::Message, "a kind message, ready to copy"),
        (Command::Touch, "in touch"),
    ];
    go_on(scene)
}

/// What was agreed with clients, and what is missing first.
pub fn agreements(cx: &Cx) -> Scene {
    let mut clients: Vec<Id> = cx.practice.clients().collect();
    clients.sort_by_key(|id| (cx.name(Some(*id)).to_string(), *id));
    let mut scene = Scene::titled("Clients, once a month").saying(
        "Is each content, is it agreed, and may they be asked?",
        Look::Dim,
    );
    let rows = clients
        .into_iter()
        .map(|id| person_row(id, readiness::line(id, cx), cx));
    scene.rows = rows.collect();
    scene.keys = vec![(Command::Zoom, "open their page")];
    go_on(scene)
}

/// The month in numbers.
pub fn numbers(cx: &Cx) -> Scene {
    let (month, year) = Month::both(cx.practice);
    let mut scene = Scene::titled("In numbers, once a month").saying(
        "By the day on which it happened; p 2 follows those that came.",
        Look::Dim,
    );
    let counts = [
        ("received", month.received, year.received),
        ("given", month.given, year.given),
        ("met", month.met, year.met),
        ("won", month.won, year.won),
        ("ended without work", month.ended, year.ended),
        ("acts got", month.got, year.got),
        ("acts given", month.gave, year.gave),
    ];
    scene.facts = counts
        .into_iter()
        .map(|(label, month, year)| {
            let words = format!("{month:>4} in 30 days   {year:>4} in twelve months");
            (label, words, Look::Text)
        })
        .collect();
    let days = match year.days_to_report {
        Some((median, n)) => format!("{} (median of {n})", words::days(median)),
        None => "too few to say".into(),
    };
    scene.facts.push(("meeting to report", days, Look::Text));
    for (given, direction) in Direction::ALL.iter().enumerate() {
        scene
            .facts
            .extend(overdue(given == 1, direction, cx).into_iter().take(2));
    }
    go_on(scene)
}

/// Fixes of the process that were to be in place by now.
fn overdue(given: bool, direction: &Direction, cx: &Cx) -> Vec<(&'static str, String, Look)> {
    let found = overdue_fixes(cx.book, direction, cx.today).into_iter();
    let found = found.filter_map(|(due, _, id)| Some((due, cx.book.problems.get(id)?)));
    let way = if given { "p b 3" } else { "p 3" };
    let said = found.map(|(due, it)| {
        let (what, due) = (cx.words(&it.what), day::near(due, cx.today));
        (
            "fix overdue",
            format!("“{what}”, due {due}; {way} shows it"),
            Look::Warn,
        )
    });
    said.collect()
}

/// Who may be here twice.
pub fn twins(cx: &Cx) -> Scene {
    let pairs = twins::all(cx.book);
    let title = match pairs.len() {
        0 => "Nobody seems to be here twice".to_string(),
        1 => "One person may be here twice".into(),
        n => format!("{n} people may be here twice"),
    };
    let mut scene = Scene::titled(title);
    for pair in pairs {
        let alike: Vec<&str> = pair.alike.iter().map(|it| words::alike(*it)).collect();
        let names = format!(
            "{} and {}",
            cx.name(Some(pair.one)),
            cx.name(Some(pair.other))
        );
        scene.rows.push(Row {
            words: names,
            ..person_row(pair.one, alike.join(", "), cx)
        });
    }
    if !scene.rows.is_empty() {
        scene.keys = vec![(Command::Unite, "make one of two, or say that they are two")];
    }
    go_on(scene)
}

/// All that is in order.
pub fn sound(cx: &Cx) -> Scene {
    let ids = review::sound(cx.practice);
    let is_kept = |id: &&Id| cx.practice.relation(**id).interval.is_some();
    let sources = cx.practice.sources().iter().filter(is_kept).count();
    let late = cx.practice.late_sources();
    let title = match ids.len() {
        0 => "No referral of yours is simply in order".to_string(),
        1 => "One referral is in order".into(),
        n => format!("{n} referrals are in order"),
    };
    let sources = in_time(sources - late.min(sources), sources);
    let mut scene = Scene::titled(title).saying(sources, Look::Dim);
    for id in ids {
        let (Some(it), Some(standing)) = (cx.book.referrals.get(id), cx.practice.standing(id))
        else {
            continue;
        };
        let (plan, _) = words::plan(it, standing, cx);
        scene.rows.push(referral_row(
            id,
            format!("{} · {plan}", it.stage().title()),
            cx,
        ));
    }
    go_on(scene)
}

/// What did not fit into this week.
pub fn rest(record: &Review, cx: &Cx) -> Scene {
    let has = |key: String| record.items.contains_key(&key);
    let mut scene = Scene::titled("These wait for another week").saying(
        "They stay where they are; nothing of them is lost.",
        Look::Dim,
    );
    for nudge in cx.practice.owed() {
        if !has(Matter::Owed(nudge.key()).key()) {
            let said = words::nudge(nudge, cx);
            let words = nudge
                .person
                .map_or("The book".into(), |_| cx.name(nudge.person).to_string());
            scene.rows.push(Row {
                of: nudge.subject,
                person: nudge.person,
                words,
                beside: said.what,
                gift: None,
            });
        }
    }
    for id in review::unsound(cx.practice) {
        if !has(Matter::Referral(id).key())
            && let Some(nudge) = review::trouble(cx.practice, id)
        {
            let said = words::nudge(nudge, cx);
            scene.rows.push(referral_row(id, said.what, cx));
        }
    }
    for id in review::quiet(cx.practice) {
        if !has(Matter::Quiet(id).key()) {
            let (days, _) = words::warmth(cx.practice.relation(id), cx.today);
            scene.rows.push(person_row(id, days, cx));
        }
    }
    if scene.rows.is_empty() {
        scene = scene.saying("They are settled by now.", Look::Good);
    }
    scene.keys = vec![
        (Command::Settle, "do what is asked"),
        (Command::NotNow, "not now"),
    ];
    go_on(scene)
}

/// One act to give.
pub fn give(cx: &Cx) -> Scene {
    let mut scene = Scene::titled("One act to give").saying(
        "To whom, and what? It comes back by no ledger, but it comes.",
        Look::Dim,
    );
    for next in giving::next(cx.book, cx.practice, GIFTS) {
        let gift = next.gifts.into_iter().next();
        let words = gift.as_ref().map(|gift| exchanged::gift_words(gift, cx));
        let (what, why) = words.unwrap_or_default();
        let beside = format!("{what}: {why}");
        scene.rows.push(Row {
            gift,
            ..person_row(next.person, beside, cx)
        });
    }
    if scene.rows.is_empty() {
        scene = scene.saying(
            "Nobody is waiting for anything, as far as the book knows.",
            Look::Text,
        );
    } else {
        scene.keys = vec![
            (Command::Settle, "give it, or promise it"),
            (Command::Give, "something else"),
        ];
    }
    scene.keys.push((Command::Open, "none this week"));
    scene
}

/// Whom the week is for.
pub fn people(record: &Review, cx: &Cx) -> Scene {
    let mut all: Vec<Id> = Vec::new();
    let mut offered: Vec<Id> = review::quiet(cx.practice);
    offered.extend(
        cx.practice
            .rows()
            .iter()
            .filter_map(|row| cx.practice.nudge_of(*row).person),
    );
    offered.extend(cx.practice.sources().iter().copied());
    for id in offered {
        if OFFERED <= all.len() {
            break;
        }
        let is_asleep = cx.practice.relation(id).asleep;
        if !all.contains(&id) && !is_asleep {
            all.push(id);
        }
    }
    // In the order in which they were found: a star moves nobody under the cursor.
    let starred = record.people.keys().filter(|id| !all.contains(id));
    let starred: Vec<Id> = starred.copied().collect();
    all.extend(starred);
    all.retain(|id| cx.book.people.has(*id));
    let chosen = record.chosen().count();
    let mut scene = Scene::titled("Whom is the week for?").saying(
        match chosen {
            0 => "Three are enough. They are starred in Now what until you have spoken to them."
                .into(),
            n => format!(
                "{} so far; starred in Now what until you have spoken to them.",
                people_count(n)
            ),
        },
        Look::Dim,
    );
    for id in all {
        let relation = cx.practice.relation(id);
        let (days, warmth) = words::warmth(relation, cx.today);
        let beside: Vec<String> = [days, warmth.to_string()]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        scene.rows.push(person_row(id, beside.join(" · "), cx));
    }
    scene.keys = vec![(Command::Star, "choose, or take back")];
    go_on(scene)
}

/// The note, and all of it in words.
pub fn summary((id, record): (Id, &Review), progress: &Progress, cx: &Cx) -> Scene {
    let mut scene = Scene::titled("That was it");
    scene.aside = match progress.minutes {
        0 => "less than a minute".into(),
        1 => "one minute".into(),
        n => format!("{n} minutes"),
    };
    let text = week::markdown(Some((id, record, progress)), cx);
    let row = |words: &str| Row {
        words: words.to_string(),
        ..Row::default()
    };
    scene.rows = text.lines().map(row).collect();
    scene.gave = reviewed::gave(record, cx.practice);
    scene.keys = vec![
        (Command::Note, "a note on the week"),
        (Command::Copy, "copy it as Markdown"),
        (Command::SaveText, "save it as a file"),
        (Command::Open, "done"),
    ];
    scene
}

/// How many of those with a tier were spoken to within their interval.
fn in_time(count: usize, all: usize) -> String {
    match (count, all) {
        (_, 0) => "Nobody has a tier yet.".into(),
        (0, 1) => "The one person with a tier is late.".into(),
        (1, 1) => "The one person with a tier is in time.".into(),
        (1, all) => format!("1 of the {all} people with a tier is in time."),
        (count, all) => format!("{count} of the {all} people with a tier are in time."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_spoken_of_as_one() {
        assert_eq!(in_time(1, 1), "The one person with a tier is in time.");
        assert_eq!(in_time(1, 3), "1 of the 3 people with a tier is in time.");
        assert_eq!(in_time(2, 3), "2 of the 3 people with a tier are in time.");
    }
}
