//! Embedding models that are known to be good and to work here.
//!
//! A short list on purpose: each is worth its place for somebody, and its licence lets everybody use it.

use super::Pooling;

/// The files that a model is made of, as its hub names them.
pub const MODEL_FILES: [&str; 3] = ["model.safetensors", "tokenizer.json", "config.json"];

/// An embedding model for download.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CatalogueModel {
    /// The name of its folder, and of its vectors.
    pub id: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Where it is on the hub.
    pub repo: &'static str,
    /// Which state of it.
    pub revision: &'static str,
    /// What it understands, in words.
    pub languages: &'static str,
    /// How many numbers a vector has.
    pub dimensions: usize,
    /// The longest text that is embedded whole, in tokens, the model's own marks included.
    pub max_tokens: usize,
    /// About how much is loaded, all of [`MODEL_FILES`] together. For the person; the hub says it exactly.
    pub megabytes: u32,
    /// Its licence, as SPDX writes it.
    pub licence: &'static str,
    /// What is put before a question.
    pub query_prefix: &'static str,
    /// What is put before a passage.
    pub passage_prefix: &'static str,
    /// How the vectors of tokens become one.
    pub pooling: Pooling,
    /// Whether the app brings it along.
    pub bundled: bool,
    /// Who it is for, in a sentence.
    pub suits: &'static str,
}

/// What both BGE and Arctic models were trained to see before a question.
const SEARCH_PREFIX: &str = "Represent this sentence for searching relevant passages: ";

/// The models, the one that the app brings along first.
pub const CATALOGUE: &[CatalogueModel] = &[
    CatalogueModel {
        id: "all-MiniLM-L6-v2",
        title: "MiniLM L6",
        repo: "sentence-transformers/all-MiniLM-L6-v2",
        revision: "main",
        languages: "English",
        dimensions: 384,
        max_tokens: 256,
        megabytes: 91,
        licence: "Apache-2.0",
        query_prefix: "",
        passage_prefix: "",
        pooling: Pooling::Mean,
        bundled: true,
        suits: "For everybody to begin with: it is there already, and the fastest.",
    },
    CatalogueModel {
        id: "bge-small-en-v1.5",
        title: "BGE small",
        repo: "BAAI/bge-small-en-v1.5",
        revision: "main",
        languages: "English",
        dimensions: 384,
        max_tokens: 512,
        megabytes: 134,
        licence: "MIT",
        query_prefix: SEARCH_PREFIX,
        passage_prefix: "",
        pooling: Pooling::First,
        bundled: false,
        suits: "For English documents when answers should be found more surely and reading may take twice as long.",
    },
    CatalogueModel {
        id: "bge-base-en-v1.5",
        title: "BGE base",
        repo: "BAAI/bge-base-en-v1.5",
        revision: "main",
        languages: "English",
        dimensions: 768,
        max_tokens: 512,
        megabytes: 439,
        licence: "MIT",
        query_prefix: SEARCH_PREFIX,
        passage_prefix: "",
        pooling: Pooling::First,
        bundled: false,
        suits: "For English documents on a fast computer, when finding matters more than time and memory.",
    },
    CatalogueModel {
        id: "snowflake-arctic-embed-s",
        title: "Arctic Embed small",
        repo: "Snowflake/snowflake-arctic-embed-s",
        revision: "main",
        languages: "English",
        dimensions: 384,
        max_tokens: 512,
        megabytes: 134,
        licence: "Apache-2.0",
        query_prefix: SEARCH_PREFIX,
        passage_prefix: "",
        pooling: Pooling::First,
        bundled: false,
        suits: "For English documents that are asked real questions, rather than compared with each other.",
    },
    // Its numbers are published in half precision.
    CatalogueModel {
        id: "gte-small",
        title: "GTE small",
        repo: "thenlper/gte-small",
        revision: "main",
        languages: "English",
        dimensions: 384,
        max_tokens: 512,
        megabytes: 68,
        licence: "MIT",
        query_prefix: "",
        passage_prefix: "",
        pooling: Pooling::Mean,
        bundled: false,
        suits: "For English documents with longer passages, by a small download.",
    },
    CatalogueModel {
        id: "e5-small-v2",
        title: "E5 small",
        repo: "intfloat/e5-small-v2",
        revision: "main",
        languages: "English",
        dimensions: 384,
        max_tokens: 512,
        megabytes: 134,
        licence: "MIT",
        query_prefix: "query: ",
        passage_prefix: "passage: ",
        pooling: Pooling::Mean,
        bundled: false,
        suits: "For English documents that are asked short questions.",
    },
    // A BERT with the tokenizer of XLM-R: its pieces are SentencePiece's, and its vocabulary is most of its size.
    CatalogueModel {
        id: "multilingual-e5-small",
        title: "E5 small, multilingual",
        repo: "intfloat/multilingual-e5-small",
        revision: "main",
        languages: "about 100 languages",
        dimensions: 384,
        max_tokens: 512,
        megabytes: 489,
        licence: "MIT",
        query_prefix: "query: ",
        passage_prefix: "passage: ",
        pooling: Pooling::Mean,
        bundled: false,
        suits: "For documents in other languages than English, and for questions in another language than theirs.",
    },
];

/// The model of a name, if it is one of them.
pub fn recommended(name: &str) -> Option<&'static CatalogueModel> {
    CATALOGUE.iter().find(|model| model.id == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_model_is_there_once_and_whole() {
        let ids: HashSet<_> = CATALOGUE.iter().map(|model| model.id).collect();
        assert_eq!(ids.len(), CATALOGUE.len(), "an id is a folder's name");
        for model in CATALOGUE {
            assert!(model.repo.ends_with(model.id), "{}: a folder is called as the hub calls it", model.id);
            assert!(model.dimensions > 0 && model.max_tokens > 0 && model.megabytes > 0, "{}", model.id);
            let texts = [model.title, model.revision, model.languages, model.licence, model.suits];
            assert!(texts.into_iter().all(|text| !text.trim().is_empty()), "{}", model.id);
            assert!(model.suits.ends_with('.'), "{}: it is a sentence", model.id);
        }
    }

    #[test]
    fn one_model_comes_along() {
        assert!(CATALOGUE[0].bundled && CATALOGUE[1..].iter().all(|model| !model.bundled));
    }

    #[test]
    fn prefixes_end_where_the_text_begins() {
        let prefixes = CATALOGUE.iter().flat_map(|model| [model.query_prefix, model.passage_prefix]);
        assert!(prefixes.into_iter().all(|prefix| prefix.is_empty() || prefix.ends_with(": ")));
    }
}
