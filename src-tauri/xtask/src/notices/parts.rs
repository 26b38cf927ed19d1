//! What the packages bring along.

use std::path::PathBuf;

use crate::packages::crates::Crates;
use crate::packages::npm;
use crate::process::Failure;

/// What the build of the window copies parts of into it, though it is asked for to build with only.
const COMPILED_IN: [&str; 1] = ["svelte"];

/// The packages that the window is made of.
const WINDOW: [&str; 5] = ["@lezer/common", "@lezer/markdown", "@tauri-apps/api", "pdfjs-dist", "temml"];

/// Something that others made.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) version: String,
    /// An SPDX expression.
    pub(super) licence: String,
    pub(super) authors: Vec<String>,
    /// Its sources, if they are here.
    pub(super) folder: Option<PathBuf>,
}

impl Part {
    /// What it is called.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.name, self.version).trim_end().to_owned()
    }

    /// Who made it, as the end of a line.
    pub(super) fn by(&self) -> String {
        if self.authors.is_empty() { String::new() } else { format!(", by {}", self.authors.join(", ")) }
    }
}

/// All of a build with these features on this system.
///
/// # Errors
/// Those of cargo and of the disk.
pub(super) fn all(features: &str) -> Result<Vec<Part>, Failure> {
    let crates = Crates::shipped(features)?;
    let mut parts: Vec<Part> = crates
        .linked_into("paperside")
        .into_iter()
        .map(|one| Part {
            name: one.name.clone(),
            version: one.version.clone(),
            licence: one.licence.clone(),
            authors: one.authors.clone(),
            folder: Some(one.folder.clone()),
        })
        .collect();
    let packages = npm::locked()?;
    let of_window = npm::with_what_they_need(&packages, &[&WINDOW[..], &COMPILED_IN].concat());
    // What is optional to them is for other places than a window.
    parts.extend(of_window.into_iter().filter(|package| !package.is_optional).map(|package| Part {
        name: package.name.clone(),
        version: package.version.clone(),
        licence: package.licence.clone(),
        authors: Vec::new(),
        folder: Some(package.folder()),
    }));
    parts.extend([
        // It finds by meaning. Its weights come without a text of their licence.
        without_sources("sentence-transformers/all-MiniLM-L6-v2", "Apache-2.0", "the makers of Sentence Transformers"),
        without_sources("The standard library of Rust", "MIT OR Apache-2.0", "the Rust project"),
    ]);
    Ok(parts)
}

fn without_sources(name: &str, licence: &str, maker: &str) -> Part {
    Part {
        name: name.to_owned(),
        version: String::new(),
        licence: licence.to_owned(),
        authors: vec![maker.to_owned()],
        folder: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_made_of_what_its_manifest_asks_for() {
        let manifest = crate::process::root().join("ui/package.json");
        let manifest: serde_json::Value =
            serde_json::from_slice(&std::fs::read(manifest).expect("it is there")).expect("it is JSON");
        let asked = manifest["dependencies"].as_object().expect("it asks for some");
        assert!(asked.keys().eq(WINDOW), "{asked:?}");
    }
}
