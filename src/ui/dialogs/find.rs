//! Placeholder.
use crate::ui::canvas::Canvas;
use crate::ui::command::Command;
use crate::ui::effect::*;
use crate::ui::layer::{Cx, Layer};
use ratatui::layout::Rect;
pub struct Find;
impl Layer for Find {
    fn offer(&self, _: Command, _: &Cx) -> Offer {
        Offer::No
    }
    fn draw(&mut self, _: &mut Canvas, _: Rect, _: &Cx) {}
    fn hints(&self, _: &Cx) -> Vec<Command> {
        Vec::new()
    }
    fn place(&self, _: &Cx) -> String {
        String::new()
    }
}
impl Find {
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self
    }
}
