//! What stands between ratatui and the terminal: one write a frame, none for a frame that changes nothing,
//! and no control character from any cell. Will never know what the cells mean.

use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::modes;

/// A ratatui backend that sends whole frames to `W`.
pub struct Pen<W: Write = Tty> {
    inner: CrosstermBackend<Frame<W>>,
    cursor: Cursor,
}

/// The terminal of this process, while it is ours.
pub struct Tty;

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        modes::send(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where the terminal's cursor is known to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cursor {
    Unknown,
    Hidden,
    Shown,
    At(Position),
}

/// The bytes of one frame, sent together.
struct Frame<W: Write> {
    bytes: Vec<u8>,
    to: W,
}

impl<W: Write> Write for Frame<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let mut whole = Vec::with_capacity(self.bytes.len() + 16);
        queue!(whole, BeginSynchronizedUpdate)?;
        whole.append(&mut self.bytes);
        queue!(whole, EndSynchronizedUpdate)?;
        self.to.write_all(&whole)?;
        self.to.flush()
    }
}

impl<W: Write> Pen<W> {
    /// A pen that writes to `to`, once a frame.
    pub fn new(to: W) -> Pen<W> {
        let bytes = Vec::new();
        Pen {
            inner: CrosstermBackend::new(Frame { bytes, to }),
            cursor: Cursor::Unknown,
        }
    }

    /// Forgets where the cursor was, after someone else had the terminal.
    pub(super) fn forget_cursor(&mut self) {
        self.cursor = Cursor::Unknown;
    }
}

impl<W: Write> Backend for Pen<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let cells: Vec<_> = content.collect();
        if cells.is_empty() {
            return Ok(());
        }
        if self.cursor != Cursor::Hidden {
            self.cursor = Cursor::Unknown;
        }
        if cells.iter().all(|(_, _, cell)| is_harmless(cell.symbol())) {
            return self.inner.draw(cells.into_iter());
        }
        let cells: Vec<_> = cells
            .into_iter()
            .map(|(x, y, cell)| (x, y, harmless(cell)))
            .collect();
        self.inner
            .draw(cells.iter().map(|(x, y, cell)| (*x, *y, cell)))
    }

    // crossterm's own backend sends each of the following at once; here they wait for the frame.

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor == Cursor::Hidden {
            return Ok(());
        }
        self.cursor = Cursor::Hidden;
        queue!(self.inner, Hide)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if matches!(self.cursor, Cursor::Shown | Cursor::At(_)) {
            return Ok(());
        }
        self.cursor = Cursor::Shown;
        queue!(self.inner, Show)
    }

    /// Where the cursor was last put. The terminal is never asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        match self.cursor {
            Cursor::At(position) => Ok(position),
            Cursor::Unknown | Cursor::Hidden | Cursor::Shown => Ok(Position::ORIGIN),
        }
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor == Cursor::At(position) {
            return Ok(());
        }
        if matches!(self.cursor, Cursor::Shown | Cursor::At(_)) {
            self.cursor = Cursor::At(position);
        }
        queue!(self.inner, MoveTo(position.x, position.y))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        use crossterm::terminal::ClearType as Part;
        let part = match region {
            ClearType::All => Part::All,
            ClearType::AfterCursor => Part::FromCursorDown,
            ClearType::BeforeCursor => Part::FromCursorUp,
            ClearType::CurrentLine => Part::CurrentLine,
            ClearType::UntilNewLine => Part::UntilNewLine,
        };
        queue!(self.inner, Clear(part))
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

/// The same cell without what would steer a terminal; a space when nothing is left.
fn harmless(cell: &Cell) -> Cell {
    let mut cell = cell.clone();
    let kept = steerless(cell.symbol());
    cell.set_symbol(if kept.is_empty() { " " } else { &kept });
    cell
}

fn is_harmless(symbol: &str) -> bool {
    !symbol.chars().any(steers)
}

/// Text without the characters that steer a terminal.
pub fn steerless(text: &str) -> String {
    text.chars().filter(|&letter| !steers(letter)).collect()
}

/// True for controls (C0, DEL, C1), marks that turn the direction of writing, and separators of lines.
pub fn steers(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bytes_of(draw: impl FnOnce(&mut Pen<&mut Vec<u8>>)) -> String {
        let mut bytes = Vec::new();
        draw(&mut Pen::new(&mut bytes));
        String::from_utf8(bytes).unwrap()
    }

    fn draw(pen: &mut Pen<&mut Vec<u8>>, symbols: &[&str]) {
        let cells: Vec<Cell> = symbols
            .iter()
            .map(|symbol| {
                let mut cell = Cell::EMPTY;
                cell.set_symbol(symbol);
                cell
            })
            .collect();
        let placed = cells.iter().zip(0..).map(|(cell, x)| (x, 0, cell));
        pen.draw(placed).unwrap();
        Backend::flush(pen).unwrap();
    }

    #[test]
    fn cells_lose_what_steers_a_terminal() {
        let out = bytes_of(|pen| draw(pen, &["a", "\u{1b}[2J", "b\u{202e}", "\u{9b}", "é"]));
        assert!(out.contains("\u{1b}[1;1Ha[2Jb é"), "{out:?}");
    }

    #[test]
    fn a_frame_without_change_sends_nothing() {
        let shown = |times| {
            bytes_of(|pen| {
                draw(pen, &["a"]);
                for _ in 0..times {
                    draw(pen, &[]);
                    pen.show_cursor().unwrap();
                    pen.set_cursor_position((3, 4)).unwrap();
                    Backend::flush(pen).unwrap();
                }
            })
        };
        assert_eq!(shown(1), shown(9));
    }

    proptest! {
        #[test]
        fn no_symbol_steers(symbol in "\\PC*|[\\x00-\\x1f\\x7f-\\u{9f}]*|.*") {
            prop_assert!(is_harmless(&steerless(&symbol)));
        }
    }
}
