//! How documents and pages are named as resources.

/// What every document's address begins with.
const DOCUMENTS: &str = "paperside://documents/";

/// Addresses of pages, in the notation of URI templates (RFC 6570).
pub(super) const PAGE_TEMPLATE: &str = "paperside://documents/{id}/pages/{page}";

/// What an address names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// The document's id, or the beginning of it.
    pub(super) document: String,
    /// The index of a page, from 0; absent for the whole document.
    pub(super) page: Option<u32>,
}

impl Address {
    /// Reads one; nothing if it names neither a document nor a page.
    pub(super) fn parse(uri: &str) -> Option<Self> {
        let path = uri.strip_prefix(DOCUMENTS)?;
        let (document, page) = match path.split_once('/') {
            None => (path, None),
            Some((document, page)) => (document, Some(page.strip_prefix("pages/")?.parse().ok()?)),
        };
        let is_id = !document.is_empty() && document.bytes().all(|letter| letter.is_ascii_hexdigit());
        is_id.then(|| Self { document: document.to_owned(), page })
    }

    /// A document by its id. Models are given addresses too, and may name it by that.
    pub(super) fn document(named: &str) -> String {
        Self::parse(named.trim()).map_or_else(|| named.trim().to_owned(), |address| address.document)
    }
}

/// The address of a document.
pub(super) fn of_document(id: &str) -> String {
    format!("{DOCUMENTS}{id}")
}

/// The address of a page, by its index from 0.
pub(super) fn of_page(id: &str, page: u32) -> String {
    format!("{DOCUMENTS}{id}/pages/{page}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let page = Address { document: "3f2a".to_owned(), page: Some(7) };
        assert_eq!(Address::parse(&of_page("3f2a", 7)), Some(page));
        assert_eq!(Address::parse(&of_document("3f2a")), Some(Address { document: "3f2a".to_owned(), page: None }));
        for stranger in [
            "file:///etc/passwd",
            "paperside://documents/",
            "paperside://documents/../x",
            "paperside://documents/3f/pages/i",
            "paperside://documents/3f/7",
        ] {
            assert_eq!(Address::parse(stranger), None, "{stranger}");
        }
    }

    #[test]
    fn a_document_may_be_named_by_its_address() {
        assert_eq!(Address::document(" 3f2a "), "3f2a");
        assert_eq!(Address::document("paperside://documents/3f2a/pages/1"), "3f2a");
    }
}
