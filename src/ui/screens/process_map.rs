//! The map as a pane: the way from the trigger to the outcome, and what is wrong with it. It decides what keys do; how
//! the map is drawn is said elsewhere.

use ratatui::layout::Rect;

use crate::domain::action::Action;
use crate::domain::day;
use crate::domain::id::Id;
use crate::domain::mapping::Mapping;
use crate::domain::process::Map;
use crate::domain::referral::Direction;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::domain::team::{BuyIn, Helper};
use crate::insight::nudge::Reason;
use crate::insight::process::{Trouble, troubles};

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Ask, Effect, FormKind, Motion, Offer, Spot};
use super::super::layer::{Cx, Layer};
use super::super::offers::shared::form;
use super::super::parts::list::Cursor;
use super::super::theme::Theme;
use super::people::Part;
use super::process_paint::{self, Sight};
use super::team;

/// Something on the map that can be selected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Item {
    /// How it comes in.
    Entry,
    Stage(Stage),
    /// Something that is wrong.
    Trouble(Trouble),
}

/// A version of the map between the one before it and the one after it.
struct Versions<'a> {
    map: &'a Map,
    before: Option<&'a Map>,
    after: Option<&'a Map>,
    /// How many there are after it.
    back: usize,
}

pub struct MapPane {
    given: bool,
    /// How many versions back.
    back: usize,
    cursor: Cursor<Item>,
}

impl MapPane {
    pub fn new(given: bool) -> MapPane {
        MapPane {
            given,
            back: 0,
            cursor: Cursor::new(),
        }
    }

    fn direction(&self) -> Direction {
        Direction::ALL[usize::from(self.given)].clone()
    }

    /// The version that is looked at, its neighbours, and how many there are after it.
    fn versions<'a>(&self, cx: &Cx<'a>) -> Versions<'a> {
        let direction = self.direction();
        let all = cx.book.versions(&direction);
        let back = self.back.min(all.len().saturating_sub(1));
        let at = all.len().saturating_sub(1 + back);
        let of = |at: usize| all.get(at).map(|(_, map)| *map);
        Versions {
            map: of(at).unwrap_or_else(|| cx.book.current_map(&direction)),
            before: at.checked_sub(1).and_then(of),
            after: of(at + 1),
            back,
        }
    }

    fn items(&self, cx: &Cx) -> Vec<Item> {
        let entry = (!self.given).then_some(Item::Entry);
        let stages = Stage::ALL.into_iter().map(Item::Stage);
        let mut items: Vec<Item> = entry.into_iter().chain(stages).collect();
        if self.versions(cx).back == 0 {
            let found = troubles(cx.book, &self.direction(), cx.today);
            items.extend(found.into_iter().map(Item::Trouble));
        }
        items
    }

    fn selected(&self, cx: &Cx) -> Item {
        let items = self.items(cx);
        self.cursor.selected(&items).expect("a map has stages")
    }

    fn stage_form(&self, stage: Stage, cx: &Cx) -> Offer {
        let given = self.given;
        form(FormKind::Stage { given, stage }, cx)
    }

    /// The referrals that are open in a stage.
    fn those_there(&self, stage: Stage, cx: &Cx) -> Offer {
        let direction = self.direction();
        if cx.practice.column(&direction, stage).is_empty() {
            let nothing = format!("Nothing is open in {}", stage.title());
            return Offer::NotNow(Refusal::new(nothing).or("e edits the stage"));
        }
        Offer::open(Ask::There {
            given: self.given,
            stage,
        })
    }

    /// What mends a trouble.
    fn mend(&self, trouble: Trouble, cx: &Cx) -> Offer {
        match trouble {
            Trouble::Missing(stage)
            | Trouble::NoOwner(stage)
            | Trouble::NoNow(stage)
            | Trouble::DeadEnd(stage)
            | Trouble::NoLimit(stage) => self.stage_form(stage, cx),
            Trouble::NoOutcome => form(
                FormKind::StageLine {
                    given: self.given,
                    stage: Stage::Close,
                },
                cx,
            ),
            Trouble::NoBuyIn(_, id) => match cx.book.helpers.get(id).map(Helper::buy_in) {
                Some(BuyIn::Open) => team::ask_on(id, cx),
                _ => form(FormKind::Helper { id: Some(id) }, cx),
            },
            Trouble::Overdue(stage, id) => form(
                FormKind::Problem {
                    id: Some(id),
                    given: self.given,
                    stage,
                },
                cx,
            ),
            Trouble::Gone(stage, id) if cx.book.helpers.has(id) => {
                if cx.book.helpers.get(id).is_some_and(|it| it.left.is_some()) {
                    form(FormKind::Leaving { helper: id }, cx)
                } else {
                    self.stage_form(stage, cx)
                }
            }
            Trouble::Gone(stage, _) => self.stage_form(stage, cx),
            Trouble::NoChannel => form(FormKind::Channel { id: None }, cx),
            Trouble::NoReceiver(id) | Trouble::NoResponder(id) => {
                form(FormKind::Channel { id: Some(id) }, cx)
            }
            Trouble::PostGone { channel, .. } => form(FormKind::Channel { id: Some(channel) }, cx),
        }
    }

    /// What changes nothing any more: an earlier version stays as it was.
    fn is_past(&self, cx: &Cx) -> Option<Offer> {
        let it = self.versions(cx);
        let newest = cx.book.current_map(&self.direction()).version;
        let way = match it.back {
            0 => return None,
            1 => "> goes back to it".to_string(),
            n => format!("> {n} times goes back to it"),
        };
        let words = format!(
            "This is version {} as it was; only the newest one, {newest}, is edited",
            it.map.version
        );
        Some(Offer::NotNow(Refusal::new(words).or(way)))
    }

    fn review(&self, cx: &Cx) -> Offer {
        let version = cx.book.current_map(&self.direction()).version;
        Offer::open(Ask::Confirm {
            question: format!("Looked through the map: version {version} is right as it is?"),
            yes: "right".into(),
            effect: Box::new(Effect::Perform(Action::Map(Box::new(Mapping::Reviewed(
                self.direction(),
            ))))),
        })
    }

    fn reviewed(&self, cx: &Cx) -> Option<chrono::NaiveDate> {
        let id: Id = cx.book.current_map_id(&self.direction())?;
        cx.book.maps.get(id)?.reviewed
    }
}

impl Layer for MapPane {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        let Versions { before, back, .. } = self.versions(cx);
        match command {
            Command::Earlier if before.is_none() => Offer::NotNow(
                Refusal::new("This is the first version of the map")
                    .or("changing a stage with e makes the next one"),
            ),
            Command::Later if back == 0 => Offer::NotNow(
                Refusal::new("This is the map as it holds now")
                    .or("changing a stage with e makes a new version"),
            ),
            Command::Earlier => Offer::go(Motion::Left),
            Command::Later => Offer::go(Motion::Right),
            Command::Open | Command::Edit | Command::Add | Command::Settle => {
                if let Some(past) = self.is_past(cx) {
                    return past;
                }
                match (command, self.selected(cx)) {
                    (Command::Add, Item::Stage(stage)) => {
                        let given = self.given;
                        form(FormKind::StageLine { given, stage }, cx)
                    }
                    (Command::Add, Item::Entry) => form(FormKind::Channel { id: None }, cx),
                    (Command::Add, Item::Trouble(_)) => {
                        Offer::NotNow(Refusal::new("Something is wrong here").or("enter mends it"))
                    }
                    (_, Item::Trouble(trouble)) => self.mend(trouble, cx),
                    (Command::Settle, _) => self.review(cx),
                    (_, Item::Entry) => Offer::go(Motion::Pane(3)),
                    (Command::Open, Item::Stage(stage)) => self.those_there(stage, cx),
                    (_, Item::Stage(stage)) => self.stage_form(stage, cx),
                }
            }
            _ => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        match motion {
            Motion::Left => self.back = self.versions(cx).back + 1,
            Motion::Right => self.back = self.versions(cx).back.saturating_sub(1),
            Motion::Sides => {
                self.given = !self.given;
                self.back = 0;
            }
            Motion::To(Spot::Item(n)) => {
                let items = self.items(cx);
                if let Some(item) = items.get(*n) {
                    self.cursor.select(*item, &items);
                }
            }
            other => {
                let items = self.items(cx);
                self.cursor.go(other, &items);
            }
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, inner: Rect, cx: &Cx) {
        let Versions {
            map,
            before,
            after,
            back,
        } = self.versions(cx);
        let items = self.items(cx);
        let direction = self.direction();
        let sight = Sight {
            map,
            before,
            after,
            direction: &direction,
            is_now: back == 0,
            items: &items,
            selected: self.selected(cx),
        };
        process_paint::draw(canvas, inner, &sight, cx);
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        let Versions { before, back, .. } = self.versions(cx);
        let earlier = before.map(|_| Command::Earlier);
        if 0 < back {
            // What is past is only looked at.
            return [Command::Later].into_iter().chain(earlier).collect();
        }
        let own: &[Command] = match self.selected(cx) {
            Item::Trouble(_) => &[Command::Open],
            Item::Entry => &[Command::Open, Command::Add, Command::Settle],
            Item::Stage(_) => &[Command::Open, Command::Edit, Command::Add, Command::Settle],
        };
        let own = own.iter().copied().chain(earlier);
        own.chain([Command::Undo, Command::Copy]).collect()
    }

    fn hint(&self, command: Command) -> &'static str {
        let first = if self.given {
            Item::Stage(Stage::Discovered)
        } else {
            Item::Entry
        };
        let on = self.cursor.held().unwrap_or(first);
        match command {
            Command::Open => match on {
                Item::Entry => "channels",
                Item::Stage(_) => "those there",
                Item::Trouble(_) => "mend",
            },
            Command::Add if on == Item::Entry => "add a channel",
            Command::Earlier => "version before",
            Command::Later => "later version",
            Command::Settle => "it is right",
            Command::Add => "add a line",
            other => other.row().title,
        }
    }

    fn place(&self, cx: &Cx) -> String {
        match self.selected(cx) {
            Item::Stage(stage) => format!("Map · {}", stage.title()),
            _ => "Map".into(),
        }
    }
}

impl Part for MapPane {
    fn chips<'a>(&self, cx: &Cx<'a>, theme: &Theme) -> Vec<Piece<'a>> {
        let Versions { map, back, .. } = self.versions(cx);
        if back == 0 {
            let mut asked = cx.practice.practices().iter();
            let is_due = asked.any(|it| match it.reason {
                Reason::MapReview { given, .. } => given == self.given,
                _ => false,
            });
            let due = is_due.then(|| ("  look at it again".into(), theme.warn));
            return due.into_iter().collect();
        }
        vec![(
            format!("  version {} as it was", map.version).into(),
            theme.warn,
        )]
    }

    fn count(&self, cx: &Cx) -> String {
        let Versions {
            map, after, back, ..
        } = self.versions(cx);
        let since = day::near(map.on, cx.today);
        match self.reviewed(cx).filter(|_| back == 0) {
            Some(on) => format!(
                "version {}, reviewed {}",
                map.version,
                day::near(on, cx.today)
            ),
            None => match after {
                Some(after) => format!("{since} to {}", day::near(after.on, cx.today)),
                None => format!("version {} of {since}", map.version),
            },
        }
    }
}
