//! Where things are: the library's folder and the embedding model.

use std::path::{Path, PathBuf};
use std::time::Duration;

use directories::ProjectDirs;

use crate::embed::Precision;
use crate::messages::IndexPlace;
use crate::read::process::{ReadLimits, WorkerCommand};
use crate::{Error, Result};

/// Names the folder with the embedding model, before all other places.
pub const MODEL_VARIABLE: &str = "PAPERSIDE_MODEL_DIR";

/// Asks for a way to compute the embedding model: `fp32`, or the name of an instruction set to make do with.
pub const PRECISION_VARIABLE: &str = "PAPERSIDE_PRECISION";

/// Names the place of the search index for this run: the address of a Qdrant server, or `embedded`.
pub const INDEX_VARIABLE: &str = "PAPERSIDE_INDEX";

/// Names the address that tells the latest version of the app, when the app is built or run. What is distributed names
/// its own; an empty one is none.
pub const RELEASES_VARIABLE: &str = "PAPERSIDE_RELEASES";

/// Names the hub that models are downloaded from, as the tools of the largest hub do.
pub const HUB_VARIABLE: &str = "HF_ENDPOINT";

/// The hub that models are downloaded from.
const HUB: &str = "https://huggingface.co";

/// The folder name of the embedding model in the cache and in the app's resources.
pub const MODEL_FOLDER: &str = "all-MiniLM-L6-v2";

/// Long enough to think about an answer; its memory is wanted by others afterwards.
const MODEL_IDLE: Duration = Duration::from_mins(5);

/// What [`Library::open`](crate::Library::open) needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// The library's folder: catalog, originals and index. Created if it is missing.
    pub library: PathBuf,
    /// The folder with `model.safetensors`, `tokenizer.json` and `config.json`.
    pub model: PathBuf,
    /// Where models are that the person downloaded.
    pub models: PathBuf,
    /// Where they come from: the address of a hub of models, such as a company's mirror.
    pub hub: String,
    /// Where keys are kept if the system has no keyring.
    pub keys: PathBuf,
    /// Where models are kept in the form they are computed in.
    pub model_cache: Option<PathBuf>,
    /// How they are computed.
    pub precision: Precision,
    /// How many threads may embed at once.
    pub embedding_threads: usize,
    /// The program that reads documents.
    pub worker: WorkerCommand,
    /// What it may use.
    pub read_limits: ReadLimits,
    /// The program that runs language models, if this build has the part for it. Its first argument is
    /// [`RUN_MODEL_ARGUMENT`](crate::local_model::RUN_MODEL_ARGUMENT).
    pub model_runner: Option<PathBuf>,
    /// How many threads a language model computes with. They wait for each other some hundred times a word, so one
    /// that shares its core with other work holds up all of them: half of the processor's, of which two are often one
    /// core.
    pub model_threads: usize,
    /// How long a language model that nobody asks stays loaded.
    pub model_idle: Duration,
    /// Where the search index is for this run, whatever was chosen for the library.
    pub index: Option<IndexPlace>,
    /// Who tells the latest version of the app, if this build knows of somebody.
    pub releases: Option<String>,
}

impl Config {
    /// The person's own library, or the one at `library`; the model from [`MODEL_VARIABLE`], from `resources`
    /// (the app's bundled files, if any) or from the cache, in this order.
    ///
    /// # Errors
    /// [`Error::NoDataFolder`] if the system names no folder for application data and none is given;
    /// [`Error::IndexServer`] if [`INDEX_VARIABLE`] names no place.
    pub fn locate(library: Option<PathBuf>, resources: Option<&Path>) -> Result<Self> {
        let folders = ProjectDirs::from("", "", "paperside");
        let library = library_folder(library).ok_or(Error::NoDataFolder)?;
        let cache = folders.as_ref().map(ProjectDirs::cache_dir);
        let data = folders.as_ref().map_or(library.as_path(), ProjectDirs::data_dir);
        let models = data.join("models");
        let keys = folders.as_ref().map_or(library.as_path(), ProjectDirs::config_dir).to_owned();
        let worker = WorkerCommand::own().map_err(Error::file("Paperside's own program"))?;
        Ok(Self {
            library,
            model: locate_model(resources, cache),
            models,
            keys,
            hub: std::env::var(HUB_VARIABLE).unwrap_or_else(|_| HUB.to_owned()),
            model_cache: cache.map(|cache| cache.join("models-in-eight")),
            precision: precision(),
            embedding_threads: cores(),
            worker,
            read_limits: ReadLimits::default(),
            model_runner: None,
            model_threads: (cores() / 2).max(1),
            model_idle: MODEL_IDLE,
            index: index()?,
            releases: releases(),
        })
    }
}

/// The folder of a library: the one that is named, or the person's own. None if the system names no place for that.
pub fn library_folder(named: Option<PathBuf>) -> Option<PathBuf> {
    named.or_else(|| Some(ProjectDirs::from("", "", "paperside")?.data_dir().join("library")))
}

/// Where a face keeps what is only handy, such as what was typed before. None if the system names no such folder.
pub fn state_folder() -> Option<PathBuf> {
    let folders = ProjectDirs::from("", "", "paperside")?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned())
}

/// The first place that holds a model; if none does, the one whose absence is most useful to report.
fn locate_model(resources: Option<&Path>, cache: Option<&Path>) -> PathBuf {
    if let Some(named) = std::env::var_os(MODEL_VARIABLE) {
        return PathBuf::from(named);
    }
    let bundled = resources.map(|folder| folder.join("models").join(MODEL_FOLDER));
    let cached = cache.map(|folder| folder.join("models").join(MODEL_FOLDER));
    let places = [bundled, cached];
    let found = places.iter().flatten().find(|place| place.is_dir());
    found.or(places.iter().flatten().last()).cloned().unwrap_or_default()
}

fn precision() -> Precision {
    let named = std::env::var(PRECISION_VARIABLE).ok();
    named.and_then(|name| Precision::named(&name)).unwrap_or_default()
}

/// The place that is named for this run.
fn index() -> Result<Option<IndexPlace>> {
    let named = std::env::var(INDEX_VARIABLE).ok().filter(|named| !named.trim().is_empty());
    named.map(|named| IndexPlace::named(&named)).transpose()
}

/// The address that was named last.
fn releases() -> Option<String> {
    let built_in = || option_env!("PAPERSIDE_RELEASES").map(str::to_owned);
    std::env::var(RELEASES_VARIABLE).ok().or_else(built_in).filter(|address| !address.trim().is_empty())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
