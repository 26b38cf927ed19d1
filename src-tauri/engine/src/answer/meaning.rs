//! How alike two texts are in meaning, as the check of answers asks it: often of the same sentence.

use std::cell::RefCell;
use std::collections::HashMap;

use tokio::runtime::Handle;

use crate::embed::Embedder;

/// An embedder, and what it has embedded for one answer.
pub struct Meaning {
    embedder: Embedder,
    runtime: Handle,
    known: RefCell<HashMap<String, Vec<f32>>>,
}

impl Meaning {
    /// Nothing is embedded yet. The runtime is that on which the embedder is waited for.
    pub fn new(embedder: Embedder, runtime: Handle) -> Self {
        Self { embedder, runtime, known: RefCell::default() }
    }

    /// From 0 to 1, on the scale of the model that the app brings along; none if the embedder cannot tell. Blocks, so it
    /// is not for the threads of the runtime.
    pub fn likeness(&self, one: &str, other: &str) -> Option<f32> {
        let mut known = self.known.borrow_mut();
        let missing: Vec<String> =
            [one, other].into_iter().filter(|text| !known.contains_key(*text)).map(str::to_owned).collect();
        let vectors = self.runtime.block_on(self.embedder.vectors(missing.clone())).ok()?;
        known.extend(missing.into_iter().zip(vectors));
        let cosine = known.get(one)?.iter().zip(known.get(other)?).map(|(one, other)| one * other).sum();
        Some(self.embedder.likeness().as_reference(cosine).clamp(0.0, 1.0))
    }
}
