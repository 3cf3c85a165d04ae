//! What is carried from one card of a stack to the next, in words. It will never know what comes of a line.

use crate::capture::carried::Carried;

use super::super::canvas::{Canvas, Piece};
use super::super::layer::Cx;
use super::super::theme::Theme;
use super::capture::CaptureLine;

/// What is carried, and how it is taken off by the keys that do so now; nothing where nothing is.
pub(super) fn words(
    line: &CaptureLine,
    off: Option<&Carried>,
    has_tab: bool,
    canvas: &Canvas,
    cx: &Cx,
) -> Vec<Piece<'static>> {
    let theme = canvas.theme;
    let carried = line.carried();
    let mut words: Vec<Piece> = Vec::new();
    let mut key = |key: &'static str, what: &'static str| {
        words.push((key.into(), theme.accent));
        words.push((what.into(), theme.dim));
    };
    let said = match (carried.is_empty(), off) {
        (true, None) => return Vec::new(),
        (true, Some(off)) => {
            if has_tab {
                key("  tab ", "puts it back");
            }
            let off = format!("taken off: {}", said_of(off, theme, cx));
            (off.into(), theme.warn)
        }
        (false, _) => {
            match (has_tab, line.input().is_at_start()) {
                (true, true) => {
                    key("  tab ", "takes it all off, ");
                    key("backspace ", "the last");
                }
                (true, false) => key("  tab ", "takes it all off"),
                (false, true) => key("  backspace ", "takes the last off"),
                (false, false) => {}
            }
            (said_of(carried, theme, cx).into(), theme.linked)
        }
    };
    words.insert(0, said);
    words
}

/// What is carried, piece by piece; a place with whom one was met there, where that is somebody else.
fn said_of(carried: &Carried, theme: &Theme, cx: &Cx) -> String {
    let mut said = Vec::new();
    if let Some((way, name)) = carried.person() {
        let name = if cx.masked { "(masked)" } else { name };
        said.push(format!("{} {name}", way.word()));
    }
    for (word, words, is_own) in carried.pieces(cx.today) {
        let is_shown = !(is_own && cx.masked);
        let words = if is_shown { &words } else { "(masked)" };
        let heard = carried.heard_elsewhere();
        let heard = match (word, heard) {
            ("at" | "by", Some(_)) if cx.masked => " with (masked)".into(),
            ("at" | "by", Some(name)) => format!(" with {name}"),
            _ => String::new(),
        };
        said.push(format!("{word} {words}{heard}"));
    }
    said.join(&format!(" {} ", theme.glyphs.dot))
}
