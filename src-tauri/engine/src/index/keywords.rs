//! Text to BM25 sparse vectors, cut into words as Qdrant's server would.

use std::collections::BTreeSet;

use qdrant_edge::bm25_embed::{EdgeBm25, EdgeBm25Config};

use super::IndexError;

/// The words of a text: hashed terms and their weights, in step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeywordVector {
    /// Hashes of the terms.
    pub indices: Vec<u32>,
    /// For a passage the saturated term frequency; for a question one.
    pub values: Vec<f32>,
}

/// The average length of a passage in words that count (stop words are not among them). BM25 weighs long
/// passages down against it; measured on passages of 128 model tokens of English text, of which about 55
/// remain.
const AVERAGE_TERMS: f64 = 55.0;

/// Cuts texts into stemmed, folded terms and weighs them.
#[derive(Debug)]
pub struct Keywords {
    bm25: EdgeBm25,
}

impl Keywords {
    /// For English stop words and stems; other languages are found by their unstemmed words.
    ///
    /// # Errors
    /// [`IndexError::Engine`] if the engine refuses the parameters.
    pub fn new() -> Result<Self, IndexError> {
        let config = serde_json::json!({
            "avg_len": AVERAGE_TERMS, "language": "english", "lowercase": true, "ascii_folding": true,
        });
        let config: EdgeBm25Config =
            serde_json::from_value(config).map_err(|error| IndexError::Engine(error.to_string()))?;
        let bm25 = EdgeBm25::new(config).map_err(|error| IndexError::Engine(error.to_string()))?;
        Ok(Self { bm25 })
    }

    /// A passage's words.
    pub fn of_passage(&self, text: &str) -> KeywordVector {
        let vector = self.bm25.embed_document(text);
        KeywordVector { indices: vector.indices, values: vector.values }
    }

    /// A question's words.
    pub fn of_question(&self, text: &str) -> KeywordVector {
        let vector = self.bm25.embed_query(text);
        KeywordVector { indices: vector.indices, values: vector.values }
    }

    /// The distinct terms of a text, for comparing two texts by their words.
    pub fn terms(&self, text: &str) -> BTreeSet<u32> {
        self.bm25.embed_query(text).indices.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_and_folds_and_leaves_stop_words_out() {
        let keywords = Keywords::new().expect("the parameters are fixed");
        assert_eq!(
            keywords.terms("the running cafés"),
            keywords.terms("run cafe"),
            "a question must find the passage whatever its endings and accents"
        );
    }
}
