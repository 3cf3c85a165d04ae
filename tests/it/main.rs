//! The program from outside: the real terminal, the real files.

mod pty;
mod terminal;
