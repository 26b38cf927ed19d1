//! The texts of licences.

use std::collections::BTreeMap;
use std::path::Path;

use super::parts::Part;
use crate::packages::licence::is_taken;
use crate::process::Failure;

/// Texts that are the same whoever uses them, for parts that bring none. The first whose terms do is taken.
const KNOWN: [(&str, &str); 4] = [
    ("Apache-2.0", include_str!("texts/Apache-2.0.txt")),
    ("MIT", include_str!("texts/MIT.txt")),
    ("BSD-3-Clause", include_str!("texts/BSD-3-Clause.txt")),
    ("MPL-2.0", include_str!("texts/MPL-2.0.txt")),
];

/// How files begin that hold terms.
const NAMES: [&str; 7] = ["licence", "license", "copying", "copyright", "notice", "unlicense", "patents"];

/// Folders whose content is not in the app.
const NOT_BUILT: [&str; 7] = ["tests", "test", "testdata", "benches", "examples", "node_modules", "docs"];

/// Endings of files that hold code or data, whatever their name.
const NOT_TEXT: [&str; 9] = ["rs", "js", "mjs", "ts", "c", "h", "cmake", "toml", "json"];

/// As deep as sources are looked through.
const DEEPEST: usize = 6;

/// A text is not longer than this, in bytes.
const LONGEST: u64 = 1 << 20;

/// Texts, each with the names of those it came with.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// By their words, so that another line break is no other text.
    found: BTreeMap<String, (Vec<String>, String)>,
}

impl Texts {
    /// Looks for those of a part; one that is known stands in where it brings none.
    ///
    /// # Errors
    /// [`Failure::Found`], if there is none.
    pub(super) fn add(&mut self, part: &Part) -> Result<(), Failure> {
        let mut texts = Vec::new();
        if let Some(folder) = &part.folder {
            gather(folder, DEEPEST, &mut texts)?;
        }
        if texts.is_empty() {
            let known = KNOWN.iter().find(|(licence, _)| is_taken(&part.licence, &[licence]));
            let (_, known) = known.ok_or_else(|| {
                let title = part.title();
                Failure::Found(format!("{title} brings no text of its terms, and “{}” is not known", part.licence))
            })?;
            texts.push((*known).to_owned());
        }
        for text in texts {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let (names, _) = self.found.entry(words).or_insert_with(|| (Vec::new(), text));
            if !names.contains(&part.title()) {
                names.push(part.title());
            }
        }
        Ok(())
    }

    /// Each text, in the order of the parts it came with.
    pub(super) fn each(&self) -> Vec<&(Vec<String>, String)> {
        let mut each: Vec<_> = self.found.values().collect();
        each.sort_by(|one, other| one.0.cmp(&other.0));
        each
    }
}

/// The texts below a folder.
fn gather(folder: &Path, depth: usize, texts: &mut Vec<String>) -> Result<(), Failure> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_link = path.is_symlink();
        if path.is_dir() && !is_link && depth > 0 && !NOT_BUILT.contains(&&*name) && !name.starts_with('.') {
            gather(&path, depth - 1, texts)?;
        } else if path.is_file() && !is_link && holds_terms(&name) && path.metadata()?.len() <= LONGEST {
            texts.push(String::from_utf8_lossy(&std::fs::read(&path)?).into_owned());
        }
    }
    Ok(())
}

fn holds_terms(name: &str) -> bool {
    let is_named_so = NAMES.iter().any(|beginning| name.starts_with(beginning));
    is_named_so && !name.rsplit_once('.').is_some_and(|(_, ending)| NOT_TEXT.contains(&ending))
}
