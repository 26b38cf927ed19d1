//! The one way out of the app: every byte that leaves goes through here, is counted and can be forbidden.
//!
//! A request says what it is for; [`Net::entries`] lists all of them. While the app is offline, nothing goes to
//! another computer: requests are refused before a connection is opened, and those that run are cut off. A server
//! on this computer may still be asked. No proxy is taken from the environment.
//!
//! # Layout
//! - [`request`], [`response`]: one question to a server and its answer
//! - [`conversation`]: a connection that goes on in another protocol
//! - [`download`]: large files, which may be interrupted
//! - [`hub`]: models for download
//! - [`ledger`]: what was done
//! - `line`: what may end a wait
//! - `client`: how connections are made and whom they trust
//! - `channel`: connections that last
//! - `wire`: what counts what they carry
//! - `base`: where the calls of a server are, as people write its address down
//! - `address`, `secrets`: what may be shown of an address, and what may not
//! - `backoff`: how often and when something is tried again

#![expect(clippy::disallowed_types, reason = "this is the one way out")]

mod address;
mod backoff;
mod base;
mod channel;
mod client;
pub mod conversation;
pub mod download;
mod error;
pub mod hub;
pub mod ledger;
mod line;
#[cfg(test)]
pub(crate) mod loopback;
pub mod request;
pub mod response;
mod secrets;
#[cfg(test)]
mod tests;
mod wire;

pub(crate) use address::{is_loopback, parse, shown};
pub(crate) use backoff::Backoff;
pub(crate) use base::{bases, below, read};
pub use conversation::Conversation;
pub use error::NetError;
pub use ledger::{Entry, Outcome};
pub use request::Request;
pub use response::Response;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::Method;
use serde::Serialize;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use client::Trust;
use ledger::Ledger;

/// How long the next bytes of an answer are waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// The pause before something is tried a second time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// The way out. Cheap to clone; all clones share the switch and the ledger.
#[derive(Clone)]
pub struct Net {
    shared: Arc<Shared>,
}

struct Shared {
    /// Made when it is first needed, because most people never need it.
    client: Mutex<Option<reqwest::Client>>,
    trust: Trust,
    offline: watch::Sender<bool>,
    ledger: Ledger,
    patience: Duration,
    first_pause: Duration,
}

impl Net {
    /// A way out that is open.
    pub fn new() -> Self {
        Self::with(Trust::System, PATIENCE, FIRST_PAUSE)
    }

    fn with(trust: Trust, patience: Duration, first_pause: Duration) -> Self {
        let (client, offline, ledger) = (Mutex::new(None), watch::Sender::new(false), Ledger::default());
        Self { shared: Arc::new(Shared { client, trust, offline, ledger, patience, first_pause }) }
    }

    /// Forbids or allows to reach other computers. What is on its way to one is cut off.
    pub fn set_offline(&self, offline: bool) {
        self.shared.offline.send_replace(offline);
        if offline {
            // Connections that are kept for the next request are closed with it.
            self.client_slot().take();
        }
    }

    /// Whether other computers must not be reached.
    pub fn is_offline(&self) -> bool {
        *self.shared.offline.borrow()
    }

    /// The latest requests, oldest first; each hop of a redirect is one.
    pub fn entries(&self) -> Vec<Entry> {
        self.shared.ledger.entries()
    }

    /// Asks for something. The purpose is shown to the person: “download a model”.
    pub fn get(&self, url: &str, purpose: &'static str) -> Request {
        Request::new(self.clone(), Method::GET, url, purpose)
    }

    /// Sends JSON and asks for what comes of it. It is never sent on to another address than this one, because it
    /// may hold what the person wrote.
    pub fn post_json(&self, url: &str, purpose: &'static str, body: &impl Serialize) -> Request {
        Request::new(self.clone(), Method::POST, url, purpose).json(body)
    }

    /// When to try again what is asked of a server.
    pub(crate) fn backoff(&self) -> Backoff {
        Backoff::new(self.shared.first_pause)
    }

    /// The client for the next request.
    ///
    /// # Errors
    /// [`NetError::Unsendable`].
    async fn client(&self) -> Result<reqwest::Client, NetError> {
        if let Some(client) = self.client_slot().as_ref() {
            return Ok(client.clone());
        }
        let trust = self.shared.trust.clone();
        // The certificates of the system are many files.
        let built = tokio::task::spawn_blocking(move || client::build(&trust)).await;
        let unsendable = |reason: String| NetError::Unsendable { reason };
        let client = built.map_err(|error| unsendable(error.to_string()))?.map_err(unsendable)?;
        Ok(self.client_slot().get_or_insert(client).clone())
    }

    fn client_slot(&self) -> MutexGuard<'_, Option<reqwest::Client>> {
        self.shared.client.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Net {
    fn default() -> Self {
        Self::new()
    }
}

/// Waits for something the person may call off.
///
/// # Errors
/// [`NetError::Cancelled`].
pub(crate) async fn unless_cancelled<T>(
    cancel: &CancellationToken,
    work: impl Future<Output = T>,
) -> Result<T, NetError> {
    cancel.run_until_cancelled(work).await.ok_or(NetError::Cancelled)
}
