//! How I stand with one person, a labelled line each with the form that changes it: contact, how far we have come, trust,
//! the five steps, whom they look for, what is known of them. Facts beside each other, never one score.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::person::{Lesson, Person, Skill};
use crate::domain::pillars::{Grade, Judged};
use crate::domain::relation::{Gain, Vcp, in_order, latest};
use crate::insight::relation::Warmth;
use crate::insight::{category, friction, levels, lineage};

use super::super::bonds as words_of;
use super::super::command::Command;
use super::super::effect::FormKind;
use super::super::layer::Cx;
use super::super::parts::values::capital;
use super::super::words;
use super::growing;
use super::lines::{Does, Line, Look};
use super::sections::Section;

/// So many months of contacts are drawn.
const MONTHS: usize = 12;

/// Everything that the pane shows, what matters most first.
pub fn sections(id: Id, it: &Person, cx: &Cx) -> Vec<Section> {
    let signs = signs(id, cx);
    let mut all = vec![stands(id, it, cx)];
    all.extend(growing::section(id, cx));
    all.extend([wants(id, it, cx), evidence(id, it, cx)]);
    all.extend(signs);
    all.extend([
        steps(id, it, cx),
        gains(id, it, cx),
        check_in(id, cx),
        reach(id, it, cx),
    ]);
    all
}

/// What the book says of how we have dealt with each other, and what would build trust where it is weak or not known.
fn evidence(id: Id, it: &Person, cx: &Cx) -> Section {
    let facts = words_of::evidence(id, cx).into_iter();
    let facts: Vec<_> = facts.filter(|(_, words)| !words.is_empty()).collect();
    let summary = facts
        .iter()
        .find(|(label, _)| *label == "my promises")
        .or(facts.first())
        .map_or(String::new(), |(label, words)| format!("{label} {words}"));
    let does = || Does::Of(Command::Vcp, Subject::Person(id));
    let mut lines: Vec<Line> = facts
        .into_iter()
        .map(|(label, words)| Line::fact(label, words).does(does()))
        .collect();
    let is_shaky = it.trust.as_ref().is_none_or(|it| it.grade == Grade::Weak);
    if is_shaky && cx.practice.relation(id).is_source {
        let steps = words_of::building(id, cx).into_iter().enumerate();
        lines.extend(steps.map(|(n, step)| {
            let label = if n == 0 { "builds trust" } else { "" };
            let does = Does::Of(Command::Trust, Subject::Person(id));
            Line::fact(label, step).does(does)
        }));
    }
    Section::new("evidence", "What the book says", summary).with(lines)
}

/// Signs that something may have been felt, where there are any.
fn signs(id: Id, cx: &Cx) -> Option<Section> {
    let found = friction::signals(cx.book, cx.practice, id);
    let first = found.first()?;
    let summary = words_of::sign(first, cx);
    let line = |signal: &friction::Signal| {
        let on = day::near(signal.on, cx.today);
        Line::said(on, Look::Dim)
            .beside(words_of::sign(signal, cx), Look::Warn)
            .does(Does::Of(Command::Friction, Subject::Person(id)))
    };
    let lines = found.iter().map(line).collect();
    Some(Section::new("signs", "What they may have felt", summary).with(lines))
}

fn stands(id: Id, it: &Person, cx: &Cx) -> Section {
    let does = |command| Does::Of(command, Subject::Person(id));
    let mut lines = Vec::new();
    if let Some(event) = friction(id, cx) {
        let line = Line::said("put right", Look::Bad).beside(event, Look::Bad);
        lines.push(line.does(does(Command::MadeUp)));
    }
    lines.push(contact(id, cx));
    if let Some(again) = again(it, id, cx) {
        lines.push(Line::fact("next contact", again).does(does(Command::Again)));
    }
    if let Some(wait) = &it.wait
        && wait.is_asleep(cx.today)
    {
        let until = wait.until.map_or("until you end it".to_string(), |on| {
            format!("until {}", day::near(on, cx.today))
        });
        let why = joined([until, cx.words(&wait.why).to_string()]);
        lines.push(Line::fact("not now", why).does(does(Command::NotNow)));
    }
    lines.push(vcp(it, cx).does(does(Command::Vcp)));
    lines.push(trust(it, cx).does(does(Command::Trust)));
    lines.push(willing(it, cx).does(does(Command::About)));
    let category = category::category_of(cx.book, cx.practice, id);
    let category = category.map_or(String::new(), |it| it.title().to_string());
    let partner = if it.partner { "referral partner" } else { "" };
    let kind = joined([category, partner.to_string()]);
    if !kind.is_empty() {
        lines.push(Line::fact("kind", kind).does(does(Command::About)));
    }
    if let Some(mean) = levels::mean(cx.practice, id) {
        let (whole, tenth) = (mean.tenths / 10, mean.tenths % 10);
        let trend = levels::trend(cx.practice, id).map_or("", |trend| {
            match trend.last.cmp(&trend.before) {
                Ordering::Less => ", lower lately: coach them on the next rung",
                Ordering::Equal => "",
                Ordering::Greater => ", rising",
            }
        });
        let words = format!("level {whole}.{tenth} on average (n {}){trend}", mean.n);
        lines.push(Line::fact("sends", words));
    }
    if let Some(through) = lineage::through(cx.book, cx.practice, id) {
        let open = Does::Of(Command::Open, Subject::Person(through));
        lines.push(Line::fact("came through", cx.name(Some(through))).does(open));
    }
    let relation = cx.practice.relation(id);
    let (days, word) = words::warmth(relation, cx.today);
    let summary = format!("{} {word}", days.trim());
    Section::new("stands", "How you stand", summary).with(lines)
}

fn joined<const N: usize>(parts: [String; N]) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// What stands between us, in quotes and with its day.
fn friction(id: Id, cx: &Cx) -> Option<String> {
    let event = cx.practice.relation(id).friction?;
    let event = cx.book.events.get(event)?;
    let on = day::near(event.on, cx.today);
    Some(format!("“{}”, {on}", cx.words(&event.note)))
}

/// The last contact against the interval, and the contacts of a year, month by month.
fn contact(id: Id, cx: &Cx) -> Line {
    let relation = cx.practice.relation(id);
    let (days, word) = words::warmth(relation, cx.today);
    let look = match relation.warmth {
        _ if relation.asleep => Look::Dim,
        Warmth::Warm => Look::Good,
        Warmth::Fading => Look::Warn,
        Warmth::Cold => Look::Bad,
        Warmth::NoCadence => Look::Dim,
    };
    let every = match relation.interval {
        Some(_) => String::new(),
        None => "· no tier, no rhythm".into(),
    };
    let days = format!("{} ", days.split_whitespace().collect::<Vec<_>>().join(" "));
    let words = if word.is_empty() { every } else { word.into() };
    let form = FormKind::Log {
        kind: Kind::Touch,
        person: Some(id),
        referral: None,
        way: None,
    };
    Line::said("contact", Look::Dim)
        .drawn(vec![
            (days, Look::Text),
            (format!("{words:<8}"), look),
            (months(id, cx), Look::Dim),
        ])
        .does(Does::Form(form))
}

/// Days with a contact in each of the last months, the present one last, as a row of bars.
fn months(id: Id, cx: &Cx) -> String {
    const BARS: [&str; 5] = [" ", "▁", "▃", "▅", "▇"];
    let month = |on: NaiveDate| on.year() * 12 + i32::try_from(on.month0()).unwrap_or(0);
    let mut days = [0usize; MONTHS];
    let mut last = None;
    for event in cx.practice.events_of(id) {
        let ago = usize::try_from(month(cx.today) - month(event.on));
        if let Ok(ago) = ago
            && ago < MONTHS
            && event.record.kind.is_touch()
            && last != Some(event.on)
        {
            days[MONTHS - 1 - ago] += 1;
            last = Some(event.on);
        }
    }
    if days.iter().all(|count| *count == 0) {
        return String::new();
    }
    let bars: String = days.iter().map(|count| BARS[(*count).min(4)]).collect();
    format!("{bars} 12 months")
}

fn again(it: &Person, id: Id, cx: &Cx) -> Option<String> {
    cx.practice.relation(id).again?;
    let again = it.again.as_ref()?;
    Some(words_of::again(again, cx))
}

fn vcp(it: &Person, cx: &Cx) -> Line {
    let Some(reached) = &it.vcp else {
        return Line::fact("VCP", "").beside("not judged: how far have you come?", Look::Dim);
    };
    let look = match reached.stage {
        Vcp::Profitability => Look::Good,
        _ => Look::Text,
    };
    let since = format!("since {}", day::near(reached.on, cx.today));
    let words = joined([
        capital(reached.stage.word()),
        since,
        quoted(cx.words(&reached.why)),
    ]);
    Line::said("VCP", Look::Dim).beside(words, look)
}

fn quoted(words: &str) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!("“{words}”")
    }
}

fn trust(it: &Person, cx: &Cx) -> Line {
    let Some(trust) = &it.trust else {
        return Line::fact("trust", "").beside("not known: what would show it?", Look::Dim);
    };
    let look = match trust.grade {
        Grade::Strong => Look::Good,
        Grade::Weak => Look::Bad,
        _ => Look::Text,
    };
    Line::said("trust", Look::Dim).beside(judged(trust, cx), look)
}

/// "▰▰▰ strong · since 2 Oct · “vouched for me”".
pub fn judged(judged: &Judged, cx: &Cx) -> String {
    let bar = match judged.grade {
        Grade::Strong => "▰▰▰ ",
        Grade::Fair => "▰▰▱ ",
        Grade::Weak => "▰▱▱ ",
        Grade::DoesNotApply | Grade::Other(_) => "",
    };
    joined([
        format!("{bar}{}", judged.grade.title()),
        format!("since {}", day::near(judged.on, cx.today)),
        quoted(cx.words(&judged.why)),
    ])
}

fn willing(it: &Person, cx: &Cx) -> Line {
    if let Some(no_ask) = &it.no_ask {
        let words = joined(["not to be asked".to_string(), quoted(cx.words(&no_ask.why))]);
        return Line::said("willing", Look::Dim).beside(words, Look::Warn);
    }
    match &it.willing {
        Some(willing) => Line::fact("willing", willing.title()),
        None => Line::fact("willing", "").beside("not known how gladly; never assume", Look::Dim),
    }
}

fn wants(id: Id, it: &Person, cx: &Cx) -> Section {
    let does = || Does::Of(Command::Wants, Subject::Person(id));
    let now = latest(&it.wants);
    let mut lines = match &now {
        Some((_, wants)) => {
            vec![Line::said(format!("“{}”", cx.words(&wants.words)), Look::Text).does(does())]
        }
        None => {
            vec![Line::said("Not known: ask whom they would like to meet.", Look::Dim).does(does())]
        }
    };
    let before = in_order(&it.wants).into_iter();
    let before = before.filter(|(id, _)| now.as_ref().map(|(now, _)| now) != Some(id));
    for (_, profile) in before.filter(|(_, profile)| !profile.words.is_empty()) {
        let on = format!("from {}", day::near(profile.on, cx.today));
        let line = Line::said(on, Look::Dim).beside(cx.words(&profile.words), Look::Dim);
        lines.push(line.does(does()));
    }
    let summary = match &now {
        Some((_, wants)) => cx.words(&wants.words).to_string(),
        None => "not known".into(),
    };
    Section::new("wants", "Whom they look for", summary).with(lines)
}

fn steps(id: Id, it: &Person, cx: &Cx) -> Section {
    let done = Skill::ALL.len() - it.untaught().len();
    let next = it.untaught().into_iter().next();
    let summary = match next {
        Some(skill) => format!("{done} of 5 · teach {} next", skill.word()),
        None => "all five taught".into(),
    };
    let line = |skill: &Skill| {
        let lesson = it.training.get(skill.word());
        let (mark, words, look) = lesson_words(lesson, cx);
        let is_next = next == Some(skill);
        let words = if is_next {
            format!("teach next: {}", skill.does())
        } else if words.is_empty() {
            skill.does().to_string()
        } else {
            words
        };
        Line::said(skill.word(), Look::Text)
            .marked(mark)
            .beside(words, if is_next { Look::Warn } else { look })
            .does(Does::Of(Command::Training, Subject::Person(id)))
    };
    Section::new("steps", "Five steps", summary).with(Skill::ALL.iter().map(line).collect())
}

fn lesson_words(lesson: Option<&Lesson>, cx: &Cx) -> (&'static str, String, Look) {
    let ago = |on: NaiveDate| match (cx.today - on).num_days() {
        ..=0 => "today".to_string(),
        days => format!("{} ago", words::days(days)),
    };
    match lesson.map(|it| (it.practised, it.taught)) {
        Some((Some(on), _)) => ("●", format!("practised {}", ago(on)), Look::Text),
        Some((None, Some(on))) => ("◐", format!("taught {}", ago(on)), Look::Text),
        _ => ("○", String::new(), Look::Dim),
    }
}

fn gains(id: Id, it: &Person, cx: &Cx) -> Section {
    let does = || Does::Of(Command::Gains, Subject::Person(id));
    let line = |gain: &Gain| {
        let words = it.gains.get(gain.word()).map_or("", |it| cx.words(it));
        let (words, look) = match words {
            "" => (gain.serves(), Look::Dim),
            words => (words, Look::Text),
        };
        Line::said(gain.word(), Look::Dim)
            .beside(words, look)
            .does(does())
    };
    let known = it.gains.len();
    let summary = match known {
        0 => "nothing noted yet".to_string(),
        _ => format!("{known} of 5"),
    };
    Section::new("gains", "GAINS", summary).with(Gain::ALL.iter().map(line).collect())
}

/// What works for each of us, as it was said last.
fn check_in(id: Id, cx: &Cx) -> Section {
    let does = || Does::Of(Command::CheckIn, Subject::Person(id));
    let mut events = cx.practice.events_of(id).iter().rev();
    let last = events.find(|event| event.record.kind == Kind::CheckIn);
    let Some(last) = last else {
        let line = Line::said("Not asked yet what works for each of you.", Look::Dim);
        return Section::new("works", "Works for both?", "not asked yet")
            .with(vec![line.does(does())]);
    };
    let record = &last.record;
    let said = [
        ("for you", &record.note),
        ("for them", &record.theirs),
        ("to change", &record.differently),
    ];
    let said = said.into_iter().filter(|(_, words)| !words.is_empty());
    let mut lines: Vec<Line> = said
        .map(|(label, words)| Line::fact(label, cx.words(words)).does(does()))
        .collect();
    let on = day::near(last.on, cx.today);
    lines.insert(0, Line::fact("asked", on.clone()).does(does()));
    Section::new("works", "Works for both?", format!("asked {on}")).with(lines)
}

fn reach(id: Id, it: &Person, cx: &Cx) -> Section {
    let mut lines = Vec::new();
    let mut add = |label: &str, words: &str, command| {
        if !words.is_empty() {
            let does = Does::Of(command, Subject::Person(id));
            lines.push(Line::fact(label, cx.words(words)).does(does));
        }
    };
    add("phone", &it.phone, Command::Edit);
    add("e-mail", &it.email, Command::Edit);
    add("best", &it.best, Command::About);
    add("position", &it.position, Command::Edit);
    add("company", &it.company, Command::Edit);
    let tags: Vec<String> = it.tags.keys().map(|tag| format!("#{tag}")).collect();
    add("tags", &tags.join(" "), Command::Edit);
    add("brought by", &it.origin, Command::Edit);
    let summary = if lines.is_empty() {
        "nothing noted; e has room for it".to_string()
    } else {
        joined([cx.words(&it.phone).into(), cx.words(&it.email).into()])
    };
    if lines.is_empty() {
        let line = Line::said("No phone, no mail: e has room for both.", Look::Dim);
        lines.push(line.does(Does::Of(Command::Edit, Subject::Person(id))));
    }
    Section::new("reach", "Reach", summary).with(lines)
}
