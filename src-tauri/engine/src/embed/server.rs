//! A model behind an embedding server, as threads use it that may wait.

use std::time::Duration;

use tokio::runtime::Handle;

use super::EmbedError;
use super::endpoint::Endpoint;

/// Texts that are sent in one request: enough that its own cost does not count, few enough that a question does not
/// wait long behind them.
pub(super) const TEXTS_AT_ONCE: usize = 16;

/// How often it is looked whether somebody still waits.
const LOOK: Duration = Duration::from_millis(100);

/// A server's model. Its tokens' vectors are not known.
pub(super) struct ServerModel {
    endpoint: Endpoint,
    runtime: Handle,
}

/// What some models were trained to see before questions and passages, by a part of their names. Servers do not add
/// it. From the models' own cards.
const PREFIXES: [(&str, &str, &str); 6] = [
    ("e5-", "query: ", "passage: "),
    ("nomic-embed-text", "search_query: ", "search_document: "),
    ("mxbai-embed", "Represent this sentence for searching relevant passages: ", ""),
    ("snowflake-arctic-embed", "Represent this sentence for searching relevant passages: ", ""),
    ("bge-m3", "", ""),
    ("bge-", "Represent this sentence for searching relevant passages: ", ""),
];

impl ServerModel {
    /// Asks on a runtime's event loop.
    pub(super) fn new(endpoint: Endpoint, runtime: Handle) -> Self {
        Self { endpoint, runtime }
    }

    /// Names the server and its model.
    pub(super) fn name(&self) -> String {
        self.endpoint.name()
    }

    /// How many numbers a vector has.
    pub(super) fn dimensions(&self) -> usize {
        self.endpoint.dimensions()
    }

    /// What is to be put before questions and passages.
    pub(super) fn prefixes(&self) -> (&'static str, &'static str) {
        let name = self.endpoint.model().to_lowercase();
        let known = PREFIXES.iter().find(|(part, ..)| name.contains(part));
        known.map_or(("", ""), |(_, question, passage)| (question, passage))
    }

    /// The vectors of texts, in their order, each of length one. Blocks.
    ///
    /// # Errors
    /// [`EmbedError::Server`]; [`EmbedError::Stopped`] when it is given up, which closes the connection.
    pub(super) fn embed(&self, texts: &[String], is_given_up: &dyn Fn() -> bool) -> Result<Vec<Vec<f32>>, EmbedError> {
        let given_up = async {
            while !is_given_up() {
                tokio::time::sleep(LOOK).await;
            }
        };
        self.runtime.block_on(async {
            tokio::select! {
                embedded = self.endpoint.embed(texts) => Ok(embedded?),
                () = given_up => Err(EmbedError::Stopped),
            }
        })
    }
}
