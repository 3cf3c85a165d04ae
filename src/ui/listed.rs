//! What menu, palette and help list: every command, with what it would do now. It does none of it.

use super::app::App;
use super::command::{Command, ROWS};
use super::effect::{Ask, Offer};

impl App {
    /// The rows for a dialog that lists commands; none for any other.
    pub(super) fn listed(&mut self, ask: &Ask) -> Vec<(Command, Offer)> {
        let commands = ROWS.iter().map(|row| row.command);
        match ask {
            // Of what is selected alone, whatever else works everywhere.
            Ask::Menu => {
                let (cx, layers) = self.look();
                let top = layers.last().expect("home is never closed");
                commands
                    .map(|command| (command, top.offer(command, &cx)))
                    .collect()
            }
            Ask::Palette | Ask::Help => commands
                .map(|command| (command, self.offer(command)))
                .collect(),
            _ => Vec::new(),
        }
    }
}
