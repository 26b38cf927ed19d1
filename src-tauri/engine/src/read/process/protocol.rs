//! What the app and a reader process say to each other: frames over the process's standard input and output.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::ReadLimits;
use crate::read::{DocumentInfo, Page, PageImage, ReadError};

/// Changed whenever the meaning of a frame does: an app that was updated while it runs must not talk to a reader of
/// the new version.
pub(super) const PROTOCOL: u32 = 2;

/// The first frame to a process.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Hello {
    /// [`PROTOCOL`] of the app.
    pub(super) protocol: u32,
    /// The folder that documents are read from; no other file can be opened.
    pub(super) folder: PathBuf,
    /// What it may use.
    pub(super) limits: ReadLimits,
}

/// A document to be read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    /// Where it is.
    pub(super) file: PathBuf,
    /// What the person calls it; its ending tells texts apart.
    pub(super) filename: String,
    /// What opens it.
    pub(super) password: Option<String>,
    /// The first page to be delivered.
    pub(super) from: u32,
    /// Whether a process died over that page, so that it is tried another way.
    pub(super) distrust: bool,
    /// Whether pictures of pages without text are wanted.
    pub(super) pictures: bool,
}

/// What a process says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Reply {
    /// It is confined, and ready.
    Ready,
    /// It speaks another protocol.
    Foreign,
    /// What is known of the document before its first page.
    Begin(DocumentInfo),
    /// The picture of the page that comes next.
    Picture(PageImage),
    /// A page.
    Page(Box<Page>),
    /// The document has ended.
    Done,
    /// It cannot be read.
    Refused(ReadError),
}

/// Reads any bytes as frames, to their end or the first that is none.
#[cfg(fuzzing)]
pub(in crate::read) fn read_any(bytes: &[u8]) {
    use crate::confined::{read_frame, write_frame};

    let (mut hellos, mut requests, mut replies) = (bytes, bytes, bytes);
    while let Ok(Some(Hello { .. })) = read_frame(&mut hellos) {}
    while let Ok(Some(Request { .. })) = read_frame(&mut requests) {}
    while let Ok(Some(reply)) = read_frame::<Reply>(&mut replies) {
        write_frame(&mut std::io::sink(), &reply).expect("what was read can be written");
    }
}
