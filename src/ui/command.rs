//! Everything that a person can ask for: one row names it, explains it and gives it its keys.
//!
//! Dispatch, footer, help, menu, palette and the README's key table read these rows.

use std::collections::HashMap;
use std::sync::OnceLock;

use crossterm::event::KeyEvent;

use super::keys;

/// To what a command belongs: the headings of the help and of the README.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Lists,
    Anything,
    Referral,
    Person,
    Nudge,
    Review,
    Everywhere,
}

impl Group {
    pub const ALL: [Group; 7] = [
        Group::Everywhere,
        Group::Lists,
        Group::Anything,
        Group::Referral,
        Group::Person,
        Group::Nudge,
        Group::Review,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Group::Lists => "Lists",
            Group::Anything => "What is selected",
            Group::Referral => "A referral",
            Group::Person => "A person",
            Group::Nudge => "A line of Now what",
            Group::Review => "In the weekly review",
            Group::Everywhere => "Anywhere",
        }
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Row {
    pub command: Command,
    pub group: Group,
    /// Keys, in words, the first one shown; `.l` is the letter in the menu of what is selected. Empty for what only the
    /// palette offers.
    pub keys: &'static str,
    /// Two words or less, for the footer.
    pub title: &'static str,
    /// A sentence in the imperative, for help, menu and palette.
    pub help: &'static str,
}

macro_rules! commands {
    ($($command:ident $group:ident $keys:literal $title:literal $help:literal;)*) => {
        /// What a person can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Command { $($command,)* }

        /// All rows, in the order of the help.
        pub const ROWS: &[Row] = &[$(Row {
            command: Command::$command, group: Group::$group, keys: $keys, title: $title, help: $help,
        }),*];
    };
}

#[rustfmt::skip]
commands! {
    Down       Lists      "j down"            "down"        "Go down";
    Up         Lists      "k up"              "up"          "Go up";
    Left       Lists      "h left"            "left"        "Go to the column on the left, or fold a line";
    Right      Lists      "l right"           "right"       "Go to the column on the right, or unfold a line";
    First      Lists      "g home"            "first"       "Go to the first";
    Last       Lists      "G end"             "last"        "Go to the last";
    HalfDown   Lists      "ctrl-d pagedown"   "page down"   "Go half a page down";
    HalfUp     Lists      "ctrl-u pageup"     "page up"     "Go half a page up";
    Mark       Lists      "X"                 "mark"        "Mark it, to do one thing with several; again takes the mark off";
    MarkAll    Lists      "A"                 "mark all"    "Mark all that is shown, or none";
    Facet      Lists      "F"                 "filter by"   "Filter by role, tier, tag or company";
    Filter     Lists      "/"                 "filter"      "Filter as you type; esc clears";
    Later      Lists      ">"                 "later"       "Look at a later period; a referral moves on";
    Earlier    Lists      "<"                 "earlier"     "Look at an earlier period, or further back; a referral moves back";
    Add        Lists      "a"                 "add"         "Add one with a form";
    Open       Anything   "enter"             "open"        "Open what is selected";
    Edit       Anything   "e"                 "edit"        "Edit it in a form";
    Note       Anything   "N"                 "note"        "Add a note";
    LongNote   Anything   "E"                 "long note"   "Write a note in $VISUAL or $EDITOR";
    Copy       Anything   "y"                 "copy"        "Copy it to the clipboard";
    SaveText   Anything   ".S"                "save file"   "Save it as a text file";
    Request    Anything   ".u"                "request"     "Copy the note that asks the source for it";
    Menu       Anything   "."                 "menu"        "List everything that can be done with it";
    Delete     Anything   "delete"            "delete"      "Delete it; u brings it back";
    Settle     Referral   "space"             "now what"    "Do what is asked now";
    Advance    Referral   "L"                 "move on"     "Move to the next stage";
    Retreat    Referral   "H"                 "move back"   "Move back a stage";
    MoveTo     Referral   "M"                 "to stage"    "Move to any stage, 1 to 8";
    Next       Referral   "n"                 "next action" "Plan the next action";
    Introduce  Referral   "i"                 "introduction" "Plan, draft or record the introduction";
    ReportBack Referral   "r"                 "report back" "Record the report back to the source";
    Outcome    Referral   "x"                 "outcome"     "Record how it ended";
    Debrief    Referral   "d"                 "debrief"     "Look back: what to keep, what to do differently";
    Message    Referral   "Y"                 "message"     "Draft a message that is due: thanks, news, a kind reminder";
    NotNow     Referral   "s W"               "not now"     "Set it aside: until when, on whom, why";
    Wake       Referral   ".z"                "wake"        "End “not now”";
    Reopen     Referral   ".B"                "reopen"      "Open a closed referral again";
    Level      Referral   ".l"                "level"       "Say what the source has done so far, 1 to 10";
    Tie        Referral   ".K"                "tie"         "Note how the source stands with the prospect, and the approach";
    Told       Referral   ".O"                "told"        "Note what the prospect was told about you";
    Route      Referral   ".Q"                "route"       "Take the short route, or all stages";
    Mention    Referral   ".I"                "mention"     "Record that you said you work by referral";
    Join       Referral   ".J"                "2nd source"  "Add a second source of the same prospect";
    Touch      Person     "t"                 "in touch"    "Log that you were in touch today";
    Brief      Person     "v"                 "brief"       "Read what to know before you dial";
    Give       Person     "+"                 "give or get" "Record something given or got";
    Promise    Person     "o"                 "promise"     "Record a promise, yours or theirs";
    Keep       Person     ".h"                "kept"        "Mark the promise as kept";
    Break      Person     ".D"                "broken"      "Mark the promise as not kept";
    Trust      Person     ".R"                "trust"       "Say how far they trust you, and on what evidence";
    Purchase   Person     ".P"                "purchase"    "Say how their own purchase went";
    Training   Person     ".5"                "five steps"  "Say which of the five steps they were taught, and practised";
    Expect     Person     ".X"                "expects"     "Note what they expect, in their words";
    Tier       Person     "T"                 "tier"        "Set the tier: how often to be in touch";
    Tag        Person     "#"                 "tags"        "Add tags, or take them away";
    Again      Person     ".d"                "next contact" "Set the day of the next contact, and why";
    About      Person     ".b"                "about"       "Note how to reach them, what kind of source they are, how readily they refer";
    Vcp        Person     ".V"                "VCP"         "Say how far you have come, and on what evidence";
    Gains      Person     ".n"                "GAINS"       "Note their goals, accomplishments, interests, networks and skills";
    Wants      Person     ".w"                "looks for"   "Note whom they look for";
    CheckIn    Person     ".i"                "check-in"    "Record what works for each of you";
    Partner    Person     ".p"                "partner"     "Choose them as a referral partner, or no longer";
    Friction   Person     ".f"                "friction"    "Note what went wrong between you";
    MadeUp     Person     ".M"                "made up"     "Record that it was put right";
    Agree      Person     ".A"                "agreement"   "Note what was agreed about referrals";
    Engage     Person     ".C"                "client"      "Record that they became a client, or that work began";
    Complete   Person     ".c"                "completed"   "Record that the work is completed";
    Meeting    Person     ".m"                "meeting"     "Propose, plan or record the referral meeting";
    Target     Person     ".L"                "target"      "Note somebody whom they may know and you want to meet";
    Ask        Person     ".a"                "ask"         "Ask them about somebody by name";
    Unite      Person     ".U"                "make one"    "Make one of two records of the same person";
    Forget     Person     ".F"                "forget"      "Forget them for good";
    LetGo      Nudge      "-"                 "let go"      "Let it go, and say why";
    Why        Nudge      ".q"                "why"         "See by which rule it is asked, and change that";
    Pile       Nudge      ".Z"                "the pile"    "See what else was captured and not touched since";
    Star       Review     "*"                 "star"        "Choose one of the week’s people, or take it back";
    Previous   Review     "backspace"         "back one"    "Go back to the screen before";
    Capture    Everywhere "c"                 "capture"     "Capture a referral in one line";
    Stack      Everywhere "C"                 "a stack"     "Capture a stack of cards, a line each";
    Inbox      Everywhere "I"                 "inbox"       "Go through the lines that wait in inbox.txt, beside the book";
    Find       Everywhere "f"                 "find"        "Find anyone or anything";
    Palette    Everywhere ": ctrl-p"          "commands"    "Run any command by its name";
    Everyone   Everywhere "P"                 "everyone"    "See everyone, whom to approach, and whom to give to";
    Now        Everywhere ""                  "now"         "See all that is owed, late and coming, and why";
    Numbers    Everywhere ""                  "numbers"     "See where referrals wait, how many get through, what may come";
    Rules      Everywhere ""                  "rules"       "See what is asked of you and why; switch it off or change its days";
    Review     Everywhere "w"                 "review"      "Review the week, one decision a screen";
    Process    Everywhere "p"                 "process"     "See the process: its map, what goes wrong, who helps, by which channels";
    Finish     Everywhere ""                  "end review"  "End the weekly review; what is open is for next week";
    Undo       Everywhere "u"                 "undo"        "Take back the last change";
    Redo       Everywhere "ctrl-r U"          "redo"        "Do it again";
    NextPane   Everywhere "tab"               "next pane"   "Go to the next pane or field";
    PrevPane   Everywhere "shift-tab"         "last pane"   "Go to the pane or field before";
    Pane1      Everywhere "1"                 "board"       "Go to the board";
    Pane2      Everywhere "2"                 "sources"     "Go to Sources";
    Pane3      Everywhere "3"                 "balance"     "Go to Balance";
    Pane4      Everywhere "4"                 "now what"    "Go to Now what";
    Zoom       Everywhere "z"                 "zoom"        "Give the pane the whole screen, or give it back";
    Sides      Everywhere "b"                 "both sides"  "Turn the board over: received or given";
    Mask       Everywhere "m"                 "mask"        "Mask names and money, or show them again";
    Untouched  Everywhere ""                  "untouched"   "See what was captured and not touched since";
    Sample     Everywhere "S"                 "sample"      "Look around in an invented practice; q comes back";
    Settings   Everywhere ""                  "settings"    "Change your name, currency, tiers and limits";
    Strategy   Everywhere ""                  "strategy"    "Set your goals and your ideal referral";
    Weights    Everywhere ""                  "weights"     "Say what an act of each kind counts for to you";
    SaveForm   Everywhere "ctrl-s"            "save"        "Save the form from any of its fields";
    EditLong   Everywhere "ctrl-e"            "in $EDITOR"  "Edit the text in $VISUAL or $EDITOR";
    Help       Everywhere "?"                 "help"        "Show what can be done here";
    Redraw     Everywhere "ctrl-l"            "redraw"      "Draw the screen again";
    Suspend    Everywhere "ctrl-z"            "suspend"     "Go to the shell; fg comes back";
    Back       Everywhere "esc"               "back"        "Go back one level";
    Quit       Everywhere "q"                 "quit"        "Save and leave";
    Interrupt  Everywhere "ctrl-c"            "leave"       "Close what is open, then leave; everything is saved";
}

impl Command {
    pub fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The first key, as it is shown; none for what only menus offer.
    pub fn key(self) -> Option<&'static str> {
        let keys = self.row().keys;
        let first = keys.split_whitespace().find(|key| chord_of(key).is_none());
        first.map(keys::shown)
    }

    /// The letter that runs it from the menu of what is selected, after `.`.
    pub fn chord(self) -> Option<&'static str> {
        self.row().keys.split_whitespace().find_map(chord_of)
    }

    /// How it is typed where something is selected: `space`, `.A`.
    pub fn typed(self) -> String {
        let key = self.key().map(str::to_string);
        let chord = || self.chord().map(|letter| format!(".{letter}"));
        key.or_else(chord).unwrap_or_default()
    }

    /// What a key press asks for.
    pub fn bound(key: KeyEvent) -> Option<Command> {
        static BOUND: OnceLock<HashMap<&'static str, Command>> = OnceLock::new();
        let bound = BOUND.get_or_init(|| {
            let mut bound = HashMap::new();
            for row in ROWS {
                let keys = row.keys.split_whitespace();
                for key in keys.filter(|key| chord_of(key).is_none()) {
                    let twice = bound.insert(key, row.command);
                    debug_assert!(twice.is_none(), "{key} is bound twice");
                }
            }
            bound
        });
        bound.get(keys::word(key)?.as_str()).copied()
    }

    /// Whether it moves a cursor, which only a key does well.
    pub fn is_step(self) -> bool {
        matches!(
            self,
            Command::Down
                | Command::Up
                | Command::Left
                | Command::Right
                | Command::First
                | Command::Last
                | Command::HalfDown
                | Command::HalfUp
        )
    }

    /// Whether it is a command even while a text field has the focus.
    pub fn works_in_text(self) -> bool {
        matches!(
            self,
            Command::Back
                | Command::Open
                | Command::NextPane
                | Command::PrevPane
                | Command::SaveForm
                | Command::EditLong
                | Command::Suspend
                | Command::Interrupt
        )
    }
}

/// The letter of a chord: `.l` is `.` and then `l`.
fn chord_of(key: &'static str) -> Option<&'static str> {
    key.strip_prefix('.').filter(|letter| !letter.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_stands_at_the_place_of_its_command() {
        for row in ROWS {
            assert_eq!(row.command.row().command, row.command);
        }
    }

    /// What is done with the source of a referral stands in its menu.
    const ON_A_REFERRAL: [Command; 4] = [
        Command::Trust,
        Command::Purchase,
        Command::Training,
        Command::Expect,
    ];

    #[test]
    fn what_has_no_key_has_a_letter_in_the_menu_and_no_letter_means_two_things_there() {
        let of_menu = |row: &&Row| !matches!(row.group, Group::Lists | Group::Everywhere);
        let mut seen = HashMap::new();
        for row in ROWS.iter().filter(of_menu) {
            assert!(!row.keys.is_empty(), "{:?} has no key", row.command);
            let Some(letter) = row.command.chord() else {
                continue;
            };
            assert_eq!(seen.insert(letter, row.command), None, "{letter}");
            // Where both may stand in one menu, the key of a command is no other one's letter.
            let together = |other: &&Row| {
                let is_of_both =
                    row.group == Group::Referral || ON_A_REFERRAL.contains(&row.command);
                of_menu(other) && (other.group != Group::Referral || is_of_both)
            };
            for other in ROWS.iter().filter(together) {
                let keys: Vec<&str> = other.keys.split_whitespace().collect();
                assert!(
                    !keys.contains(&letter),
                    "{letter} is {:?} too",
                    other.command
                );
            }
        }
    }

    #[test]
    fn no_key_is_bound_twice() {
        let mut seen = HashMap::new();
        for row in ROWS {
            for key in row.keys.split_whitespace() {
                if let Some(other) = seen.insert(key, row.command) {
                    panic!("{key} is both {other:?} and {:?}", row.command);
                }
            }
        }
    }
}
