//! The types that cross a face: what the terminal prints, the window draws and HTTP will answer.
//!
//! Names and shapes are a contract: fields may be added, never changed. The same types are exported to
//! TypeScript by the unit tests (`ui/src/host/messages/`), so the window cannot drift from the engine.

mod ask;
mod chats;
mod connections;
mod documents;
mod embedders;
mod events;
mod index_place;
mod library;
mod models;
mod sealed;
mod search;
mod serving;
mod settings;

pub use ask::{Answer, AnswerEvent, AnswerMilliseconds, AnswerSentence, AskRequest, Citation, Verdict};
pub use chats::{ChangedCitation, Chat, ChatPlace, ChatSummary, ChatTurn, ExportForm, KeptTurn, TurnRecord};
pub use connections::{Connection, ConnectionEnd};
pub use documents::{
    Collection, DocumentDetail, DocumentReference, DocumentSummary, OutlineEntry, PageHeading, PageReceipt, PageState,
    PageText, PlacedWord,
};
pub use embedders::{
    CatalogueEntry, ChangeStage, EmbedderChange, EmbedderChoice, Embedders, KeptEmbeddings, PinComparison,
};
pub use events::{
    AddRequest, ImportId, ImportOutcome, ImportProgress, ImportQueue, ImportStatus, ImportSummary, LibraryEvent,
    Password, Stage, WatchedFolder,
};
pub use index_place::{IndexMove, IndexMoveStage, IndexPlace, IndexQuantization, IndexServerOptions, IndexState};
pub use library::{
    DocumentKind, DocumentOrder, DocumentsFound, DocumentsRequest, DropPreview, LibraryCounts, LibraryPlace,
};
pub use models::{
    ContextLedger, LanguageModelChoice, LanguageModelInfo, LanguageModelKind, ModelDownload, ModelFileEntry,
    ModelFiles, ModelInFile, RunningServer, SentenceProblem, ServedModel,
};
pub use sealed::{
    BackupRequest, BackupState, ExportRequest, LastBackup, LeftBehind, RestoreRequest, SealedContents,
    SealedImportRequest, SealedSummary, SealingProgress, SealingStage, SealingWork,
};
pub use search::{
    Correction, EarlierTurn, HitCopy, HitScores, LeftOut, LeftOutReason, LegRanks, MentioningDocument, Mentions,
    PageBox, PageSpan, Pin, PinCheck, SearchHit, SearchRequest, SearchResponse, SearchStages, Searched, Understood,
};
pub use serving::{ServingChoice, ServingState};
pub use settings::{NewVersion, Setting};

/// What a face shows of an error: a stable code to branch on and a sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ErrorMessage {
    /// Stable, machine-readable; see [`crate::Error::code`].
    pub code: String,
    /// What happened, to which file, and what to do about it.
    pub message: String,
}
