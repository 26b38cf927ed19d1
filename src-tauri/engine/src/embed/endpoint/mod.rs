//! Embedding by a server that speaks as `OpenAI`'s does: on this computer, in the house or far away.
//!
//! What is embedded leaves the app for that server alone. Which texts are sent together, and with which prefixes, is
//! for the caller to say; one call is one request.

mod address;
mod answer;
mod error;
#[cfg(test)]
mod tests;

pub use address::EndpointAddress;
pub use error::EndpointError;

use std::fmt;
use std::time::Duration;

use reqwest::Url;
use serde::Serialize;

use crate::net::{Net, NetError, below, shown};
use answer::{Embeddings, Models};

/// What a server is asked to embed to learn how it does so.
const PROBE: &str = "paper";

/// The most numbers that a vector can be thought to have.
const MOST_DIMENSIONS: usize = 16_384;

/// The longest that a number can be in an answer, with the spaces and the line break that some servers put in.
const BYTES_OF_NUMBER: usize = 40;

/// What else an answer may hold, in bytes.
const BYTES_BESIDE: usize = 256 * 1024;

/// The longest list of models, in bytes. Some servers lend those of many others.
const MODELS_LIMIT: u64 = 4 * 1024 * 1024;

/// How long a batch may take. A small computer with a large model is slow.
const PATIENCE: Duration = Duration::from_mins(5);

/// What requests are for, as the person reads it.
const EMBEDDING: &str = "embed texts";
const LOOKING: &str = "look at an embedding server";

/// A server and one of its models. Cheap enough to clone.
#[derive(Clone)]
pub struct Endpoint {
    server: Server,
    model: String,
    dimensions: usize,
}

/// A server at one of the places where it may be.
#[derive(Clone)]
struct Server {
    net: Net,
    base: Url,
    key: Option<String>,
}

#[derive(Serialize)]
struct Question<'a> {
    model: &'a str,
    input: &'a [String],
}

impl Endpoint {
    /// Finds the server at an address, and learns how many numbers its vectors have from a word it is sent.
    ///
    /// A server that is still getting ready is waited for. One that is not there is not: somebody may be looking at the
    /// settings.
    ///
    /// # Errors
    /// [`EndpointError`].
    pub async fn connect(net: Net, address: &EndpointAddress) -> Result<Self, EndpointError> {
        let (model, probe) = (&address.model, &[PROBE.to_owned()]);
        let embed = |server: Server| async move { server.embed(model, probe, None, LOOKING).await };
        let (server, vectors) = Server::find(&net, address, embed).await?;
        let dimensions = vectors.first().map_or(0, Vec::len);
        Ok(Self { server, model: address.model.clone(), dimensions })
    }

    /// The server that was found at an address before, without asking it anything.
    ///
    /// # Errors
    /// [`EndpointError`] if there can be no server at such an address.
    pub fn known(net: Net, address: &EndpointAddress, dimensions: usize) -> Result<Self, EndpointError> {
        let nowhere = || NetError::Unsendable { reason: "there is no address".to_owned() };
        let base = address.bases()?.into_iter().next().ok_or_else(nowhere)?;
        let server = Server { net, base, key: key_of(address) };
        Ok(Self { server, model: address.model.clone(), dimensions })
    }

    /// The models of a server, in its order, for the person to choose from. Not all of them embed.
    ///
    /// # Errors
    /// [`EndpointError`].
    pub async fn models(net: Net, address: &EndpointAddress) -> Result<Vec<String>, EndpointError> {
        let models = |server: Server| async move { server.models().await };
        Ok(Server::find(&net, address, models).await?.1)
    }

    /// The vectors of texts in their order, each of length one, by one request. A server that is busy or away is
    /// tried again a few times; dropping the future ends that.
    ///
    /// # Errors
    /// [`EndpointError`].
    pub async fn embed(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, EndpointError> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let mut backoff = self.server.net.backoff();
        loop {
            let error = match self.server.embed(&self.model, texts, Some(self.dimensions), EMBEDDING).await {
                Ok(vectors) => return Ok(vectors),
                Err(error) => error,
            };
            match backoff.after(&error) {
                // Who was given so much time does not need the same work once more.
                Some(pause) if !matches!(error, NetError::TimedOut { .. }) => tokio::time::sleep(pause).await,
                _ => return Err(self.server.explain(error, &self.model)),
            }
        }
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The name of the model.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Where the server was found.
    pub fn url(&self) -> String {
        self.server.base.to_string()
    }

    /// Names the server and the model: vectors of different names must not be compared.
    pub fn name(&self) -> String {
        format!("{} at {}", self.model, shown(&self.server.base))
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = shown(&self.server.base);
        formatter.debug_struct("Endpoint").field("url", &url).field("model", &self.model).finish_non_exhaustive()
    }
}

impl Server {
    /// Asks at each place where the server may be, the likeliest first, until one has an answer.
    async fn find<T, F: Future<Output = Result<T, NetError>>>(
        net: &Net,
        address: &EndpointAddress,
        ask: impl Fn(Self) -> F,
    ) -> Result<(Self, T), EndpointError> {
        let key = key_of(address);
        let mut first_error = None;
        for base in address.bases()? {
            let server = Self { net: net.clone(), base, key: key.clone() };
            let mut backoff = net.backoff();
            let error = loop {
                match ask(server.clone()).await {
                    Ok(answer) => return Ok((server, answer)),
                    Err(error) => match backoff.after(&error) {
                        Some(pause) if matches!(error, NetError::Status { .. }) => tokio::time::sleep(pause).await,
                        _ => break error,
                    },
                }
            };
            let is_elsewhere = is_elsewhere(&error);
            let error = server.explain(error, &address.model);
            if !is_elsewhere {
                return Err(error);
            }
            // The likeliest place tells best what is missing.
            first_error.get_or_insert(error);
        }
        let nowhere = || NetError::Unsendable { reason: "there is no address".to_owned() };
        Err(first_error.unwrap_or_else(|| nowhere().into()))
    }

    async fn embed(
        &self,
        model: &str,
        texts: &[String],
        dimensions: Option<usize>,
        purpose: &'static str,
    ) -> Result<Vec<Vec<f32>>, NetError> {
        let url = below(&self.base, "embeddings");
        let question = Question { model, input: texts };
        let request = self.net.post_json(url.as_str(), purpose, &question).key(self.key.as_deref());
        let request = request.patience(PATIENCE);
        let numbers = texts.len() * dimensions.unwrap_or(MOST_DIMENSIONS);
        let limit = (BYTES_BESIDE + numbers * BYTES_OF_NUMBER) as u64;
        let answer: Embeddings = request.send().await?.successful().await?.json(limit).await?;
        let vectors = answer.vectors(texts.len(), dimensions);
        vectors.map_err(|reason| NetError::InvalidAnswer { url: shown(&url), reason })
    }

    async fn models(&self) -> Result<Vec<String>, NetError> {
        let request = self.net.get(below(&self.base, "models").as_str(), LOOKING).key(self.key.as_deref());
        let models: Models = request.send().await?.successful().await?.json(MODELS_LIMIT).await?;
        Ok(models.names())
    }

    /// What went wrong, as somebody sees it who has an embedding server and not a connection.
    fn explain(&self, error: NetError, model: &str) -> EndpointError {
        let url = shown(&self.base);
        match error {
            NetError::Unreachable { .. } => EndpointError::NoServer { url, source: error },
            NetError::Status { status: 401 | 403, .. } => EndpointError::KeyRefused { url, source: error },
            NetError::Status { status: 404 | 405, body_excerpt, .. } => {
                EndpointError::NotOffered { url, model: model.to_owned(), said: body_excerpt }
            }
            NetError::InvalidAnswer { reason, .. } => EndpointError::Unusable { url, reason },
            other => EndpointError::Net(other),
        }
    }
}

fn key_of(address: &EndpointAddress) -> Option<String> {
    address.key.as_deref().map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned)
}

/// Whether something answers there, but not what we look for.
fn is_elsewhere(error: &NetError) -> bool {
    matches!(error, NetError::Status { status: 404 | 405, .. } | NetError::InvalidAnswer { .. })
}
