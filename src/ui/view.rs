//! How the person likes to look at pages: which parts are folded, how far back balances go. The same on every page, as long
//! as the program runs. What they have not decided is decided by the room that there is.

use std::collections::BTreeMap;

use crate::insight::ledger::Window;

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    folds: BTreeMap<&'static str, bool>,
    pub window: Window,
}

impl View {
    pub const fn new() -> View {
        View {
            folds: BTreeMap::new(),
            window: Window::Year,
        }
    }

    /// Nothing decided, for where there are no pages.
    pub fn plain() -> &'static View {
        static PLAIN: View = View::new();
        &PLAIN
    }

    /// Whether a part is open; none where that is not decided.
    pub fn is_open(&self, part: &'static str) -> Option<bool> {
        self.folds.get(part).copied()
    }

    pub fn fold(&mut self, part: &'static str, open: bool) {
        self.folds.insert(part, open);
    }
}

impl Default for View {
    fn default() -> View {
        View::new()
    }
}
