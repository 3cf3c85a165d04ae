//! A screen, page or dialog: it reads, offers, draws. It owns a cursor, never a record.

use std::rc::Rc;

use chrono::{NaiveDate, NaiveTime};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::domain::book::Book;
use crate::domain::lines::Line;
use crate::domain::refusal::Refusal;
use crate::insight::flow::whole::Flow;
use crate::insight::practice::Practice;
use crate::letters::template::Letters;

use super::canvas::{Canvas, Piece};
use super::command::Command;
use super::effect::{Ask, Motion, Offer, Spot};
use super::theme::Theme;
use super::view::View;

/// What a layer may look at. Nothing here can be changed through it.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    pub book: &'a Book,
    /// Everything derived from the book, kept up to date.
    pub practice: &'a Practice,
    /// The texts that letters are made from.
    pub letters: &'a Letters,
    pub today: NaiveDate,
    pub time: NaiveTime,
    /// Names and money are masked.
    pub masked: bool,
    /// What undo and redo would take back, if anything.
    pub undo: Option<&'a str>,
    pub redo: Option<&'a str>,
    /// The invented practice, which is never saved.
    pub sample: bool,
    /// How the person likes to look at pages.
    pub view: &'a View,
    /// What waits in the inbox beside the book.
    pub inbox: &'a [Line],
}

/// What was typed while a text field has the focus.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    Key(KeyEvent),
    Paste(String),
}

/// What was typed into a dialog that was left, offered again when the same dialog is opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The dialog and its subject.
    pub of: String,
    pub values: Vec<String>,
}

/// What is found out on the side, so that no frame waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    Nothing,
    Asked,
    /// The answer is there, and was not drawn yet.
    Answered,
}

pub trait Layer {
    /// Pure: says what the command would do here, without doing it.
    fn offer(&self, command: Command, cx: &Cx) -> Offer;

    /// Draws, and adjusts scroll, nothing else. `below` are the layers beneath.
    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx);

    /// Moves cursor, focus or text; never the book.
    fn go(&mut self, _motion: &Motion, _cx: &Cx) {}

    /// A key of this layer was refused, in these words: the cursor may go to what stands in the way.
    fn refused(&mut self, _refusal: &Refusal) {}

    /// Whether a text field has the focus, so that letters are text.
    fn wants_text(&self) -> bool {
        false
    }

    /// The text of the long field that has the focus, for the user's editor.
    fn long_text(&self) -> String {
        String::new()
    }

    fn type_in(&mut self, _typed: &Typed, _cx: &Cx) {}

    /// What a key does here before it means a command: menus are chosen from by letter.
    fn letter(&self, _key: KeyEvent, _cx: &Cx) -> Offer {
        Offer::No
    }

    /// What a click on this spot does, beyond selecting it.
    fn click(&self, _spot: &Spot, _cx: &Cx) -> Offer {
        Offer::No
    }

    /// What dropping one thing on another does.
    fn drop_on(&self, _from: &Spot, _to: &Spot, _cx: &Cx) -> Offer {
        Offer::No
    }

    /// What is being dragged, and over what.
    fn drag(&mut self, _from: Option<&Spot>, _over: Option<&Spot>) {}

    /// The commands for the footer, the most useful here first.
    fn hints(&self, cx: &Cx) -> Vec<Command>;

    /// The word for a command in the footer, where here it means something more precise.
    fn hint(&self, command: Command) -> &'static str {
        command.row().title
    }

    /// What is selected.
    fn subject(&self, _cx: &Cx) -> Option<Subject> {
        None
    }

    /// What is next here once the selected thing is done; nothing where things are not done one after another.
    fn next(&self, _cx: &Cx) -> String {
        String::new()
    }

    /// Where the person is, for the title of the help: "Board", "Priya Shah".
    fn place(&self, cx: &Cx) -> String;

    /// What stands at the left of the header when this is the page on screen, in so many columns.
    fn header<'a>(&self, cx: &Cx<'a>, theme: &Theme, _room: u16) -> Vec<Piece<'a>> {
        vec![
            (format!("{} ", theme.glyphs.back).into(), theme.dim),
            (self.place(cx).into(), theme.title),
        ]
    }

    /// Fills the whole screen, so that nothing beneath is drawn.
    fn is_page(&self) -> bool {
        false
    }

    /// What it has found out on the side.
    fn aside(&self) -> Aside {
        Aside::Nothing
    }

    /// The numbers that it has counted, for a list of what stands behind one of them.
    fn lends(&self, _cx: &Cx) -> Option<Rc<Flow>> {
        None
    }

    /// Whether this is the layer that would be opened: it comes forward as it was left then.
    fn is(&self, _ask: &Ask) -> bool {
        false
    }

    /// Whether what it shows is gone for good, so that there is nothing to come back to.
    fn is_over(&self, _cx: &Cx) -> bool {
        false
    }

    /// What was typed so far, when leaving would lose it.
    fn draft(&self) -> Option<Draft> {
        None
    }

    /// Puts a draft back.
    fn restore(&mut self, _draft: &Draft, _cx: &Cx) {}
}
