//! Lines that somebody hands over, one thing each: each as it can be read, or why it cannot. It will never know what is done
//! with them, nor whence they come.

use super::refusal::Refusal;
use super::text;

/// No line is longer, in bytes: the same that the screen takes.
pub const LONGEST: usize = 2000;

const MARK: &[u8] = b"\xEF\xBB\xBF";

/// One of them, with its number from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub number: usize,
    /// The bytes as they were handed over, without the end of the line.
    pub raw: Vec<u8>,
    /// The words, cleaned, or why there are none.
    pub words: Result<String, Refusal>,
}

/// All lines that say something.
pub fn cut(bytes: &[u8]) -> Vec<Line> {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    let lines = lines.map(|(number, raw)| Line {
        number,
        raw: raw.to_vec(),
        words: fit(raw),
    });
    lines
        .filter(|line| !line.words.as_ref().is_ok_and(String::is_empty))
        .collect()
}

/// The same bytes without these lines: of lines that are alike as many go as are named.
pub fn without(bytes: &[u8], gone: &[&[u8]]) -> Vec<u8> {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let mut gone = gone.to_vec();
    let mut rest = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let raw = line.strip_suffix(b"\n").unwrap_or(line);
        match gone.iter().position(|it| *it == raw) {
            Some(at) => {
                gone.swap_remove(at);
            }
            None => rest.extend_from_slice(line),
        }
    }
    rest
}

/// A line as it can be kept.
fn fit(line: &[u8]) -> Result<String, Refusal> {
    if LONGEST < line.len() {
        let why = format!("it is {} bytes long, and a line has {LONGEST}", line.len());
        return Err(Refusal::new(why).or("shorten it"));
    }
    match std::str::from_utf8(line) {
        Ok(line) => Ok(text::clean_line(line)),
        Err(_) => Err(Refusal::new("it is not written in UTF-8").or("write it so")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_cleaned_or_says_why_it_cannot_be_read() {
        let long = "x".repeat(1 << 20);
        let mut bytes = b"\xEF\xBB\xBFAna\r\n\r\n  \nB\xffn\n".to_vec();
        bytes.extend(format!("{long}\nCid\u{1b}[31m Cole").as_bytes());
        let lines = cut(&bytes);
        let numbers: Vec<usize> = lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 4, 5, 6]);
        assert_eq!(lines[0].words, Ok("Ana".into()));
        assert_eq!(lines[3].words, Ok("Cid[31m Cole".into()));
        let why = |n: usize| lines[n].words.clone().unwrap_err().why;
        assert_eq!(why(1), "it is not written in UTF-8");
        assert_eq!(why(2), "it is 1048576 bytes long, and a line has 2000");
    }

    #[test]
    fn as_many_of_a_line_go_as_are_named_and_all_others_stay_byte_by_byte() {
        for (bytes, gone, rest) in [
            ("a\nb\na\n", vec!["a"], "b\na\n"),
            ("a\nb\na\n", vec!["a", "a"], "b\n"),
            ("a\r\n\n b", vec!["a\r"], "\n b"),
            ("a\nb", vec!["b"], "a\n"),
            ("ab\n", vec!["a"], "ab\n"),
            ("\u{feff}a\nb\n", vec!["a"], "b\n"),
            ("", vec!["a"], ""),
        ] {
            let gone: Vec<&[u8]> = gone.iter().map(|it| it.as_bytes()).collect();
            assert_eq!(
                without(bytes.as_bytes(), &gone),
                rest.as_bytes(),
                "{bytes:?}"
            );
        }
        // What cannot be read is among what stays.
        assert_eq!(without(b"a\n\xff\n", &[b"a"]), b"\xff\n");
    }
}
