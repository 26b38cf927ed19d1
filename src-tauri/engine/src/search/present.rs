//! Passages as a face shows them: named documents, page labels and boxes.

use std::collections::HashMap;

use super::{Found, Mentioning, Rejected};
use crate::Result;
use crate::catalog::{Catalog, StoredPage, StoredPassage};
use crate::messages::{
    DocumentReference, HitCopy, HitScores, LeftOut, LegRanks, MentioningDocument, PageBox, PageSpan, SearchHit,
};
use crate::passage::{Span, line_boxes, utf16_span};

/// So many pages on which a document mentions something are named as they are printed.
const LABELS: usize = 12;

/// Where a stretch of a document's text stands.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The page it starts on, from 0.
    pub(crate) page: u32,
    /// That page's printed label.
    pub(crate) page_label: String,
    /// Its lines.
    pub(crate) boxes: Vec<PageBox>,
    /// Its ranges in the text of its pages.
    pub(crate) spans: Vec<PageSpan>,
}

/// Looks up documents and pages, each once, while hits and citations are made ready for a face. Blocks.
pub(crate) struct Presenter<'a> {
    catalog: &'a Catalog,
    documents: HashMap<String, DocumentReference>,
    pages: HashMap<(String, u32), StoredPage>,
}

impl<'a> Presenter<'a> {
    /// Remembers nothing yet.
    pub(crate) fn new(catalog: &'a Catalog) -> Self {
        Self { catalog, documents: HashMap::new(), pages: HashMap::new() }
    }

    /// Hits in the order given, ranked from 1.
    pub(crate) fn hits(&mut self, found: &[Found]) -> Result<Vec<SearchHit>> {
        (1..).zip(found).map(|(rank, found)| self.hit(rank, found)).collect()
    }

    fn hit(&mut self, rank: u32, found: &Found) -> Result<SearchHit> {
        let hit = self.passage(&found.passage)?;
        let page_label = self.page(&found.passage.document, found.page)?.label.clone();
        let copies = found.copies.iter().map(|copy| self.copy(copy)).collect::<Result<_>>()?;
        let Found { page, score, scores, ranks, .. } = *found;
        Ok(SearchHit { rank, score, page, page_label, ranks, scores, copies, ..hit })
    }

    /// A passage without rank and scores.
    fn passage(&mut self, stored: &StoredPassage) -> Result<SearchHit> {
        let StoredPassage { id, document, passage } = stored;
        let place = self.place(document, &passage.spans)?;
        Ok(SearchHit {
            rank: 0,
            score: 0.0,
            document: self.document(document)?,
            page: place.page,
            page_label: place.page_label,
            passage: id.to_string(),
            context: passage.context.clone(),
            text: passage.text.clone(),
            boxes: place.boxes,
            spans: place.spans,
            ranks: LegRanks::default(),
            scores: HitScores::default(),
            copies: Vec::new(),
        })
    }

    fn copy(&mut self, stored: &StoredPassage) -> Result<HitCopy> {
        let page = stored.passage.spans.first().map_or(0, |span| span.page);
        let page_label = self.page_label(&stored.document, page)?;
        Ok(HitCopy { document: self.document(&stored.document)?, page, page_label, passage: stored.id.to_string() })
    }

    /// What became of candidates that are no hits of their own.
    pub(crate) fn left_out(&mut self, rejected: &[Rejected]) -> Result<Vec<LeftOut>> {
        let left_out = |rejected: &Rejected| {
            let Rejected { candidate, reason } = rejected;
            let HitCopy { document, page, page_label, passage } = self.copy(&candidate.passage)?;
            let (text, scores) = (candidate.passage.passage.text.clone(), candidate.scores);
            Ok(LeftOut { document, passage, page, page_label, text, scores, ranks: candidate.ranks, reason: *reason })
        };
        rejected.iter().map(left_out).collect()
    }

    /// Documents that mention something, ranked in the order given.
    pub(crate) fn mentioning(&mut self, found: &[Mentioning]) -> Result<Vec<MentioningDocument>> {
        let present = |(rank, found): (u32, &Mentioning)| {
            let first = SearchHit { rank, ..self.passage(&found.first)? };
            let (document, pages) = (first.document.clone(), found.pages.clone());
            let labels = pages.iter().take(LABELS).map(|page| self.page_label(&found.document, *page));
            let page_labels = labels.collect::<Result<_>>()?;
            Ok(MentioningDocument { document, passages: found.passages, pages, page_labels, first })
        };
        (1..).zip(found).map(present).collect()
    }

    /// The label of a page.
    pub(crate) fn page_label(&self, document: &str, page: u32) -> Result<String> {
        self.catalog.page_label(document, page)
    }

    /// A document's name.
    pub(crate) fn document(&mut self, id: &str) -> Result<DocumentReference> {
        if let Some(known) = self.documents.get(id) {
            return Ok(known.clone());
        }
        let reference = self.catalog.reference(id)?;
        self.documents.insert(id.to_owned(), reference.clone());
        Ok(reference)
    }

    /// Where these spans of a document stand.
    pub(crate) fn place(&mut self, document: &str, spans: &[Span]) -> Result<Place> {
        let mut place = Place { page: 0, page_label: String::new(), boxes: Vec::new(), spans: Vec::new() };
        for (number, span) in spans.iter().enumerate() {
            let page = self.page(document, span.page)?;
            if number == 0 {
                place.page = span.page;
                place.page_label.clone_from(&page.label);
            }
            place.boxes.extend(line_boxes(*span, &page.words));
            place.spans.push(utf16_span(*span, &page.text));
        }
        Ok(place)
    }

    fn page(&mut self, document: &str, page: u32) -> Result<&StoredPage> {
        use std::collections::hash_map::Entry;
        match self.pages.entry((document.to_owned(), page)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => Ok(new.insert(self.catalog.page(document, page)?)),
        }
    }
}
