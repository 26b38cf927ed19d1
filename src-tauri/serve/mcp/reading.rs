//! The text of documents, page by page, in stretches that a model has room for.

use paperside_engine::Library;
use paperside_engine::messages::{DocumentDetail, PageState, PageText};

use super::passage::DocumentName;
use super::refusal::Refusal;

/// A document that is open to be read.
pub(super) struct Reading {
    /// What is known of it.
    pub(super) detail: DocumentDetail,
    /// Its pages, in order.
    pub(super) pages: Vec<PageText>,
}

/// A piece of a page's text.
pub(super) struct Stretch {
    /// What it says.
    pub(super) text: String,
    /// At which character the rest begins, if there is more.
    pub(super) rest: Option<u32>,
}

impl Reading {
    /// Opens a document by its id, or the beginning of it.
    pub(super) async fn open(library: &Library, document: String) -> Result<Self, Refusal> {
        let detail = library.show(document).await?;
        let pages = library.page_texts(detail.document.id.clone()).await?;
        Ok(Self { detail, pages })
    }

    /// Its name.
    pub(super) fn name(&self) -> DocumentName {
        let document = &self.detail.document;
        DocumentName { id: document.id.clone(), title: document.title.clone() }
    }

    /// A page by its index from 0.
    pub(super) fn page(&self, index: u32) -> Result<&PageText, Refusal> {
        self.pages
            .iter()
            .find(|page| page.page == index)
            .ok_or_else(|| self.no_page(&format!("with the index {index}")))
    }

    /// A page by the label that is printed on it; the first if several have it.
    pub(super) fn labelled(&self, label: &str) -> Result<&PageText, Refusal> {
        let label = label.trim();
        let found = self.pages.iter().find(|page| page.label.trim() == label);
        found.ok_or_else(|| self.no_page(&format!("labelled “{label}”")))
    }

    fn no_page(&self, which: &str) -> Refusal {
        let there_are = match self.pages.as_slice() {
            [] => "none of its pages could be read".to_owned(),
            [only] => format!("its only page has the index {} and the label “{}”", only.page, only.label),
            [first, .., last] => format!(
                "its pages have the indexes {} to {} and the labels “{}” to “{}”",
                first.page, last.page, first.label, last.label
            ),
        };
        Refusal::new("unknown_page", format!("this document has no page {which}; {there_are}"))
    }

    /// Why there is no text on a page; nothing if there is.
    pub(super) fn why_empty(&self, index: u32) -> Option<String> {
        let receipt = self.detail.receipt.iter().find(|page| page.page == index)?;
        let said = match receipt.state {
            PageState::Searchable | PageState::Recognised => return None,
            PageState::ImageOnly => "it is an image without text",
            PageState::Blank => "it is blank",
            PageState::Failed => "it could not be read",
        };
        Some(receipt.reason.clone().unwrap_or_else(|| said.to_owned()))
    }
}

/// A text from one of its characters on, so many of them at the most.
pub(super) fn stretch(text: &str, from: u32, length: usize) -> Stretch {
    let mut letters = text.chars().skip(from as usize);
    let taken: String = letters.by_ref().take(length).collect();
    let rest = letters.next().map(|_| from + length as u32);
    Stretch { text: taken, rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_the_whole() {
        let text = "aäb€c";
        let (first, last) = (stretch(text, 0, 3), stretch(text, 3, 3));
        assert_eq!((first.text + &last.text, first.rest, last.rest), (text.to_owned(), Some(3), None));
        assert_eq!(stretch(text, 0, 5).rest, None, "nothing is behind the last letter");
        assert_eq!(stretch(text, 9, 5).text, "");
    }
}
