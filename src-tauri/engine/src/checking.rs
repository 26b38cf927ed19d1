//! Whether sources carry an answer, without a library, for tools that measure.

pub use crate::answer::Meaning;
pub use crate::answer::check::{CheckedSentence, ClaimedBy, Problem, Source, Thresholds, check};
pub use crate::index::Keywords;
pub use crate::passage::sentences;
