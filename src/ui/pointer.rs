//! The mouse: what was drawn under it decides what it means, and it has no verbs of its own.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::app::App;
use super::command::Command;
use super::effect::{Motion, Offer, Spot};

impl App {
    pub(super) fn mouse(&mut self, mouse: MouseEvent) {
        let at = Position::new(mouse.column, mouse.row);
        let under: Vec<Spot> = self.spots.under(at).cloned().collect();
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => self.held = Some((at, under)),
            MouseEventKind::Drag(MouseButton::Left) => {
                let from = self
                    .held
                    .as_ref()
                    .and_then(|(_, spots)| spots.first().cloned());
                let over = under
                    .into_iter()
                    .find(|spot| matches!(spot, Spot::Column(_)));
                let top = self.layers.last_mut().expect("home is never closed");
                top.drag(from.as_ref(), over.as_ref());
            }
            MouseEventKind::Up(MouseButton::Left) => {
                let top = self.layers.last_mut().expect("home is never closed");
                top.drag(None, None);
                if let Some((down, from)) = self.held.take() {
                    self.release(down, &from, at, &under);
                }
            }
            MouseEventKind::ScrollDown => self.run(Command::Down),
            MouseEventKind::ScrollUp => self.run(Command::Up),
            _ => {}
        }
    }

    fn release(&mut self, down: Position, from: &[Spot], up: Position, to: &[Spot]) {
        if down != up && from.first() != to.first() {
            let (cx, layers) = self.look();
            let top = layers.last().expect("home is never closed");
            let offer = from
                .first()
                .and_then(|from| {
                    to.iter()
                        .map(|to| top.drop_on(from, to, &cx))
                        .find(|offer| !offer.is_no())
                })
                .unwrap_or(Offer::No);
            self.take(offer);
            return;
        }
        let now = self.session().moment().at;
        let double = self
            .last_click
            .take()
            .is_some_and(|(when, at)| now - when < 400 && at == up);
        // Only what can be opened: in a form enter would save.
        let opens = matches!(
            to.first(),
            Some(Spot::Card(_) | Spot::Person(..) | Spot::Row(_) | Spot::Item(_))
        );
        if double && opens {
            self.run(Command::Open);
            return;
        }
        self.last_click = Some((now, up));
        if let Some(Spot::Do(command)) = to.first() {
            self.run(*command);
            return;
        }
        for spot in to.iter().rev() {
            self.go(&Motion::To(spot.clone()));
        }
        let (cx, layers) = self.look();
        let top = layers.last().expect("home is never closed");
        let offer = to
            .iter()
            .map(|spot| top.click(spot, &cx))
            .find(|offer| !offer.is_no());
        self.take(offer.unwrap_or(Offer::No));
    }
}
