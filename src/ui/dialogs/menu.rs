//! Placeholder.
use crate::ui::canvas::Canvas;
use crate::ui::command::Command;
use crate::ui::effect::*;
use crate::ui::layer::{Cx, Layer};
use ratatui::layout::Rect;
pub struct Menu;
impl Layer for Menu {
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
impl Menu {
    pub fn of_subject(_: String, _: Vec<(Command, Offer)>) -> Self {
        Self
    }
    pub fn palette(_: Vec<(Command, Offer)>) -> Self {
        Self
    }
    pub fn stages(_: crate::domain::id::Id, _: &Cx) -> Self {
        Self
    }
    pub fn endings(_: crate::domain::id::Id, _: &Cx) -> Self {
        Self
    }
    pub fn tiers(_: crate::domain::id::Id, _: &Cx) -> Self {
        Self
    }
}
