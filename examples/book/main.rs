//! Writes "a book of N", the measure of every speed: N referrals (one in twenty open) with 5 moves each, N/2 people,
//! 4N events; N/10 clients with an agreement, an expectation and somebody to ask about, N/8 promises. The same N gives the same bytes.
//!
//! `cargo run --release --example book -- 2000 target/book.json`

mod author;

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use author::Author;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(count), Some(path), None) = (args.next(), args.next(), args.next()) else {
        return Err("say how many referrals and where to: book 2000 target/book.json".into());
    };
    let book = Author::new().write(count.parse()?);
    let mut file = BufWriter::new(File::create(Path::new(&path))?);
    serde_json::to_writer_pretty(&mut file, &book)?;
    writeln!(file)?;
    file.flush()?;
    Ok(())
}
