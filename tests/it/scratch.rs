use crate::desk::{Desk, sample_book};

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
