//! The product through its public faces, with the real model, the real index and the real window.
//!
//! What is inside the engine is tested beside its code; here stands what a person, a script or another program
//! can see.

#![allow(clippy::unwrap_used, reason = "in a test a failed assumption should end the test")]
#![allow(clippy::disallowed_types, reason = "tests are the other end of the line")]
#![allow(missing_docs, reason = "a test's name is its documentation")]

// Starting the program, and what it printed.
mod support;

// Servers on this computer that stand in for those of the world.
mod servers;

// `add`: files, folders, repeats, broken files.
mod add;

// Documents that want a language model to obey them.
mod attacks;

// `search` and `ask`: the right page, the words on it, and the plain word where there is no answer.
mod answers;

// Where words are on their pages, by the account of another reader.
#[cfg(target_os = "linux")]
mod boxes;

// Chats: what was asked and answered, with the evidence as it was.
mod chats;

// `kill -9` at a hundred instants: nothing lost, nothing twice, all whole.
#[cfg(unix)]
mod crash;

// One question to every face: the answer and what it cites are the same.
mod faces;

// Full and broken disks, crashes at chosen writes, files that are gone or not to be read.
#[cfg(target_os = "linux")]
mod faults;

// Files that are made to hurt.
mod hostile;

// `--json` on every command.
mod json;

// `list`, `show`, `remove`, `collections`, `doctor`, and one process a library.
mod documents;

// What a window asks a library for: lists, collections, what a drop would do, where it all is.
mod library;

// What others may see: the library's folder, the log, temporary files.
mod privacy;

// The queue of imports, what is not done twice, and watched folders.
mod queue;

// Models, and what a library keeps of each.
mod embedding;

// The choice of what embeds, and the change from one to another.
mod embedders;

// What documents of each format become, scans and encrypted ones among them.
mod reading;

// The Model Context Protocol: `mcp`, as a program that speaks it sees the library.
mod mcp;

// Language models: what they write, and what is made of it.
mod models;

// Language models in files, which the program runs itself.
#[cfg(feature = "local-model")]
mod gguf;
#[cfg(feature = "local-model")]
mod local_models;

// The index on a Qdrant server: a stand-in for one, which can be broken.
mod server_index;

// What is searched for, how it is found, and every document that mentions something.
mod retrieval;

// The loopback HTTP interface: who is let in, what is sent, found and answered, also as a language model answers.
mod serve;

// Libraries that earlier versions have written.
mod migrations;

// What a person sees on a terminal, and what a shell and its reader are told.
mod terminal;

// One file that holds a collection or a library: out of one and into another, locked, damaged, killed.
mod sealed;

// The log, reports, and news of newer versions.
mod upkeep;

// The window, driven through WebDriver under a display of its own.
#[cfg(all(feature = "gui", target_os = "linux"))]
mod window;
