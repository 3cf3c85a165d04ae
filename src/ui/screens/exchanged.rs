//! What went either way between me and one person, drawn so that it is seen before it is read; what to give next; what was
//! promised; and who came through them. Facts, never a reproach.

use crate::domain::action::Subject;
use crate::domain::day;
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::promise::{By, Promise};
use crate::domain::referral::Ending;
use crate::insight::acquaintance::Place;
use crate::insight::giving::{self, Gift, Match};
use crate::insight::index::Dated;
use crate::insight::ledger::{Balance, Item, Ledger};
use crate::insight::lineage::{self, Branch};
use crate::insight::weights;

use super::super::command::Command;
use super::super::effect::{Ask, FormKind};
use super::super::layer::Cx;
use super::super::parts::kept::Kept;
use super::super::words;
use super::lines::{Does, Line, Look};
use super::sections::Section;

/// Columns for a kind, and for a number.
const KIND: usize = 22;
const FIGURE: usize = 3;
/// The longest bar that is of use.
const LONGEST: usize = 14;

/// What takes long to find out about one person, kept while the book is as it is: a key does not ask again.
#[derive(Default)]
pub struct Found {
    gifts: Kept<Vec<Gift>>,
    tree: Kept<Vec<Branch>>,
}

/// Everything that the pane shows in so many columns.
pub fn sections(id: Id, width: u16, found: &Found, cx: &Cx) -> Vec<Section> {
    let promises = promises(id, cx);
    let promises = (!promises.lines.is_empty()).then_some(promises);
    let mut all = vec![ledger(id, width, cx)];
    all.extend(promises);
    all.push(next(id, found, cx));
    all.extend(came(id, found, cx));
    all
}

/// The window that is looked at.
pub fn window(cx: &Cx) -> &'static str {
    cx.view.window.title()
}

fn ledger(id: Id, width: u16, cx: &Cx) -> Section {
    let relation = cx.practice.relation(id);
    let shown = Ledger::of(cx.practice, id, cx.view.window);
    let ever = &relation.ever;
    let (got, given) = (shown.got.total(), shown.given.total());
    let summary = format!("{got} got · {given} given");
    let room = usize::from(width).saturating_sub(KIND + 2 * FIGURE + 24);
    let half = (room / 2).clamp(3, LONGEST);
    let items: Vec<Item> = Item::all()
        .filter(|item| 0 < ever.got.of(*item) + ever.given.of(*item))
        .collect();
    if items.is_empty() {
        let words = "Nothing either way yet: + records what you give or get.";
        let line = Line::said(words, Look::Dim).does(give(id));
        return Section::new("ledger", "Give and take", summary).with(vec![line]);
    }
    let most = items
        .iter()
        .map(|item| shown.got.of(*item).max(shown.given.of(*item)))
        .max()
        .unwrap_or(1);
    let bars = Bars { half, most };
    let mut lines = vec![Line::said("", Look::Dim).drawn(vec![(bars.head(), Look::Dim)])];
    for item in items {
        let (got, given) = (shown.got.of(item), shown.given.of(item));
        let (got_ever, given_ever) = (ever.got.of(item), ever.given.of(item));
        let note = match (got_ever, given_ever) {
            (1.., 0) => ("never returned".to_string(), Look::Warn),
            (a, b) if (a, b) != (got, given) => (format!("ever {a} : {b}"), Look::Dim),
            _ => (String::new(), Look::Dim),
        };
        let head = plural(item, got_ever + given_ever);
        lines.push(
            Line::said(head, Look::Text)
                .drawn(bars.row(got, given, note))
                .does(give(id)),
        );
    }
    let label = match shown.balance() {
        Balance::ReceivingAhead => (shown.balance().title().to_string(), Look::Warn),
        balance => (balance.title().to_string(), Look::Dim),
    };
    lines.push(Line::said("in all", Look::Title).drawn(bars.figures(got, given, label)));
    let settings = cx.book.settings();
    if weights::are_set(settings) {
        let [got, given] = [&shown.got, &shown.given].map(|it| weights::weighted(settings, it));
        let words = format!("{got} got, {given} given, by your own weights");
        lines.push(Line::fact("weighted", words).does(Does::Nothing));
    }
    let home = settings.currency();
    if !ever.worth.is_empty() || !ever.worth_given.is_empty() {
        let sums = |sums: &crate::domain::money::Sums| {
            if cx.masked {
                "***".to_string()
            } else if sums.is_empty() {
                "none".into()
            } else {
                sums.short(home)
            }
        };
        let words = format!(
            "{} through them, {} through you",
            sums(&shown.worth),
            sums(&shown.worth_given)
        );
        lines.push(Line::fact("closed value", words));
    }
    Section::new("ledger", "Give and take", summary).with(lines)
}

fn give(id: Id) -> Does {
    Does::Of(Command::Give, Subject::Person(id))
}

fn plural(item: Item, count: u32) -> String {
    match (item, count) {
        (
            Item::Act(
                Kind::Advice | Kind::Information | Kind::Business | Kind::Visibility | Kind::Help,
            ),
            _,
        )
        | (_, 1) => item.title().to_string(),
        (item, _) => format!("{}s", item.title()),
    }
}

/// Two bars back to back, got to the left and given to the right.
struct Bars {
    half: usize,
    most: u32,
}

impl Bars {
    fn head(&self) -> String {
        let rest = 2 * self.half + FIGURE + 3;
        format!("{:>FIGURE$}{:>rest$}", "got", "given")
    }

    fn length(&self, count: u32) -> usize {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let most = usize::try_from(self.most).unwrap_or(1).max(1);
        if most <= self.half {
            count
        } else {
            (count * self.half).div_ceil(most)
        }
    }

    fn row(&self, got: u32, given: u32, (note, look): (String, Look)) -> Vec<(String, Look)> {
        let (half, figure) = (self.half, FIGURE);
        let (left, right) = (self.length(got), self.length(given));
        let bar = |length: usize| "▇".repeat(length);
        vec![
            (
                format!("{got:>figure$} {}", " ".repeat(half - left)),
                Look::Text,
            ),
            (bar(left), Look::Accent),
            ("┃".into(), Look::Dim),
            (bar(right), Look::Good),
            (
                format!("{} {given:>figure$}", " ".repeat(half - right)),
                Look::Text,
            ),
            (format!("  {note}"), look),
        ]
    }

    /// The figures alone, under those of the rows.
    fn figures(&self, got: u32, given: u32, (note, look): (String, Look)) -> Vec<(String, Look)> {
        let (wide, figure) = (2 * self.half + 1, FIGURE);
        vec![
            (
                format!("{got:>figure$} {:>wide$} {given:>figure$}", ""),
                Look::Title,
            ),
            (format!("  {note}"), look),
        ]
    }
}

fn next(id: Id, found: &Found, cx: &Cx) -> Section {
    let gifts = found
        .gifts
        .get(cx, || giving::gifts(cx.book, cx.practice, id));
    let is_away = cx.practice.relation(id).friction.is_some();
    let mut lines: Vec<Line> = gifts.iter().map(|gift| gift_line(gift, id, cx)).collect();
    if is_away {
        lines.insert(
            0,
            Line::said("First put right what stands between you.", Look::Warn)
                .does(Does::Of(Command::MadeUp, Subject::Person(id))),
        );
    }
    let summary = gifts
        .first()
        .map_or(String::new(), |gift| gift_words(gift, cx).0);
    Section::new("next", "Give next", summary).with(lines)
}

fn gift_line(gift: &Gift, to: Id, cx: &Cx) -> Line {
    let (what, why) = gift_words(gift, cx);
    Line::said(what, Look::Text)
        .beside(why, Look::Dim)
        .does(accept(gift, to, cx))
}

/// What to give and why, in words.
pub fn gift_words(gift: &Gift, cx: &Cx) -> (String, String) {
    match gift {
        Gift::Introduction(found) => (
            format!("an intro to {}", cx.name(Some(found.person))),
            fits(found, cx),
        ),
        Gift::Act(kind) => {
            let what = match kind {
                Kind::Introduction => "an intro to somebody".into(),
                kind => words::an(kind.title()),
            };
            (what, "got, and never returned".into())
        }
        Gift::Referral => ("a referral".into(), "got, and never returned".into()),
        Gift::Ask => (
            "ask whom they look for".into(),
            "then what fits is suggested here".into(),
        ),
    }
}

/// The same as a sentence: "give Dana a testimonial: got, and never returned".
pub fn gift_sentence(gift: &Gift, to: Id, cx: &Cx) -> String {
    let (what, why) = gift_words(gift, cx);
    let whom = cx.first_name(Some(to));
    match gift {
        Gift::Ask => format!("ask {whom} whom they look for: {why}"),
        _ => format!("give {whom} {what}: {why}"),
    }
}

/// Why somebody fits: "#retail · Wu Retail · noted: shop".
fn fits(found: &Match, cx: &Cx) -> String {
    let record = cx.book.people.get(found.person);
    let mut places: Vec<String> = Vec::new();
    for (word, place) in &found.words {
        let words = match (place, record) {
            (Place::Tag, _) if cx.masked => "a tag".into(),
            (Place::Need, _) if cx.masked => "a need".into(),
            (Place::Gain, _) if cx.masked => "GAINS".into(),
            (Place::Tag, _) => format!("#{word}"),
            (Place::Company, Some(record)) => cx.company(record).to_string(),
            (Place::Position, Some(record)) => cx.words(&record.position).to_string(),
            (Place::Need, _) => format!("needs: {word}"),
            (Place::Gain, _) => format!("GAINS: {word}"),
            _ if cx.masked => "a note".into(),
            _ => format!("noted: {word}"),
        };
        if !places.contains(&words) {
            places.push(words);
        }
    }
    places.join(" · ")
}

/// What accepting it opens: a referral that I give, or a promise.
pub fn accept(gift: &Gift, to: Id, cx: &Cx) -> Does {
    match gift {
        Gift::Introduction(found) if !cx.masked => {
            let (name, whom) = (cx.name(Some(found.person)), cx.name(Some(to)));
            Does::Open(Ask::Capture {
                given: true,
                text: format!("{name} to {whom}, "),
            })
        }
        Gift::Introduction(_) | Gift::Referral | Gift::Act(_) => Does::Form(FormKind::PromiseOf {
            person: to,
            what: gift_words(gift, cx).0,
        }),
        Gift::Ask => Does::Of(Command::Wants, Subject::Person(to)),
    }
}

fn promises(id: Id, cx: &Cx) -> Section {
    let open = cx.practice.promises_of(id).iter();
    let mut open: Vec<&Dated<Promise>> = open.filter(|it| it.record.is_open()).collect();
    open.sort_by_key(|it| {
        (
            it.record.by != By::Me,
            it.record.due.is_none(),
            it.record.due,
        )
    });
    let mine = open.iter().filter(|it| it.record.by == By::Me).count();
    let summary = format!("{mine} of yours · {} of theirs", open.len() - mine);
    let line = |it: &&Dated<Promise>| {
        let is_mine = it.record.by == By::Me;
        let is_late = it.record.due.is_some_and(|due| due < cx.today);
        let due = it.record.due.map_or(String::new(), |due| {
            format!(", {}", day::near(due, cx.today))
        });
        let who = if is_mine {
            "you promised"
        } else {
            "promised you"
        };
        let look = match (is_mine, is_late) {
            (true, true) => Look::Bad,
            (true, false) => Look::Text,
            // Theirs is no reproach.
            (false, _) => Look::Dim,
        };
        Line::said(who, Look::Dim)
            .beside(format!("{}{due}", cx.words(&it.record.what)), look)
            .does(Does::Open(Ask::OfPromise { promise: it.id }))
    };
    Section::new("promises", "Promises", summary).with(open.iter().map(line).collect())
}

/// Who came through whom, where anybody did.
fn came(id: Id, found: &Found, cx: &Cx) -> Option<Section> {
    let tree = found
        .tree
        .get(cx, || lineage::tree(cx.book, cx.practice, id));
    if tree.len() < 2 {
        return None;
    }
    let home = cx.book.settings().currency();
    let line = |branch: &Branch| {
        let is_here = branch.person == id;
        let worth = match (cx.masked, branch.all.is_empty()) {
            (_, true) => String::new(),
            (true, false) => "***".into(),
            (false, false) => branch.all.short(home),
        };
        let below = match branch.below {
            0 => String::new(),
            n => format!("{n} through them"),
        };
        let ended = branch.by.and_then(|by| cx.book.referrals.get(by));
        let stands = ended.map_or(String::new(), |it| match &it.outcome {
            Some(outcome) if outcome.ending == Ending::Won => "won".into(),
            Some(outcome) => outcome.ending.title().into(),
            None => it.stage().title().to_lowercase(),
        });
        let beside = [worth, stands, below];
        let beside: Vec<String> = beside.into_iter().filter(|it| !it.is_empty()).collect();
        let look = if is_here { Look::Title } else { Look::Text };
        Line::said(
            format!("{}{}", stem(branch), cx.name(Some(branch.person))),
            look,
        )
        .beside(beside.join(" · "), Look::Dim)
        .does(if is_here {
            Does::Nothing
        } else {
            Does::Of(Command::Open, Subject::Person(branch.person))
        })
    };
    let root = &tree[0];
    let name = cx.first_name(Some(root.person));
    let title = format!("Came through {name}");
    let worth = match (cx.masked, root.all.is_empty()) {
        (false, false) => format!(" · {}", root.all.short(home)),
        _ => String::new(),
    };
    let people = match root.below {
        1 => "1 person".to_string(),
        n => format!("{n} people"),
    };
    let summary = format!("{people}{worth}");
    Some(Section::new("came", title, summary).with(tree.iter().map(line).collect()))
}

/// "│  └─ ".
fn stem(branch: &Branch) -> String {
    let mut stem = String::new();
    for (depth, goes_on) in branch.goes_on.iter().enumerate() {
        let is_own = depth + 1 == branch.goes_on.len();
        stem += match (is_own, goes_on) {
            (true, true) => "├─ ",
            (true, false) => "└─ ",
            (false, true) => "│  ",
            (false, false) => "   ",
        };
    }
    stem
}
