//! Files as memory.

use std::fs::File;
use std::io;

use memmap2::Mmap;

/// Maps a file for reading. Its pages are read when they are first used and may be given back by the system when
/// memory is short, so a file of any size costs no memory of the app's own.
///
/// # Errors
/// Those of the system.
#[expect(unsafe_code, reason = "mapping a file is unsafe because another program may change it")]
pub(crate) fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: only files of the app's own are mapped, the model's and the library's originals. They are replaced
    // and never written in place. Bytes that changed all the same are still bytes: every reader of them checks
    // what it reads, and where one is cut short the process that reads it is one that may die.
    unsafe { Mmap::map(file) }
}
