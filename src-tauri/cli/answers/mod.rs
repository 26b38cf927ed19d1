//! An answer as a person reads it.
//!
//! # Layout
//! - [`paper`]: as text, for files and other programs
//! - [`drawing`]: on a terminal, while it is being written
//! - [`drawn`]: on a terminal, as it stands at the end
//! - [`remarks`]: what should be known beside it

mod drawing;
mod drawn;
mod paper;
mod remarks;

pub(super) use drawn::{answer_lines, source_lines};

use paperside_engine::Library;
use paperside_engine::messages::{Answer, SearchHit};

use super::Output;
use drawing::Drawing;
use paper::Paper;

/// Passages shown when nothing answers the question.
const NEAREST: usize = 3;

/// Who tells an answer while it comes.
pub(super) enum Teller {
    /// Nobody: each event is written as JSON.
    Nobody,
    /// Text as it comes.
    Paper(Paper),
    /// Lines on a terminal.
    Screen(Box<Drawing>),
}

impl Teller {
    /// Whoever suits the output.
    pub(super) fn new(output: Output) -> Self {
        if output.is_json() {
            Self::Nobody
        } else if output.screen().is_terminal {
            Self::Screen(Box::new(Drawing::new(output)))
        } else {
            Self::Paper(Paper::new(output))
        }
    }

    /// The passages that it is made from.
    pub(super) fn found(&mut self, hits: Vec<SearchHit>) {
        match self {
            Self::Nobody => {}
            Self::Paper(paper) => paper.hits = hits,
            Self::Screen(drawing) => drawing.hits = hits,
        }
    }

    /// A language model is about to write it.
    pub(super) fn begin_writing(&mut self) {
        match self {
            Self::Nobody => {}
            Self::Paper(paper) => paper.is_written = true,
            Self::Screen(drawing) => drawing.begin(),
        }
    }

    /// It thinks before it writes.
    pub(super) fn thinks(&mut self) {
        if let Self::Screen(drawing) = self {
            drawing.think();
        }
    }

    /// The next piece of its text.
    pub(super) fn text(&mut self, text: &str) {
        match self {
            Self::Nobody => {}
            Self::Paper(paper) => paper.text(text),
            Self::Screen(drawing) => drawing.text(text),
        }
    }

    /// It is whole.
    pub(super) async fn done(self, library: &Library, answer: &Answer) {
        match self {
            Self::Nobody => {}
            Self::Paper(paper) => paper.done(answer),
            Self::Screen(drawing) => drawing.done(library, answer).await,
        }
    }
}
