//! What can be written after `goodword`, and how it is explained. Will never know what a verb does.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args as Group, Parser, Subcommand, ValueEnum};

use super::streams;

const ABOUT: &str = "\
Keeps a book of referrals: where each one stands, how every source is doing, and what is owed.";

const EXAMPLES: &str = "\
Examples:
  goodword                      open the book
  goodword --sample             look around in an invented practice; nothing is saved
  goodword add \"Priya Shah (ARC) from Dana Ortiz, web shop 12k L3 call fri 10:00\"
  goodword touch Dana \"lunch, she asked about workshops\"
  goodword due --short          one line for a prompt

In the program, ? shows what the keys do. Everything is saved by itself.";

const MERGING: &str = "\
One FILE (what a sync tool set aside, or changes that could not be saved) is
taken into your book. With three, what THEIRS did since BASE goes into OURS;
BASE may be empty. Where both changed a field, the newer one wins and the other
is kept beside it. Nothing is written when one of them is no book.

With git, for a book called book.json:
  echo 'book.json merge=goodword' >> .gitattributes
  git config merge.goodword.driver 'goodword merge %O %A %B'";

const EXPORTING: &str = "\
The calendar (iCalendar, .ics) has an entry for everything with a day: next
actions, appointments, agreed contacts, referral meetings, promises both ways,
what wakes, and sources that become due. Times are local, and ring 15 minutes
before; days take no time. An entry stays the same one when its day moves.

  goodword export calendar -o ~/goodword.ics

Best subscribe to that file and write it anew now and then, from cron say: what
is done is gone from the file, and so from the calendar. A calendar that once
imported it takes in what changed when it is imported again, and keeps what is
done until you delete it there.";

const REPORTING: &str = "\
Counted are referrals that arrived in the period; a stay in a stage counts when
it was finished in the period. Of fewer than five nothing is said: they are
listed. What is open now is open whatever the period.

  goodword report --since \"1 jan\" --by source
  goodword report --around 2026-09-01     what a change on that day did";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "goodword",
    version,
    about = ABOUT,
    after_help = EXAMPLES,
    disable_help_subcommand = true
)]
pub struct Args {
    #[command(subcommand)]
    pub verb: Option<Verb>,
    #[command(flatten)]
    pub common: Common,
}

/// What holds for the screen and for most verbs.
#[derive(Debug, Default, Group)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of its own
pub struct Common {
    /// The book to use; `GOODWORD_FILE` names one too
    #[arg(long, value_name = "PATH", global = true)]
    pub file: Option<PathBuf>,
    /// See the book as of a day: 12 dec, 2026-12-12, next tue
    #[arg(long, value_name = "DATE", global = true)]
    pub today: Option<String>,
    /// Open an invented practice; it lives in memory
    #[arg(long, global = true)]
    pub sample: bool,
    /// Mask names and money
    #[arg(long, global = true)]
    pub masked: bool,
    /// When to use colour
    #[arg(long, value_name = "WHEN")]
    pub color: Option<When>,
}

/// When there is colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

/// What can be done away from the screen.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Capture a referral in one line
    #[command(after_help = "\
NAME [(COMPANY)] [from|to PERSON] [, NEED] [#tag] [MONEY] [L3] [via CHANNEL] [ACTION DATE [TIME]]

  goodword add \"Priya Shah (ARC) from Dana Ortiz, web shop 12k L3 call fri 10:00\"
  goodword add Omar Haddad to Ines Roth, needs a lawyer
  goodword add - < cards.txt    a line each; what is not clear is told, the others are kept")]
    Add(Add),
    /// Note that you were in touch with someone today
    #[command(after_help = "\
  goodword touch Dana \"lunch, she asked about workshops\"
  goodword touch - < people.txt    a line each: NAME, or NAME: NOTE")]
    Touch {
        /// The person; a part of the name does when it is clear; - reads lines from standard input
        name: String,
        /// What was said
        note: Vec<String>,
    },
    /// Note something that you gave: introduction, testimonial, advice …
    Give {
        /// The person; a part of the name does when it is clear
        name: String,
        /// What it was: introduction, testimonial, recommendation, advice, information, invitation, business,
        /// visibility, help or gift; the beginning does
        kind: String,
        /// More about it
        note: Vec<String>,
    },
    /// Note something that you got, in the same words
    Got {
        /// The person; a part of the name does when it is clear
        name: String,
        /// What it was
        kind: String,
        /// More about it
        note: Vec<String>,
    },
    /// Show what to know of a person before you dial
    Brief {
        /// The person; a part of the name does when it is clear
        #[arg(required = true)]
        name: Vec<String>,
    },
    /// Show what is owed and what wants to move on
    Due {
        /// At most one line, for a prompt or a status bar; none when nothing is due
        #[arg(long)]
        short: bool,
        /// For scripts: {"version":1,"due":[...]}; docs/command-line.md describes it
        #[arg(long, conflicts_with = "short")]
        json: bool,
        /// What comes within seven days as well
        #[arg(long, conflicts_with = "short")]
        week: bool,
    },
    /// The numbers of the process: how long, how far, how it ends
    #[command(after_help = REPORTING)]
    Report(Report),
    /// Write what is in the book for other programs: calendar, map
    #[command(after_help = EXPORTING)]
    Export {
        /// What: calendar (or ics), map
        kind: String,
        /// How the map is written: markdown, text, mermaid, dot
        #[arg(long = "as", value_name = "FORM")]
        form: Option<String>,
        /// The file to write; without it, or with -, the text goes to standard output
        #[arg(short, long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// The week in Markdown: what changed, what is owed and what comes; the screen reviews it (w)
    Review {
        /// Print it
        #[arg(long, required = true)]
        print: bool,
    },
    /// Read a book and say what is wrong in it, and where
    Check {
        /// The book to read, instead of yours
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Bring two copies of a book together, field by field
    #[command(
        override_usage = "goodword merge FILE\n       goodword merge BASE OURS THEIRS [-o OUT]",
        after_help = MERGING
    )]
    Merge(Merge),
    /// Show where the book, its backups and the configuration lie
    Where,
}

/// Copies to bring together.
#[derive(Debug, Group)]
pub struct Merge {
    /// One copy for your book, or the common base and two sides
    #[arg(required = true, num_args = 1..=3, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Where the result goes, instead of OURS
    #[arg(short, long, value_name = "OUT")]
    pub out: Option<PathBuf>,
}

/// Which numbers, and of what.
#[derive(Debug, Group)]
pub struct Report {
    /// From this day on: 2026-01-01, 1 jan; without it the last twelve months
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Up to this day, instead of today
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Of the referrals that you gave
    #[arg(long)]
    pub given: bool,
    /// Told apart by source, level, introduction, channel, category, pillar, map or quarter
    #[arg(long, value_name = "WHAT")]
    pub by: Option<String>,
    /// Only those of one group: source="Dana Ortiz", level=5, channel=fair; the words of --by, more than once for both
    #[arg(long, value_name = "WHAT=WHICH")]
    pub only: Vec<String>,
    /// Each stage before and after a day, on which something was changed
    #[arg(long, value_name = "DATE")]
    pub around: Option<String>,
    /// For scripts: {"version":2,...}; docs/command-line.md describes it
    #[arg(long)]
    pub json: bool,
}

/// A line to capture.
#[derive(Debug, Group)]
pub struct Add {
    /// The line; several words are joined; - reads lines from standard input
    #[arg(required = true, value_name = "LINE")]
    pub words: Vec<String>,
    /// Add this source to the card that the prospect has already
    #[arg(long, conflicts_with = "new")]
    pub join: bool,
    /// Make a card of its own, even if the prospect has one already
    #[arg(long)]
    pub new: bool,
}

/// Says what clap has to say: help and version as they are, a misuse in our own voice.
pub fn tell(misuse: &clap::Error) -> ExitCode {
    if matches!(
        misuse.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        // Whoever does not read to the end has read enough.
        let _ = misuse.print();
        return ExitCode::SUCCESS;
    }
    let said = misuse.render().to_string();
    let said = said.strip_prefix("error: ").unwrap_or(&said);
    streams::complain(said.trim_end());
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn no_line_of_help_is_wider_than_a_terminal() {
        let mut command = Args::command().term_width(80);
        let help = command.render_help().to_string();
        let widest = help.lines().map(str::len).max();
        assert!(widest <= Some(80), "{help}");
        assert!(help.lines().count() <= 40, "{help}");
    }
}
