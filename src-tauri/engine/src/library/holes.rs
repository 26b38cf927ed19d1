//! What the person should know of a document that was imported with holes.

use crate::catalog::UnreadPage;
use crate::messages::DocumentSummary;

/// Ranges of pages that are named; a book of scans with some text has hundreds.
const NAMED: usize = 6;

/// What to do where no recogniser is installed.
const INSTALL: &str = "install Tesseract (tesseract-ocr) and add the file again to make them searchable";

/// Says which pages could not be read and what can be done; nothing if there is none.
pub(in crate::library) fn describe(document: &DocumentSummary, unread: &[UnreadPage]) -> Option<String> {
    let of = document.pages;
    let those = |wanted: fn(&UnreadPage) -> bool| unread.iter().filter(|page| wanted(page)).collect::<Vec<_>>();
    let mut said = Vec::new();
    let unseen = those(|page| page.is_image && !page.was_looked_at);
    if !unseen.is_empty() {
        said.push(format!("{} are images without text; {INSTALL}.", count(&unseen, of)));
    }
    let empty = those(|page| page.is_image && page.was_looked_at);
    if !empty.is_empty() {
        said.push(format!("{} are images in which no text was found.", count(&empty, of)));
    }
    let failed = those(|page| !page.is_image);
    if let Some(first) = failed.first() {
        said.push(format!("{} could not be read: {}.", count(&failed, of), first.reason));
    }
    if said.is_empty() && document.pages_searchable == 0 {
        said.push(format!("{of} of {of} pages are blank."));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

fn count(pages: &[&UnreadPage], of: u32) -> String {
    let ranges = ranges(pages);
    let more = if ranges.len() > NAMED { ", …" } else { "" };
    let named = ranges[..ranges.len().min(NAMED)].join(", ");
    format!("{} of {of} pages ({named}{more})", pages.len())
}

/// Runs of pages by the labels of their ends.
fn ranges(pages: &[&UnreadPage]) -> Vec<String> {
    pages
        .chunk_by(|before, page| page.page == before.page + 1)
        .map(|run| match run {
            [first, .., last] => format!("{}–{}", first.label, last.label),
            [only] => only.label.clone(),
            [] => String::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(page: u32, is_image: bool) -> UnreadPage {
        let label = (page + 1).to_string();
        UnreadPage { page, label, is_image, was_looked_at: false, reason: "it is nested too deeply".to_owned() }
    }

    #[test]
    fn names_the_pages_and_what_to_do() {
        let document = DocumentSummary { pages: 40, pages_searchable: 36, ..DocumentSummary::default() };
        let unread = [page(16, true), page(17, true), page(20, false), page(30, true)];
        let said = describe(&document, &unread).expect("there are holes");
        assert!(said.starts_with("3 of 40 pages (17–18, 31) are images without text; install Tesseract"), "{said}");
        assert!(said.ends_with("1 of 40 pages (21) could not be read: it is nested too deeply."), "{said}");
        assert_eq!(describe(&document, &[]), None);
    }
}
