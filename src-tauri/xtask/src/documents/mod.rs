//! Documents that name what there is, and must not fall behind it.
//!
//! # Layout
//! - [`dependencies`]: what the app is built from
//! - [`security`]: what defends the person, and which test proves it
//! - [`commands`]: what the web view may ask for
//! - [`folders`]: where things live
//! - [`links`]: where documents lead to, and what they tell people to type

mod commands;
mod dependencies;
mod folders;
mod links;
mod security;

/// A document of this name.
fn read(name: &str) -> String {
    std::fs::read_to_string(crate::process::root().join("docs").join(name)).expect("it is there")
}

/// What stands between backquotes at the beginning of a table's rows, with the rest of the row.
fn rows(document: &str) -> impl Iterator<Item = (&str, &str)> {
    document.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
}
