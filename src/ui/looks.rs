//! How the screen may look on this terminal, decided from what the person wished and what the environment says.
//! A pure function; will never know a screen.

use std::ffi::OsString;

use super::theme::{ASCII, Glyphs, Theme, UNICODE};

/// When there is colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// As the environment says.
    #[default]
    Auto,
    Always,
    Never,
}

/// What the person wished, with the command line before the configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    pub colour: Colour,
    /// None is as the environment says.
    pub ascii: Option<bool>,
}

/// The theme for this terminal. A wish wins over `NO_COLOR` and the rest of the environment.
pub fn theme(wish: Wish, env: impl Fn(&str) -> Option<OsString>) -> Theme {
    let set = |name: &str| {
        env(name)
            .map(|value| value.to_string_lossy().into_owned())
            .filter(|value| !value.is_empty())
    };
    let is_dumb = set("TERM").as_deref() == Some("dumb");
    let has_colour = match wish.colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => set("NO_COLOR").is_none() && !is_dumb,
    };
    let is_ascii = wish.ascii.unwrap_or_else(|| is_dumb || !is_utf8(&set));
    let glyphs: &'static Glyphs = if is_ascii { &ASCII } else { &UNICODE };
    if has_colour {
        Theme::colours(glyphs)
    } else {
        Theme::plain(glyphs)
    }
}

/// Whether the locale that counts names UTF-8. Where none is named (over SSH it often gets lost), nearly every
/// terminal of today is one.
fn is_utf8(set: &impl Fn(&str) -> Option<String>) -> bool {
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(set)
        .is_none_or(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(wish: Wish, vars: &[(&str, &str)]) -> Theme {
        theme(wish, |name| {
            let found = vars.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    fn wished(colour: Colour) -> Wish {
        Wish {
            colour,
            ..Wish::default()
        }
    }

    #[test]
    fn colour_goes_when_the_environment_says_so_and_nobody_wished_otherwise() {
        let auto = Wish::default();
        let colours = Theme::colours(&UNICODE);
        let plain = Theme::plain(&UNICODE);
        assert_eq!(look(auto, &[]), colours);
        assert_eq!(look(auto, &[("NO_COLOR", "")]), colours);
        assert_eq!(look(auto, &[("NO_COLOR", "1")]), plain);
        assert_eq!(look(wished(Colour::Never), &[]), plain);
        assert_eq!(look(wished(Colour::Always), &[("NO_COLOR", "1")]), colours);
        assert_eq!(look(auto, &[("TERM", "dumb")]), Theme::plain(&ASCII));
    }

    #[test]
    fn a_locale_without_utf8_gets_ascii() {
        let glyphs = |vars: &[(&str, &str)]| look(Wish::default(), vars).glyphs;
        assert_eq!(glyphs(&[("LANG", "de_DE.UTF-8")]), &UNICODE);
        assert_eq!(glyphs(&[("LANG", "en_GB.utf8")]), &UNICODE);
        assert_eq!(glyphs(&[("LANG", "C")]), &ASCII);
        assert_eq!(glyphs(&[("LANG", "C.UTF-8"), ("LC_ALL", "POSIX")]), &ASCII);
        assert_eq!(glyphs(&[("LANG", "C"), ("LC_CTYPE", "C.UTF-8")]), &UNICODE);
        let wish = Wish {
            ascii: Some(true),
            ..Wish::default()
        };
        assert_eq!(look(wish, &[("LANG", "C.UTF-8")]).glyphs, &ASCII);
    }
}
