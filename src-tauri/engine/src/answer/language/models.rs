//! The models of a server, to choose from.

use std::time::Duration;

use tokio::task::JoinSet;

use super::server::{self, Server};
use super::whom::Whom;
use super::{LanguageError, LanguageModelAddress, LanguageModelKind, anthropic, ollama, open_ai};
use crate::net::{Net, NetError};

/// How long a list is waited for. Somebody may be looking at the settings.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is known of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelInfo {
    /// What the server calls it.
    pub name: String,
    /// How many tokens it reads at once, if the server says so. With Ollama, that is what the model was made for, and
    /// less is given to it unless [`Prompt::context_tokens`](super::Prompt::context_tokens) asks for it.
    pub context_tokens: Option<u32>,
    /// How many bytes it has, if the server says so.
    pub size: Option<u64>,
}

/// The models of a server, in its order, for the person to choose from. Not all of them answer questions. Which
/// model the address names makes no difference.
///
/// # Errors
/// [`LanguageError`].
pub async fn models(net: &Net, address: &LanguageModelAddress) -> Result<Vec<ModelInfo>, LanguageError> {
    let listed = async {
        let places = Server::places(net, address, PATIENCE)?;
        let detailed = |server: Server| async move { Ok(with_details(&server, list(&server).await?).await) };
        server::first(places, detailed).await
    };
    listed.await.map_err(|error| Whom::of(address).explain(error))
}

/// The same without what has to be asked of each model.
///
/// # Errors
/// [`NetError`].
pub(super) async fn brief(
    net: &Net,
    address: &LanguageModelAddress,
    patience: Duration,
) -> Result<Vec<ModelInfo>, NetError> {
    let places = Server::places(net, address, patience)?;
    server::first(places, |server| async move { list(&server).await }).await
}

/// What the models of a server are called, as far as it tells.
pub(super) async fn names(net: &Net, address: &LanguageModelAddress) -> Vec<String> {
    let models = brief(net, address, PATIENCE).await.unwrap_or_default();
    models.into_iter().map(|model| model.name).collect()
}

async fn list(server: &Server) -> Result<Vec<ModelInfo>, NetError> {
    Ok(match server.kind() {
        LanguageModelKind::OpenAi => server.list::<open_ai::Models>("models", "").await?.infos(),
        LanguageModelKind::Ollama => server.list::<ollama::Models>("api/tags", "").await?.infos(),
        LanguageModelKind::Anthropic => server.list::<anthropic::Models>("models", "limit=1000").await?.infos(),
    })
}

/// With what only Ollama has to be asked for model by model. What it does not tell is left out.
async fn with_details(server: &Server, mut models: Vec<ModelInfo>) -> Vec<ModelInfo> {
    if server.kind() != LanguageModelKind::Ollama {
        return models;
    }
    let mut asked = JoinSet::new();
    for (place, model) in models.iter().enumerate() {
        let (server, model) = (server.clone(), model.name.clone());
        asked.spawn(async move {
            let which = ollama::Which { model: &model };
            let details = server.details::<ollama::Details>("api/show", &which).await;
            (place, details.ok().and_then(|details| details.context_tokens()))
        });
    }
    while let Some(told) = asked.join_next().await {
        if let Ok((place, context_tokens)) = told {
            models[place].context_tokens = context_tokens;
        }
    }
    models
}
