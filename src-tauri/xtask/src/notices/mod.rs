//! What the packages owe to others: each crate, package of the UI and model that they bring along, with its terms.
//!
//! # Layout
//! - [`parts`]: what is brought along, and where its sources are
//! - [`texts`]: the texts of licences, found among the sources or known

mod parts;
mod texts;

use std::fmt::Write;
use std::path::PathBuf;

use crate::process::{Failure, root};
use parts::Part;
use texts::Texts;

/// Where they are written.
const FILE: &str = "target/notices/third-party.txt";

/// Wide enough to be seen, narrow enough for a terminal.
const LINE: &str = "--------------------------------------------------------------------------------";

/// Writes them for a build with these features, and tells where.
///
/// # Errors
/// [`Failure::Found`], if there is no text for the terms of something that is brought along, and those of the disk.
pub(crate) fn write(features: &str) -> Result<PathBuf, Failure> {
    let parts = parts::all(features)?;
    let notices = notices(&parts)?;
    let file = root().join(FILE);
    file.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(&file, &notices)?;
    println!("{FILE}: {} parts, {} KiB", parts.len(), notices.len() / 1024);
    Ok(file)
}

/// A list of the parts, then each text once, under the names of those it came with.
fn notices(parts: &[Part]) -> Result<String, Failure> {
    let mut all = "Paperside is made of the work of many. What it brings along, and under which terms:\n\n".to_owned();
    let mut texts = Texts::default();
    for part in parts {
        let _ = writeln!(all, "{} ({}){}", part.title(), part.licence, part.by());
        texts.add(part)?;
    }
    for (names, text) in texts.each() {
        let _ = write!(all, "\n{LINE}\n{}\n{LINE}\n\n{}\n", names.join(", "), text.trim_end());
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn sources(folder: &Path, files: &[(&str, &str)]) -> PathBuf {
        for (file, text) in files {
            let file = folder.join(file);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            std::fs::write(file, text).expect("a file");
        }
        folder.to_owned()
    }

    fn part(name: &str, licence: &str, folder: Option<PathBuf>) -> Part {
        Part {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.to_owned(),
            authors: vec!["Ada".to_owned()],
            folder,
        }
    }

    #[test]
    fn a_text_stands_once_with_all_it_came_with() {
        let folder = tempfile::tempdir().expect("a folder");
        let same = "You may   do\nanything.";
        let one = sources(
            &folder.path().join("one"),
            &[("LICENSE", same), ("src/lib.rs", "code"), ("tests/LICENSE", "of a test's data")],
        );
        let other = sources(
            &folder.path().join("other"),
            &[("license-mit.md", "You may do anything.\n"), ("vendor/c/COPYING", "Of the C.")],
        );
        let parts = [part("one", "MIT", Some(one)), part("other", "MIT", Some(other))];
        let notices = notices(&parts).expect("all have texts");
        assert!(notices.contains("one 1.0.0 (MIT)") && notices.contains("other 1.0.0 (MIT)"), "{notices}");
        assert_eq!(notices.matches("anything.").count(), 1, "{notices}");
        assert!(notices.contains("\none 1.0.0, other 1.0.0\n"), "{notices}");
        assert!(notices.contains("Of the C."), "what a crate brings along itself has terms of its own");
        assert!(!notices.contains("of a test's data"));
    }

    #[test]
    fn who_ships_no_text_is_named_with_the_usual_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let sources = sources(folder.path(), &[("src/lib.rs", "code")]);
        let bare = part("bare", "LGPL-2.1-or-later OR Apache-2.0", Some(sources));
        let notices = notices(&[bare]).expect("the text is known");
        assert!(notices.contains("bare 1.0.0 (LGPL-2.1-or-later OR Apache-2.0), by Ada"), "{notices}");
        assert!(notices.contains("Apache License"));
    }

    #[test]
    fn a_part_without_any_text_is_no_part() {
        let bare = part("odd", "Odd-1.0", None);
        let failure = notices(&[bare]).expect_err("nobody knows these terms").to_string();
        assert!(failure.contains("odd 1.0.0") && failure.contains("Odd-1.0"), "{failure}");
    }
}
