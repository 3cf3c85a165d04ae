//! The numbers as a page of their own. What they are is the pane's affair.

use std::rc::Rc;

use ratatui::layout::Rect;

use crate::domain::action::Subject;
use crate::insight::flow::whole::Flow;

use super::super::canvas::{Canvas, Piece};
use super::super::command::Command;
use super::super::effect::{Ask, Motion, Offer};
use super::super::layer::{Cx, Layer};
use super::super::parts::chrome::{self, Title};
use super::numbers::Numbers;
use super::people::Part;

/// The numbers as a page of their own.
pub struct NumbersPage(Numbers);

impl NumbersPage {
    #[allow(clippy::new_without_default)]
    pub fn new() -> NumbersPage {
        NumbersPage(Numbers::new(false))
    }
}

impl Layer for NumbersPage {
    fn offer(&self, command: Command, cx: &Cx) -> Offer {
        self.0.offer(command, cx)
    }

    fn go(&mut self, motion: &Motion, cx: &Cx) {
        self.0.go(motion, cx);
    }

    fn draw(&mut self, canvas: &mut Canvas, area: Rect, cx: &Cx) {
        let theme = canvas.theme;
        let mut left: Vec<Piece> = vec![("Numbers".into(), theme.focus)];
        left.extend(self.0.chips(cx, theme));
        let title = Title {
            left,
            right: vec![(self.0.count(cx).into(), theme.dim)],
            focused: true,
        };
        let inner = chrome::frame(canvas, area, &title);
        self.0.draw(canvas, inner, cx);
    }

    fn hint(&self, command: Command) -> &'static str {
        self.0.hint(command)
    }

    fn hints(&self, cx: &Cx) -> Vec<Command> {
        let mut hints = self.0.hints(cx);
        hints.push(Command::Back);
        hints
    }

    fn subject(&self, cx: &Cx) -> Option<Subject> {
        self.0.subject(cx)
    }

    fn place(&self, cx: &Cx) -> String {
        Layer::place(&self.0, cx)
    }

    fn is_page(&self) -> bool {
        true
    }

    fn lends(&self, cx: &Cx) -> Option<Rc<Flow>> {
        self.0.lends(cx)
    }

    fn is(&self, ask: &Ask) -> bool {
        *ask == Ask::Numbers
    }
}
