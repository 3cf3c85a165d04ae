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
    Everywhere,
}

impl Group {
    pub const ALL: [Group; 6] = [
        Group::Everywhere,
        Group::Lists,
        Group::Anything,
        Group::Referral,
        Group::Person,
        Group::Nudge,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Group::Lists => "Lists",
            Group::Anything => "What is selected",
            Group::Referral => "A referral",
            Group::Person => "A person",
            Group::Nudge => "A line of Now what",
            Group::Everywhere => "Anywhere",
        }
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Row {
    pub command: Command,
    pub group: Group,
    /// Keys, in words, the first one shown; empty for what only the palette and the menu offer.
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
    Left       Lists      "h left"            "left"        "Go to the column on the left";
    Right      Lists      "l right"           "right"       "Go to the column on the right";
    First      Lists      "g home"            "first"       "Go to the first";
    Last       Lists      "G end"             "last"        "Go to the last";
    HalfDown   Lists      "ctrl-d pagedown"   "page down"   "Go half a page down";
    HalfUp     Lists      "ctrl-u pageup"     "page up"     "Go half a page up";
    Filter     Lists      "/"                 "filter"      "Filter as you type; esc clears";
    Add        Lists      "a"                 "add"         "Add one with a form";
    Open       Anything   "enter"             "open"        "Open what is selected";
    Edit       Anything   "e"                 "edit"        "Edit it in a form";
    Note       Anything   "N"                 "note"        "Add a note";
    LongNote   Anything   "E"                 "long note"   "Write a note in $VISUAL or $EDITOR";
    Copy       Anything   "y"                 "copy"        "Copy it to the clipboard";
    SaveText   Anything   ""                  "save file"   "Save it as a text file";
    Request    Anything   ""                  "request"     "Copy the note that asks the source for it";
    Menu       Anything   "."                 "menu"        "List everything that can be done with it";
    Delete     Anything   "delete"            "delete"      "Delete it; u brings it back";
    Settle     Referral   "space"             "now what"    "Do what is asked now";
    Advance    Referral   "L >"               "move on"     "Move to the next stage";
    Retreat    Referral   "H <"               "move back"   "Move back a stage";
    MoveTo     Referral   "M"                 "to stage"    "Move to any stage, 1 to 8";
    Next       Referral   "n"                 "next action" "Plan the next action";
    Introduce  Referral   "i"                 "introduction" "Plan, draft or record the introduction";
    ReportBack Referral   "r"                 "report back" "Record the report back to the source";
    Outcome    Referral   "x"                 "outcome"     "Record how it ended";
    Debrief    Referral   "d"                 "debrief"     "Look back: what to keep, what to do differently";
    Message    Referral   "Y"                 "message"     "Draft a message that is due: thanks, news, a kind reminder";
    NotNow     Referral   "s W"               "not now"     "Set it aside: until when, on whom, why";
    Wake       Referral   ""                  "wake"        "End “not now”";
    Reopen     Referral   ""                  "reopen"      "Open a closed referral again";
    Level      Referral   ""                  "level"       "Say what the source has done so far, 1 to 10";
    Tie        Referral   ""                  "tie"         "Note how the source stands with the prospect, and the approach";
    Told       Referral   ""                  "told"        "Note what the prospect was told about you";
    Route      Referral   ""                  "route"       "Take the short route, or all stages";
    Mention    Referral   ""                  "mention"     "Record that you said you work by referral";
    Join       Referral   ""                  "2nd source"  "Add a second source of the same prospect";
    Touch      Person     "t"                 "in touch"    "Log that you were in touch today";
    Give       Person     "+"                 "give or get" "Record something given or got";
    Promise    Person     "o"                 "promise"     "Record a promise, yours or theirs";
    Keep       Person     ""                  "kept"        "Mark the promise as kept";
    Break      Person     ""                  "broken"      "Mark the promise as not kept";
    Trust      Person     ""                  "trust"       "Say how far they trust you, and on what evidence";
    Purchase   Person     ""                  "purchase"    "Say how their own purchase went";
    Training   Person     ""                  "five steps"  "Say which of the five steps they were taught, and practised";
    Expect     Person     ""                  "expects"     "Note what they expect, in their words";
    Tier       Person     "T"                 "tier"        "Set the tier: how often to be in touch";
    LetGo      Nudge      "-"                 "let go"      "Let it go, and say why";
    Capture    Everywhere "c"                 "capture"     "Capture a referral in one line";
    Find       Everywhere "f"                 "find"        "Find anyone or anything";
    Palette    Everywhere ": ctrl-p"          "commands"    "Run any command by its name";
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
    Sample     Everywhere "S"                 "sample"      "Look around in an invented practice; q comes back";
    Settings   Everywhere ""                  "settings"    "Change your name, currency, tiers and limits";
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
        self.row()
            .keys
            .split(' ')
            .next()
            .filter(|key| !key.is_empty())
            .map(keys::shown)
    }

    /// What a key press asks for.
    pub fn bound(key: KeyEvent) -> Option<Command> {
        static BOUND: OnceLock<HashMap<&'static str, Command>> = OnceLock::new();
        let bound = BOUND.get_or_init(|| {
            let mut bound = HashMap::new();
            for row in ROWS {
                for key in row.keys.split_whitespace() {
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
                | Command::EditLong
                | Command::Suspend
                | Command::Interrupt
        )
    }
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
