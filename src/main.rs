//! Which door am I? Run it, report, exit.
fn main() {}
