//! Files into the library and out of it again, by every way there is.

use std::path::Path;
use std::time::Duration;

use paperside_engine::messages::{DocumentSummary, ImportOutcome, ImportStatus, SealedSummary};
use serde_json::Value;

use super::Found;
use super::compare::{self, same};
use super::deeds::Deed;
use super::person::Person;
use super::texts::Text;
use super::world::Content;

/// Documents of others that are soon read, by what they are called in the corpus.
const BORROWED: [&str; 10] = [
    "french.pdf",
    "two-columns.pdf",
    "court-transcript.pdf",
    "kitchen-at-sea.docx",
    "two-tales.epub",
    "ferry.eml",
    "prices.csv",
    "weather.rtf",
    "harbour.html",
    "mill-rules.odt",
];

/// New files at once at the most.
const AT_ONCE: usize = 3;

/// Collections at the most.
const COLLECTIONS: usize = 8;

/// Sealed files at the most.
const SEALED: usize = 3;

/// A kill comes within this many milliseconds of what it strikes.
const KILLED_WITHIN: usize = 700;

impl Person {
    /// Writes some texts and imports them.
    pub(super) fn write(&mut self) -> Found<()> {
        let mut paths = Vec::new();
        for _ in 0..=self.chance.below(AT_ONCE) {
            paths.push(self.new_text()?);
        }
        self.add(&paths)
    }

    fn new_text(&mut self) -> Found<String> {
        let text = Text::new(&mut self.chance, &mut self.markers);
        let path = self.new_path("txt");
        let written = text.written();
        self.save(&path, Content::of_text(text), written.as_bytes())
    }

    /// Imports a file of others.
    pub(super) fn borrow(&mut self) -> Found<()> {
        let name = BORROWED[self.chance.below(BORROWED.len())];
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
        let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let path = self.new_path(name.rsplit('.').next().unwrap_or_default());
        let path = self.save(&path, Content::of_bytes(&bytes), &bytes)?;
        self.add(&[path])
    }

    /// Imports files that were on the disk before: those that were removed, and some of which nothing has changed.
    pub(super) fn add_again(&mut self) -> Found<()> {
        let paths: Vec<String> = self.chance.pick(self.world.files.keys().cloned()).into_iter().collect();
        self.add(&paths)
    }

    /// Edits a text and imports it again.
    pub(super) fn edit(&mut self) -> Found<()> {
        let Some(path) = self.edited()? else { return Ok(()) };
        self.add(&[path])
    }

    fn edited(&mut self) -> Found<Option<String>> {
        let texts = self.world.files.iter().filter_map(|(path, content)| Some((path.clone(), content.text.clone()?)));
        let Some((path, mut text)) = self.chance.pick(texts) else { return Ok(None) };
        text.edit(&mut self.chance, &mut self.markers);
        let written = text.written();
        self.save(Path::new(&path), Content::of_text(text), written.as_bytes()).map(Some)
    }

    /// Moves a file and imports it where it is now.
    pub(super) fn move_file(&mut self) -> Found<()> {
        let Some((from, content)) = self.any_file() else { return Ok(()) };
        let to = self.new_path(extension(&from));
        std::fs::rename(&from, &to).map_err(|error| format!("{from}: {error}"))?;
        self.world.files.remove(&from);
        let to = to.to_string_lossy().into_owned();
        self.world.files.insert(to.clone(), content);
        self.add(&[to])
    }

    /// Copies a file and imports the copy.
    pub(super) fn copy_file(&mut self) -> Found<()> {
        let Some((from, content)) = self.any_file() else { return Ok(()) };
        let bytes = std::fs::read(&from).map_err(|error| format!("{from}: {error}"))?;
        let to = self.new_path(extension(&from));
        let to = self.save(&to, content, &bytes)?;
        self.add(&[to])
    }

    fn any_file(&mut self) -> Option<(String, Content)> {
        self.chance.pick(self.world.files.iter().map(|(path, content)| (path.clone(), content.clone())))
    }

    /// Files that are in no library any more leave the disk.
    pub(super) fn tidy(&mut self) -> Found<()> {
        let is_kept = |path: &String| self.world.documents.values().any(|document| document.paths.contains(path));
        let needless: Vec<String> = self.world.files.keys().filter(|path| !is_kept(path)).cloned().collect();
        // If all are, copies go: what was seen at them is known by them all the same.
        let needless =
            if needless.is_empty() { self.any_file().map(|(path, _)| path).into_iter().collect() } else { needless };
        for path in needless {
            std::fs::remove_file(&path).map_err(|error| format!("{path}: {error}"))?;
            self.world.files.remove(&path);
        }
        Ok(())
    }

    /// Imports, and searches meanwhile.
    fn add(&mut self, paths: &[String]) -> Found<()> {
        let collection = self.collection_to_fill();
        let meanwhile = (0..self.chance.below(4)).filter_map(|_| self.markers.any(&mut self.chance)).collect();
        let deed =
            Deed::Add { paths: paths.to_vec(), collection: collection.clone(), meanwhile, cancelled_after: None };
        let outcomes = self.done(&deed)?;
        self.imported(paths, collection.as_deref(), outcomes, false)
    }

    /// One that is there, a new one, or none.
    fn collection_to_fill(&mut self) -> Option<String> {
        if self.world.collections.len() < COLLECTIONS && self.chance.once_in(12) {
            self.named += 1;
            return Some(format!("Shelf {}", self.named));
        }
        self.any_collection()
    }

    /// Imports, and calls it off before it is done.
    pub(super) fn call_off(&mut self) -> Found<()> {
        let mut paths = vec![self.new_text()?, self.new_text()?];
        paths.extend(self.edited()?);
        let collection = self.any_collection();
        let cancelled_after = Some(self.chance.below(9) as u32);
        let add =
            Deed::Add { paths: paths.clone(), collection: collection.clone(), meanwhile: Vec::new(), cancelled_after };
        let outcomes = self.done(&add)?;
        self.imported(&paths, collection.as_deref(), outcomes, true)
    }

    /// Holds what is told of each file against what must become of it, and notes it.
    fn imported(
        &mut self,
        paths: &[String],
        collection: Option<&str>,
        outcomes: Vec<ImportOutcome>,
        may_be_cancelled: bool,
    ) -> Found<()> {
        // The collection is made before the first file is looked at.
        self.world.collections.extend(collection.map(str::to_owned));
        if outcomes.len() < paths.len() && !may_be_cancelled {
            return Err(format!("of {paths:?} only these ended: {outcomes:?}"));
        }
        for outcome in outcomes {
            if outcome.was_cancelled && may_be_cancelled {
                continue;
            }
            let id = self.world.files.get(&outcome.path).map(|content| content.id.clone());
            if outcome.status == ImportStatus::Failed || outcome.id != id {
                return Err(format!("the file is {id:?}, but its import ended so: {outcome:?}"));
            }
            self.world.import(&outcome.path, collection);
        }
        Ok(())
    }

    /// Removes a document; its file stays on the disk.
    pub(super) fn remove(&mut self) -> Found<()> {
        let Some(document) = self.any_document() else { return Ok(()) };
        let removed: DocumentSummary = self.done(&Deed::Remove { document: document.clone() })?;
        self.world.remove(&document);
        if removed.id == document { Ok(()) } else { Err(format!("instead of {document} it removed {removed:?}")) }
    }

    /// Puts a document into a collection.
    pub(super) fn put(&mut self) -> Found<()> {
        let (Some(document), Some(collection)) = (self.any_document(), self.collection_to_fill()) else {
            return Ok(());
        };
        self.done::<Value>(&Deed::Put { document: document.clone(), collection: collection.clone() })?;
        self.was_put(&document, &collection);
        Ok(())
    }

    fn was_put(&mut self, document: &str, collection: &str) {
        self.world.collections.insert(collection.to_owned());
        if let Some(document) = self.world.documents.get_mut(document) {
            document.collections.insert(collection.to_owned());
        }
    }

    /// Takes one out.
    pub(super) fn take(&mut self) -> Found<()> {
        let of = |(id, document): (&String, &super::world::Document)| {
            document.collections.iter().map(|collection| (id.clone(), collection.clone())).collect::<Vec<_>>()
        };
        let Some((document, collection)) = self.chance.pick(self.world.documents.iter().flat_map(of)) else {
            return Ok(());
        };
        self.done::<Value>(&Deed::Take { document: document.clone(), collection: collection.clone() })?;
        if let Some(document) = self.world.documents.get_mut(&document) {
            document.collections.remove(&collection);
        }
        Ok(())
    }

    /// Gives a collection another name.
    pub(super) fn rename(&mut self) -> Found<()> {
        let Some(from) = self.any_collection() else { return Ok(()) };
        self.named += 1;
        let to = format!("Shelf {}", self.named);
        self.done::<Value>(&Deed::Rename { from: from.clone(), to: to.clone() })?;
        self.world.rename(&from, &to);
        Ok(())
    }

    /// Deletes a collection.
    pub(super) fn delete(&mut self) -> Found<()> {
        let Some(collection) = self.any_collection() else { return Ok(()) };
        self.done::<Value>(&Deed::Delete { collection: collection.clone() })?;
        self.world.delete(&collection);
        Ok(())
    }

    /// Writes a sealed file; the oldest goes if there are many.
    pub(super) fn export(&mut self) -> Found<()> {
        let collection = self.any_collection();
        self.named += 1;
        let file = self.home.join(format!("{}.paperside", self.named)).to_string_lossy().into_owned();
        let summary: SealedSummary = self.done(&Deed::Export { file: file.clone(), collection: collection.clone() })?;
        if !summary.left_behind.is_empty() {
            return Err(format!("not all of it is in the file: {:?}", summary.left_behind));
        }
        self.world.export(&file, collection.as_deref());
        if self.world.sealed.len() > SEALED {
            let oldest = self.world.sealed.remove(0);
            std::fs::remove_file(&oldest.file).map_err(|error| format!("{}: {error}", oldest.file))?;
        }
        Ok(())
    }

    /// Takes one in that was written before.
    pub(super) fn import(&mut self) -> Found<()> {
        let Some(sealed) = self.chance.pick(self.world.sealed.iter().cloned()) else { return Ok(()) };
        let summary: SealedSummary = self.done(&Deed::Import { file: sealed.file.clone() })?;
        if !summary.left_behind.is_empty() || summary.to_embed > 0 {
            return Err(format!("not all of the file came in: {summary:?}"));
        }
        self.world.take_in(&sealed);
        let chats = compare::chats(self.keeper()?)?;
        let expected = self.world.chats.len() + summary.chats_added as usize;
        if chats.len() != expected || !chats.is_superset(&self.world.chats) {
            return Err(format!("there should be {expected} chats, the earlier ones among them: {chats:?}"));
        }
        self.world.chats = chats;
        Ok(())
    }

    /// Closes the library and opens it again.
    pub(super) fn reopen(&mut self) -> Found<()> {
        self.leave().map_or(Ok(()), super::keeper::Keeper::close)?;
        self.open()
    }

    /// Something is struck by a kill; then it is done once more, to its end.
    pub(super) fn be_killed(&mut self) -> Found<()> {
        let (deed, then) = self.struck()?;
        self.note(format!("  killed: {deed:?}"));
        self.keeper()?.begin(&deed)?;
        std::thread::sleep(Duration::from_millis(self.chance.below(KILLED_WITHIN) as u64));
        drop(self.leave());
        self.open()?;
        self.done::<Value>(&Deed::Finish)?;
        then.end(self, &deed)?;
        self.compare(false)
    }

    /// What is struck, and what it becomes in the end.
    fn struck(&mut self) -> Found<(Deed, Struck)> {
        match self.chance.below(4) {
            0 => {
                if let Some(document) = self.any_document() {
                    return Ok((Deed::Remove { document: document.clone() }, Struck::Removal(document)));
                }
            }
            1 => {
                if let (Some(document), Some(collection)) = (self.any_document(), self.any_collection()) {
                    let deed = Deed::Put { document: document.clone(), collection: collection.clone() };
                    return Ok((deed, Struck::Filing(document, collection)));
                }
            }
            2 => {
                if let Some(sealed) = self.chance.pick(self.world.sealed.iter().cloned()) {
                    return Ok((Deed::Import { file: sealed.file.clone() }, Struck::Sealed(Box::new(sealed))));
                }
            }
            _ => {}
        }
        let mut paths = vec![self.new_text()?, self.new_text()?];
        paths.extend(self.edited()?);
        let collection = self.any_collection();
        let add = Deed::Add {
            paths: paths.clone(),
            collection: collection.clone(),
            meanwhile: Vec::new(),
            cancelled_after: None,
        };
        Ok((add, Struck::Import(paths, collection)))
    }
}

/// Something that was being done when the process was killed.
enum Struck {
    Import(Vec<String>, Option<String>),
    Removal(String),
    Filing(String, String),
    Sealed(Box<super::world::Sealed>),
}

impl Struck {
    /// Does it again, whatever was done of it by then.
    fn end(self, person: &mut Person, deed: &Deed) -> Found<()> {
        person.note("  and again".to_owned());
        match self {
            Self::Import(paths, collection) => {
                let outcomes = person.done(deed)?;
                person.imported(&paths, collection.as_deref(), outcomes, false)
            }
            Self::Removal(document) => {
                // If it was removed by then, it is not known any more.
                let _ = person.keeper()?.tried::<Value>(deed)?;
                person.world.remove(&document);
                Ok(())
            }
            Self::Filing(document, collection) => {
                person.done::<Value>(deed)?;
                person.was_put(&document, &collection);
                Ok(())
            }
            Self::Sealed(sealed) => {
                person.done::<Value>(deed)?;
                person.world.take_in(&sealed);
                // Which of its chats had come by then is not known; none that was here may be lost.
                let chats = compare::chats(person.keeper()?)?;
                let kept = chats.intersection(&person.world.chats).copied().collect();
                same("chats that were here", &kept, &person.world.chats)?;
                person.world.chats = chats;
                Ok(())
            }
        }
    }
}

fn extension(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}
