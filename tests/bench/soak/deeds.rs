//! What the process that keeps the library is asked to do, a line of JSON each, and what it answers.

use paperside_engine::messages::ErrorMessage;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a person does with a library, or sees of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Deed {
    /// Import files, and search while they are imported; tells how each ended.
    Add {
        /// The files.
        paths: Vec<String>,
        /// The collection that they go into.
        collection: Option<String>,
        /// What is searched for meanwhile.
        meanwhile: Vec<String>,
        /// It is called off after so many events.
        cancelled_after: Option<u32>,
    },
    /// Wait until everything in the queue is imported.
    Finish,
    /// Remove a document.
    Remove {
        /// Its id.
        document: String,
    },
    /// Put a document into a collection.
    Put {
        /// Its id.
        document: String,
        /// The collection's name.
        collection: String,
    },
    /// Take it out.
    Take {
        /// Its id.
        document: String,
        /// The collection's name.
        collection: String,
    },
    /// Give a collection another name.
    Rename {
        /// As it is called.
        from: String,
        /// As it is to be called.
        to: String,
    },
    /// Delete a collection.
    Delete {
        /// Its name.
        collection: String,
    },
    /// Search.
    Search {
        /// What for.
        query: String,
        /// Where, if not everywhere.
        collection: Option<String>,
    },
    /// Ask for every document that mentions something.
    Mentions {
        /// What.
        query: String,
    },
    /// Ask a question.
    Ask {
        /// Which.
        question: String,
        /// Whether in a new chat.
        is_kept: bool,
        /// Whether nobody waits for the end of the answer.
        is_stopped: bool,
    },
    /// Note that the first page of a document answers a question.
    Pin {
        /// The question.
        question: String,
        /// The document's id.
        document: String,
    },
    /// Forget that.
    Unpin {
        /// The pin.
        pin: u32,
    },
    /// Look for all pinned pages.
    CheckPins,
    /// Delete a chat.
    DeleteChat {
        /// Which.
        chat: u32,
    },
    /// Write a sealed file.
    Export {
        /// Where.
        file: String,
        /// Of which collection, if not of all.
        collection: Option<String>,
    },
    /// Take one in.
    Import {
        /// Which.
        file: String,
    },
    /// The documents.
    List,
    /// One of them with its paths.
    Show {
        /// Its id.
        document: String,
    },
    /// The collections.
    Collections,
    /// The queue.
    Imports,
    /// The pins.
    Pins,
    /// The chats.
    Chats,
    /// Whether all parts are well.
    Health,
}

/// What came of a deed.
pub(super) type Told = Result<Value, ErrorMessage>;

/// What came of a question.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Asked {
    /// The documents that were shown for it, cited or not.
    pub(super) documents: Vec<String>,
    /// The chat in which it is kept.
    pub(super) chat: Option<u32>,
    /// Whether there was an answer.
    pub(super) is_answered: bool,
    /// Why not.
    pub(super) problem: Option<ErrorMessage>,
}
