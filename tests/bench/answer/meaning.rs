//! The model that the app brings along, for the check to ask.

use paperside_engine::Config;
use paperside_engine::checking::Meaning;
use paperside_engine::embedding::{Embedder, EmbedderOptions, Precision};
use tokio::runtime::Runtime;

/// What the check asks in the app, and the runtime that it waits on.
pub(super) fn load() -> (Meaning, Runtime) {
    let config = Config::locate(Some("unused".into()), None).expect("a library is named");
    let options = EmbedderOptions {
        cache: config.model_cache.as_deref(),
        precision: Precision::default(),
        threads: config.embedding_threads,
    };
    let embedder = Embedder::load(&config.model, options, &|_| false).expect("the model is there");
    let runtime = Runtime::new().expect("a runtime");
    (Meaning::new(embedder, runtime.handle().clone()), runtime)
}
