//! The loopback face: what other programs on this computer may ask of a library, over HTTP.
//!
//! It listens on this computer only, and whoever asks has to show a token that is kept in the library's folder; web
//! pages in a browser are refused even if they know it. [`Server::start`] needs nothing but a library and a runtime, so
//! a terminal can print where it is and a window can switch it on and off.
//!
//! # Layout
//! - [`listening`], [`lent`]: the port, the connections and their end
//! - [`token`], [`door`]: who may ask
//! - [`published`]: where the server is, for other processes of this program; [`bridge`]: what they do with it
//! - [`routes`]: what may be asked, in one table; [`openapi`] describes it to programs, and `reference` to people, in
//!   the tests
//! - [`documents`], [`uploads`], [`questions`], [`news`], [`health`]: the answers
//! - [`chat`]: questions asked as of a language model of `OpenAI`'s
//! - [`answers`], [`stream`]: an answer as it comes, and events to those who listen
//! - [`extract`], [`patience`], [`meter`]: what comes in, and how long and how much of it is waited for
//! - [`mcp`]: the Model Context Protocol, for assistants that speak it
//! - [`problem`]: errors at the wire

mod answers;
pub mod bridge;
mod chat;
mod documents;
mod door;
mod extract;
mod health;
mod lent;
mod listening;
pub mod mcp;
mod meter;
mod news;
mod openapi;
mod patience;
mod problem;
mod published;
mod questions;
#[cfg(test)]
mod reference;
mod routes;
mod stream;
mod token;
mod uploads;

use std::net::SocketAddr;
use std::sync::Arc;

use paperside_engine::{Error, Library, Result};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use door::Door;
use published::Published;
use token::Token;

/// Bytes that a file may have if nothing else is said.
pub const LARGEST_FILE: u64 = 512 << 20;

/// Requests whose files are received at once; the others wait for their turn, unread.
const RECEIVED_AT_ONCE: usize = 8;

/// How a library is to be served.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The port to listen on, and no other; 0 for any that is free. If absent, the usual one or else any.
    pub port: Option<u16>,
    /// Whether the token is made anew, so that whoever knows the old one is refused.
    pub new_token: bool,
    /// Bytes that a file may have.
    pub largest_file: u64,
}

/// A library that is being served. It is no more when this is dropped.
pub struct Server {
    address: SocketAddr,
    token: Token,
    stop: CancellationToken,
    serving: JoinHandle<()>,
    _published: Published,
}

/// What every answer is made from.
struct Serving {
    library: Library,
    door: Door,
    /// Ends when the server does.
    stop: CancellationToken,
    receiving: Semaphore,
    largest_file: u64,
    address: SocketAddr,
}

/// The same, as handlers share it.
type Shared = Arc<Serving>;

impl Server {
    /// Serves a library from now on, and works on its queue of imports.
    ///
    /// # Errors
    /// [`Error::File`] if the port is taken, or if the token or the address cannot be kept; those of the catalog.
    pub async fn start(library: Library, options: Options) -> Result<Self> {
        let listener = listening::bind(options.port).await?;
        let address = listener.local_addr().map_err(|source| Error::File { path: "the port".into(), source })?;
        let folder = library.folder().to_owned();
        let kept = tokio::task::spawn_blocking(move || {
            Ok::<_, Error>((Token::kept_in(&folder, options.new_token)?, Published::tell(&folder, address)?))
        });
        let (token, published) = kept.await.map_err(|_| Error::Closed)??;
        library.work_on_queue().await?;
        let stop = CancellationToken::new();
        let router = routes::router(Arc::new(Serving {
            library,
            door: Door::new(address.port(), token.clone()),
            stop: stop.clone(),
            receiving: Semaphore::new(RECEIVED_AT_ONCE),
            largest_file: options.largest_file,
            address,
        }));
        let serving = tokio::spawn(listening::serve(listener, router, stop.clone()));
        Ok(Self { address, token, stop, serving, _published: published })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        published::url(self.address)
    }

    /// On which port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What requests have to show.
    pub fn token(&self) -> &str {
        self.token.as_str()
    }

    /// Ends it: nobody new is let in, those who listen to events are let go, and what else was asked is answered, if
    /// that takes only moments. Imports stay in their queue.
    pub async fn stop(mut self) {
        self.stop.cancel();
        let _ = (&mut self.serving).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
