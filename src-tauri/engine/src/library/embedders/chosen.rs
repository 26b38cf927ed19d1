//! What embeds a library, as it is remembered and opened.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;

use crate::catalog::Catalog;
use crate::embed::catalogue::{self, CatalogueModel};
use crate::embed::endpoint::{Endpoint, EndpointAddress};
use crate::embed::{EmbedError, Embedder, EmbedderOptions, Likeness};
use crate::file_name::file_name;
use crate::index::is_small_word;
use crate::library::index::IndexShelf;
use crate::messages::EmbedderChoice;
use crate::net::Net;
use crate::secrets::{Secrets, key_name};
use crate::{Config, Error, Result};

/// The setting that tells what embeds the library; none is what the app brings along.
pub(crate) const CHOSEN: &str = "embedder";

/// Whose keys are meant.
pub(crate) const EMBEDDER: &str = "embedder";

/// What was chosen, with what must be known of it to open it without asking anybody.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Chosen {
    pub(crate) choice: EmbedderChoice,
    /// Of a server's model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server: Option<KnownServer>,
}

/// What was learnt of a server's model when it was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct KnownServer {
    dimensions: usize,
    likeness: Likeness,
    /// Whether there is a key to be looked up.
    #[serde(default)]
    has_key: bool,
}

/// Where models are and how they are computed.
#[derive(Clone)]
pub(crate) struct Shelf {
    pub(super) config: Config,
    pub(super) net: Net,
    pub(super) runtime: Handle,
    pub(super) secrets: Secrets,
    /// Where their indexes are.
    pub(super) indexes: IndexShelf,
}

impl Chosen {
    /// What a library is embedded with.
    pub(crate) fn of(catalog: &Catalog) -> Result<Self> {
        let stored = catalog.setting(CHOSEN)?;
        // A choice that a newer version made is not understood by this one.
        Ok(stored.and_then(|stored| serde_json::from_str(&stored).ok()).unwrap_or_default())
    }

    /// As it is remembered.
    pub(super) fn stored(&self) -> Option<String> {
        if *self == Self::default() { None } else { serde_json::to_string(self).ok() }
    }
}

impl Shelf {
    /// The models of an installation.
    pub(crate) fn new(config: &Config, net: Net, secrets: Secrets, runtime: Handle, indexes: IndexShelf) -> Self {
        Self { config: config.clone(), net, runtime, secrets, indexes }
    }

    /// Opens what was chosen before. No server is asked anything. Blocks.
    pub(crate) fn open(&self, chosen: &Chosen) -> Result<Embedder> {
        match (&chosen.choice, chosen.server) {
            (EmbedderChoice::Server { url, model }, Some(known)) => {
                let key = if known.has_key { self.key_of(url)? } else { None };
                let address = address(url, model, key);
                let endpoint =
                    Endpoint::known(self.net.clone(), &address, known.dimensions).map_err(EmbedError::from)?;
                let (runtime, folder) = (self.runtime.clone(), &self.config.model);
                Ok(Embedder::of_server(endpoint, known.likeness, runtime, folder, &is_small_word)?)
            }
            _ => Ok(self.open_new(&chosen.choice)?.1),
        }
    }

    /// Opens what is chosen now, and learns what is to be remembered of it. Blocks.
    pub(super) fn open_new(&self, choice: &EmbedderChoice) -> Result<(Chosen, Embedder)> {
        if let EmbedderChoice::Server { url, model } = choice {
            return self.open_new_server(&address(url, model, self.key_of(url)?));
        }
        let folder = self.folder(choice)?;
        let options = EmbedderOptions {
            cache: self.config.model_cache.as_deref(),
            precision: self.config.precision,
            threads: self.config.embedding_threads,
        };
        let embedder = Embedder::load(&folder, options, &is_small_word)?;
        Ok((Chosen { choice: choice.clone(), server: None }, embedder))
    }

    fn open_new_server(&self, address: &EndpointAddress) -> Result<(Chosen, Embedder)> {
        let endpoint = self.runtime.block_on(Endpoint::connect(self.net.clone(), address)).map_err(EmbedError::from)?;
        let (url, dimensions) = (endpoint.url(), endpoint.dimensions());
        let runtime = self.runtime.clone();
        let embedder = Embedder::of_new_server(endpoint, runtime, &self.config.model, &is_small_word)?;
        let known = KnownServer { dimensions, likeness: embedder.likeness(), has_key: address.key.is_some() };
        let choice = EmbedderChoice::Server { url, model: address.model.clone() };
        Ok((Chosen { choice, server: Some(known) }, embedder))
    }

    /// The key of a server, if it wants one.
    fn key_of(&self, url: &str) -> Result<Option<String>> {
        Ok(self.runtime.block_on(self.secrets.get(&key_name(EMBEDDER, url)))?)
    }

    /// The folder of a model on this computer.
    fn folder(&self, choice: &EmbedderChoice) -> Result<PathBuf> {
        match choice {
            EmbedderChoice::Folder { path } => Ok(PathBuf::from(path)),
            EmbedderChoice::Catalogue { id } => Ok(self.folder_of(recommended(id)?)),
            EmbedderChoice::Bundled | EmbedderChoice::Server { .. } => Ok(self.config.model.clone()),
        }
    }

    /// Where a model of the catalogue is, or would be.
    pub(super) fn folder_of(&self, model: &CatalogueModel) -> PathBuf {
        if model.bundled { self.config.model.clone() } else { self.config.models.join(model.id) }
    }

    /// Whether a model of the catalogue is on this computer.
    pub(super) fn is_here(&self, model: &CatalogueModel) -> bool {
        self.folder_of(model).join("tokenizer.json").exists()
    }
}

/// The model of the catalogue with this id.
pub(super) fn recommended(id: &str) -> Result<&'static CatalogueModel> {
    let known = || catalogue::CATALOGUE.iter().map(|model| model.id).collect::<Vec<_>>().join(", ");
    catalogue::recommended(id).ok_or_else(|| Error::UnknownModel { id: id.to_owned(), known: known() })
}

fn address(url: &str, model: &str, key: Option<String>) -> EndpointAddress {
    EndpointAddress { url: url.to_owned(), model: model.to_owned(), key }
}

/// What people call a choice.
pub(super) fn title(choice: &EmbedderChoice) -> String {
    match choice {
        EmbedderChoice::Bundled => catalogue::CATALOGUE[0].title.to_owned(),
        EmbedderChoice::Catalogue { id } => recommended(id).map_or_else(|_| id.clone(), |model| model.title.to_owned()),
        EmbedderChoice::Folder { path } => file_name(Path::new(path)),
        EmbedderChoice::Server { url, model } => format!("{model} at {}", url.trim_end_matches("/v1")),
    }
}

/// The same of the name of a model's vectors.
pub(super) fn title_of_model(model: &str) -> String {
    let name = model.split('@').next().unwrap_or(model);
    if model.contains(" at ") {
        return model.to_owned();
    }
    catalogue::recommended(name).map_or_else(|| name.to_owned(), |model| model.title.to_owned())
}
