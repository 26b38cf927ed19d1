//! Bringing into memory what a search reads here and there, so that the first ones after the start need not wait for the
//! disk at each step.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::priority;

/// What the names of the engine's files begin with that are walked over: vectors in eight bits, and links of graphs.
const WALKED: [&str; 2] = ["quantized.data", "links"];

/// Bytes that are read at a time.
const AT_ONCE: usize = 1 << 20;

/// Reads those files from end to end, which leaves them in the memory that the system can spare. Dropping it ends that.
#[derive(Default)]
pub(super) struct Warming {
    is_over: Arc<AtomicBool>,
}

impl Warming {
    /// Reads those of the index in this folder, on a thread of its own, if there are any.
    pub(super) fn start(&self, index: &Path) {
        let files = walked(index);
        if files.is_empty() {
            return;
        }
        let is_over = Arc::clone(&self.is_over);
        let work = move || {
            priority::give_way();
            let mut buffer = vec![0; AT_ONCE];
            files.iter().for_each(|file| read(file, &mut buffer, &is_over));
        };
        if let Err(error) = std::thread::Builder::new().name("index-warm".to_owned()).spawn(work) {
            tracing::debug!(%error, "the first searches wait for the disk");
        }
    }
}

impl Drop for Warming {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

/// The files that are walked over, in any depth.
fn walked(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let of_entry = |path: PathBuf| {
        if path.is_dir() {
            return walked(&path);
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if WALKED.iter().any(|walked| name.starts_with(walked)) { vec![path] } else { Vec::new() }
    };
    entries.flat_map(|entry| of_entry(entry.path())).collect()
}

/// Reads a file, unless that is over. One that is gone meanwhile need not be read.
fn read(file: &Path, buffer: &mut [u8], is_over: &AtomicBool) {
    let Ok(mut file) = File::open(file) else { return };
    while !is_over.load(Ordering::Relaxed) && file.read(buffer).is_ok_and(|bytes| bytes > 0) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_walked_over_is_found_and_nothing_else() {
        let index = tempfile::tempdir().expect("a folder");
        let part = index.path().join("segments").join("one");
        for (folder, name) in [
            ("vector_storage-dense", "quantized.data"),
            ("vector_storage-dense", "matrix.dat"),
            ("vector_index-dense", "links_compressed.bin"),
            ("vector_index-dense", "graph.bin"),
        ] {
            fs::create_dir_all(part.join(folder)).expect("room");
            fs::write(part.join(folder).join(name), "x").expect("room");
        }
        let mut found = walked(index.path());
        found.sort();
        let expected = ["vector_index-dense/links_compressed.bin", "vector_storage-dense/quantized.data"];
        assert_eq!(found, expected.map(|path| part.join(path)));
    }
}
