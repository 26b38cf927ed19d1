//! Doors for the fuzz targets. What must hold of every page, whatever the file, is asserted here.

use std::ops::ControlFlow;

use super::{Bytes, DocumentInfo, Heading, Page, PageSink, ReadOptions, Word, ocr, pdf, process};

/// Asserts that pages are in order and their words are where they say.
struct Strict {
    next: u32,
}

impl PageSink for Strict {
    fn begin(&mut self, _: DocumentInfo) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn page(&mut self, page: Page) -> ControlFlow<()> {
        assert_eq!(page.index, self.next, "pages are in order");
        self.next += 1;
        assert_words(&page.text, &page.words);
        assert_headings(&page.text, &page.headings);
        ControlFlow::Continue(())
    }
}

/// Reads a document without a process around it.
pub fn document(bytes: &[u8], filename: &str) {
    let _refused = super::read(&Bytes::new(bytes.to_vec()), filename, &ReadOptions::default(), &mut Strict { next: 0 });
}

/// Lays out a page of glyphs.
pub fn page(bytes: &[u8]) {
    let page = pdf::lay_out_any(bytes);
    assert_words(&page.text, &page.words);
    assert_headings(&page.text, &page.headings);
}

/// Reads what a reader process might say.
pub fn frames(bytes: &[u8]) {
    process::read_any(bytes);
}

/// Lays out what Tesseract might say.
pub fn recognised(table: &str) {
    let (text, words) = ocr::lay_out_any(table);
    assert_words(&text, &words);
}

fn assert_headings(text: &str, headings: &[Heading]) {
    let mut end = 0;
    for heading in headings {
        let slice = text.get(heading.start as usize..heading.end as usize).expect("a heading is a part of the text");
        assert!(!slice.is_empty() && slice.trim() == slice, "headings hold something, without blanks around it");
        assert!(heading.start >= end && heading.level > 0, "headings are in order and have a level");
        end = heading.end;
    }
}

fn assert_words(text: &str, words: &[Word]) {
    let mut end = 0;
    for word in words {
        let slice = text.get(word.start as usize..word.end as usize).expect("a word is a part of the text");
        assert!(!slice.is_empty() && word.start >= end, "words are in order and hold something");
        end = word.end;
        assert!([word.x0, word.y0, word.x1, word.y1].iter().all(|it| it.is_finite()), "boxes are numbers");
    }
}
