//! The program from outside: the real terminal, the real files.

mod disk;
mod killed;
mod pty;
mod shelf;
#[cfg(unix)] // elsewhere a console of its own stands between, and says all this in other words
mod terminal;
