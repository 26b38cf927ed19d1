//! What a face may ask of a library: the methods of [`Library`](super::Library), by what they are about.

mod chats;
mod documents;
mod embedders;
mod imports;
mod index;
mod language;
mod questions;
mod sealing;
mod upkeep;
