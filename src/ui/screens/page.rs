//! The page of one referral or person: facts on top, everything that happened beneath, newest first.

use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::referral::rung;
use crate::domain::stage::Stage;
use crate::insight::timeline::{Entry, What};

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::{Effect, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer};
use super::super::offers;
use super::super::parts::chrome::{self, Title};
use super::super::parts::list::Cursor;
use super::super::parts::path;
use super::super::parts::sheet::wrapped;
use super::super::words;
use super::sources::{more, rows};

/// One record, seen whole.
pub struct Page {
    subject: Subject,
    cursor: Cursor<usize>,
}

/// A labelled fact.
type Fact = (&'static str, String);

impl Page {
    pub fn new(subject: Subject) -> Page {
        Page {
            subject,
            cursor: Cursor::new(),
        }
    }

    /// What happened; on a person's page without the moves of cards, which are the referral's own.
    fn entries(&self, cx: &Cx) -> Vec<Entry> {
        let mut entries = cx.practice.timeline(self.subject);
        if matches!(self.subject, Subject::Person(_)) {
            entries.retain(|entry| !matches!(entry.what, What::Moved { .. }));
        }
        entries
    }

    fn is_there(&self, cx: &Cx) -> bool {
        match self.subject {
            Subject::Referral(id) => cx.book.referrals.has(id),
            Subject::Person(id) => cx.book.people.has(id),
            Subject::Promise(_) | Subject::Event(_) => false,
        }
    }

    fn facts(&self, cx: &Cx) -> Vec<Fact> {
        match self.subject {
            Subject::Referral(id) => referral_facts(id, cx),
            Subject::Person(id) => person_facts(id, cx),
            Subject::Promise(_) | Subject::Event(_) => Vec::new(),
        }
    }

    /// The event under the cursor, which can be deleted.
    fn event(&self, cx: &Cx) -> Option<Id> {
        let entries = self.entries(cx);
        let places: Vec<usize> = (0..entries.len()).collect();
        match entries.get(self.cursor.selected(&places)?)?.what {
            What::Event(id) => Some(id),
            _ => None,
        }
    }
}

impl Layer for Page {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if !self.is_there(cx) {
            return match command {
                Command::Back | Command::Open => Offer::Yes(Effect::Close),
                _ => Offer::No,
            };
        }
        match command {
            Command::Down => Offer::go(Motion::Down),
            Command::Up => Offer::go(Motion::Up),
            Command::First => Offer::go(Motion::First),
            Command::Last => Offer::go(Motion::Last),
            Command::HalfDown => Offer::go(Motion::HalfDown),
            Command::HalfUp => Offer::go(Motion::HalfUp),
            // Opening again would open this very page.
            Command::Open => Offer::Yes(Effect::Nothing),
            Command::Delete => match (self.event(cx), self.subject) {
                (Some(event), _) => offers::subject(command, Subject::Event(event), cx),
                (None, subject) => match offers::subject(command, subject, cx) {
                    Offer::Yes(effect) => Offer::Yes(Effect::Then(Box::new(effect))),
                    other => other,
                },
            },
            _ => offers::subject(command, self.subject, cx),
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        let len = self.entries(cx).len();
        let places: Vec<usize> = (0..len).collect();
        match motion {
            Motion::To(Spot::Item(n)) => self.cursor.select(*n, &places),
            other => self.cursor.go(other, &places),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        if !self.is_there(cx) {
            canvas.text(
                area.x + 1,
                area.y + 1,
                area.width - 1,
                "This record is no longer here; esc goes back.",
                theme.warn,
            );
            return;
        }
        let mut top = area.y;
        if let Subject::Referral(id) = self.subject
            && area.height >= 16
        {
            let path = Rect { height: 5, ..area };
            path::draw(canvas, path, id, cx);
            top = path.bottom();
        }
        let facts = self.facts(cx);
        let rest = Rect {
            y: top,
            height: area.bottom() - top,
            ..area
        };
        let wide = area.width >= 100;
        let (facts_area, timeline_area) = if wide {
            let width = (area.width * 2 / 5).min(60);
            (
                Rect { width, ..rest },
                Rect {
                    x: rest.x + width,
                    width: rest.width - width,
                    ..rest
                },
            )
        } else {
            let height = u16::try_from(facts.len() + 2)
                .unwrap_or(8)
                .min(rest.height.saturating_sub(5).max(rest.height / 2));
            (
                Rect { height, ..rest },
                Rect {
                    y: rest.y + height,
                    height: rest.height - height,
                    ..rest
                },
            )
        };
        draw_facts(canvas, facts_area, &facts);
        self.draw_timeline(canvas, timeline_area, cx);
    }

    fn hints(&self, _: &Cx) -> Vec<Command> {
        match self.subject {
            Subject::Referral(_) => vec![
                Command::Back,
                Command::Settle,
                Command::Next,
                Command::Advance,
                Command::ReportBack,
                Command::Outcome,
                Command::NotNow,
                Command::Note,
                Command::Edit,
                Command::Menu,
            ],
            _ => vec![
                Command::Back,
                Command::Settle,
                Command::Touch,
                Command::Give,
                Command::Promise,
                Command::NotNow,
                Command::Note,
                Command::Edit,
                Command::Menu,
            ],
        }
    }

    fn subject(&self, _: &Cx) -> Option<Subject> {
        Some(self.subject)
    }

    fn place(&self, cx: &Cx) -> String {
        match self.subject {
            Subject::Referral(id) => cx
                .name(cx.book.referrals.get(id).and_then(|it| it.prospect))
                .into_owned(),
            Subject::Person(id) => cx.name(Some(id)).into_owned(),
            Subject::Promise(_) | Subject::Event(_) => String::new(),
        }
    }

    fn is_page(&self) -> bool {
        true
    }
}

impl Page {
    fn draw_timeline(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let entries: Vec<Entry> = self.entries(cx);
        let title = Title {
            left: vec![("Timeline".into(), theme.title)],
            right: vec![(format!("{}", entries.len()).into(), theme.dim)],
            focused: false,
        };
        let inner = chrome::frame(canvas, area, &title);
        let places: Vec<usize> = (0..entries.len()).collect();
        let window = self
            .cursor
            .window(&places, rows(inner.height, places.len()));
        let selected = self.cursor.selected(&places);
        for (n, y) in window.clone().zip(inner.y..) {
            let entry = &entries[n];
            let bar = if selected == Some(n) {
                theme.glyphs.bar
            } else {
                " "
            };
            canvas.text(inner.x, y, 1, bar, theme.accent);
            let on = day::near(entry.on, cx.today);
            canvas.text(inner.x + 2, y, 11, &on, theme.dim);
            let words = words::happened(entry.what, self.subject, cx);
            canvas.text(
                inner.x + 14,
                y,
                inner.width.saturating_sub(15),
                &words,
                theme.text,
            );
            let place = Rect {
                y,
                height: 1,
                ..inner
            };
            canvas.mark(place, Spot::Item(n));
        }
        more(canvas, inner, &window, places.len());
    }
}

fn draw_facts(canvas: &mut Canvas, area: Rect, facts: &[Fact]) {
    let theme = canvas.theme;
    let title = Title {
        left: vec![("Facts".into(), theme.title)],
        right: Vec::new(),
        focused: false,
    };
    let inner = chrome::frame(canvas, area, &title);
    let room = usize::from(inner.width.saturating_sub(13));
    let fit = usize::from(inner.height);
    let whole: Vec<Vec<String>> = facts
        .iter()
        .map(|(_, words)| wrapped(words, room.max(8)))
        .collect();
    // Whole sentences where there is room, else a line a fact.
    let is_roomy = whole.iter().map(Vec::len).sum::<usize>() <= fit;
    let mut lines: Vec<(&str, &str)> = Vec::new();
    for ((label, words), whole) in facts.iter().zip(&whole) {
        if is_roomy {
            let labels = std::iter::once(*label).chain(std::iter::repeat(""));
            lines.extend(labels.zip(whole.iter().map(String::as_str)));
        } else {
            lines.push((label, words));
        }
    }
    let shown = if lines.len() <= fit {
        lines.len()
    } else {
        fit.saturating_sub(1)
    };
    for ((label, words), y) in lines[..shown].iter().zip(inner.y..inner.bottom()) {
        canvas.text(inner.x + 1, y, 10, label, theme.dim);
        let room = inner.width.saturating_sub(13);
        canvas.text(inner.x + 12, y, room, words, theme.text);
    }
    if shown < lines.len() && fit > 0 {
        let words = format!("+ {} more in a higher window", lines.len() - shown);
        canvas.text(
            inner.x + 1,
            inner.bottom() - 1,
            inner.width.saturating_sub(2),
            &words,
            theme.dim,
        );
    }
}

fn referral_facts(id: Id, cx: &Cx) -> Vec<Fact> {
    let Some(it) = cx.book.referrals.get(id) else {
        return Vec::new();
    };
    let mut facts: Vec<Fact> = Vec::new();
    let mut add = |label, words: String| {
        if !words.is_empty() {
            facts.push((label, words));
        }
    };
    if let Some(person) = it.prospect.and_then(|id| cx.book.people.get(id)) {
        let ways = [
            cx.company(person),
            cx.words(&person.phone),
            cx.words(&person.email),
        ];
        add(
            "prospect",
            ways.into_iter()
                .filter(|way| !way.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
        );
    }
    add("need", cx.words(&it.need).to_string());
    let label = if it.is_given() { "given to" } else { "source" };
    for partner in it.partners() {
        let relation = cx.practice.relation(partner);
        let (days, word) = words::warmth(relation);
        let (got, given) = (relation.got.total(), relation.given.total());
        add(
            label,
            format!(
                "{} · {days} {word} · {got} got · {given} given",
                cx.name(Some(partner))
            ),
        );
    }
    if it.partner().is_none() {
        add(label, "nobody yet; e names one".into());
    }
    if let Some(standing) = cx.practice.standing(id) {
        let (plan, on) = words::plan(it, standing, cx);
        let label = if standing.asleep { "waiting" } else { "next" };
        add(label, format!("{plan} {on}").trim_end().to_string());
        if let Some(why) = it
            .wait
            .as_ref()
            .map(|wait| cx.words(&wait.why))
            .filter(|why| !why.is_empty())
        {
            add("because", why.to_string());
        }
        add("whose move", words::mover(&standing.mover, it, cx));
        let step = cx.book.map_of(it).steps.get(&standing.stage);
        add(
            "now what",
            step.map_or(String::new(), |step| step.now.clone()),
        );
    }
    let rung = it.level.and_then(rung);
    add(
        "level",
        format!(
            "{}{}",
            words::level(it),
            rung.map_or(String::new(), |rung| format!(" {rung}"))
        ),
    );
    add(
        "estimate",
        it.estimate.map_or(String::new(), |money| cx.money(money)),
    );
    if let Some(outcome) = &it.outcome {
        let value = outcome
            .value
            .map_or(String::new(), |value| format!(" · {}", cx.money(value)));
        let reason = if outcome.reason.is_empty() {
            String::new()
        } else {
            format!(" · {}", cx.words(&outcome.reason))
        };
        let on = day::near(outcome.on, cx.today);
        add(
            "outcome",
            format!("{} {on}{reason}{value}", outcome.ending.title()),
        );
    }
    add("channel", it.channel.clone());
    add(
        "tags",
        it.tags
            .keys()
            .map(|tag| format!("#{tag}"))
            .collect::<Vec<_>>()
            .join(" "),
    );
    let visits: Vec<String> = it
        .visits()
        .iter()
        .filter(|visit| visit.to.is_some() || visit.stage != Stage::Discovered)
        .map(|visit| format!("{} {}d", visit.stage.rail(), visit.days(cx.today)))
        .collect();
    add("stays", visits.join(" · "));
    facts
}

fn person_facts(id: Id, cx: &Cx) -> Vec<Fact> {
    let Some(it) = cx.book.people.get(id) else {
        return Vec::new();
    };
    let relation = cx.practice.relation(id);
    let mut facts: Vec<Fact> = Vec::new();
    let mut add = |label, words: String| {
        if !words.is_empty() {
            facts.push((label, words));
        }
    };
    let at = [it.position.as_str(), cx.company(it)];
    add(
        "at",
        at.into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
    );
    add("phone", cx.words(&it.phone).to_string());
    add("e-mail", cx.words(&it.email).to_string());
    add("is", words::roles(id, cx));
    let tier = it
        .tier
        .as_ref()
        .map_or("no tier".to_string(), |tier| tier.word().to_string());
    let every = relation
        .interval
        .map_or(String::new(), |days| format!(", every {days} days"));
    add("tier", format!("{tier}{every}"));
    let (days, word) = words::warmth(relation);
    let last = relation.last.map_or(String::new(), |(on, _)| {
        format!("{} · ", day::near(on, cx.today))
    });
    add(
        "last",
        format!("{last}{days} {word}").trim_end().to_string(),
    );
    if let Some(note) = relation.note.and_then(|id| cx.book.events.get(id)) {
        add("said", cx.words(&note.note).to_string());
    }
    let what = |ids: &[Id]| {
        let words = ids
            .iter()
            .filter_map(|id| cx.book.promises.get(*id))
            .map(|promise| {
                let due = promise.due.map_or(String::new(), |due| {
                    format!(" ({})", day::near(due, cx.today))
                });
                format!("{}{due}", cx.words(&promise.what))
            });
        words.collect::<Vec<_>>().join(" · ")
    };
    add("I owe", what(&relation.i_owe));
    add("they owe", what(&relation.they_owe));
    let open: Vec<String> = relation
        .open
        .iter()
        .filter_map(|id| cx.book.referrals.get(*id))
        .map(|it| format!("{} ({})", cx.name(it.prospect), it.stage().title()))
        .collect();
    add("open", open.join(" · "));
    let (got, given) = (relation.got.total(), relation.given.total());
    let (got_ever, given_ever) = (relation.got_ever.total(), relation.given_ever.total());
    add("12 months", format!("{got} got · {given} given"));
    add("ever", format!("{got_ever} got · {given_ever} given"));
    if let Some(wait) = it.wait.as_ref() {
        let until = wait.until.map_or("until you end it".to_string(), |on| {
            format!("until {}", day::near(on, cx.today))
        });
        add(
            "not now",
            format!("{until} {}", cx.words(&wait.why))
                .trim_end()
                .to_string(),
        );
    }
    add(
        "tags",
        it.tags
            .keys()
            .map(|tag| format!("#{tag}"))
            .collect::<Vec<_>>()
            .join(" "),
    );
    facts
}
