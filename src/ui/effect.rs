//! What a screen or dialog wants done, and which dialog it wants opened: plain data, so that tests can
//! read it and no answer has to find its way home through a callback.

use crate::domain::action::{Action, OfPerson, Said, Subject};
use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::introduction::Method;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::insight::facets::Facet;
use crate::insight::now::Key;
use crate::insight::nudge::{Nudge, RuleName};

use super::command::Command;

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
    /// Select what was clicked.
    To(Spot),
    /// Go to this record: the keys mean it then.
    Select(Subject),
    /// Keep the cursor on this record where it is shown; the keys stay where they are.
    Follow(Subject),
    /// Go to the heading of this part.
    Fold(&'static str),
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

/// A dialog or page to open, with everything it needs to answer by itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    Help,
    /// Everything that the selected thing can do.
    Menu,
    Palette,
    Find,
    /// One line, parsed as it is typed; the direction is the board's.
    Capture {
        given: bool,
        text: String,
    },
    Stage {
        referral: Id,
    },
    Ending {
        referral: Id,
    },
    Tier {
        people: Vec<Id>,
    },
    /// Everyone, and what can be seen of all together.
    People,
    /// Every rule by which something is asked; the cursor on one of them.
    Rules(Option<RuleName>),
    /// What the list of everyone can be narrowed to, with what it is narrowed to already.
    Facets {
        on: Vec<Facet>,
    },
    /// Who is the same person as this one?
    Same {
        person: Id,
    },
    /// Two records side by side, before they become one.
    Compare {
        one: Id,
        other: Id,
    },
    /// Somebody whom others name is to go: how?
    Going {
        person: Id,
    },
    /// What goes with a person for good, and what stays.
    Forget {
        person: Id,
    },
    /// What was given or got.
    Give {
        person: Id,
    },
    /// What a client expects, to choose from.
    Expectations {
        person: Id,
    },
    /// What was agreed with a client: its criteria, to be judged by them.
    Agreement {
        person: Id,
    },
    /// The referral meeting that is ahead.
    Meeting {
        person: Id,
    },
    /// Whom a person is to be asked about, to choose from.
    Targets {
        person: Id,
    },
    /// What became of one of them.
    Target {
        id: Id,
    },
    /// The capture line for the referral that a target became.
    Referred {
        target: Id,
    },
    Form(FormKind),
    /// The facts and the timeline of one record.
    Page(Subject),
    /// What became of a promise.
    OfPromise {
        promise: Id,
    },
    /// What to know before one dials.
    Brief {
        person: Id,
    },
    /// What two devices changed differently, and one of those.
    Clashes,
    Clash(Id),
    /// For the third time: this one, or all of its kind?
    LetGo(Nudge),
    /// A question with one key that says yes.
    Confirm {
        question: String,
        yes: String,
        effect: Box<Effect>,
    },
    /// By which method the source introduces.
    Method {
        referral: Id,
    },
    /// The introduction: its text, its state, its checklist.
    Introduction {
        referral: Id,
    },
    /// A message that is due, ready to copy.
    Message {
        referral: Id,
        person: Option<Id>,
    },
    /// The people who sent work, a line each, on the first screen of a new book.
    FirstSources,
}

/// Which form, and about what.
#[derive(Clone, Debug, PartialEq)]
pub enum FormKind {
    Referral {
        id: Option<Id>,
        given: bool,
    },
    Person {
        id: Option<Id>,
    },
    /// Tags for several, and away from several.
    TagAll {
        people: Vec<Id>,
    },
    Settings,
    /// My name and currency, on the first screen of a new book.
    Welcome,
    Next {
        referral: Id,
    },
    NotNow(Subject),
    NotNowNudge {
        key: String,
        what: String,
    },
    LetGo {
        key: String,
        what: String,
    },
    Outcome {
        referral: Id,
        ending: crate::domain::referral::Ending,
    },
    /// Something that happened: the kind, with whom, about which referral.
    Log {
        kind: Kind,
        person: Option<Id>,
        referral: Option<Id>,
        way: Option<Way>,
    },
    /// The next action is done; what comes next.
    Done {
        referral: Id,
    },
    /// How the first meeting went: held, moved, did not come.
    Meeting {
        referral: Id,
    },
    /// An act of support, and which way it went.
    Give {
        person: Id,
        kind: Kind,
        way: Way,
    },
    Promise {
        person: Option<Id>,
        referral: Option<Id>,
    },
    /// A promise of mine, its words filled in.
    PromiseOf {
        person: Id,
        what: String,
    },
    /// One conversation with a person, however many matters it touches; the one that it was opened from first.
    Call {
        person: Id,
        referral: Option<Id>,
    },
    /// The questions of the research.
    Research {
        referral: Id,
    },
    /// One line of a checklist.
    Answer {
        referral: Id,
        item: String,
    },
    Level {
        referral: Id,
    },
    /// How source and prospect stand, and the approach.
    Tie {
        referral: Id,
    },
    Told {
        referral: Id,
    },
    Judge {
        person: Id,
        pillar: OfPerson,
    },
    /// How far we have come (VCP).
    Vcp {
        person: Id,
    },
    /// How to reach them, what kind of source they are, how readily they refer.
    About {
        person: Id,
    },
    Gains {
        person: Id,
    },
    /// Whom they look for.
    Wants {
        person: Id,
    },
    /// The day of the next contact.
    Again {
        person: Id,
    },
    CheckIn {
        person: Id,
    },
    Friction {
        person: Id,
    },
    MadeUp {
        person: Id,
    },
    Tags {
        person: Id,
    },
    /// My goals and my ideal referral.
    Strategy,
    /// What an act of each kind counts for to me.
    Weights,
    /// One entry of a timeline.
    Event {
        id: Id,
    },
    /// What a source has learnt of the five steps.
    Training {
        person: Id,
    },
    Expectation {
        person: Id,
        id: Option<Id>,
    },
    /// What was agreed with a client about referrals.
    Agreement {
        person: Id,
        id: Option<Id>,
    },
    /// How the client judges one criterion of an agreement.
    Criterion {
        agreement: Id,
        id: Id,
    },
    /// They became a client, or further work began.
    Engage {
        person: Id,
    },
    /// The work for a client is completed.
    Complete {
        person: Id,
    },
    /// The referral meeting, proposed or agreed for a day.
    Propose {
        person: Id,
    },
    /// The referral meeting was held.
    Held {
        person: Id,
    },
    /// Somebody whom a person may know and I want to meet.
    Target {
        person: Id,
        id: Option<Id>,
    },
    /// A single ask, about this target or another one.
    Ask {
        person: Id,
        target: Option<Id>,
    },
    Introduction {
        referral: Id,
        method: Method,
    },
    /// The text of the introduction, to be changed in place.
    Words {
        referral: Id,
    },
    Debrief {
        referral: Id,
    },
    /// Once it has ended: does the source look good, was what they promised kept?
    Aftermath {
        referral: Id,
    },
    Note(Subject),
    Join {
        referral: Id,
    },
}
