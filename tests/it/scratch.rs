use crate::desk::{Desk, sample_book};
use std::time::Instant;

#[allow(dead_code)]
#[path = "../../examples/book/author.rs"]
mod author;

#[test]
fn scratch() {
    let keys = std::env::var("KEYS").unwrap_or_default();
    let size: Vec<u16> = std::env::var("SIZE")
        .unwrap_or("120x36".into())
        .split('x')
        .map(|n| n.parse().unwrap())
        .collect();
    let mut desk = Desk::with(sample_book(), size[0], size[1]);
    for part in keys.split('|') {
        desk.keys(part);
        println!("--- {part}\n{}\nsaid: {}", desk.text(), desk.app.said());
    }
}

#[test]
fn speed() {
    let book = author::Author::new().write(10_000);
    println!("{} people {} events", book.people.len(), book.events.len());
    let mut desk = Desk::with(book.clone(), 200, 60);
    for part in [
        "P", "j", "j", "j", "G", "g", "<ctrl-d>", "X", "j", "A", "j", "A", "F", "<esc>", "/", "s",
        "o", "u", "<enter>", "j", "j", "<esc>", "t", "u", "4", "j", "j", "<enter>", "<esc>", "-",
        "j", "1", "j", ".", "<esc>", "AT", "b", "u", "?", "<esc>",
    ] {
        let now = Instant::now();
        desk.keys(part);
        println!("{part:8} {:?}  {}", now.elapsed(), desk.app.said());
    }
    let now = Instant::now();
    let all = goodword::insight::twins::all(&book);
    println!("twins::all {:?} {}", now.elapsed(), all.len());
    let ids: Vec<_> = book.people.iter().map(|(id, _)| id).take(200).collect();
    let now = Instant::now();
    for id in &ids {
        goodword::insight::twins::of(&book, *id);
    }
    println!("twins::of {:?}", now.elapsed() / 200);
    let now = Instant::now();
    let practice = goodword::insight::practice::Practice::of(&book, crate::desk::today());
    println!("practice {:?}", now.elapsed());
    let now = Instant::now();
    goodword::insight::facets::counted(practice.everyone().iter().copied(), &practice);
    println!("facets {:?}", now.elapsed());
    let now = Instant::now();
    let mut other = book.clone();
    let traces = book.traces(ids[3]);
    other.forget(&traces, Some(1));
    println!("forget {:?}", now.elapsed());
    let now = Instant::now();
    book.mentions(ids[3]);
    println!("mentions {:?}", now.elapsed());
}
