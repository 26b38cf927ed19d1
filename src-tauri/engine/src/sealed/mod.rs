//! Collections and whole libraries in one file that opens on any machine, without reading or embedding again.
//!
//! The file is a tar archive, compressed by Zstandard and, if a passphrase locks it, encrypted as `age` does. What is
//! in it has a form of its own that no version of the catalog shows through: lines of JSON with named fields, of which
//! those that a reader does not know are passed over, and plain numbers for what there is much of. `docs/sealed.md`
//! says it in full.
//!
//! Nothing is held in memory but a line or a page at a time. Nothing that a file says of itself is believed: it is
//! unpacked into a folder of its own and looked through to its end before anybody takes anything from it.
//!
//! The room knows pages and passages. It knows no catalog and no index: what goes in and where it goes is for the
//! library to say.
//!
//! # Layout
//! - [`manifest`]: what a file says of itself first, and how its parts are called
//! - [`parts`]: the lines of each part
//! - [`numbers`]: words' places and vectors as plain numbers
//! - [`envelope`]: the outside: compressed, and locked if a passphrase is given
//! - [`draft`]: a file before it is written: measured first, and written then
//! - [`mod@write`]: parts to a file
//! - [`mod@unpack`]: a file to a folder, byte by byte as it was listed
//! - [`mod@glance`]: what a file says of itself, before anything of it is unpacked
//! - [`staged`]: what is in that folder
//! - [`check`]: whether it fits together
//! - [`lines`]: one JSON object a line
//! - [`error`]: why not

mod check;
mod draft;
mod envelope;
mod error;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod glance;
mod lines;
mod manifest;
mod numbers;
mod parts;
mod staged;
#[cfg(test)]
mod tests;
mod unpack;
mod write;

pub(crate) use check::is_path;
pub(crate) use draft::{Draft, Writing};
pub use error::SealedError;
pub(crate) use error::{damaged, reasons};
pub(crate) use glance::glance;
pub use glance::{SEALED_EXTENSION, is_sealed};
pub(crate) use manifest::{Contents, SealedModel};
pub(crate) use parts::{
    ChatLine, CollectionLine, DocumentLine, FolderLine, PinLine, SealedChat, SealedPath, SealedTurn, SettingLine,
};
pub(crate) use staged::{Staged, StagedDocument};
pub(crate) use unpack::{Progress, unpack};
pub(crate) use write::Parts;

/// The version of the form that this app writes.
const VERSION: u32 = 1;

/// The lowest version of the form that a reader must know to open what this app writes.
const NEEDS: u32 = 1;
