//! What can be done here, grouped, with its keys, and the words that the screens use. It lists what the layer
//! beneath offered, and never knows what that layer is.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::domain::name::fold;
use crate::domain::text;

use super::super::canvas::{Canvas, Piece};
use super::super::command::{Command, Group, ROWS, Row};
use super::super::effect::{Effect, Motion, Offer};
use super::super::keys;
use super::super::layer::{Cx, Layer, Typed};
use super::super::parts::input::Input;
use super::super::parts::sheet;
use super::super::parts::values::capital;
use super::super::theme::Theme;
use super::menu::{below, list_motion, more_below};
use crate::domain::text::wrapped;

/// The help of one place.
pub struct Help {
    place: String,
    rows: Vec<(Command, Offer)>,
    /// What the panes are called there, and what some keys do there alone.
    named: Vec<(Command, &'static str)>,
    filter: Option<Input>,
    /// Whether the filter is being typed.
    typing: bool,
    /// The first line drawn.
    top: usize,
    /// How many lines there were, and fitted, in the last frame.
    seen: (usize, usize),
}

/// A line of help: pieces that stand in a column.
type Line = Vec<Piece<'static>>;

const KEYS: usize = 13;

const WORDS: [(&str, &str); 4] = [
    (
        "stages",
        "a referral goes through eight, Discovered to Close; facts that you record move it on",
    ),
    (
        "whose move",
        "every stage waits for someone: you, the source, the prospect or the receiver",
    ),
    (
        "warmth",
        "days since you were in touch against the interval of the source’s tier: warm, late, cold",
    ),
    (
        "owed",
        "news, thanks and promises that are due; a thing put off with “not now” is silent until its day",
    ),
];

impl Help {
    pub fn new(place: String, rows: Vec<(Command, Offer)>) -> Help {
        Help {
            place,
            rows,
            named: Vec::new(),
            filter: None,
            typing: false,
            top: 0,
            seen: (0, 1),
        }
    }

    /// The same where the panes have names of their own, and keys words of their own.
    #[must_use]
    pub fn naming(self, named: Vec<(Command, &'static str)>) -> Help {
        Help { named, ..self }
    }

    fn query(&self) -> &str {
        self.filter.as_ref().map_or("", Input::text).trim()
    }

    /// A block a group, a block for the words; each as the lines that it takes.
    fn blocks(&self, width: usize, theme: &Theme) -> Vec<Vec<Line>> {
        let query = fold(self.query());
        let is_found = |words: &str| {
            let words = fold(words);
            query.split_whitespace().all(|word| words.contains(word))
        };
        let mut blocks = Vec::new();
        // What is selected comes first: it is why help was asked for.
        let (general, special) = Group::ALL.split_at(2);
        for group in special.iter().chain(general.iter().rev()).copied() {
            let rows = ROWS.iter().filter(|row| row.group == group);
            let mut lines: Vec<Line> = rows
                .filter(|row| is_found(&format!("{} {} {}", row.keys, row.title, row.help)))
                .filter_map(|row| {
                    let offer = self
                        .rows
                        .iter()
                        .find(|(command, _)| *command == row.command);
                    let (_, offer) = offer.filter(|(_, offer)| !offer.is_no())?;
                    let named = self.named.iter().find(|(it, _)| *it == row.command);
                    let help = match named {
                        Some((Command::Settle | Command::Add, words)) => capital(words).into(),
                        Some((_, name)) => Cow::from(format!("Go to “{name}”")),
                        None => row.help.into(),
                    };
                    Some(row_lines(row, &help, offer, width, theme))
                })
                .flatten()
                .collect();
            if !lines.is_empty() {
                lines.insert(0, vec![(group.title().into(), theme.title)]);
                blocks.push(lines);
            }
        }
        let words = WORDS
            .iter()
            .filter(|(word, means)| is_found(&format!("{word} {means}")));
        let mut lines: Vec<Line> = words
            .flat_map(|(word, means)| hung(word, theme.text, means, width, theme))
            .collect();
        if !lines.is_empty() {
            lines.insert(0, vec![("The words".into(), theme.title)]);
            blocks.push(lines);
        }
        blocks
    }
}

/// The lines of a command: keys, what it does, and why not now.
fn row_lines(row: &Row, help: &str, offer: &Offer, width: usize, theme: &Theme) -> Vec<Line> {
    let shown: Vec<&str> = row.keys.split_whitespace().map(keys::shown).collect();
    let keys = if shown.is_empty() {
        // What has no key of its own is typed by its name.
        format!(": {}", row.title)
    } else {
        shown.join(" ")
    };
    match offer {
        Offer::NotNow(refusal) => {
            let dot = theme.glyphs.dot;
            let words = format!("{help} {dot} {}", refusal.why);
            let mut lines = hung(&keys, theme.dim, &words, width, theme);
            for (_, style) in lines.iter_mut().flatten() {
                *style = theme.dim;
            }
            lines
        }
        _ => hung(&keys, theme.accent, help, width, theme),
    }
}

/// A term, and beside it what it means, wrapped under itself.
fn hung(
    term: &str,
    style: ratatui::style::Style,
    words: &str,
    width: usize,
    theme: &Theme,
) -> Vec<Line> {
    let lines = wrapped(words, width.saturating_sub(KEYS + 1).max(8));
    let hang = |(at, line): (usize, String)| -> Line {
        let term = if at == 0 { term } else { "" };
        let gap = KEYS.saturating_sub(text::width(term)) + 1;
        vec![
            (format!("{term}{}", " ".repeat(gap)).into(), style),
            (line.into(), theme.text),
        ]
    };
    lines.into_iter().enumerate().map(hang).collect()
}

/// The blocks one under the other, in as many columns, each about as long as the others.
fn columns(blocks: Vec<Vec<Line>>, columns: usize) -> Vec<Vec<Line>> {
    let total: usize = blocks.iter().map(|block| block.len() + 1).sum();
    let share = total.div_ceil(columns.max(1));
    let mut filled: Vec<Vec<Line>> = vec![Vec::new()];
    for block in blocks {
        let is_last = filled.len() == columns;
        let last = filled.last_mut().expect("it begins with one");
        // A block goes where less of it sticks out.
        let is_full = !last.is_empty() && share < last.len() + block.len() / 2;
        if is_full && !is_last {
            filled.push(block);
        } else {
            if !last.is_empty() {
                last.push(Vec::new());
            }
            last.extend(block);
        }
    }
    filled
}

impl Layer for Help {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        if let Some(step) = Motion::of(command) {
            return Offer::go(step);
        }
        match command {
            Command::Filter => Offer::go(Motion::Filter),
            Command::Open if self.typing => Offer::go(Motion::Done),
            Command::Back if self.filter.is_some() => Offer::go(Motion::Clear),
            Command::Help | Command::Open | Command::Quit => Offer::Yes(Effect::Close),
            // The title may hold a name.
            Command::Mask if !cx.masked => {
                Offer::Yes(Effect::Then(Box::new(Effect::Run(Command::Mask))))
            }
            _ => Offer::No,
        }
    }

    fn go(&mut self, motion: &Motion, _cx: &Cx) {
        let (lines, page) = self.seen;
        let half = (page / 2).max(1);
        let last = lines.saturating_sub(page);
        let to = match motion {
            Motion::Down => self.top + 1,
            Motion::Up => self.top.saturating_sub(1),
            Motion::HalfDown => self.top + half,
            Motion::HalfUp => self.top.saturating_sub(half),
            Motion::First => 0,
            Motion::Last => last,
            Motion::Filter => {
                self.filter.get_or_insert_default();
                self.typing = true;
                return;
            }
            Motion::Done => {
                self.typing = false;
                if self.query().is_empty() {
                    self.filter = None;
                }
                return;
            }
            Motion::Clear => {
                (self.filter, self.typing) = (None, false);
                0
            }
            _ => return,
        };
        self.top = to.min(last);
    }

    fn wants_text(&self) -> bool {
        self.typing
    }

    fn type_in(&mut self, typed: &Typed, cx: &Cx) {
        if let Some(motion) = list_motion(typed) {
            return self.go(&motion, cx);
        }
        if let Some(filter) = &mut self.filter
            && filter.type_in(typed)
        {
            self.top = 0;
        }
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, _cx: &Cx) {
        let theme = canvas.theme;
        let dot = theme.glyphs.dot;
        let title = format!("Help {dot} {}", self.place);
        let title = sheet::title(canvas, title.trim_end_matches([' ', '·', '-']), "");
        let count = if 104 <= area.width { 2 } else { 1 };
        let most = if count == 2 { 148 } else { 84 };
        let width = area.width.saturating_sub(4).min(most);
        let column = usize::from(width) / count - (count - 1) * 2;
        let columns = columns(self.blocks(column, theme), count);
        let lines = columns.iter().map(Vec::len).max().unwrap_or(0);
        let filter = usize::from(self.filter.is_some());
        let height = u16::try_from(lines + filter).unwrap_or(u16::MAX);
        // While it is filtered the sheet stays as large as it can be, so that it does not jump.
        let height = if filter == 1 { u16::MAX } else { height };
        let inner = sheet::sheet(canvas, area, (width, height), &title);
        if let Some(input) = &self.filter {
            canvas.text(inner.x, inner.y, 2, "/ ", theme.accent);
            let line = Rect {
                x: (inner.x + 2).min(inner.right()),
                width: inner.width.saturating_sub(2),
                height: inner.height.min(1),
                ..inner
            };
            if self.typing {
                input.draw(canvas, line, &[]);
            } else {
                canvas.text(line.x, line.y, line.width, input.text(), theme.text);
            }
        }
        let list = below(inner, u16::try_from(filter).unwrap_or(1));
        let fit = usize::from(list.height);
        self.seen = (lines, fit.max(1));
        self.top = self.top.min(lines.saturating_sub(fit));
        if lines == 0 {
            let words = "Nothing here is called that; esc shows all again";
            canvas.text(list.x, list.y, list.width, words, theme.dim);
        }
        let step = list.width / u16::try_from(count).unwrap_or(1);
        for (nth, column) in columns.iter().enumerate() {
            let nth = u16::try_from(nth).unwrap_or(0);
            let x = list.x + nth * (step + 1);
            let room = list.right().saturating_sub(x).min(if count == 2 {
                step.saturating_sub(1)
            } else {
                step
            });
            for (at, words) in column.iter().skip(self.top).take(fit).enumerate() {
                if let Some(line) = sheet::line(list, at) {
                    canvas.line(x, line.y, room, words);
                }
            }
        }
        more_below(canvas, inner, lines.saturating_sub(self.top + fit));
    }

    fn hints(&self, _cx: &Cx) -> Vec<Command> {
        vec![Command::Down, Command::Up, Command::Filter, Command::Back]
    }

    fn place(&self, _cx: &Cx) -> String {
        "Help".into()
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::super::trial::{Desk, lived_in};
    use super::*;
    use crate::domain::refusal::Refusal;

    fn desk() -> Desk {
        let rows = vec![
            (Command::Capture, Offer::Yes(Effect::Nothing)),
            (
                Command::Undo,
                Offer::NotNow(Refusal::new("Nothing to undo")),
            ),
            (Command::Zoom, Offer::No),
            (Command::Advance, Offer::Yes(Effect::Nothing)),
            (Command::Tier, Offer::Yes(Effect::Nothing)),
        ];
        Desk::new(lived_in(), |_| Box::new(Help::new("Board".into(), rows)))
    }

    #[test]
    fn it_lists_what_works_here_and_says_why_the_rest_waits() {
        let picture = desk().picture(90, 40);
        for words in [
            "Help · Board",
            "L             Move to the next stage",
            "u             Take back the last change · Nothing to undo",
            "T             Set the tier",
            "whose move    every stage waits",
        ] {
            assert!(picture.contains(words), "{words}\n{picture}");
        }
        assert!(
            !picture.contains("whole screen"),
            "what is not of this place is left out"
        );
    }

    #[test]
    fn a_filter_keeps_what_is_called_so_and_esc_shows_all_again() {
        let mut desk = desk();
        desk.types("/tier");
        let picture = desk.picture(90, 40);
        assert!(
            picture.contains("Set the tier") && !picture.contains("Capture"),
            "{picture}"
        );
        desk.key(KeyCode::Esc);
        assert!(desk.picture(90, 40).contains("Capture"));
        assert_eq!(desk.types("?"), Some(Effect::Close));
    }

    #[test]
    fn a_low_window_says_that_more_is_below_and_scrolls_to_it() {
        let mut desk = desk();
        assert!(desk.picture(60, 8).contains("more below"));
        desk.types("G");
        let picture = desk.picture(60, 8);
        assert!(
            !picture.contains("more below") && picture.contains("its day"),
            "{picture}"
        );
    }
}
