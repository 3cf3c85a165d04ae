//! What a screen or dialog wants done, and which dialog it wants opened: plain data, so that tests can
//! read it and no answer has to find its way home through a callback.

use crate::domain::action::{Action, Said, Subject};
use crate::domain::id::Id;
use crate::domain::lines::Line;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::insight::facets::Facet;
use crate::insight::now::Key;

pub use super::ask::{Ask, FormKind};
use super::command::Command;
use super::period::Shown;

/// The answer to "may I, and what would happen?", asked by keys, help, footer, menu, palette and mouse alike.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// Not a matter of this layer.
    No,
    /// Not at the moment, and why.
    NotNow(Refusal),
    Yes(Effect),
}

impl Offer {
    pub fn open(ask: Ask) -> Offer {
        Offer::Yes(Effect::Open(ask))
    }

    pub fn perform(action: Action) -> Offer {
        Offer::Yes(Effect::Perform(action))
    }

    pub fn go(motion: Motion) -> Offer {
        Offer::Yes(Effect::Go(motion))
    }

    pub fn is_no(&self) -> bool {
        *self == Offer::No
    }
}

/// A movement of the view: of the cursor, the focus or a text field. Never touches the book.
#[derive(Clone, Debug, PartialEq)]
pub enum Motion {
    Down,
    Up,
    Left,
    Right,
    First,
    Last,
    HalfDown,
    HalfUp,
    NextPane,
    PrevPane,
    Pane(usize),
    Zoom,
    /// Give this pane the whole screen.
    Whole(usize),
    Sides,
    /// Start typing a filter.
    Filter,
    /// Narrow the list to those who have this, or no longer.
    Facet(Facet),
    /// Mark the selected one, or take its mark off.
    Mark,
    /// Mark all that is shown, or none.
    MarkAll,
    /// Clear what is set: the filter first, then the zoom.
    Clear,
    /// Stop typing, keep what was typed.
    Done,
    /// The line in front is gone.
    Drop,
    /// Say what would happen; the same key once more does it.
    Warn,
    /// Select what was clicked.
    To(Spot),
    /// Go to this record: the keys mean it then.
    Select(Subject),
    /// This helper, channel or problem is new: a list that shows it goes there.
    Came(Id),
    /// Keep the cursor on this record where it is shown; the keys stay where they are.
    Follow(Subject),
    /// Go to the heading of this part.
    Fold(&'static str),
    /// Look at the numbers of this.
    Show(Box<Shown>),
    /// Leave a column whose last card is gone.
    Settle,
    /// Put this text into the focused text field.
    Fill(String),
    /// Start a new line in the focused long text.
    Break,
    /// Change to the next (or previous) of the choices in the focused field.
    Choose(isize),
}

impl Motion {
    /// The step that a command is in any list.
    pub fn of(command: Command) -> Option<Motion> {
        Some(match command {
            Command::Down => Motion::Down,
            Command::Up => Motion::Up,
            Command::First => Motion::First,
            Command::Last => Motion::Last,
            Command::HalfDown => Motion::HalfDown,
            Command::HalfUp => Motion::HalfUp,
            _ => return None,
        })
    }

    /// The way that a command goes on a page with panes.
    pub fn among_panes(command: Command) -> Option<Motion> {
        Some(match command {
            Command::NextPane => Motion::NextPane,
            Command::PrevPane => Motion::PrevPane,
            Command::Pane1 => Motion::Pane(0),
            Command::Pane2 => Motion::Pane(1),
            Command::Pane3 => Motion::Pane(2),
            Command::Pane4 => Motion::Pane(3),
            Command::Zoom => Motion::Zoom,
            _ => return None,
        })
    }
}

/// Something on the screen that the mouse can mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Spot {
    Pane(usize),
    Card(Id),
    Column(Stage),
    Person(usize, Id),
    /// A line of Now what.
    Row(Key),
    /// A line of a list in a dialog.
    Item(usize),
    /// A field of a form.
    Field(usize),
    /// A hint in the footer, or a word that acts like one.
    Do(Command),
}

/// What is to be done. `App::run` is the only place where it happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Understood, and nothing changes.
    Nothing,
    Go(Motion),
    Perform(Action),
    /// Delete this person; where others name them, ask how they are to go.
    Remove(Id),
    /// Perform it and close this layer; when it is refused the layer stays, with all that was typed.
    Submit(Action),
    /// Perform it and stop typing here; when it is refused, what was typed stays.
    Enter(Action),
    /// The same with a line of the inbox, which is out of it then.
    EnterLine(Action, Box<Line>),
    /// Take a line out of the inbox, as it is.
    LetLineGo(Box<Line>),
    Open(Ask),
    /// Open it and go on in the user's editor; the text comes back into the field.
    OpenInEditor(Ask),
    /// Close this layer, then do the other thing.
    Then(Box<Effect>),
    Close,
    /// Close everything down to the home screen and select this there.
    Show(Subject),
    /// Close everything down to the home screen and go this way there.
    AtHome(Motion),
    /// Fold a part of a page (false), or unfold it.
    Fold(&'static str, bool),
    /// Look further back (1), or less far (-1).
    Look(isize),
    Undo,
    Redo,
    Mask,
    Copy(String),
    /// Copy it, and say more about it than that.
    CopySaying {
        text: String,
        said: Said,
    },
    /// Save this text as a file of this name beside the book.
    SaveText {
        name: String,
        text: String,
    },
    Say(String),
    /// Edit the focused text in the user's editor; the result comes back as `Motion::Fill`.
    EditLong {
        text: String,
    },
    /// Run a command of the layer below, as its key would.
    Run(Command),
    /// Look around in the invented practice; quitting it comes back.
    Sample,
    Suspend,
    Redraw,
    Quit,
}

/// What only the terminal can do, asked of the main loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    Copy(String),
    /// Edit this text; the result goes to `App::edited`.
    EditLong(String),
    Suspend,
    Redraw,
}
