//! Documents in, cited answers out: the engine of Paperside, free of any window.
//!
//! ```no_run
//! use paperside_engine::{Config, Library};
//! use paperside_engine::messages::{AddRequest, AnswerEvent, AskRequest};
//!
//! # #[tokio::main]
//! # async fn main() -> paperside_engine::Result<()> {
//! let library = Library::open(Config::locate(Some("my-library".into()), None)?).await?;
//! let mut batch = library.add(AddRequest { paths: vec!["report.pdf".into()], ..AddRequest::default() }).await?;
//! while let Some(event) = batch.next().await {
//!     println!("{event:?}");
//! }
//! let question = "How far is the moon?".to_owned();
//! let mut answer = library.ask(AskRequest { question, ..AskRequest::default() });
//! while let Some(event) = answer.recv().await {
//!     if let AnswerEvent::Text { text } = event {
//!         print!("{text}");
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Layout
//! - `library`: open, add, remove, search, ask, events; the only way in
//! - `catalog`: `SQLite`; everything but the index's own files
//! - `read`: bytes to pages of words with boxes; one file a format
//! - `passage`: pages to passages
//! - `embed`: text to vectors
//! - `index`: passages to Qdrant and back
//! - `search`: question to hits
//! - `answer`: hits to answer
//! - [`checking`]: whether sources carry an answer, without a library, for tools that measure
//! - [`reading`]: documents to pages without a library, for tools that measure or inspect
//! - [`embedding`], [`indexing`]: texts to vectors, and passages to an index, without a library, for the same
//! - [`net`]: the one way out
//! - [`local_model`]: what a process that runs a language model needs to know
//! - [`confined`]: processes that work for the app and can do nothing else
//! - [`logs`]: what the app did, for the day on which something goes wrong
//! - `sealed`: collections and whole libraries in one file
//! - `secrets`: keys of servers, in the system's keyring
//! - [`memory`]: what the process keeps of memory that it does not need any more
//! - [`private`]: files and folders that only the person can look into
//! - [`messages`]: the types that cross a face
//! - `fold`: what of a character counts when two texts are compared
//! - `file_name`: what a file is called, by the path to it
//! - `size_on_disk`: what files take of the disk
//! - `error`, `config`
//!
//! Faces know the library; the library knows the rooms; no room knows a face. `read` knows no index, `embed`
//! no document, `index` no model.

mod answer;
mod catalog;
pub mod checking;
mod config;
pub mod confined;
mod durable;
mod embed;
pub mod embedding;
mod error;
mod file_name;
mod fold;
#[cfg(fuzzing)]
pub mod fuzzing;
mod hex;
mod index;
pub mod indexing;
mod library;
pub mod local_model;
pub mod logs;
mod mapped;
pub mod memory;
pub mod messages;
pub mod net;
mod off_the_loop;
mod passage;
mod priority;
pub mod private;
mod read;
pub mod reading;
mod sealed;
mod search;
mod secrets;
mod size_on_disk;

pub use config::{
    Config, HUB_VARIABLE, INDEX_VARIABLE, MODEL_FOLDER, MODEL_VARIABLE, PRECISION_VARIABLE, RELEASES_VARIABLE,
    library_folder, state_folder,
};
pub use embed::{EmbedError, endpoint};
pub use error::{Error, Result};
pub use file_name::last_part;
pub use index::{IndexError, ServerError};
pub use library::{Check, Health, ImportBatch, Incoming, Library, Received, SealingRun};
pub use read::ReadError;
pub use read::process::{ReadLimits, WORKER_ARGUMENT, WorkerCommand, serve_reading};
pub use sealed::{SEALED_EXTENSION, SealedError, is_sealed};
