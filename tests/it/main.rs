//! Whole pieces of the program, held to what they promise.

mod laws;
mod random;
mod schema;
