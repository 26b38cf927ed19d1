//! Language models in files on this computer, which the app runs itself.
//!
//! A model comes from anywhere and is run by code that does not expect the worst, so it runs in a
//! [confined](crate::confined) process: without a network, without any other file, and a crash of it is one sentence
//! to the person. To unload a model is to end its process, which gives back all it had.
//!
//! # Layout
//! - [`protocol`]: what the two say to each other; the process's side is the crate `paperside-local-model`
//! - `process`: the process, as the app sees it
//! - `stream`: an answer as it comes

mod process;
pub mod protocol;
mod stream;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{LanguageError, Prompt};
use crate::off_the_loop::off_the_loop;
use process::{ModelProcess, Replies};
use protocol::{About, Reply, Request};

pub use stream::LocalStream;

/// The ending of the files that llama.cpp stores models in.
const EXTENSION: &str = "gguf";

/// A language model that the app runs. Cheap to clone; dropping the last clone unloads it.
#[derive(Clone)]
pub struct LocalModel {
    process: Arc<ModelProcess>,
    file: PathBuf,
    name: String,
    about: About,
}

impl LocalModel {
    /// Loads a model by a program that runs them; takes seconds if the file is large.
    ///
    /// # Errors
    /// [`LanguageError::NoFile`], [`LanguageError::NoModel`], [`LanguageError::LocalFailed`].
    pub async fn load(program: PathBuf, file: PathBuf, threads: u32) -> Result<Self, LanguageError> {
        let started = {
            let file = file.clone();
            off_the_loop(move || {
                // The process opens the file only when it cannot tell any more in good words what is wrong with it.
                let opened = std::fs::File::open(&file).map(drop);
                opened.map_err(|source| LanguageError::NoFile { file: file.clone(), source })?;
                let started = ModelProcess::start(&program, &file, threads);
                started.map_err(|error| LanguageError::LocalFailed { file, reason: error.to_string() })
            })
        };
        let (process, mut replies) = started.await?;
        match replies.next().await {
            Some(Reply::Ready(about)) => Ok(Self { process, name: name_of(&file), file, about }),
            Some(Reply::Refused(reason)) => Err(LanguageError::NoModel { file, reason }),
            _ => Err(gone(file, replies).await),
        }
    }

    /// What it is called: its file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// How many tokens it was made to read at once.
    pub fn context_tokens(&self) -> u32 {
        self.about.context_tokens
    }

    /// Whether its process is no more.
    pub fn is_gone(&self) -> bool {
        self.process.is_gone()
    }

    /// How many tokens each of these texts has for it.
    ///
    /// # Errors
    /// [`LanguageError::LocalFailed`].
    pub async fn count(&self, texts: Vec<String>) -> Result<HashMap<String, u32>, LanguageError> {
        let mut replies = self.ask(Request::Count(texts.clone())).await;
        match replies.next().await {
            Some(Reply::Counted(tokens)) => Ok(texts.into_iter().zip(tokens).collect()),
            _ => Err(gone(self.file.clone(), replies).await),
        }
    }

    /// Asks the model. The answer is there as soon as the model begins to read the prompt.
    ///
    /// # Errors
    /// [`LanguageError::TooLong`], [`LanguageError::LocalFailed`].
    pub async fn answer(&self, prompt: &Prompt) -> Result<LocalStream, LanguageError> {
        let replies = self.ask(Request::Answer(prompt.clone())).await;
        LocalStream::begin(self.file.clone(), replies).await
    }

    async fn ask(&self, request: Request) -> Replies {
        let process = Arc::clone(&self.process);
        off_the_loop(move || process.ask(&request)).await
    }
}

/// What the model in a file is called.
pub fn name_of(file: &Path) -> String {
    file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// Whether a file is one of a model, by its name.
pub fn is_model_file(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(EXTENSION))
}

/// Why a process is gone.
async fn gone(file: PathBuf, replies: Replies) -> LanguageError {
    let process = Arc::clone(replies.process());
    let how = off_the_loop(move || process.death()).await;
    LanguageError::LocalFailed { file, reason: format!("its process ended ({how})") }
}

fn too_long(file: &Path, tokens: u32) -> LanguageError {
    LanguageError::TooLong {
        name: "Paperside".to_owned(),
        url: file.display().to_string(),
        model: name_of(file),
        said: format!("it has {tokens} tokens"),
    }
}
