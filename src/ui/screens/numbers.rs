//! The pane of the numbers on the page of the process. Until they are drawn it says so, and what to look at meanwhile.

use ratatui::layout::Rect;

use super::super::canvas::Canvas;
use super::super::command::Command;
use super::super::effect::Offer;
use super::super::layer::{Cx, Layer};
use super::people::Part;
use super::sources::empty;

/// The numbers of the process.
pub struct Numbers;

impl Layer for Numbers {
    fn offer(&self, _: Command, _: &Cx) -> Offer {
        Offer::No
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, _: &Cx) {
        let lines = [
            "The numbers come here.",
            "1 shows how many are open and late at each stage.",
        ];
        empty(canvas, area, &lines);
    }

    fn hints(&self, _: &Cx) -> Vec<Command> {
        Vec::new()
    }

    fn place(&self, _: &Cx) -> String {
        "Numbers".into()
    }
}

impl Part for Numbers {
    fn count(&self, _: &Cx) -> String {
        String::new()
    }
}
