//! What a reader process may use.

use serde::{Deserialize, Serialize};

/// What one reader process may use before it is ended.
///
/// Real documents stay far below: of 1,127 real PDFs none took more than 50 MB with the first reader or 5 seconds
/// for a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadLimits {
    /// Bytes of memory of its own; the document itself, which is mapped, is not counted.
    pub memory: u64,
    /// Seconds of computing for one page, or for opening a document.
    pub page_cpu_seconds: u64,
    /// Seconds by the clock for one page, or for opening a document; larger, because the machine may be busy.
    pub page_seconds: u64,
    /// Seconds by the clock for a document, besides two for each page that was read.
    pub document_seconds: u64,
    /// Bytes that the pages of a document may come to, besides four times the size of its file.
    pub output: u64,
    /// Files that may be open at once, the three standard ones included.
    pub open_files: u64,
    /// How often a process may die over one document before its remaining pages are given up.
    pub deaths: u32,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            memory: 1 << 30,
            page_cpu_seconds: 15,
            page_seconds: 45,
            document_seconds: 50,
            output: 256 << 20,
            open_files: 16,
            deaths: 6,
        }
    }
}
