//! The book as bytes: what a file must say to be a book of ours, and how a book is written down.
//! It will never know where the bytes lie.

use std::io::{self, BufWriter, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::domain::book::{Book, FORMAT, MIN_READER, VERSION};
use crate::domain::process;
use crate::domain::refusal::Refusal;
use crate::domain::text::clean_line;
use crate::storage::fault::Cause;
use crate::storage::fingerprint::BLOCK;
use crate::storage::halves;

const BOM: &[u8] = b"\xEF\xBB\xBF";
/// Characters shown on either side of a place that cannot be read.
const AROUND: usize = 24;

/// One step from a version of the schema to the next.
type Step = fn(&mut Map<String, Value>);

/// The steps from version 1 on: the first leads from 1 to 2.
const STEPS: &[Step] = &[own_maps, nothing, nothing];

/// 1 to 2: answers, ties, introductions, pillars and expectations are new and absent so far. The maps that ship
/// with the program ask more; they are never edited, so their text is the program's.
fn own_maps(fields: &mut Map<String, Value>) {
    let Some(Value::Object(maps)) = fields.get_mut("maps") else {
        return;
    };
    for (id, map) in process::defaults() {
        if let Some(own) = maps.get_mut(&id.to_string())
            && let Ok(map) = serde_json::to_value(map)
        {
            *own = map;
        }
    }
}

/// 2 to 3: agreements, targets, what is noted of a relationship and the ideal referral are new and absent so far. 3 to 4:
/// reviews, helpers, channels and problems are.
fn nothing(_: &mut Map<String, Value>) {}

/// A book that was read.
#[derive(Debug)]
pub struct Opened {
    pub book: Book,
    /// Why it must not be written: a newer program keeps things in it that we would lose.
    pub read_only: Option<String>,
    /// The older version of the schema that it was in.
    pub was_version: Option<u32>,
}

/// What every book of ours says about itself, whoever wrote it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Head {
    format: String,
    version: u32,
    min_reader: u32,
}

/// Reads a book.
///
/// # Errors
/// Why it is none that can be read here: damaged, not ours, or of a program too new.
pub fn open(bytes: &[u8]) -> Result<Opened, Cause> {
    open_by(bytes, VERSION, STEPS)
}

/// The same of a whole file that nobody needs any more; a large one is read on two threads.
///
/// # Errors
/// As [`open`].
pub fn open_whole(mut text: String) -> Result<Opened, Cause> {
    match halves::read(&mut text) {
        Some(book) => judged(book, text.as_bytes(), VERSION, STEPS),
        None => open(text.as_bytes()),
    }
}

/// Whether these bytes say that they are a book, of whatever version. A damaged one says so at its beginning: it is a book
/// still, and may be the last of it.
pub(in crate::storage) fn is_ours(bytes: &[u8]) -> bool {
    let head = serde_json::from_slice::<Head>(without_mark(bytes));
    head.is_ok_and(|head| head.format == FORMAT) || says_format(&bytes[..bytes.len().min(BLOCK)])
}

/// Whether `"format": "goodword"` stands anywhere in it, however it is spaced.
fn says_format(bytes: &[u8]) -> bool {
    let said: Vec<u8> = bytes
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let wanted = format!("\"format\":\"{FORMAT}\"");
    said.windows(wanted.len())
        .any(|part| part == wanted.as_bytes())
}

/// The bytes after a byte order mark, if there is one.
pub(in crate::storage) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes)
}

fn open_by(bytes: &[u8], version: u32, steps: &[Step]) -> Result<Opened, Cause> {
    let bytes = without_mark(bytes);
    // As text known to be text: else every word of it would be looked at for that once more.
    let read = match std::str::from_utf8(bytes) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(bytes),
    };
    let book: Book = match read {
        Ok(book) => book,
        Err(trouble) => return older_or_unreadable(bytes, &trouble, version, steps),
    };
    judged(book, bytes, version, steps)
}

/// A book that was read from these bytes, if it is ours and not too new; an older one is brought up to date.
fn judged(book: Book, bytes: &[u8], version: u32, steps: &[Step]) -> Result<Opened, Cause> {
    if book.format != FORMAT {
        return Err(not_ours(&book.format));
    }
    if (1..version).contains(&book.version) {
        return migrated(bytes, book.version, version, steps);
    }
    let read_only = (book.min_reader > version).then(|| newer(book.min_reader, version));
    Ok(Opened {
        book,
        read_only,
        was_version: None,
    })
}

/// What does not read as a book of today may be one of yesterday, or of tomorrow, or none.
fn older_or_unreadable(
    bytes: &[u8],
    trouble: &serde_json::Error,
    version: u32,
    steps: &[Step],
) -> Result<Opened, Cause> {
    let head: Head = match serde_json::from_slice(bytes) {
        Ok(head) => head,
        Err(syntax) if !syntax.is_data() => return Err(not_json(bytes, &syntax)),
        Err(_) => return Err(not_ours("")),
    };
    if head.format != FORMAT {
        return Err(not_ours(&head.format));
    }
    if (1..version).contains(&head.version) {
        // An older field may read as damage that a step mends; where none does, the first trouble knows the place.
        // An id that stands there twice is mended by nobody: one of the two would vanish.
        return match migrated(bytes, head.version, version, steps) {
            Ok(opened) if !is_twice(trouble) => Ok(opened),
            _ => Err(unreadable(bytes, trouble)),
        };
    }
    if head.min_reader > version {
        return Err(Cause::Refused(
            Refusal::new(newer(head.min_reader, version)).or("open it with that newer one"),
        ));
    }
    Err(unreadable(bytes, trouble))
}

/// A field or a record stands there twice.
fn is_twice(trouble: &serde_json::Error) -> bool {
    let trouble = trouble.to_string();
    ["duplicate field", "two records have the id"]
        .iter()
        .any(|twice| trouble.starts_with(twice))
}

fn migrated(bytes: &[u8], from: u32, to: u32, steps: &[Step]) -> Result<Opened, Cause> {
    let mut fields: Map<String, Value> =
        serde_json::from_slice(bytes).map_err(|trouble| not_json(bytes, &trouble))?;
    let done = usize::try_from(from - 1).unwrap_or(steps.len());
    for step in steps.iter().skip(done) {
        step(&mut fields);
    }
    fields.insert("version".into(), to.into());
    // By way of text: from a value, a number beyond 64 bits is refused. Its lines are not those of the file.
    let book = serde_json::from_str(&Value::Object(fields).to_string())
        .map_err(|trouble| unreadable(b"", &trouble))?;
    Ok(Opened {
        book,
        read_only: None,
        was_version: Some(from),
    })
}

fn newer(min_reader: u32, version: u32) -> String {
    format!("the book needs a Goodword that knows version {min_reader}; this one knows {version}")
}

fn not_ours(format: &str) -> Cause {
    let why = match format {
        "" => "this is no book of Goodword: it does not say \"format\": \"goodword\"".to_owned(),
        other => format!(
            "this is no book of Goodword: its format is “{}”",
            clean_line(other)
        ),
    };
    Cause::Refused(Refusal::new(why).or("see whether it is the right file"))
}

fn not_json(bytes: &[u8], trouble: &serde_json::Error) -> Cause {
    if let Some(line) = conflict_marker(bytes) {
        let why = format!("git left both sides of a merge in it, first at line {line}");
        let way_out = "take the versions out (git show :1:FILE, :2:FILE, :3:FILE) and goodword merge BASE OURS THEIRS";
        return Cause::Unreadable(Refusal::new(why).or(way_out));
    }
    unreadable(bytes, trouble)
}

/// The line of the first mark that git leaves where two sides differ.
fn conflict_marker(bytes: &[u8]) -> Option<usize> {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let first = lines.position(|line| line.starts_with(b"<<<<<<<"))?;
    let has_end = lines.any(|line| line.starts_with(b">>>>>>>"));
    has_end.then_some(first + 1)
}

fn unreadable(bytes: &[u8], trouble: &serde_json::Error) -> Cause {
    let what = plain(trouble);
    let (line, column) = (trouble.line(), trouble.column());
    let why = match around(bytes, line, column) {
        Some(text) => {
            format!("the file is damaged at line {line}, column {column}: {what}, at {text}")
        }
        None => format!("the file is damaged: {what}"),
    };
    Cause::Unreadable(Refusal::new(why).or("open a backup, or mend that line in an editor"))
}

/// What the parser met, without its own words for places and types.
pub(in crate::storage) fn plain(trouble: &serde_json::Error) -> String {
    let text = trouble.to_string();
    let text = text
        .rfind(" at line ")
        .map_or(text.as_str(), |end| &text[..end]);
    let text = clean_line(text);
    let typed = text
        .strip_prefix("invalid type: ")
        .or(text.strip_prefix("invalid value: "));
    if let Some((found, wanted)) = typed.and_then(|rest| rest.split_once(", expected ")) {
        return format!("{found} stands where {wanted} belongs");
    }
    match text.as_str() {
        "premature end of input" | "input contains invalid characters" | "trailing input" => {
            "a date is not like 2026-11-23".into()
        }
        "input is out of range" => "a date is not in the calendar".into(),
        text if text.starts_with("EOF while") => "it ends too early".into(),
        text => text.replace("invalid", "unreadable"),
    }
}

/// The text beside a place (from 1), in quotes.
fn around(bytes: &[u8], line: usize, column: usize) -> Option<String> {
    let line = bytes
        .split(|byte| *byte == b'\n')
        .nth(line.checked_sub(1)?)?;
    let at = column.min(line.len());
    let piece = &line[at.saturating_sub(AROUND)..line.len().min(at + AROUND)];
    let text = clean_line(&String::from_utf8_lossy(piece));
    (!text.is_empty()).then(|| format!("“{text}”"))
}

/// The book as this program writes it: the head is ours, except that the numbers of a newer program stay.
pub fn headed(book: &Book) -> Book {
    let mut book = book.clone();
    FORMAT.clone_into(&mut book.format);
    env!("CARGO_PKG_VERSION").clone_into(&mut book.writer);
    book.version = book.version.max(VERSION);
    book.min_reader = book.min_reader.max(MIN_READER);
    book
}

/// Writes a book down, record by record.
///
/// # Errors
/// What `out` answered.
pub fn write(book: &Book, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(BLOCK, out);
    let mut pretty = serde_json::Serializer::pretty(&mut out);
    headed(book).serialize(&mut pretty)?;
    out.write_all(b"\n")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Kind;
    use crate::domain::id::Id;

    fn why(text: &str) -> String {
        match open(text.as_bytes()) {
            Err(cause) => format!("{cause}; {}", cause.way_out()),
            Ok(_) => panic!("opened: {text}"),
        }
    }

    fn book(fields: &str) -> String {
        format!("{{\"format\": \"goodword\", \"version\": 1, \"min_reader\": 1{fields}}}")
    }

    fn written(book: &Book) -> String {
        let mut bytes = Vec::new();
        write(book, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    const ONE: &str = "00000000-0000-0000-0000-000000000001";

    #[test]
    fn a_new_book_reads_back_the_same_and_ends_with_a_line() {
        let new = Book::new("2026-11-21".parse().unwrap());
        let text = written(&new);
        assert!(
            text.starts_with("{\n  \"format\": \"goodword\",\n"),
            "{text}"
        );
        assert!(text.ends_with("}\n"));
        let opened = open(text.as_bytes()).unwrap();
        assert_eq!(opened.book, new);
        assert!(opened.read_only.is_none() && opened.was_version.is_none());
        let marked = [BOM, text.as_bytes()].concat();
        assert_eq!(open(&marked).unwrap().book, new);
    }

    #[test]
    fn what_a_newer_program_wrote_survives() {
        let fields = format!(
            r#", "plans": {{"a": [1, 1e400, 123456789012345678901234567890]}}, "events": {{"{ONE}": {{"on": "2026-11-21",
            "kind": "dance", "mood": {{"z": 1, "a": 2.50}}}}}}"#
        );
        let text = book(&fields).replace("\"version\": 1", "\"version\": 7");
        let opened = open(text.as_bytes()).unwrap();
        assert!(opened.read_only.is_none());
        let event = opened.book.events.get(Id::fixed(1)).unwrap();
        assert_eq!(event.kind, Kind::Other("dance".into()));
        let text = written(&opened.book);
        for kept in [
            "\"version\": 7",
            "1e+400",
            "123456789012345678901234567890",
            "\"dance\"",
            "2.50",
        ] {
            assert!(text.contains(kept), "{kept} is not in {text}");
        }
        assert!(text.find("\"z\"") < text.find("\"a\": 2"), "{text}");
        assert_eq!(written(&open(text.as_bytes()).unwrap().book), text);
    }

    #[test]
    fn a_book_for_newer_readers_only_can_be_looked_at() {
        let text = book("").replace(
            "\"version\": 1, \"min_reader\": 1",
            "\"version\": 9, \"min_reader\": 9",
        );
        let opened = open(text.as_bytes()).unwrap();
        assert!(opened.read_only.unwrap().contains("version 9"));
        let text = text.replace('}', ", \"people\": [1]}");
        assert!(why(&text).contains("needs a Goodword that knows version 9"));
    }

    #[test]
    fn what_is_no_book_is_told_apart() {
        for (text, words) in [
            ("{}", "does not say"),
            ("[1, 2]", "this is no book of Goodword"),
            ("{\"format\": \"kanban\"}", "its format is “kanban”"),
            ("{\"format\": 3}", "this is no book"),
            ("{\n  \"format\": \"goodw", "line 2"),
            ("hello", "damaged at line 1, column 1"),
        ] {
            let why = why(text);
            assert!(why.contains(words), "{text}: {why}");
            assert!(!why.contains("invalid") && !why.contains("error"), "{why}");
        }
    }

    #[test]
    fn damage_is_told_with_its_place_and_what_is_around() {
        let row = |on: &str| {
            book(&format!(
                ",\n\"events\": {{\"{ONE}\": {{\"on\": \"{on}\"}}}}"
            ))
        };
        assert!(open(row("2026-11-21").as_bytes()).is_ok());
        let said = why(&row("2026-13-45"));
        assert!(
            said.contains("line 2") && said.contains("2026-13-45"),
            "{said}"
        );
        let said = why(&book(&format!(
            ",\n\"people\": {{\"{ONE}\": {{}},\n\"{ONE}\": {{}}}}"
        )));
        assert!(
            said.contains("two records have the id") && said.contains(ONE),
            "{said}"
        );
        let said = why(&book(",\n\"people\": {},\n\"people\": {}"));
        assert!(said.contains("duplicate field"), "{said}");
    }

    #[test]
    fn a_merge_that_git_gave_up_is_recognised() {
        let text = book(",\n<<<<<<< ours\n\"a\": 1\n=======\n\"a\": 2\n>>>>>>> theirs\n");
        let said = why(&text);
        assert!(
            said.contains("at line 2") && said.contains("goodword merge BASE"),
            "{said}"
        );
    }

    #[test]
    fn an_older_book_goes_through_every_step_from_its_version_on() {
        assert_eq!(STEPS.len() + 1, VERSION as usize);
        let steps: &[Step] = &[
            |fields| drop(fields.insert("first".into(), 1.into())),
            |fields| {
                let people = fields.shift_remove("sources").unwrap_or_default();
                fields.insert("people".into(), people);
            },
        ];
        let text = book(&format!(
            ", \"sources\": {{\"{ONE}\": {{\"name\": \"Dana\"}}}}"
        ));
        let opened = open_by(text.as_bytes(), 3, steps).unwrap();
        assert_eq!(opened.was_version, Some(1));
        assert_eq!((opened.book.version, opened.book.people.len()), (3, 1));
        assert!(opened.book.extra.get("first").is_some());
        let text = text.replace("\"version\": 1", "\"version\": 2");
        let opened = open_by(text.as_bytes(), 3, steps).unwrap();
        assert!(opened.book.extra.get("first").is_none());
    }
}
