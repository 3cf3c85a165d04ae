//! The program: opens a book in memory and shows it.

use chrono::Local;
use goodword::domain::book::Book;
use goodword::session::{Moment, Session};
use goodword::ui::app::App;
use goodword::ui::looks::{self, Wish};
use goodword::ui::run;
use goodword::ui::terminal::screen::Options;

fn main() {
    let book = std::env::args_os()
        .nth(1)
        .and_then(|path| std::fs::read(path).ok())
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_else(|| Book::new(Local::now().date_naive()));
    let session = Session::in_memory(book, 1, || Moment::now(None));
    let theme = looks::theme(Wish::default(), |name| std::env::var_os(name));
    if let Err(refusal) = run::run(App::new(session, theme), Options { mouse: true }) {
        eprintln!("goodword: {refusal}");
        std::process::exit(1);
    }
}
