//! A long text in the person's own editor and back. Starts the editor itself, never through a shell, and will never
//! know whose text it is.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::events;
use super::screen::{Screen, gone};
use crate::domain::refusal::Refusal;

#[cfg(unix)]
const FALLBACK: &str = "vi";
#[cfg(not(unix))]
const FALLBACK: &str = "notepad";

/// Lets the person change `text` in their editor. `suffix` (".md") tells the editor what kind of text it is.
/// Nothing when they left it as it was.
///
/// # Errors
/// A refusal when the editor cannot be started or ends badly; the text is then as it was, and what was written in
/// the meantime stays in a file that the refusal names.
pub fn edit(screen: &mut Screen, text: &str, suffix: &str) -> Result<Option<String>, Refusal> {
    let chosen = chosen();
    let words = words(&chosen).map_err(|why| unusable(&chosen, why))?;
    let (program, options) = words
        .split_first()
        .ok_or_else(|| unusable(&chosen, "it names no program"))?;
    let (folder, path) = desk(text, suffix).map_err(|cause| {
        Refusal::new(format!("No room for the text to edit ({cause})"))
            .or("make some in the temporary folder, or set TMPDIR")
    })?;
    let mut command = Command::new(program);
    command.args(options).arg(&path);
    screen.leave();
    let ended = run(&mut command);
    let back = screen.take_back();
    events::drop_stale();
    back.map_err(|cause| gone(&cause))?;
    let why = match ended {
        Ok(status) if status.success() => {
            return read(&path, text).map_err(|why| kept(&why, folder, &path, text));
        }
        Ok(status) => format!("The editor `{chosen}` ended with {status}"),
        Err(cause) => format!("The editor `{chosen}` does not start ({cause})"),
    };
    Err(kept(&why, folder, &path, text))
}

/// The editor that the person chose, as they wrote it.
fn chosen() -> String {
    ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(|name| env::var(name).ok())
        .find(|choice| !choice.trim().is_empty())
        .unwrap_or_else(|| FALLBACK.into())
}

fn unusable(chosen: &str, why: &str) -> Refusal {
    Refusal::new(format!("The editor `{chosen}` cannot be used: {why}"))
        .or("set VISUAL or EDITOR to your editor")
}

/// Puts the text into a file that only this person can read, in a folder that goes away with what editors leave beside it.
fn desk(text: &str, suffix: &str) -> io::Result<(TempDir, PathBuf)> {
    let runtime = env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute() && folder.is_dir());
    let folder = match runtime.map(private_folder) {
        Some(Ok(folder)) => folder,
        Some(Err(_)) | None => private_folder(env::temp_dir())?,
    };
    let path = folder.path().join(format!("goodword{suffix}"));
    private_file(&path)?.write_all(text.as_bytes())?;
    Ok((folder, path))
}

fn private_folder(parent: PathBuf) -> io::Result<TempDir> {
    let mut folder = tempfile::Builder::new();
    folder.prefix("goodword-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        folder.permissions(fs::Permissions::from_mode(0o700));
    }
    folder.tempdir_in(parent)
}

fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

fn run(command: &mut Command) -> io::Result<std::process::ExitStatus> {
    #[cfg(unix)]
    let _guest = super::signals::Guest::enters();
    command.status()
}

/// What the file holds, if it differs from `before`.
fn read(path: &Path, before: &str) -> Result<Option<String>, String> {
    let bytes = fs::read(path).map_err(|cause| format!("The edited text is gone ({cause})"))?;
    let after = String::from_utf8(bytes)
        .map_err(|_| "The edited text is not UTF-8, so it was not taken over".to_owned())?;
    Ok(changed(before, &after))
}

/// The text after editing, if it differs: lines end in `\n`, and the last line end that editors add is not a change.
fn changed(before: &str, after: &str) -> Option<String> {
    let mut after = after.replace("\r\n", "\n");
    if !before.ends_with('\n') && after.ends_with('\n') {
        after.pop();
    }
    (after != before).then_some(after)
}

/// A refusal after which nothing is lost: a file that differs from `text` stays where it is.
fn kept(why: &str, folder: TempDir, path: &Path, text: &str) -> Refusal {
    let differs = fs::read(path).is_ok_and(|bytes| bytes != text.as_bytes());
    if differs {
        let _ = folder.keep();
        let place = path.display();
        return Refusal::new(why).or(format!("what you wrote is in {place}"));
    }
    Refusal::new(why).or("the text is as it was; set VISUAL or EDITOR to another editor")
}

/// Splits a command as a shell would, without ever asking one: blanks part words, quotes and backslashes protect.
fn words(command: &str) -> Result<Vec<String>, &'static str> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = command.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            // Between double quotes a backslash protects only what would otherwise mean something. On Windows it
            // parts the names of folders and protects nothing.
            (None, '\\') if cfg!(unix) => {
                let protected = letters.next().ok_or("it ends in a backslash")?;
                word.get_or_insert_default().push(protected);
            }
            (Some('"'), '\\')
                if matches!(letters.peek(), Some('"' | '\\' | '$' | '`')) && cfg!(unix) =>
            {
                word.get_or_insert_default().extend(letters.next());
            }
            _ => word.get_or_insert_default().push(letter),
        }
    }
    if quote.is_some() {
        return Err("a quote is not closed");
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_command_splits_as_in_a_shell() {
        let split = |command| words(command).unwrap();
        assert_eq!(split("vi"), ["vi"]);
        assert_eq!(split("  code   --wait "), ["code", "--wait"]);
        assert_eq!(split("'/opt/my editor/ed' -n"), ["/opt/my editor/ed", "-n"]);
        assert_eq!(
            split(r#"emacs -nw --eval "(a 'b')""#),
            ["emacs", "-nw", "--eval", "(a 'b')"]
        );
        assert_eq!(split("a'b'\"c\""), ["abc"]);
        assert_eq!(split("a ''"), ["a", ""]);
        assert_eq!(split("$(rm) ; `x`"), ["$(rm)", ";", "`x`"]);
        assert_eq!(split(""), [""; 0]);
        assert!(words("a 'b").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_backslash_protects_as_in_a_shell() {
        let split = |command| words(command).unwrap();
        assert_eq!(split(r"my\ editor \'x"), ["my editor", "'x"]);
        assert_eq!(split(r#""a\"b\c" 'd\e'"#), [r#"a"b\c"#, r"d\e"]);
        assert!(words(r"a\").is_err());
    }

    #[test]
    fn a_line_end_that_the_editor_added_is_not_a_change() {
        assert_eq!(changed("a", "a\n"), None);
        assert_eq!(changed("a\n", "a\n"), None);
        assert_eq!(changed("a", "a\r\n"), None);
        assert_eq!(changed("a\n", "a"), Some("a".into()));
        assert_eq!(changed("a", "b\n"), Some("b".into()));
        assert_eq!(changed("", "\n"), None);
    }

    #[cfg(unix)]
    #[test]
    fn the_text_lies_where_only_its_owner_reads() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, path) = desk("private", ".md").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path()), 0o700);
        assert_eq!(mode(&path), 0o600);
        assert_eq!(fs::read_to_string(&path).unwrap(), "private");
        drop(folder);
        assert!(!path.exists());
    }

    proptest! {
        #[test]
        fn quoted_words_come_back_as_they_were(given in prop::collection::vec("[^']*", 0..5)) {
            let command: Vec<String> = given.iter().map(|word| format!("'{word}'")).collect();
            prop_assert_eq!(words(&command.join(" ")).unwrap(), given);
        }
    }
}
