//! The terminal while Goodword has it: draw, suspend, copy, name the window. Dropping it gives the terminal back.
//! Will never know what is drawn.

use std::io;

use crossterm::clipboard::CopyToClipboard;
use crossterm::queue;
use crossterm::style::force_color_output;
use crossterm::terminal::{self, SetTitle};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal};

use super::pen::{Pen, Tty, steerless, steers};
use super::{events, modes};
use crate::domain::refusal::Refusal;

/// The most that a terminal takes to its clipboard: 100,000 bytes of base64, as hterm counted first.
const CLIPBOARD: usize = 74_994;

/// The longest title worth showing, in letters.
const TITLE: usize = 120;

/// How the terminal is taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether clicks and the wheel come to us; the terminal's own selection then needs shift.
    pub mouse: bool,
}

/// The terminal, taken. There is one.
pub struct Screen {
    terminal: Terminal<Pen<Tty>>,
    options: Options,
    title: String,
}

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When there is none, or it cannot be put into raw mode.
    pub fn enter(options: Options) -> io::Result<Screen> {
        // NO_COLOR is the theme's matter; crossterm would reset bold and reverse with every colour.
        force_color_output(true);
        let mut screen = Screen {
            terminal: Terminal::new(Pen::new(Tty))?,
            options,
            title: String::new(),
        };
        screen.take_back()?;
        Ok(screen)
    }

    /// Draws one frame: what changed goes out in one write, nothing when nothing changed.
    ///
    /// # Errors
    /// When the terminal cannot be written to any more.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        still_there(self.terminal.draw(render).map(drop))
    }

    /// Takes the terminal again after [`Screen::leave`] or a stop from outside; the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn take_back(&mut self) -> io::Result<()> {
        modes::restore();
        if let Err(cause) = modes::enter(self.options.mouse) {
            modes::restore();
            return Err(cause);
        }
        events::listen();
        let title = std::mem::take(&mut self.title);
        self.set_title(&title)?;
        self.redraw()
    }

    /// Makes the next frame a whole one.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn redraw(&mut self) -> io::Result<()> {
        let (width, height) = still_there(terminal::size())?;
        self.terminal.backend_mut().forget_cursor();
        // Not `clear`: that asks the terminal where its cursor is, and waits for an answer.
        self.terminal.resize(Rect::new(0, 0, width, height))
    }

    /// Gives the terminal back. Harmless when it was given back already.
    pub fn leave(&mut self) {
        modes::restore();
    }

    /// Stops the program as ctrl-z does in a shell, and takes the terminal back when it goes on.
    ///
    /// # Errors
    /// A refusal when there is no shell to go back to; where there are no such stops it does nothing.
    #[cfg(unix)]
    pub fn suspend(&mut self) -> Result<(), Refusal> {
        self.leave();
        let stopped = super::signals::stop();
        self.take_back().map_err(|cause| gone(&cause))?;
        if stopped {
            Ok(())
        } else {
            Err(
                Refusal::new("There is no shell to go back to: this window holds Goodword alone")
                    .or("q quits"),
            )
        }
    }

    /// Stops the program as ctrl-z does in a shell; here no shell knows that, so it does nothing.
    ///
    /// # Errors
    /// None.
    #[cfg(not(unix))]
    #[allow(clippy::unnecessary_wraps, clippy::unused_self)] // the other system can refuse
    pub fn suspend(&mut self) -> Result<(), Refusal> {
        Ok(())
    }

    /// Copies text to the clipboard of the person's terminal, over SSH too (OSC 52).
    ///
    /// # Errors
    /// A refusal when it is more than terminals take.
    pub fn copy(&mut self, text: &str) -> Result<(), Refusal> {
        let text = pasteable(text);
        if text.len() > CLIPBOARD {
            return Err(Refusal::new(format!(
                "This is {} KB, and a terminal's clipboard takes {}",
                text.len().div_ceil(1000),
                CLIPBOARD / 1000
            ))
            .or("copy less of it"));
        }
        let mut bytes = Vec::new();
        queue!(bytes, CopyToClipboard::to_clipboard_from(text))
            .and_then(|()| modes::send(&bytes))
            .map_err(|cause| gone(&cause))
    }

    /// Names the window. Only words of our own, never a person's: other programs can read it.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn set_title(&mut self, title: &str) -> io::Result<()> {
        let title: String = steerless(title).chars().take(TITLE).collect();
        if title == self.title {
            return Ok(());
        }
        let mut bytes = Vec::new();
        queue!(bytes, SetTitle(&title))?;
        self.title = title;
        modes::send(&bytes)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.leave();
    }
}

/// What came of asking the terminal something. Where it has gone away, whoever saves because of that ends the process.
fn still_there<T>(answer: io::Result<T>) -> io::Result<T> {
    if answer.is_err() {
        modes::wait_for_the_end();
    }
    answer
}

pub(super) fn gone(cause: &io::Error) -> Refusal {
    Refusal::new(format!("The terminal does not answer ({cause})")).or("start goodword again")
}

/// Text for another program: lines and tabs stay, what steers a terminal goes.
fn pasteable(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|&letter| matches!(letter, '\n' | '\t') || !steers(letter))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_keeps_its_lines_and_loses_its_controls() {
        assert_eq!(
            pasteable("a\r\nb\tc\u{1b}]52;;x\u{7}\u{202e}d"),
            "a\nb\tc]52;;xd"
        );
    }
}
