//! Filters among the words of a question: `document:report`, `page:3-7`, `before:2020`.

use super::dates::Date;
use super::pages::PageRange;
use super::quotes::{Quotes, is_mark};

/// A filter that was understood.
#[derive(Debug, PartialEq)]
pub(super) enum Filter {
    /// What the name of the document contains.
    Document(String),
    /// Any of these pages.
    Pages(Vec<PageRange>),
    /// Dated before this day.
    Before(Date),
    /// Dated on this day or later.
    After(Date),
}

#[derive(Clone, Copy)]
enum Kind {
    Document,
    Page,
    Before,
    After,
}

/// What a filter may be called, in English and German.
const NAMES: [(&str, Kind); 13] = [
    ("document", Kind::Document),
    ("doc", Kind::Document),
    ("file", Kind::Document),
    ("dokument", Kind::Document),
    ("datei", Kind::Document),
    ("page", Kind::Page),
    ("pages", Kind::Page),
    ("seite", Kind::Page),
    ("seiten", Kind::Page),
    ("before", Kind::Before),
    ("vor", Kind::Before),
    ("after", Kind::After),
    ("nach", Kind::After),
];

/// The filter whose name begins at this byte, which must be the first of a word, and the byte behind it.
///
/// Its value follows the colon at once, so that a "Page: the boy" in a question stays text; `file://` is an address.
pub(super) fn filter_at(text: &str, start: usize, quotes: &mut Quotes) -> Option<(Filter, usize)> {
    let (kind, from) = NAMES.iter().find_map(|(name, kind)| {
        let colon = start + name.len();
        let named = text.get(start..colon)?.eq_ignore_ascii_case(name) && text.get(colon..)?.starts_with(':');
        named.then_some((*kind, colon + 1))
    })?;
    if let Some(quoted) = quotes.at(from) {
        return Some((understand(kind, quoted.inner.trim())?, quoted.range.end));
    }
    let rest = text.get(from..)?;
    let value = rest.split(char::is_whitespace).next().filter(|value| !value.starts_with("//"))?;
    let end = from + value.len();
    let value = value.trim_end_matches([',', ';', '.', '?', '!']).trim_matches(is_mark);
    Some((understand(kind, value)?, end))
}

fn understand(kind: Kind, value: &str) -> Option<Filter> {
    match kind {
        Kind::Document => value.contains(char::is_alphanumeric).then(|| Filter::Document(value.to_owned())),
        Kind::Page => PageRange::parse(value).map(Filter::Pages),
        Kind::Before => Date::parse(value).map(Filter::Before),
        Kind::After => Date::parse(value).map(Filter::After),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(text: &str) -> Option<(Filter, &str)> {
        let (filter, end) = filter_at(text, 0, &mut Quotes::new(text))?;
        Some((filter, &text[end..]))
    }

    #[test]
    fn names_and_values_are_understood() {
        let document = |name: &str| Filter::Document(name.to_owned());
        assert_eq!(filter("document:report.pdf, x"), Some((document("report.pdf"), " x")));
        assert_eq!(filter("DOC:„annual report“ x"), Some((document("annual report"), " x")));
        assert_eq!(filter("file:\"open"), Some((document("open"), "")));
        assert_eq!(filter("seite:12?"), Some((Filter::Pages(PageRange::parse("12").expect("a page")), "")));
        assert_eq!(filter("vor:17.05.2020"), Some((Filter::Before(Date { year: 2020, month: 5, day: 17 }), "")));
        assert_eq!(filter("after:2020"), Some((Filter::After(Date { year: 2020, month: 1, day: 1 }), "")));
    }

    #[test]
    fn other_words_with_colons_are_text() {
        for text in [
            "http://a.b",
            "note: this",
            "12:30",
            "before:lunch",
            "page: 12",
            "file:///a",
            "doc:",
            "doc:\"\"",
            "page:lunch",
            "pagé:1",
            "do",
            "",
        ] {
            assert_eq!(filter(text), None, "{text}");
        }
    }
}
