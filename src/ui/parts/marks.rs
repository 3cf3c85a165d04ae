//! People marked in a list, to do one thing with several. They are marked by id, so that a filter or a sort changes
//! nothing; it will never know what is done with them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::domain::book::Book;
use crate::domain::id::Id;

use super::super::canvas::Piece;
use super::super::layer::Cx;
use super::super::theme::Theme;

/// Who is marked, in the order of marking.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    places: BTreeMap<Id, usize>,
    /// How many were ever marked.
    so_far: usize,
    there: RefCell<Option<There>>,
}

/// Who of them is in a book, kept while its people are the same: every key asks several times.
#[derive(Clone, Debug)]
struct There {
    book: Book,
    people: Rc<[Id]>,
}

impl Marks {
    /// Marks one, or takes their mark off.
    pub fn turn(&mut self, id: Id) {
        self.there.take();
        if self.places.remove(&id).is_none() {
            self.add(id);
        }
    }

    /// Marks all of these; none of them where all are marked already.
    pub fn turn_all(&mut self, people: &[Id]) {
        self.there.take();
        if people.iter().all(|id| self.has(*id)) {
            for id in people {
                self.places.remove(id);
            }
        } else {
            for id in people {
                self.add(*id);
            }
        }
    }

    fn add(&mut self, id: Id) {
        let place = self.so_far;
        self.places.entry(id).or_insert(place);
        self.so_far += 1;
    }

    pub fn clear(&mut self) {
        *self = Marks::default();
    }

    pub fn has(&self, id: Id) -> bool {
        self.places.contains_key(&id)
    }

    /// Those who are still there.
    pub fn people(&self, cx: &Cx) -> Rc<[Id]> {
        if self.places.is_empty() {
            return Rc::default();
        }
        let mut there = self.there.borrow_mut();
        if let Some(known) = &*there
            && known.book.people.is_same(&cx.book.people)
        {
            return Rc::clone(&known.people);
        }
        let is_there = |id: &Id| cx.book.people.has(*id);
        let marked = self.places.iter().filter(|(id, _)| is_there(id));
        let mut marked: Vec<(usize, Id)> = marked.map(|(id, place)| (*place, *id)).collect();
        marked.sort_unstable();
        let people: Rc<[Id]> = marked.into_iter().map(|(_, id)| id).collect();
        *there = Some(There {
            book: cx.book.clone(),
            people: Rc::clone(&people),
        });
        people
    }

    /// "3 marked", with a gap before it; nothing where nobody is.
    pub fn chip<'a>(&self, cx: &Cx, theme: &Theme) -> Vec<Piece<'a>> {
        match self.people(cx).len() {
            0 => Vec::new(),
            n => vec![(format!("  {n} marked").into(), theme.warn)],
        }
    }

    /// The same, with how many of them are not shown: a key for several is for those too.
    pub fn chip_among<'a>(&self, shown: &[Id], cx: &Cx, theme: &Theme) -> Vec<Piece<'a>> {
        let people = self.people(cx);
        let shown: BTreeSet<Id> = shown.iter().copied().collect();
        let hidden = people.iter().filter(|id| !shown.contains(id)).count();
        let mut chip = self.chip(cx, theme);
        if 0 < hidden {
            chip.push((format!(", {hidden} hidden").into(), theme.warn));
        }
        chip
    }

    /// What stands in the first column of a line: the mark, else the bar where the cursor or a link is.
    pub fn glyph(&self, id: Id, has_bar: bool, theme: &Theme) -> &'static str {
        match (self.has(id), has_bar) {
            (true, _) => theme.glyphs.on,
            (false, true) => theme.glyphs.bar,
            (false, false) => " ",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_marked_unless_all_are_marked() {
        let [one, two, three] = [1, 2, 3].map(Id::fixed);
        let mut marks = Marks::default();
        marks.turn(two);
        marks.turn_all(&[one, two]);
        assert!(marks.has(one) && marks.has(two));
        marks.turn_all(&[two, three]);
        assert!(marks.has(one) && marks.has(two) && marks.has(three));
        marks.turn_all(&[two, three]);
        assert_eq!(
            [one, two, three].map(|id| marks.has(id)),
            [true, false, false]
        );
        marks.turn(one);
        assert!(!marks.has(one));
    }
}
