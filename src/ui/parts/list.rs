//! A cursor on a list that stays on its record through moves, sorts, filters and undo.

use super::super::effect::Motion;

/// Which item is selected and which is drawn first. Keeps the item, not the place, when the list changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cursor<T> {
    on: Option<T>,
    /// Where it was when last seen: the place to fall back to when the item is gone.
    at: usize,
    /// The first one drawn.
    pub top: usize,
    /// How many fitted in the last frame.
    page: usize,
}

impl<T: Copy + PartialEq> Cursor<T> {
    pub const fn new() -> Cursor<T> {
        Cursor {
            on: None,
            at: 0,
            top: 0,
            page: 1,
        }
    }

    /// The place of the selected item: the item itself, else what took its place.
    pub fn place(&self, items: &[T]) -> Option<usize> {
        if items.is_empty() {
            return None;
        }
        let found = self
            .on
            .and_then(|on| items.iter().position(|item| *item == on));
        Some(found.unwrap_or(self.at.min(items.len() - 1)))
    }

    pub fn selected(&self, items: &[T]) -> Option<T> {
        self.place(items).map(|place| items[place])
    }

    /// The item that was last selected, whether it is still there or not; none before anything was.
    pub fn held(&self) -> Option<T> {
        self.on
    }

    pub fn select(&mut self, item: T, items: &[T]) {
        self.on = Some(item);
        if let Some(place) = items.iter().position(|other| *other == item) {
            self.at = place;
        }
    }

    /// Moves by a motion of lists; other motions leave it alone.
    pub fn go(&mut self, motion: &Motion, items: &[T]) {
        let Some(place) = self.place(items) else {
            return;
        };
        let half = (self.page / 2).max(1);
        let last = items.len() - 1;
        let to = match motion {
            Motion::Down => (place + 1).min(last),
            Motion::Up => place.saturating_sub(1),
            Motion::First => 0,
            Motion::Last => last,
            Motion::HalfDown => (place + half).min(last),
            Motion::HalfUp => place.saturating_sub(half),
            _ => return,
        };
        (self.on, self.at) = (Some(items[to]), to);
    }

    /// The items to draw when `fit` of them fit: the selected one is among them.
    pub fn window(&mut self, items: &[T], fit: usize) -> std::ops::Range<usize> {
        self.page = fit.max(1);
        let Some(place) = self.place(items) else {
            self.top = 0;
            return 0..0;
        };
        // Remembered while drawing, so that a list that shrinks keeps the cursor near.
        self.at = place;
        self.on = Some(items[place]);
        if place < self.top {
            self.top = place;
        }
        if self.top + self.page <= place {
            self.top = place + 1 - self.page;
        }
        self.top = self.top.min(items.len().saturating_sub(self.page));
        self.top..(self.top + self.page).min(items.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_on_its_item_when_the_list_is_sorted_anew() {
        let mut cursor = Cursor::new();
        cursor.go(&Motion::Down, &['a', 'b', 'c']);
        assert_eq!(cursor.selected(&['c', 'a', 'b']), Some('b'));
    }

    #[test]
    fn when_its_item_is_gone_it_takes_what_came_in_its_place() {
        let mut cursor = Cursor::new();
        cursor.go(&Motion::Down, &['a', 'b', 'c']);
        assert_eq!(cursor.selected(&['a', 'c']), Some('c'));
        assert_eq!(cursor.selected(&['a']), Some('a'));
        assert_eq!(cursor.selected(&[]), None);
    }

    #[test]
    fn the_window_shows_the_selected_one() {
        let items: Vec<u8> = (0..20).collect();
        let mut cursor = Cursor::new();
        cursor.go(&Motion::Last, &items);
        assert_eq!(cursor.window(&items, 5), 15..20);
        cursor.go(&Motion::First, &items);
        assert_eq!(cursor.window(&items, 5), 0..5);
    }
}
