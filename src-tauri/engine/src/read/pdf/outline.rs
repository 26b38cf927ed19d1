//! The headings a document lists, with the pages they lead to.

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Object, ObjectIdentifier, String as PdfString};

use super::labels::decode;
use crate::messages::OutlineEntry;

/// Headings beyond this are left out.
const MOST_ENTRIES: usize = 10_000;

/// Headings nested more deeply are left out.
const DEEPEST: u32 = 16;

/// Names of places are looked up in a tree of so many nodes at the most.
const MOST_NODES: usize = 10_000;

/// A heading's text is cut here.
const LONGEST_TITLE: usize = 300;

/// The outline of a document, in its order. Headings that lead to no page of it are left out.
pub(super) fn outline(pdf: &Pdf) -> Vec<OutlineEntry> {
    let Some(root) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return Vec::new() };
    let Some(top) = root.get::<Dict<'_>>("Outlines") else { return Vec::new() };
    let pages = pdf.pages().iter().zip(0..).filter_map(|(page, index)| Some((page.raw().obj_id()?, index)));
    let places = Places { pages: pages.collect(), root };
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    let mut waiting: Vec<_> = top.get::<Dict<'_>>("First").map(|first| (first, 0)).into_iter().collect();
    while let Some((item, level)) = waiting.pop() {
        // An outline may be made to go in circles.
        if entries.len() == MOST_ENTRIES || !item.obj_id().is_none_or(|id| seen.insert(id)) || seen.len() > MOST_NODES {
            break;
        }
        let title = item.get::<PdfString<'_>>("Title").map(|title| plain(&title));
        if let (Some(title), Some(page)) = (title.filter(|title| !title.is_empty()), places.page_of(&item)) {
            entries.push(OutlineEntry { level, title, page });
        }
        waiting.extend(item.get::<Dict<'_>>("Next").map(|next| (next, level)));
        if level < DEEPEST {
            waiting.extend(item.get::<Dict<'_>>("First").map(|first| (first, level + 1)));
        }
    }
    entries
}

fn plain(title: &PdfString<'_>) -> String {
    let title = decode(title.as_bytes());
    title.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_TITLE).collect()
}

/// Where headings can lead to.
struct Places<'a> {
    pages: HashMap<ObjectIdentifier, u32>,
    root: Dict<'a>,
}

impl<'a> Places<'a> {
    /// The page that a heading leads to: by its destination, or by its action if that is to go there.
    fn page_of(&self, item: &Dict<'a>) -> Option<u32> {
        let action = || item.get::<Dict<'_>>("A")?.get::<Object<'_>>("D");
        let destination = item.get::<Object<'_>>("Dest").or_else(action)?;
        self.resolve(destination)
    }

    fn resolve(&self, destination: Object<'a>) -> Option<u32> {
        let named = match destination {
            Object::Array(place) => return self.page(&place),
            Object::String(name) => self.named(name.as_bytes())?,
            Object::Name(name) => self.root.get::<Dict<'_>>("Dests")?.get::<Object<'_>>(&*name)?,
            _ => return None,
        };
        match named {
            Object::Array(place) => self.page(&place),
            Object::Dict(place) => self.page(&place.get::<Array<'_>>("D")?),
            _ => None,
        }
    }

    fn page(&self, place: &Array<'a>) -> Option<u32> {
        match place.raw_iter().next()? {
            MaybeRef::Ref(page) => self.pages.get(&page.into()).copied(),
            MaybeRef::NotRef(Object::Number(index)) => {
                u32::try_from(index.as_i64()).ok().filter(|index| (*index as usize) < self.pages.len())
            }
            MaybeRef::NotRef(_) => None,
        }
    }

    /// What a name stands for in the document's tree of names.
    fn named(&self, name: &[u8]) -> Option<Object<'a>> {
        let mut waiting = vec![self.root.get::<Dict<'_>>("Names")?.get::<Dict<'_>>("Dests")?];
        for _ in 0..MOST_NODES {
            let node = waiting.pop()?;
            if let Some(names) = node.get::<Array<'_>>("Names") {
                let mut entries = names.iter::<Object<'_>>();
                while let (Some(key), Some(value)) = (entries.next(), entries.next()) {
                    if matches!(key, Object::String(key) if key.as_bytes() == name) {
                        return Some(value);
                    }
                }
            }
            let kids = node.get::<Array<'_>>("Kids");
            waiting.extend(kids.iter().flat_map(Array::iter::<Dict<'_>>).filter(|kid| may_hold(kid, name)));
        }
        None
    }
}

/// Whether a node of the tree says that the name is within its limits; one that says nothing may hold anything.
fn may_hold(node: &Dict<'_>, name: &[u8]) -> bool {
    let Some(limits) = node.get::<Array<'_>>("Limits") else { return true };
    let mut limits = limits.iter::<PdfString<'_>>();
    match (limits.next(), limits.next()) {
        (Some(first), Some(last)) => first.as_bytes() <= name && name <= last.as_bytes(),
        _ => true,
    }
}
