//! Whether what was unpacked fits together, before anybody takes anything of it.
//!
//! A page's words must stand where they say, a passage on pages that are there, a vector must have a passage. What
//! cannot be told without reading the original again is whether it says what the pages do.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use serde::de::IgnoredAny;

use super::error::{damaged, reasons};
use super::parts::{ChatLine, DocumentLine};
use super::staged::{Staged, StagedDocument};
use crate::Result;
use crate::file_name::last_part;
use crate::passage::Passage;
use crate::read::{Heading, Page, Word};

/// More than any document has.
const MOST_PAGES: u32 = 1 << 20;
const MOST_PASSAGES: u32 = 1 << 24;

/// More than any chat has.
const MOST_TURNS: usize = 1 << 16;

/// Longer than any name that a person gives.
pub(super) const LONGEST_NAME: usize = 1 << 10;

/// Longer than any system allows.
const LONGEST_PATH: usize = 1 << 15;

/// Looks through all there is. `goes_on` is asked now and then.
pub(super) fn everything(staged: &Staged, goes_on: &mut dyn FnMut() -> Result<()>) -> Result<()> {
    let unclear = || damaged(staged.file(), reasons::UNCLEAR);
    let mut last = String::new();
    for document in staged.documents()? {
        let document = document?;
        if document.id <= last {
            return Err(damaged(staged.file(), reasons::OTHERWISE));
        }
        self::document(staged.file(), &document, goes_on)?;
        last = document.id;
    }
    for line in staged.collections()? {
        if !is_collection(&line?.name) {
            return Err(unclear());
        }
    }
    chats(staged)?;
    staged.pins()?.try_for_each(|line| line.map(drop))?;
    staged.settings()?.try_for_each(|line| line.map(drop))?;
    for line in staged.folders()? {
        let line = line?;
        if !is_path(&line.path) || !line.collection.as_deref().is_none_or(is_collection) {
            return Err(unclear());
        }
    }
    Ok(())
}

fn document(file: &Path, document: &StagedDocument<'_>, goes_on: &mut dyn FnMut() -> Result<()>) -> Result<()> {
    let unfit = || damaged(file, reasons::UNFIT);
    let line = document.line()?;
    if !is_sound(&line) {
        return Err(damaged(file, reasons::UNCLEAR));
    }
    if !document.original().is_file() {
        return Err(damaged(file, reasons::OTHERWISE));
    }
    let mut lengths: Vec<u32> = Vec::new();
    let mut pages = document.pages()?;
    for page in pages.by_ref() {
        goes_on()?;
        let page = page?;
        if page.index as usize != lengths.len() || lengths.len() as u32 >= line.pages || !fits(&page) {
            return Err(unfit());
        }
        lengths.push(page.text.len() as u32);
    }
    if lengths.len() as u32 != line.pages || !pages.is_over() {
        return Err(unfit());
    }
    let mut embeddings = document.embeddings()?;
    let mut count = 0;
    for passage in document.passages()? {
        goes_on()?;
        let passage = passage?;
        if passage.ordinal != count || count >= line.passages || !stands(&passage, &lengths) {
            return Err(unfit());
        }
        embeddings.iter_mut().try_for_each(|embeddings| embeddings.of(count).map(drop))?;
        count += 1;
    }
    let is_over = count == line.passages && embeddings.iter().all(super::staged::Embeddings::is_over);
    if is_over { Ok(()) } else { Err(unfit()) }
}

fn is_sound(line: &DocumentLine) -> bool {
    let is_type = |byte: u8| byte.is_ascii_alphanumeric() || b"/.+-".contains(&byte);
    (1..=MOST_PAGES).contains(&line.pages)
        && line.passages <= MOST_PASSAGES
        && line.content_type.len() <= LONGEST_NAME
        && line.content_type.bytes().all(is_type)
        && line.collections.iter().all(|name| is_collection(name))
        && line.paths.iter().all(|seen| is_path(&seen.path))
}

/// Whether it can be the name of a collection.
fn is_collection(name: &str) -> bool {
    !name.trim().is_empty() && name.len() <= LONGEST_NAME && !name.contains(char::is_control)
}

/// Whether it can be a path of some machine, with the name of a file at its end.
pub(crate) fn is_path(path: &str) -> bool {
    path.len() <= LONGEST_PATH && !path.contains(char::is_control) && !["", ".", ".."].contains(&last_part(path))
}

/// Whether a page's words and headings are where they say.
fn fits(page: &Page) -> bool {
    let mut end = 0;
    let words = page.words.iter().all(|word| {
        let fits = word.start >= end && is_word(word, &page.text);
        end = word.end;
        fits
    });
    words
        && page.headings.iter().all(|heading| is_heading(heading, &page.text))
        && page.width.is_finite()
        && page.height.is_finite()
}

fn is_word(word: &Word, text: &str) -> bool {
    is_in(text, word.start, word.end) && [word.x0, word.y0, word.x1, word.y1].iter().all(|edge| edge.is_finite())
}

fn is_heading(heading: &Heading, text: &str) -> bool {
    is_in(text, heading.start, heading.end)
}

fn is_in(text: &str, start: u32, end: u32) -> bool {
    text.get(start as usize..end as usize).is_some()
}

/// A page as it can be written: without what does not fit, as an earlier version may have left it.
pub(super) fn mended(page: &Page) -> Cow<'_, Page> {
    if fits(page) {
        return Cow::Borrowed(page);
    }
    let mut page = page.clone();
    let mut end = 0;
    let text = &page.text;
    page.words.retain(|word| {
        let fits = word.start >= end && is_word(word, text);
        end = if fits { word.end } else { end };
        fits
    });
    page.headings.retain(|heading| is_heading(heading, text));
    let finite = |length: f32| if length.is_finite() { length } else { 0.0 };
    (page.width, page.height) = (finite(page.width), finite(page.height));
    Cow::Owned(page)
}

/// Whether a passage stands on pages that are there, whose texts are so long.
fn stands(passage: &Passage, lengths: &[u32]) -> bool {
    !passage.spans.is_empty()
        && passage.spans.iter().all(|span| {
            lengths.get(span.page as usize).is_some_and(|length| span.start <= span.end && span.end <= *length)
        })
}

/// That each turn belongs to a chat and follows one of its turns.
fn chats(staged: &Staged) -> Result<()> {
    let unclear = || damaged(staged.file(), reasons::UNCLEAR);
    let mut current: Option<(Option<u32>, BTreeSet<u32>)> = None;
    let is_whole = |chat: &Option<(Option<u32>, BTreeSet<u32>)>| {
        chat.as_ref().is_none_or(|(leaf, turns)| leaf.is_none_or(|leaf| turns.contains(&leaf)))
    };
    for line in staged.chats()? {
        match (line?, &mut current) {
            (ChatLine::Chat(chat), _) => {
                if !is_whole(&current) {
                    return Err(unclear());
                }
                current = Some((chat.leaf, BTreeSet::new()));
            }
            (ChatLine::Turn(turn), Some((_, turns))) => {
                let follows = turn.parent.is_none_or(|parent| turns.contains(&parent));
                let is_record = serde_json::from_str::<IgnoredAny>(&turn.record).is_ok();
                if !follows || !is_record || turns.len() >= MOST_TURNS || !turns.insert(turn.id) {
                    return Err(unclear());
                }
            }
            (ChatLine::Turn(_), None) => return Err(unclear()),
        }
    }
    if is_whole(&current) { Ok(()) } else { Err(unclear()) }
}
