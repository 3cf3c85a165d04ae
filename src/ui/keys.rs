//! Key presses as words ("j", "ctrl-d", "shift-tab"), the same in the command table and in the help.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The word for a key press; none for keys that we never bind.
pub fn word(key: KeyEvent) -> Option<String> {
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let plain = match key.code {
        // Shift is in the character already: "L", "?".
        KeyCode::Char(' ') => "space".to_string(),
        KeyCode::Char(letter) if ctrl => letter.to_lowercase().to_string(),
        KeyCode::Char(letter) => letter.to_string(),
        KeyCode::Up => "up".into(),
        KeyCode::Down => "down".into(),
        KeyCode::Left => "left".into(),
        KeyCode::Right => "right".into(),
        KeyCode::Home => "home".into(),
        KeyCode::End => "end".into(),
        KeyCode::PageUp => "pageup".into(),
        KeyCode::PageDown => "pagedown".into(),
        KeyCode::Enter => "enter".into(),
        KeyCode::Esc => "esc".into(),
        KeyCode::Tab if shift => "shift-tab".into(),
        KeyCode::Tab => "tab".into(),
        KeyCode::BackTab => "shift-tab".into(),
        KeyCode::Backspace => "backspace".into(),
        KeyCode::Delete => "delete".into(),
        KeyCode::F(n) => format!("f{n}"),
        _ => return None,
    };
    Some(match (ctrl, alt) {
        (true, _) => format!("ctrl-{plain}"),
        (false, true) => format!("alt-{plain}"),
        (false, false) => plain,
    })
}

/// A key as the footer and the help show it.
pub fn shown(word: &str) -> &str {
    match word {
        "space" => "space",
        "enter" => "enter",
        "delete" => "del",
        "backspace" => "bksp",
        "pageup" => "pgup",
        "pagedown" => "pgdn",
        other => other,
    }
}
