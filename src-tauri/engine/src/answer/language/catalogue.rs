//! Language models for download that are known to answer from passages, and that a usual computer can run.
//!
//! A short list on purpose: each is worth its place for somebody, and its licence lets everybody use it.

/// A language model for download, as llama.cpp stores them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogueFile {
    /// The name of its folder.
    pub id: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Where it is on the hub.
    pub repo: &'static str,
    /// Which state of it.
    pub revision: &'static str,
    /// Its file there.
    pub file: &'static str,
    /// What it understands, in words.
    pub languages: &'static str,
    /// About how much is loaded, in millions of bytes. For the person; the hub says it exactly.
    pub megabytes: u32,
    /// Its licence, as SPDX writes it.
    pub licence: &'static str,
    /// Who it is for, in a sentence.
    pub suits: &'static str,
}

/// The models, the smallest first.
pub const CATALOGUE: &[CatalogueFile] = &[
    CatalogueFile {
        id: "qwen2.5-1.5b-instruct",
        title: "Qwen 2.5 1.5B",
        repo: "Qwen/Qwen2.5-1.5B-Instruct-GGUF",
        revision: "main",
        file: "qwen2.5-1.5b-instruct-q4_k_m.gguf",
        languages: "English and 28 others",
        megabytes: 1117,
        licence: "Apache-2.0",
        suits: "For a computer without a graphics card: quick, and right about plain questions.",
    },
    CatalogueFile {
        id: "phi-3-mini-4k-instruct",
        title: "Phi 3 mini",
        repo: "microsoft/Phi-3-mini-4k-instruct-gguf",
        revision: "main",
        file: "Phi-3-mini-4k-instruct-q4.gguf",
        languages: "English",
        megabytes: 2394,
        licence: "MIT",
        suits: "For English documents with 8 GB of memory: slower, and better at putting two passages together.",
    },
    CatalogueFile {
        id: "qwen3-4b",
        title: "Qwen 3 4B",
        repo: "Qwen/Qwen3-4B-GGUF",
        revision: "main",
        file: "Qwen3-4B-Q4_K_M.gguf",
        languages: "English and about 100 others",
        megabytes: 2497,
        licence: "Apache-2.0",
        suits: "For hard questions with 8 GB of memory: it thinks before it answers, which takes a minute or more.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_has_a_folder_of_its_own_and_a_file_that_can_be_run() {
        let mut ids: Vec<&str> = CATALOGUE.iter().map(|model| model.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), CATALOGUE.len());
        for CatalogueFile { id, file, licence, .. } in CATALOGUE {
            assert!(id.chars().all(|letter| letter.is_ascii_alphanumeric() || "-.".contains(letter)), "{id}");
            assert!(super::super::local::is_model_file(file.as_ref()), "{file}");
            assert!(["Apache-2.0", "MIT"].contains(licence), "{id}: {licence}");
        }
    }
}
