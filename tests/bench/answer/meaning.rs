//! How alike two texts are in meaning, by the model that the app brings along.

use std::cell::RefCell;
use std::collections::HashMap;

use paperside_engine::Config;
use paperside_engine::embedding::{Embedder, EmbedderOptions, Precision};
use tokio::runtime::Runtime;

/// The model, and what it has embedded so far.
pub(super) struct Meaning {
    embedder: Embedder,
    runtime: Runtime,
    known: RefCell<HashMap<String, Vec<f32>>>,
}

impl Meaning {
    pub(super) fn new() -> Self {
        let config = Config::locate(Some("unused".into()), None).expect("a library is named");
        let options = EmbedderOptions {
            cache: config.model_cache.as_deref(),
            precision: Precision::default(),
            threads: config.embedding_threads,
        };
        let embedder = Embedder::load(&config.model, options, &|_| false).expect("the model is there");
        Self { embedder, runtime: Runtime::new().expect("a runtime"), known: RefCell::default() }
    }

    /// From 0 to 1, as the check is told in the app.
    pub(super) fn likeness(&self, one: &str, other: &str) -> Option<f32> {
        let mut known = self.known.borrow_mut();
        let missing: Vec<String> =
            [one, other].into_iter().filter(|text| !known.contains_key(*text)).map(str::to_owned).collect();
        let vectors = self.runtime.block_on(self.embedder.vectors(missing.clone())).ok()?;
        known.extend(missing.into_iter().zip(vectors));
        let cosine = known[one].iter().zip(&known[other]).map(|(one, other)| one * other).sum();
        Some(self.embedder.likeness().as_reference(cosine).clamp(0.0, 1.0))
    }
}
