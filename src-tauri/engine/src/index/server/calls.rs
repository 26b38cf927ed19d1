//! Questions to a server from threads that wait: each within its time, tried again where that may help, and with errors
//! that a person can act on.

use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use qdrant_client::qdrant::collections_client::CollectionsClient;
use qdrant_client::qdrant::points_client::PointsClient;
use qdrant_client::qdrant::qdrant_client::QdrantClient;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Code, Request, Response, Status};

use super::ServerError;
use crate::net::{Net, NetError};

/// What the connection is for, as the person is told.
const PURPOSE: &str = "search and keep the index";

/// The header in which the server looks for the key.
const KEY_HEADER: &str = "api-key";

/// How long what is asked or written while the library is closing may still take.
const LAST_PATIENCE: Duration = Duration::from_secs(2);

/// How much of what a server says is shown, in characters.
const SHOWN: usize = 300;

/// How a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Haste {
    /// Somebody waits.
    Asked,
    /// It may take its time, and is tried several times: whatever is written is the same when it is written twice.
    Written,
}

impl Haste {
    fn patience(self) -> Duration {
        match self {
            Self::Asked => Duration::from_secs(10),
            Self::Written => Duration::from_mins(1),
        }
    }

    /// The pauses before it is tried again. A connection that was lost while nothing was asked shows only then.
    fn pauses(self) -> impl Iterator<Item = Duration> {
        let milliseconds: &[u64] = match self {
            Self::Asked => &[50],
            Self::Written => &[50, 250, 500, 1000],
        };
        milliseconds.iter().copied().map(Duration::from_millis)
    }
}

/// Looks up the key of a server wherever keys are kept, if it has one. Blocks, and says why where it cannot.
pub type KeyLookUp = Box<dyn Fn() -> Result<Option<String>, String> + Send + Sync>;

/// Proves with each question who asks.
#[derive(Clone)]
pub(super) struct Proof(Option<MetadataValue<Ascii>>);

impl Interceptor for Proof {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(key) = &self.0 {
            request.metadata_mut().insert(KEY_HEADER, key.clone());
        }
        Ok(request)
    }
}

type Line = InterceptedService<Channel, Proof>;

/// Those of the server's services that are used.
#[derive(Clone)]
pub(super) struct Services(Line);

impl Services {
    pub(super) fn points(&self) -> PointsClient<Line> {
        // A list of all passages that mention something is as long as it is.
        PointsClient::new(self.0.clone()).max_decoding_message_size(usize::MAX)
    }

    pub(super) fn collections(&self) -> CollectionsClient<Line> {
        CollectionsClient::new(self.0.clone())
    }

    pub(super) fn server(&self) -> QdrantClient<Line> {
        QdrantClient::new(self.0.clone())
    }
}

/// The line to one server.
pub(super) struct Calls {
    net: Net,
    runtime: Handle,
    url: String,
    look_up_key: KeyLookUp,
    /// Made when something is asked, and anew after a key was refused: there may be another one by then.
    services: Mutex<Option<Services>>,
    has_key: AtomicBool,
    /// Whether a Qdrant server has ever answered.
    has_answered: AtomicBool,
    closing: CancellationToken,
}

impl Calls {
    /// A line to the server of an address, which is not opened yet.
    pub(super) fn new(net: Net, runtime: Handle, url: String, look_up_key: KeyLookUp) -> Self {
        let (has_key, has_answered) = (AtomicBool::new(false), AtomicBool::new(false));
        let closing = CancellationToken::new();
        Self { net, runtime, url, look_up_key, services: Mutex::default(), has_key, has_answered, closing }
    }

    /// The server's address.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Nothing is waited for long any more.
    pub(super) fn close(&self) {
        self.closing.cancel();
    }

    /// Asks with a message, and asks again with the same where that may help. Blocks; not for the event loop.
    ///
    /// # Errors
    /// [`ServerError`].
    pub(super) fn ask<M: Clone, T, F>(
        &self,
        haste: Haste,
        message: &M,
        question: impl Fn(Services, M) -> F,
    ) -> Result<T, ServerError>
    where
        F: Future<Output = Result<Response<T>, Status>>,
    {
        let services = self.services()?;
        let mut pauses = haste.pauses();
        loop {
            let error = match self.runtime.block_on(self.answer(haste, question(services.clone(), message.clone()))) {
                Ok(answer) => return Ok(answer.into_inner()),
                Err(error) => error,
            };
            match pauses.next() {
                Some(pause) if error.is_passing() && !self.closing.is_cancelled() => std::thread::sleep(pause),
                _ => return Err(error),
            }
        }
    }

    async fn answer<T>(
        &self,
        haste: Haste,
        question: impl Future<Output = Result<Response<T>, Status>>,
    ) -> Result<Response<T>, ServerError> {
        let in_time = async {
            tokio::select! {
                () = tokio::time::sleep(haste.patience()) => {}
                () = async {
                    self.closing.cancelled().await;
                    tokio::time::sleep(LAST_PATIENCE).await;
                } => {}
            }
        };
        tokio::select! {
            biased;
            answered = question => {
                let answer = answered.map_err(|status| self.told(&status))?;
                self.has_answered.store(true, Ordering::Relaxed);
                Ok(answer)
            }
            () = in_time => Err(NetError::TimedOut { url: self.url.clone() }.into()),
        }
    }

    fn services(&self) -> Result<Services, ServerError> {
        let mut services = self.slot();
        if let Some(services) = &*services {
            return Ok(services.clone());
        }
        let locked = |reason| ServerError::LockedKey { url: self.url.clone(), reason };
        let key = (self.look_up_key)().map_err(locked)?;
        self.has_key.store(key.is_some(), Ordering::Relaxed);
        let unsendable = |_| NetError::Unsendable { reason: "the key has characters that cannot be sent".to_owned() };
        let proof = key.map(|key| key.parse::<MetadataValue<Ascii>>().map_err(unsendable)).transpose()?;
        let proof = proof.map(|mut proof| {
            proof.set_sensitive(true);
            proof
        });
        // The channel lets its own work run on the event loop that it is made on.
        let _on_the_loop = self.runtime.enter();
        let channel = self.net.channel(&self.url, PURPOSE)?;
        let made = Services(InterceptedService::new(channel, Proof(proof)));
        Ok(services.insert(made).clone())
    }

    fn slot(&self) -> MutexGuard<'_, Option<Services>> {
        self.services.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the server or the line to it reports, so that a person can act on it.
    fn told(&self, status: &Status) -> ServerError {
        if let Some(error) = NetError::within(status) {
            return error.into();
        }
        let url = self.url.clone();
        if status.source().is_some() {
            // The line broke. Where nothing ever came over it, it may not lead to a Qdrant server.
            if self.has_answered.load(Ordering::Relaxed) {
                return NetError::Broken { url, reason: status.message().to_owned() }.into();
            }
            return ServerError::Stranger { url, said: quoted(status.message()) };
        }
        let said = quoted(status.message());
        match status.code() {
            Code::Unauthenticated | Code::PermissionDenied => {
                self.slot().take();
                if self.has_key.load(Ordering::Relaxed) {
                    ServerError::WrongKey { url }
                } else {
                    ServerError::NoKey { url }
                }
            }
            Code::NotFound => ServerError::NoCollection { url, collection: String::new() },
            Code::Unimplemented => ServerError::Stranger { url, said },
            Code::DeadlineExceeded => NetError::TimedOut { url }.into(),
            Code::InvalidArgument | Code::OutOfRange | Code::AlreadyExists => ServerError::Refused { url, said },
            // Such as a disk that is full, or a server that is locked while somebody looks after it.
            _ => ServerError::Failed { url, said },
        }
    }
}

/// What a server says, in brackets.
fn quoted(said: &str) -> String {
    let said: String = said.trim().chars().take(SHOWN).collect();
    if said.is_empty() { String::new() } else { format!(" (“{said}”)") }
}
