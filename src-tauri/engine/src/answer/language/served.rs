//! A language model that a server runs.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::complaint::Field;
use super::server::{self, Server};
use super::whom::Whom;
use super::{LanguageError, LanguageModelAddress, Prompt, ServerStream, models};
use crate::net::{Net, NetError};

/// How long the next part of an answer is waited for. A small computer reads a long prompt for minutes before it says
/// the first word.
const PATIENCE: Duration = Duration::from_mins(5);

/// A server and one of its models. Cheap to clone; all clones share what they learn about the server.
#[derive(Clone)]
pub struct ServerModel {
    shared: Arc<Shared>,
}

struct Shared {
    net: Net,
    address: LanguageModelAddress,
    whom: Whom,
    learned: Mutex<Learned>,
}

/// What a server taught us when it was first asked.
#[derive(Default, Clone)]
struct Learned {
    /// The places where it may be, the right one alone once it is known.
    servers: Vec<Server>,
    /// What it does not want to be told.
    refused: Vec<Field>,
}

impl ServerModel {
    /// The model at an address. Nobody is asked yet.
    ///
    /// # Errors
    /// [`LanguageError::Net`] if the address is none.
    pub fn new(net: Net, address: LanguageModelAddress) -> Result<Self, LanguageError> {
        Self::with_patience(net, address, PATIENCE)
    }

    /// The same, for servers whose next words are waited for longer or shorter than five minutes.
    ///
    /// # Errors
    /// [`LanguageError::Net`] if the address is none.
    pub fn with_patience(net: Net, address: LanguageModelAddress, patience: Duration) -> Result<Self, LanguageError> {
        let servers = Server::places(&net, &address, patience)?;
        let (whom, learned) = (Whom::of(&address), Mutex::new(Learned { servers, refused: Vec::new() }));
        Ok(Self { shared: Arc::new(Shared { net, address, whom, learned }) })
    }

    /// Asks the model. The answer is there as soon as the server begins with it.
    ///
    /// A server that is busy is tried again a few times; one that is not there is not, for somebody waits.
    ///
    /// # Errors
    /// [`LanguageError`], but not [`LanguageError::CutShort`].
    pub async fn answer(&self, prompt: &Prompt) -> Result<ServerStream, LanguageError> {
        let learned = self.learned().clone();
        let answer = server::first(learned.servers, |server| {
            let mut refused = learned.refused.clone();
            async move {
                let response = server.answer(prompt, &mut refused).await?;
                Ok((server, refused, response))
            }
        });
        match answer.await {
            Ok((server, refused, response)) => {
                *self.learned() = Learned { servers: vec![server], refused };
                Ok(ServerStream::new(response, self.shared.address.kind, self.shared.whom.clone(), prompt))
            }
            Err(error) => Err(self.explain(error).await),
        }
    }

    /// The name of the model, as the server calls it.
    pub fn name(&self) -> &str {
        &self.shared.address.model
    }

    /// What went wrong; if the model is not there, also which others are.
    async fn explain(&self, error: NetError) -> LanguageError {
        let mut error = self.shared.whom.explain(error);
        if let LanguageError::UnknownModel { available, .. } = &mut error {
            *available = models::names(&self.shared.net, &self.shared.address).await;
        }
        error
    }

    fn learned(&self) -> MutexGuard<'_, Learned> {
        self.shared.learned.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for ServerModel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("ServerModel").field(&self.shared.address).finish()
    }
}
