//! What the tests of all readers need.

use std::ops::ControlFlow;

use super::{DocumentInfo, Heading, Page, PageSink, ReadError};

/// A reader of one format.
pub(super) type Reader = fn(&[u8], &mut dyn PageSink) -> Result<(), ReadError>;

/// A document as it was delivered.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) info: DocumentInfo,
    pub(super) pages: Vec<Page>,
}

impl Read {
    pub(super) fn texts(&self) -> Vec<String> {
        self.pages.iter().map(|page| page.text.clone()).collect()
    }

    /// The headings with the indices of their pages and their levels.
    pub(super) fn headings(&self) -> Vec<(u32, String, u8)> {
        let of = |page: &Page, it: &Heading| {
            (page.index, page.text[it.start as usize..it.end as usize].to_owned(), it.level)
        };
        self.pages.iter().flat_map(|page| page.headings.iter().map(move |it| of(page, it))).collect()
    }

    pub(super) fn labels(&self) -> Vec<&str> {
        self.pages.iter().map(|page| page.label.as_str()).collect()
    }
}

/// Keeps what comes.
#[derive(Default)]
pub(super) struct Collector {
    pub(super) info: Option<DocumentInfo>,
    pub(super) pages: Vec<Page>,
}

impl PageSink for Collector {
    fn begin(&mut self, info: DocumentInfo) -> ControlFlow<()> {
        self.info = Some(info);
        ControlFlow::Continue(())
    }

    fn page(&mut self, page: Page) -> ControlFlow<()> {
        self.pages.push(page);
        ControlFlow::Continue(())
    }
}

/// Reads a document, and checks what every reader promises.
pub(super) fn read_with(reader: Reader, bytes: &[u8]) -> Result<Read, ReadError> {
    let mut collector = Collector::default();
    reader(bytes, &mut collector)?;
    let info = collector.info.expect("a reader begins");
    assert_eq!(info.pages as usize, collector.pages.len(), "as many pages come as were promised");
    collector.pages.iter().for_each(assert_headings);
    Ok(Read { info, pages: collector.pages })
}

/// Asserts that headings are stretches of their page's text, in its order and without blanks around them.
pub(super) fn assert_headings(page: &Page) {
    let mut end = 0;
    for heading in &page.headings {
        let said = page.text.get(heading.start as usize..heading.end as usize).expect("it is a part of the text");
        assert!(heading.start >= end && heading.level > 0, "they are in order and have a level");
        assert!(!said.is_empty() && said.trim() == said, "it holds something, without blanks around it: {said:?}");
        end = heading.end;
    }
}

/// Reads each beginning of a small file, and the file with each byte spoilt; none may panic.
pub(super) fn assert_harmless(reader: Reader, bytes: &[u8]) {
    let step = (bytes.len() / 500).max(1);
    for at in (0..bytes.len()).step_by(step) {
        let _ = read_with(reader, &bytes[..at]);
        let mut spoilt = bytes.to_vec();
        spoilt[at] ^= 0x55;
        let _ = read_with(reader, &spoilt);
    }
}
