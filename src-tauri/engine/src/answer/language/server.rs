//! A server at one of the places where it may be, and one request to it.

use std::time::Duration;

use reqwest::Url;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::complaint::{self, Field};
use super::{LanguageModelAddress, LanguageModelKind, Prompt, anthropic, ollama, open_ai};
use crate::net::{Backoff, Net, NetError, Request, Response, below};

/// The longest list of models, in bytes. Some servers lend those of many others.
const LIST_LIMIT: u64 = 4 * 1024 * 1024;

/// What requests are for, as the person reads it.
const ANSWERING: &str = "ask a language model";
const LOOKING: &str = "look at a language model server";

/// A server at one of the places where it may be. Cheap enough to clone.
#[derive(Clone)]
pub(super) struct Server {
    net: Net,
    base: Url,
    patience: Duration,
    kind: LanguageModelKind,
    model: String,
    key: Option<String>,
}

impl Server {
    /// The server of an address at each of the places where it may be, the likeliest first.
    ///
    /// # Errors
    /// [`NetError::Unsendable`].
    pub(super) fn places(net: &Net, address: &LanguageModelAddress, patience: Duration) -> Result<Vec<Self>, NetError> {
        let (kind, model, key) = (address.kind, &address.model, address.trimmed_key());
        let place = |base| Self { net: net.clone(), base, patience, kind, model: model.clone(), key: key.clone() };
        Ok(address.bases()?.into_iter().map(place).collect())
    }

    /// How it wants to be spoken to.
    pub(super) fn kind(&self) -> LanguageModelKind {
        self.kind
    }

    /// The beginning of an answer. What the server refuses to be told is noted and not told again.
    ///
    /// # Errors
    /// [`NetError`].
    pub(super) async fn answer(&self, prompt: &Prompt, refused: &mut Vec<Field>) -> Result<Response, NetError> {
        let mut backoff = self.net.backoff();
        loop {
            let error = match self.ask(prompt, refused).await {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            match complaint::refused(&error, self.kind) {
                Some(field) if !refused.contains(&field) => refused.push(field),
                _ => pause(&mut backoff, error).await?,
            }
        }
    }

    async fn ask(&self, prompt: &Prompt, refused: &[Field]) -> Result<Response, NetError> {
        let model = &self.model;
        let request = match self.kind {
            LanguageModelKind::OpenAi => {
                self.post("chat/completions", ANSWERING, &open_ai::Question::new(model, prompt, refused))
            }
            LanguageModelKind::Ollama => self.post("api/chat", ANSWERING, &ollama::Question::new(model, prompt)),
            LanguageModelKind::Anthropic => {
                self.post("messages", ANSWERING, &anthropic::Question::new(model, prompt, refused))
            }
        };
        // llama.cpp hangs up after an answer in pieces though it says that it would not, and a second question that is
        // on its way then is lost.
        let response = request.header("connection", "close").send().await?.successful().await?;
        if response.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            return Err(NetError::InvalidAnswer { url: response.url(), reason: "it is a web page".to_owned() });
        }
        Ok(response)
    }

    /// A list that the server has.
    ///
    /// # Errors
    /// [`NetError`].
    pub(super) async fn list<T: DeserializeOwned>(&self, call: &str, query: &str) -> Result<T, NetError> {
        let mut url = below(&self.base, call);
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        let mut backoff = self.net.backoff();
        loop {
            let request = self.prove(self.net.get(url.as_str(), LOOKING)).stay();
            match read(request).await {
                Ok(list) => return Ok(list),
                Err(error) => pause(&mut backoff, error).await?,
            }
        }
    }

    /// More about something in a list.
    ///
    /// # Errors
    /// [`NetError`].
    pub(super) async fn details<T: DeserializeOwned>(&self, call: &str, of: &impl Serialize) -> Result<T, NetError> {
        read(self.post(call, LOOKING, of)).await
    }

    fn post(&self, call: &str, purpose: &'static str, body: &impl Serialize) -> Request {
        self.prove(self.net.post_json(below(&self.base, call).as_str(), purpose, body))
    }

    fn prove(&self, request: Request) -> Request {
        let request = request.patience(self.patience);
        match self.kind {
            LanguageModelKind::Anthropic => {
                let (name, value) = anthropic::VERSION;
                request.key_in(anthropic::KEY, self.key.as_deref()).header(name, value)
            }
            LanguageModelKind::OpenAi | LanguageModelKind::Ollama => request.key(self.key.as_deref()),
        }
    }

    /// Whether something answers there, but not what we look for.
    fn is_elsewhere(&self, error: &NetError) -> bool {
        match error {
            NetError::Status { status: 404 | 405, body_excerpt, .. } => {
                !complaint::is_unknown_model(body_excerpt, &self.model)
            }
            NetError::InvalidAnswer { .. } => true,
            _ => false,
        }
    }
}

/// Asks at each place where a server may be, the likeliest first, until one has an answer.
///
/// # Errors
/// What the likeliest place said, for it tells best what is missing.
pub(super) async fn first<T, F: Future<Output = Result<T, NetError>>>(
    places: Vec<Server>,
    ask: impl Fn(Server) -> F,
) -> Result<T, NetError> {
    let mut first_error = None;
    for server in places {
        let error = match ask(server.clone()).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        if !server.is_elsewhere(&error) {
            return Err(error);
        }
        first_error.get_or_insert(error);
    }
    Err(first_error.unwrap_or_else(|| NetError::Unsendable { reason: "there is no address".to_owned() }))
}

/// Waits until it is time to try again. Only what a server says passes; one that is not there is not waited for.
///
/// # Errors
/// The error, if there is nothing to be tried.
async fn pause(backoff: &mut Backoff, error: NetError) -> Result<(), NetError> {
    match backoff.after(&error) {
        Some(pause) if matches!(error, NetError::Status { .. }) => tokio::time::sleep(pause).await,
        _ => return Err(error),
    }
    Ok(())
}

async fn read<T: DeserializeOwned>(request: Request) -> Result<T, NetError> {
    request.send().await?.successful().await?.json(LIST_LIMIT).await
}
