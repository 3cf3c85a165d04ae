//! The program: hands its arguments to the command line and ends with its status.

use std::process::ExitCode;

fn main() -> ExitCode {
    goodword::cli::main()
}
