//! Paths and folders to files.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The files at these paths, folders walked in the order of names, each lazily.
///
/// Hidden files and folders inside a folder are passed over; what is named outright is taken. A folder reached
/// again through a link is not walked twice. A path that cannot be looked into is given as it is: reading it
/// will tell why.
pub(super) fn expand(paths: &[PathBuf]) -> impl Iterator<Item = PathBuf> + use<> {
    Walk { waiting: paths.iter().rev().cloned().collect(), walked: HashSet::new() }
}

struct Walk {
    /// A stack: what comes first is last.
    waiting: Vec<PathBuf>,
    walked: HashSet<PathBuf>,
}

impl Iterator for Walk {
    type Item = PathBuf;

    fn next(&mut self) -> Option<PathBuf> {
        loop {
            let path = self.waiting.pop()?;
            if !path.is_dir() {
                return Some(std::path::absolute(&path).unwrap_or(path));
            }
            match entries(&path) {
                Ok(entries) if self.is_new(&path) => self.waiting.extend(entries.into_iter().rev()),
                Ok(_) => {}
                Err(_) => return Some(path),
            }
        }
    }
}

impl Walk {
    fn is_new(&mut self, folder: &Path) -> bool {
        self.walked.insert(folder.canonicalize().unwrap_or_else(|_| folder.to_owned()))
    }
}

fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_in_order_past_hidden_files_and_loops() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        std::fs::create_dir_all(root.join("b/.git")).expect("a folder");
        for file in ["c.pdf", "b/a.md", "b/.hidden", "b/.git/config"] {
            std::fs::write(root.join(file), "x").expect("a file");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(root, root.join("b/loop")).expect("a link");
        let found: Vec<_> = expand(&[root.to_owned(), root.join("b/.hidden")]).collect();
        assert_eq!(found, [root.join("b/a.md"), root.join("c.pdf"), root.join("b/.hidden")]);
    }

    #[test]
    fn a_path_that_is_not_there_is_reported_by_the_reader() {
        let path = PathBuf::from("/nowhere/at-all.pdf");
        assert_eq!(expand(std::slice::from_ref(&path)).collect::<Vec<_>>(), [path]);
    }
}
