//! The `jiaohao` command: reads arguments and sets the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    jiaohao::cli::main()
}
