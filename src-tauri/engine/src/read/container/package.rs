//! What the formats of Microsoft Office have in common: how parts refer to each other, title and author.

use crate::read::ReadError;
use crate::read::container::archive::{Archive, resolve};
use crate::read::container::xml::{self, Piece, Xml};

/// Title and author of a document.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct Properties {
    /// The title the document gives itself.
    pub(in crate::read) title: Option<String>,
    /// Who wrote it.
    pub(in crate::read) author: Option<String>,
}

/// What a part refers to.
#[derive(Debug)]
pub(in crate::read) struct Relation {
    /// How the part calls it.
    pub(in crate::read) id: String,
    /// What it is: the last word of its type, such as `slide`.
    pub(in crate::read) kind: String,
    /// The name of the part that is meant.
    pub(in crate::read) target: String,
}

/// What a part of an archive refers to; nothing if it has no list of that.
///
/// # Errors
/// Those of [`Archive::read`], and [`ReadError::Damaged`] where the list is no XML.
pub(in crate::read) fn relations(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Relation>, ReadError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let list = resolve("", &format!("{folder}/_rels/{file}.rels"));
    let Some(bytes) = archive.read(&list)? else { return Ok(Vec::new()) };
    let source = xml::decode(bytes);
    let mut xml = Xml::new(&source);
    let mut found = Vec::new();
    while let Some(piece) = xml.next()? {
        let Piece::Open(tag) = piece else { continue };
        let attribute = |name| xml::attribute(&tag, name);
        let (Some(id), Some(kind), Some(target)) = (attribute("Id"), attribute("Type"), attribute("Target")) else {
            continue;
        };
        // What stands outside of the document is not fetched.
        if attribute("TargetMode").as_deref() != Some("External") {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            found.push(Relation { id, kind, target: resolve(part, &target) });
        }
    }
    Ok(found)
}

/// The name of the part that holds the document itself, or `usual` if none is named.
///
/// # Errors
/// Those of [`relations`].
pub(in crate::read) fn main_part(archive: &mut Archive<'_>, usual: &str) -> Result<String, ReadError> {
    let named = relations(archive, "")?.into_iter().find(|relation| relation.kind == "officeDocument");
    let named = named.map(|relation| relation.target).filter(|target| archive.has(target));
    Ok(named.unwrap_or_else(|| usual.to_owned()))
}

/// Title and author, as the part `name` tells them; nothing if it is missing or broken, for a document can be
/// read without.
///
/// # Errors
/// [`ReadError::Encrypted`], and [`ReadError::Damaged`] where a limit is passed.
pub(in crate::read) fn properties(archive: &mut Archive<'_>, name: &str) -> Result<Properties, ReadError> {
    let source = archive.read(name)?.map(xml::decode).unwrap_or_default();
    Ok(dublin_core(&source).unwrap_or_default())
}

/// Title and author in the words of the Dublin Core, which all formats use. The first of each counts.
///
/// # Errors
/// [`ReadError::Damaged`] where the source is no XML.
pub(in crate::read) fn dublin_core(source: &str) -> Result<Properties, ReadError> {
    let mut properties = Properties::default();
    let mut first_author = None;
    let mut xml = Xml::new(source);
    while let Some(piece) = xml.next()? {
        let Piece::Open(tag) = piece else { continue };
        let place = match xml::name(&tag) {
            "title" => &mut properties.title,
            "creator" => &mut properties.author,
            "initial-creator" => &mut first_author,
            _ => continue,
        };
        let text = xml.text()?;
        if place.is_none() {
            *place = Some(text).filter(|text| !text.is_empty());
        }
    }
    // OpenDocument calls the one who saved last the creator.
    properties.author = first_author.or(properties.author);
    Ok(properties)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::container::archive::pack;

    #[test]
    fn relations_are_found_beside_their_part() {
        let list = b"<Relationships><Relationship Id='r1' Type='http://x/slide' Target='slides/s1.xml'/>\
                     <Relationship Id='r2' Type='http://x/hyperlink' Target='http://x' TargetMode='External'/>\
                     </Relationships>";
        let root = b"<R><R Id='a' Type='http://x/officeDocument' Target='/ppt/p.xml'/></R>";
        let bytes = pack(&[("ppt/_rels/p.xml.rels", list), ("_rels/.rels", root), ("ppt/p.xml", b"")]);
        let mut archive = Archive::open(&bytes).expect("it opens");
        assert_eq!(main_part(&mut archive, "usual").expect("it is named"), "ppt/p.xml");
        let found = relations(&mut archive, "ppt/p.xml").expect("it is read");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].kind.as_str(), found[0].target.as_str()), ("slide", "ppt/slides/s1.xml"));
    }

    #[test]
    fn the_first_title_and_the_first_author_count() {
        let source = "<m><dc:title> A\n b </dc:title><dc:title>No</dc:title><dc:creator>Me</dc:creator></m>";
        let found = dublin_core(source).expect("it is XML");
        assert_eq!((found.title.as_deref(), found.author.as_deref()), (Some("A b"), Some("Me")));
    }
}
