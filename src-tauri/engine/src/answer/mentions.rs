//! Every document that mentions something, as an answer with a citation for each.

use super::compose::{Piece, one_line};
use crate::Result;
use crate::index::Keywords;
use crate::messages::{Citation, Mentions, Verdict};
use crate::passage::sentences;
use crate::search::{Mentioning, Presenter, Subject, phrase_range};

/// More documents are counted, but not told one by one.
const TOLD: usize = 50;

/// Puts the documents that mention something in words. `found` are those of `mentions`, in its order. Blocks.
///
/// # Errors
/// Those of the catalog.
pub(crate) fn tell(
    subject: &Subject,
    mentions: &Mentions,
    found: &[Mentioning],
    keywords: &Keywords,
    presenter: &mut Presenter<'_>,
) -> Result<(Vec<Piece>, String)> {
    let mut pieces = Vec::new();
    for (number, (found, shown)) in (1..).zip(found.iter().zip(&mentions.documents)).take(TOLD) {
        let more = if shown.pages.len() > shown.page_labels.len() { ", …" } else { "" };
        let noun = if shown.pages.len() == 1 { "page" } else { "pages" };
        let pages = format!("{noun} {}{more}", shown.page_labels.join(", "));
        let sentence = format!("{}: {}, {pages}", shown.document.title, counted(found.passages, "passage"));
        let passage = &found.first.passage;
        let range = telling_sentence(&passage.text, subject, keywords);
        let place = presenter.place(&found.document, &passage.locate(range.clone()))?;
        let citation = Citation {
            number,
            sentence: sentence.clone(),
            verdict: Verdict::Supported,
            document: shown.document.clone(),
            page: place.page,
            page_label: place.page_label,
            passage: found.first.id.to_string(),
            quote: one_line(&passage.text[range]),
            boxes: place.boxes,
            spans: place.spans,
        };
        pieces.push(Piece { text: format!("\n\n{sentence} [{number}]"), citation });
    }
    Ok((pieces, beginning(mentions)))
}

/// What comes before the list: how many documents, and of how many.
fn beginning(mentions: &Mentions) -> String {
    let count = mentions.documents.len();
    let of = count + mentions.without as usize;
    let verb = if count == 1 { "mentions" } else { "mention" };
    let head = format!("{count} of {} {verb} “{}”.", counted(of as u32, "document"), mentions.subject);
    let searched = mentions.searched;
    let missing = searched.of.saturating_sub(searched.documents);
    let pending = match missing {
        0 => String::new(),
        _ => format!(" {} still being imported.", counted(missing, "document")),
    };
    let unread = match searched.pages_unread {
        0 => String::new(),
        pages => format!(" {} could not be read and may mention it too.", counted(pages, "page")),
    };
    let told = if count > TOLD { format!(" The first {TOLD} are:") } else { String::new() };
    format!("{head}{pending}{unread}{told}")
}

fn counted(count: u32, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The sentence that has the subject as it was written, or else the most of its words.
fn telling_sentence(text: &str, subject: &Subject, keywords: &Keywords) -> std::ops::Range<usize> {
    let wanted = keywords.terms(&subject.text);
    let phrase = subject.phrases.first().unwrap_or(&subject.text);
    let fit = |range: &std::ops::Range<usize>| {
        let sentence = &text[range.clone()];
        (phrase_range(sentence, phrase).is_some(), keywords.terms(sentence).intersection(&wanted).count())
    };
    // Of equals the first.
    let best = sentences(text).into_iter().rev().max_by_key(fit);
    best.unwrap_or(0..text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Searched;

    #[test]
    fn the_completeness_is_told() {
        let searched = Searched { documents: 5, of: 7, passages: 9, pages_unread: 1 };
        let mentions =
            Mentions { subject: "kettle".to_owned(), documents: Vec::new(), without: 5, searched, milliseconds: 1 };
        let expected = "0 of 5 documents mention “kettle”. 2 documents still being imported. 1 page could not be read and \
                        may mention it too.";
        assert_eq!(beginning(&mentions), expected);
    }

    #[test]
    fn the_sentence_with_the_words_is_quoted() {
        let subject = Subject { text: "steam engine".to_owned(), phrases: Vec::new() };
        let text = "Steam is hot. An engine of steam came. The Steam\nengine stood still. Steam engine again.";
        let range = telling_sentence(text, &subject, &Keywords::new());
        assert_eq!(&text[range], "The Steam\nengine stood still.");
    }
}
