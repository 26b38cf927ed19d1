//! An answer as text, for files and other programs.

use paperside_engine::messages::{Answer, SearchHit};

use super::super::Output;
use super::super::search::hit_lines;
use super::super::terminal::screen::Screen;
use super::NEAREST;
use super::remarks::{completeness, doubts, text};

/// An answer that is being told.
pub(in super::super) struct Paper {
    output: Output,
    /// What it is made from.
    pub(super) hits: Vec<SearchHit>,
    /// Whether a language model writes it. The numbers that it writes are not yet those of its citations, so its text
    /// is told at the end.
    pub(super) is_written: bool,
}

impl Paper {
    /// Nothing of it is known.
    pub(super) fn new(output: Output) -> Self {
        Self { output, hits: Vec::new(), is_written: false }
    }

    /// The next piece of its text.
    pub(super) fn text(&self, text: &str) {
        if !self.is_written {
            self.output.text(text);
        }
    }

    /// It is whole.
    pub(super) fn done(&self, answer: &Answer) {
        let rest = match answer {
            answer if self.is_written => format!("{}{}", answer.answer, sources(answer)),
            answer if answer.refused => self.nearest(answer),
            answer => sources(answer),
        };
        self.output.text(&rest);
    }

    fn nearest(&self, answer: &Answer) -> String {
        let completeness = text(&completeness(answer));
        if self.hits.is_empty() {
            return format!("\n{completeness}");
        }
        let nearest = self.hits.iter().take(NEAREST).flat_map(|hit| hit_lines(hit, None, &[], Screen::PAPER));
        let nearest = Screen::PAPER.paint(&nearest.collect::<Vec<_>>());
        format!("\n\nThe nearest passages are:\n\n{nearest}{completeness}")
    }
}

fn sources(answer: &Answer) -> String {
    let cited = answer
        .citations
        .iter()
        .map(|citation| format!("[{}] {}, page {}\n", citation.number, citation.document.title, citation.page_label));
    format!("\n\n{}{}{}", cited.collect::<String>(), text(&doubts(answer)), text(&completeness(answer)))
}
