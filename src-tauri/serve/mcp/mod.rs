//! The library as language models use it: the Model Context Protocol, over standard input and output or nested in an
//! HTTP server.
//!
//! A model is given less than a window draws: no rectangles, no scores of single legs, and pages in stretches that it
//! has room for. What documents say reaches it as a quotation and nothing else.
//!
//! # Layout
//! - [`face`]: what a client is told of the library and may ask for
//! - [`tools`]: `search`, `ask`, `add`, `list`, `read_page`
//! - [`resources`], [`address`]: every document and page as a text to read, and how it is named
//! - [`prompts`]: a question that a person can begin with
//! - [`passage`], [`reading`]: what tools and resources say of a document
//! - [`quoted`]: words of documents in texts for models
//! - [`refusal`]: what went wrong, for a model that can do something about it
//! - [`progress`], [`news`]: what a client is told unasked
//! - [`connection`]: standard input, and its end
//! - [`lines`]: the same conversation on a connection, for those who cannot open the library

mod address;
mod connection;
mod face;
pub(super) mod lines;
mod news;
mod passage;
mod progress;
mod prompts;
mod quoted;
mod reading;
mod refusal;
mod resources;
mod tools;

use std::sync::Arc;

use paperside_engine::Library;
use rmcp::ServiceExt;
use rmcp::service::ServerInitializeError;
use rmcp::transport::StreamableHttpServerConfig;
use rmcp::transport::StreamableHttpService;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::sync::CancellationToken;

use connection::UntilClosed;
use face::Face;

/// Where the protocol is spoken over HTTP.
pub(in crate::serve) const PATH: &str = "/mcp";

/// The protocol over HTTP, to be nested there.
pub type HttpService = StreamableHttpService<Face, LocalSessionManager>;

/// What came first was not the beginning of a conversation.
#[derive(Debug, thiserror::Error)]
#[error("the client did not begin as the Model Context Protocol wants it: {0}")]
pub struct NotBegun(Box<ServerInitializeError>);

/// Speaks with the client at standard input and output until it closes its side. What it was importing then stays in
/// the queue.
///
/// # Errors
/// [`NotBegun`].
pub async fn serve_stdio(library: Library) -> Result<(), NotBegun> {
    let (input, output) = rmcp::transport::stdio();
    speak(library, CancellationToken::new(), input, output).await
}

/// Speaks with a client message by message, each on a line, until it closes its side; then `closing` is cancelled.
///
/// # Errors
/// [`NotBegun`].
async fn speak(
    library: Library,
    closing: CancellationToken,
    input: impl AsyncRead + Send + Unpin + 'static,
    output: impl AsyncWrite + Send + Unpin + 'static,
) -> Result<(), NotBegun> {
    let transport = (UntilClosed::new(input, closing.clone()), output);
    match Face::new(library, closing).serve(transport).await {
        Ok(conversation) => {
            // However it ended, it is over.
            let _ = conversation.waiting().await;
            Ok(())
        }
        // Whoever looked whether the program starts has seen it.
        Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
        Err(error) => Err(NotBegun(Box::new(error))),
    }
}

/// The same for clients that come by HTTP, until `closing`, which ends every conversation and leaves what is being
/// imported in the queue. It asks for no token and is for this computer alone: web pages are refused, and so are
/// requests under other names than the loopback's.
pub fn service(library: Library, closing: CancellationToken) -> HttpService {
    let config =
        StreamableHttpServerConfig::default().with_cancellation_token(closing.clone()).enforce_origin_validation();
    let face = move || Ok(Face::new(library.clone(), closing.clone()));
    StreamableHttpService::new(face, Arc::default(), config)
}
