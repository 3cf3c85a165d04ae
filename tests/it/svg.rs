//! A drawn frame as an SVG picture, for the README.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

const WIDTH: f32 = 8.4;
const HEIGHT: f32 = 18.0;
const PAD: f32 = 12.0;
const BACK: &str = "#16181d";
const TEXT: &str = "#d8dae0";

fn colour(colour: Color, default: &'static str) -> &'static str {
    match colour {
        Color::Red | Color::LightRed => "#e5646b",
        Color::Green | Color::LightGreen => "#6bbf7b",
        Color::Yellow | Color::LightYellow => "#d9b45b",
        Color::Blue | Color::LightBlue => "#6a9fe8",
        Color::Magenta | Color::LightMagenta => "#c58be0",
        Color::Cyan | Color::LightCyan => "#57b8c9",
        _ => default,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn columns_of(text: &str) -> f32 {
    f32::from(u16::try_from(goodword::domain::text::width(text)).unwrap())
}

/// The words of a run, each with its column.
fn words(run: &str) -> Vec<(f32, &str)> {
    let mut found = Vec::new();
    let mut rest = run;
    while let Some(start) = rest.find(|letter| letter != ' ') {
        let tail = &rest[start..];
        let word = &tail[..tail.find(' ').unwrap_or(tail.len())];
        let before = run.len() - tail.len();
        found.push((columns_of(&run[..before]), word));
        rest = &tail[word.len()..];
    }
    found
}

/// The picture. Runs of one style are one piece of text, pinned to their columns.
pub fn picture(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let width = f32::from(columns) * WIDTH + 2.0 * PAD;
    let height = f32::from(rows) * HEIGHT + 2.0 * PAD;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         font-family=\"ui-monospace, 'JetBrains Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace\" \
         font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACK}\"/>\n"
    );
    for y in 0..rows {
        let mut x = 0;
        while x < columns {
            let first = &buffer[(x, y)];
            let look = (first.fg, first.bg, first.modifier);
            let mut run = String::new();
            let start = x;
            while x < columns {
                let cell = &buffer[(x, y)];
                if (cell.fg, cell.bg, cell.modifier) != look {
                    break;
                }
                run.push_str(cell.symbol());
                x += 1;
            }
            let reversed = look.2.contains(Modifier::REVERSED);
            if run.trim().is_empty() && !reversed {
                continue;
            }
            let (mut ink, mut ground) = (colour(look.0, TEXT), colour(look.1, BACK));
            if reversed {
                std::mem::swap(&mut ink, &mut ground);
            }
            let left = PAD + f32::from(start) * WIDTH;
            let top = PAD + f32::from(y) * HEIGHT;
            let length = f32::from(x - start) * WIDTH;
            if ground != BACK {
                writeln!(
                    out,
                    "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{length:.1}\" height=\"{HEIGHT}\" fill=\"{ground}\"/>"
                )
                .unwrap();
            }
            let bold = if look.2.contains(Modifier::BOLD) {
                " font-weight=\"bold\""
            } else {
                ""
            };
            let dim = if look.2.contains(Modifier::DIM) {
                " opacity=\"0.6\""
            } else {
                ""
            };
            // Word by word, so that every font keeps the columns.
            for (at, word) in words(&run) {
                let from = left + at * WIDTH;
                let length = columns_of(word) * WIDTH;
                writeln!(
                    out,
                    "<text x=\"{from:.1}\" y=\"{:.1}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\"{bold}{dim}>{}</text>",
                    top + 13.5,
                    escaped(word)
                )
                .unwrap();
            }
        }
    }
    out.push_str("</svg>\n");
    out
}
