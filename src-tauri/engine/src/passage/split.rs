//! Pages to passages.

use std::ops::Range;

use super::sentences;

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
    /// Where it stands, in reading order; one a page.
    pub spans: Vec<Span>,
}

impl Passage {
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

/// What ends a page and is shorter than this is put to the passage before it: a page number that is a passage of
/// its own would be found by every question about numbers.
const REMNANT_TOKENS: usize = 8;

/// A sentence of a page, not longer than a passage may be.
struct Piece {
    span: Span,
    tokens: usize,
    begins_paragraph: bool,
    is_remnant: bool,
}

/// Splits the pages of one document, page by page as they come.
///
/// No passage is longer than `most_tokens` by `count_tokens`; sentences that are, are cut between words. A
/// passage goes on over a page's end only where the sentence does.
pub struct Splitter<'a> {
    most_tokens: usize,
    target: usize,
    count_tokens: &'a dyn Fn(&str) -> usize,
    ordinal: u32,
    passages: Vec<Passage>,
    /// The passage that is being filled, and its tokens.
    open: Option<(Passage, usize)>,
}

impl<'a> Splitter<'a> {
    /// A splitter for one document.
    pub fn new(most_tokens: usize, count_tokens: &'a dyn Fn(&str) -> usize) -> Self {
        let target = TARGET_TOKENS.min(most_tokens);
        Self { most_tokens, target, count_tokens, ordinal: 0, passages: Vec::new(), open: None }
    }

    /// Takes the next page. A passage that its sentence goes on from is left open.
    pub fn page(&mut self, page: u32, text: &str) {
        for (number, piece) in pieces(page, text, self.most_tokens, self.count_tokens).into_iter().enumerate() {
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
        let ordinal = &mut self.ordinal;
        let (passage, tokens) = self.open.get_or_insert_with(|| {
            *ordinal += 1;
            (Passage { ordinal: *ordinal - 1, text: String::new(), spans: Vec::new() }, 0)
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
        if piece.is_remnant {
            return together > self.most_tokens;
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

fn pieces(page: u32, text: &str, most_tokens: usize, count_tokens: &dyn Fn(&str) -> usize) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut before = 0;
    for sentence in sentences(text) {
        let begins_paragraph = text[before..sentence.start].contains("\n\n");
        before = sentence.end;
        for (number, (range, tokens)) in fitting(text, sentence, most_tokens, count_tokens).into_iter().enumerate() {
            let span = Span { page, start: range.start as u32, end: range.end as u32 };
            found.push(Piece { span, tokens, begins_paragraph: begins_paragraph && number == 0, is_remnant: false });
        }
    }
    if let [_, .., last] = found.as_mut_slice() {
        last.is_remnant = last.tokens < REMNANT_TOKENS;
    }
    found
}

/// The range as it is if it is short enough, else halved at a word boundary until it is.
fn fitting(
    text: &str,
    range: Range<usize>,
    most_tokens: usize,
    count_tokens: &dyn Fn(&str) -> usize,
) -> Vec<(Range<usize>, usize)> {
    let mut found = Vec::new();
    let mut waiting = vec![range];
    while let Some(range) = waiting.pop() {
        let tokens = count_tokens(&text[range.clone()]);
        let cut = (tokens > most_tokens).then(|| halve(text, &range)).flatten();
        match cut {
            Some((left, right)) => waiting.extend([right, left]),
            None => found.push((range, tokens)),
        }
    }
    found
}

/// Cuts near the middle, at white space if there is any, else between two characters.
fn halve(text: &str, range: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let piece = &text[range.clone()];
    let middle = piece.floor_char_boundary(piece.len() / 2);
    let space = |c: char| c.is_whitespace();
    let cut = piece[middle..].find(space).map(|at| middle + at).or_else(|| piece[..middle].rfind(space));
    let cut = cut.filter(|cut| *cut > 0).unwrap_or(middle);
    let right = range.start + cut + (piece[cut..].len() - piece[cut..].trim_start().len());
    (cut > 0 && right < range.end).then(|| (range.start..range.start + cut, right..range.end))
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
            splitter.page(page, text);
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
}
