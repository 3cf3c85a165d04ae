//! One frame of everything that can be seen. It changes nothing but what it remembers of where things lie.

use ratatui::Frame;

use crate::session::Status;

use super::app::App;
use super::canvas::{Canvas, Spots};
use super::parts::chrome;

impl App {
    /// Draws every layer that can be seen, and remembers what lies where.
    pub fn draw(&mut self, frame: &mut Frame) {
        let area = frame.area();
        let status = self.session.status();
        let theme = self.theme.clone();
        let mut canvas = Canvas::new(frame.buffer_mut(), &theme);
        if area.width < 12 || area.height < 4 {
            canvas.text(area.x, area.y, area.width, "too small", theme.text);
            self.spots = Spots::default();
            return;
        }
        let toast = self.toast.clone();
        let as_of = self.as_of;
        let (cx, layers) = self.look();
        let first = layers
            .iter()
            .rposition(|layer| layer.is_page())
            .unwrap_or(0);
        let (header, body, footer) = chrome::rows(area);
        for layer in &mut layers[first..] {
            // Keys mean the topmost layer alone, and so does the mouse.
            canvas.forget_spots();
            layer.draw(&mut canvas, body, &cx);
        }
        let top = layers.last().expect("home is never closed");
        chrome::header(
            &mut canvas,
            header,
            &cx,
            layers[first].as_ref(),
            &status,
            as_of,
        );
        chrome::footer(&mut canvas, footer, &cx, top.as_ref(), toast.as_ref());
        let cursor = canvas.cursor;
        self.spots = canvas.into_map();
        if let Some(at) = cursor {
            frame.set_cursor_position(at);
        }
    }

    /// The window title: app-made text only.
    pub fn title(&self) -> &'static str {
        match (self.masked, self.session.status()) {
            (true, _) => "goodword (masked)",
            (false, Status::InMemory) => "goodword (sample)",
            (false, _) => "goodword",
        }
    }
}
