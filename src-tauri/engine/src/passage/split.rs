//! Pages to passages.

use std::ops::Range;

use super::context::Context;
use super::pieces::{Piece, pieces};
use crate::read::Heading;

/// A stretch of one page's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Page index from 0.
    pub page: u32,
    /// First byte in the page's text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A piece of a document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its place among the passages of its document, from 0.
    pub ordinal: u32,
    /// The text of its spans, joined by a blank.
    pub text: String,
    /// What it stands under: title and headings on one line, the head of its table on another; empty if nothing is
    /// known. Embedded and indexed with the text, but no part of it.
    pub context: String,
    /// Where it stands, in reading order; one a page.
    pub spans: Vec<Span>,
}

impl Passage {
    /// What is embedded: the text, below what it stands under.
    pub fn to_embed(&self) -> String {
        if self.context.is_empty() { self.text.clone() } else { format!("{}\n{}", self.context, self.text) }
    }

    /// Where a byte range of [`Passage::text`] stands on the pages; blanks between pages stand nowhere.
    pub fn locate(&self, range: Range<usize>) -> Vec<Span> {
        let mut before = 0;
        let mut found = Vec::new();
        for span in &self.spans {
            let length = (span.end - span.start) as usize;
            let start = range.start.clamp(before, before + length) - before;
            let end = range.end.clamp(before, before + length) - before;
            if start < end {
                let (start, end) = (span.start + start as u32, span.start + end as u32);
                found.push(Span { page: span.page, start, end });
            }
            before += length + 1;
        }
        found
    }
}

/// A passage is filled with sentences up to this many tokens. Passages of about 128 tokens found more than
/// shorter or longer ones on every labelled set tried with all-MiniLM-L6-v2; 256 were worse.
const TARGET_TOKENS: usize = 128;

/// At an empty line a passage this long is ended, so that it does not straddle two subjects for nothing.
const PARAGRAPH_TOKENS: usize = 96;

/// A heading ends a passage this long; what is shorter is joined with the section that follows, since it would be found
/// for its few words rather than for what it says.
const SECTION_TOKENS: usize = 32;

/// Room for the context of a passage beside its text.
const CONTEXT_TOKENS: usize = 64;

/// Splits the pages of one document, page by page as they come.
///
/// No passage with its context is longer than `most_tokens` by `count_tokens`; sentences that are, are cut between
/// words. A passage goes on over a page's end only where the sentence does.
pub struct Splitter<'a> {
    most_tokens: usize,
    target: usize,
    count_tokens: &'a dyn Fn(&str) -> usize,
    context: Context,
    ordinal: u32,
    passages: Vec<Passage>,
    /// The passage that is being filled, and its tokens.
    open: Option<(Passage, usize)>,
}

impl<'a> Splitter<'a> {
    /// A splitter for one document.
    pub fn new(most_tokens: usize, count_tokens: &'a dyn Fn(&str) -> usize) -> Self {
        let most_tokens = most_tokens.saturating_sub(CONTEXT_TOKENS).max(most_tokens / 2);
        let target = TARGET_TOKENS.min(most_tokens);
        Self {
            most_tokens,
            target,
            count_tokens,
            context: Context::default(),
            ordinal: 0,
            passages: Vec::new(),
            open: None,
        }
    }

    /// Notes the title that the document gives itself.
    pub fn set_title(&mut self, title: Option<&str>) {
        self.context.set_title(title);
    }

    /// Takes the next page. A passage that its sentence goes on from is left open.
    pub fn page(&mut self, page: u32, text: &str, headings: &[Heading]) {
        let pieces = pieces(page, text, headings, self.most_tokens, self.count_tokens);
        for (number, piece) in pieces.into_iter().enumerate() {
            self.take(&piece, text, number == 0);
        }
    }

    /// How many passages there are so far.
    pub fn count(&self) -> u32 {
        self.ordinal
    }

    /// The passages that have ended since this was last asked.
    pub fn ended(&mut self) -> Vec<Passage> {
        std::mem::take(&mut self.passages)
    }

    /// The passages that are left when there is no further page.
    pub fn finish(mut self) -> Vec<Passage> {
        self.end();
        self.passages
    }

    fn take(&mut self, piece: &Piece, text: &str, first_on_page: bool) {
        if let Some((open, tokens)) = &self.open
            && self.must_end(open, *tokens, piece, text, first_on_page)
        {
            self.end();
        }
        let own = &text[piece.span.start as usize..piece.span.end as usize];
        self.context.set_table_head(piece.table_head.clone().map(|head| &text[head]));
        if let Some(level) = piece.heading {
            self.context.enter(level, own);
        }
        let (ordinal, context) = (&mut self.ordinal, &self.context);
        let (passage, tokens) = self.open.get_or_insert_with(|| {
            *ordinal += 1;
            let context = context.of_passage(own);
            (Passage { ordinal: *ordinal - 1, text: String::new(), context, spans: Vec::new() }, 0)
        });
        extend(passage, piece.span, text);
        *tokens += piece.tokens;
    }

    fn must_end(&self, open: &Passage, tokens: usize, piece: &Piece, text: &str, first_on_page: bool) -> bool {
        let together = tokens + piece.tokens;
        if first_on_page {
            let runs_on = goes_on(&open.text, &text[piece.span.start as usize..]);
            return !runs_on || together > self.most_tokens;
        }
        if piece.is_remnant && piece.heading.is_none() {
            return together > self.most_tokens;
        }
        if piece.heading.is_some() && tokens >= SECTION_TOKENS {
            return true;
        }
        together > self.target || (piece.begins_paragraph && tokens >= PARAGRAPH_TOKENS)
    }

    fn end(&mut self) {
        self.passages.extend(self.open.take().map(|(passage, _)| passage));
    }
}

/// Whether a sentence that stands last on a page goes on with what stands first on the next.
fn goes_on(before: &str, after: &str) -> bool {
    let ended = before.trim_end().ends_with(['.', '!', '?', ':', '。', '！', '？', '”', '"']);
    !ended && after.chars().next().is_some_and(char::is_lowercase)
}

/// Adds a piece: to the span of its page if there is one, else as a new span.
fn extend(passage: &mut Passage, span: Span, text: &str) {
    match passage.spans.last_mut() {
        Some(last) if last.page == span.page => {
            passage.text.push_str(&text[last.end as usize..span.end as usize]);
            last.end = span.end;
        }
        _ => {
            if !passage.text.is_empty() {
                passage.text.push(' ');
            }
            passage.text.push_str(&text[span.start as usize..span.end as usize]);
            passage.spans.push(span);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split<'a>(
        pages: impl IntoIterator<Item = (u32, &'a str)>,
        most_tokens: usize,
        count_tokens: &dyn Fn(&str) -> usize,
    ) -> Vec<Passage> {
        let mut splitter = Splitter::new(most_tokens, count_tokens);
        let mut passages = Vec::new();
        for (page, text) in pages {
            splitter.page(page, text, &[]);
            passages.extend(splitter.ended());
        }
        passages.extend(splitter.finish());
        passages
    }

    fn count_words(text: &str) -> usize {
        text.split_whitespace().count()
    }

    fn check(pages: &[&str], most: usize) -> Vec<Passage> {
        let numbered = || pages.iter().enumerate().map(|(page, text)| (page as u32, *text));
        let passages = split(numbered(), most, &count_words);
        for (ordinal, passage) in passages.iter().enumerate() {
            assert_eq!(passage.ordinal as usize, ordinal);
            assert!(count_words(&passage.text) <= most, "the model would cut the rest off: {}", passage.text);
            let placed: Vec<_> = passage
                .spans
                .iter()
                .map(|span| &pages[span.page as usize][span.start as usize..span.end as usize])
                .collect();
            assert_eq!(placed.join(" "), passage.text, "a span that says something else would cite wrong words");
        }
        let words: usize = passages.iter().map(|passage| count_words(&passage.text)).sum();
        assert_eq!(words, pages.iter().map(|page| count_words(page)).sum::<usize>(), "no word may be lost or doubled");
        passages
    }

    #[test]
    fn packs_sentences_up_to_the_target() {
        let page = "Five words are in here. ".repeat(60);
        let passages = check(&[&page], 254);
        assert_eq!(passages.len(), 3, "60 sentences of 5 words fill 128 two times and a bit");
    }

    #[test]
    fn a_page_ends_a_passage_unless_the_sentence_goes_on() {
        let passages = check(&["It ends. It does not", "end here. New one.", "Third page."], 254);
        assert_eq!(passages.len(), 2);
        assert_eq!(passages[0].spans.len(), 2);
        assert_eq!(passages[1].spans[0].page, 2);
    }

    #[test]
    fn a_part_of_a_passage_is_found_on_both_its_pages() {
        let pages = ["It ends. It does not", "end here. New one."];
        let passages = check(&pages, 254);
        let text = &passages[0].text;
        let at = text.find("not end").expect("the pages are joined by a blank");
        let spans = passages[0].locate(at..at + "not end".len());
        let parts: Vec<_> =
            spans.iter().map(|span| &pages[span.page as usize][span.start as usize..span.end as usize]).collect();
        assert_eq!(parts, ["not", "end"]);
    }

    #[test]
    fn a_sentence_without_end_is_cut_between_words() {
        let page = "word ".repeat(1000);
        assert!(check(&[&page], 254).len() >= 4);
    }

    #[test]
    fn a_word_without_end_is_cut_between_characters() {
        let text = "é".repeat(1000);
        let passages = split([(0, text.as_str())], 100, &|text| text.chars().count());
        assert!(passages.iter().all(|passage| passage.text.chars().count() <= 100));
        assert_eq!(passages.iter().map(|passage| passage.text.len()).sum::<usize>(), text.len());
    }

    #[test]
    fn a_long_passage_ends_with_its_paragraph() {
        let page =
            format!("{}\n\nA new subject is begun in a sentence of its own.", "Five words are in here. ".repeat(20));
        assert_eq!(check(&[&page], 254).len(), 2);
    }

    #[test]
    fn a_page_number_is_no_passage() {
        let page = format!("{}\n\n17", "Five words are in here. ".repeat(26));
        let passages = check(&[&page, "Next page. It has its own."], 254);
        assert_eq!(passages.len(), 3, "two of sentences, the number put to the second, and the next page");
        assert!(passages[1].text.ends_with("\n\n17"));
    }

    #[test]
    fn pages_without_text_have_no_passages() {
        assert!(split([(0, ""), (1, " \n ")], 254, &count_words).is_empty());
    }

    #[test]
    fn a_section_is_split_from_the_one_before_and_told_of() {
        let first = "Five words are in here. ".repeat(20);
        let text = format!("Costs\n\n{first}\n\nIncome\n\n{}", "Another five words are here. ".repeat(40));
        let income = text.find("Income").expect("it is there") as u32;
        let headings = [(0, 5, 1), (income, income + 6, 1)].map(|(start, end, level)| Heading { start, end, level });
        let mut splitter = Splitter::new(254, &count_words);
        splitter.set_title(Some("Report"));
        splitter.page(0, &text, &headings);
        let passages = splitter.finish();
        let contexts: Vec<_> = passages.iter().map(|passage| passage.context.as_str()).collect();
        assert_eq!(contexts, ["Report", "Report", "Report › Income"]);
        assert!(passages[0].text.starts_with("Costs\n\nFive") && passages[1].text.starts_with("Income\n\nAnother"));
    }

    #[test]
    fn every_piece_of_a_long_table_knows_its_head() {
        let rows: Vec<_> = (0..100).map(|row| format!("{row} | a value")).collect();
        let text =
            format!("Year | Sum in thousands\n{}\n\nText after it. {}", rows.join("\n"), "And more. ".repeat(60));
        let passages = check(&[&text], 254);
        assert!(passages.len() > 3);
        assert_eq!((passages[0].context.as_str(), passages[1].context.as_str()), ("", "Year | Sum in thousands"));
        assert!(passages[1].text.contains('\n') && passages[1].text.lines().all(|row| row.contains(" | ")));
        assert_eq!(passages.last().map(|passage| passage.context.as_str()), Some(""));
    }
}
