//! Now what as a pane and as a page: what stands in which group, what is behind a line, and what each key does.

use crate::desk::{Desk, sample};

#[test]
#[ignore]
fn look() {
    for (w, h) in [(80, 24), (120, 36), (200, 60)] {
        let mut desk: Desk = sample();
        desk.resize(w, h);
        desk.keys("4z");
        println!("{}", desk.text());
        desk.keys(".");
        println!("{}", desk.text());
        desk.keys("q");
        println!("{}", desk.text());
        desk.keys("<esc>:rules<enter>");
        println!("{}", desk.text());
    }
}
