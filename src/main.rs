//! The `jiaohao` command.
fn main() {}
