//! Which dialog or page to open, and about what: plain data with everything that it needs to answer by itself.

use crate::domain::action::{OfPerson, Subject};
use crate::domain::event::{Kind, Way};
use crate::domain::id::Id;
use crate::domain::introduction::Method;
use crate::domain::stage::Stage;
use crate::insight::facets::Facet;
use crate::insight::flow::slice::{Key, Slice};
use crate::insight::flow::whole::Behind;
use crate::insight::nudge::{Nudge, RuleName};

use super::effect::Effect;
use super::period::Shown;

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
    /// The same line again and again, for a stack of cards.
    Stack {
        given: bool,
    },
    /// The lines that wait in the inbox beside the book, one after the other.
    Inbox,
    /// What was captured and not touched since.
    Untouched,
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
    /// The process in numbers.
    Numbers,
    /// What the numbers can be asked for, and the group that is selected among them.
    Shown(Box<Shown>, Option<Key>),
    /// To which groups the numbers can be narrowed.
    Only(Box<Shown>),
    /// The referrals behind a figure.
    Behind {
        slice: Box<Slice>,
        what: Behind,
    },
    /// All referrals that are open in a stage, leads too, as the board has them.
    There {
        given: bool,
        stage: Stage,
    },
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
    /// The weekly review.
    Review,
    /// The process: its map, its numbers, what goes wrong, who helps.
    Process {
        given: bool,
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
    /// The note on a week, in its review.
    Week {
        review: Id,
    },
    Join {
        referral: Id,
    },
    /// What a stage of the map asks.
    Stage {
        given: bool,
        stage: Stage,
    },
    /// A new line of its checklist.
    StageLine {
        given: bool,
        stage: Stage,
    },
    Helper {
        id: Option<Id>,
    },
    /// A helper leaves.
    Leaving {
        helper: Id,
    },
    Channel {
        id: Option<Id>,
    },
    /// A channel closes.
    Closing {
        channel: Id,
    },
    Problem {
        id: Option<Id>,
        given: bool,
        stage: Stage,
    },
}
