//! A collection, or the whole library, into a file.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::folder::Workplace;
use super::gather::Gathering;
use super::name::asked_name;
use super::partial::Partial;
use super::summary_of;
use super::teller::Teller;
use crate::durable::sync_folder;
use crate::library::locations;
use crate::library::originals::Originals;
use crate::messages::{SealedSummary, SealingStage};
use crate::sealed::{Draft, SealedError, Writing};
use crate::search::Searcher;
use crate::{Error, Result};

/// What of a library is needed to write it down. Cheap to clone, and nothing that holds the library open.
#[derive(Clone)]
pub(in crate::library) struct Sealer {
    pub(in crate::library) searcher: Searcher,
    pub(in crate::library) originals: Originals,
    pub(in crate::library) library: PathBuf,
}

/// What is to be written.
pub(in crate::library) enum What {
    /// A collection by its name, or all that the library holds.
    Contents(Option<String>),
    /// All of it with its settings.
    Backup,
}

/// Where to.
pub(in crate::library) struct Target<'a> {
    /// The file.
    pub(in crate::library) file: &'a Path,
    /// Whether it takes the place of a file that is there; otherwise there must be none.
    pub(in crate::library) replaces: bool,
    /// What locks it.
    pub(in crate::library) passphrase: Option<&'a str>,
    /// What was written before: if that is still all, nothing is written.
    pub(in crate::library) unless: Option<&'a str>,
}

/// The file for a backup that a person asks for: the one they name, or one in the folder they name.
///
/// # Errors
/// [`Error::File`] if there is no such folder.
pub(in crate::library) fn backup_target(file: Option<&str>, folder: &Path) -> Result<PathBuf> {
    if let Some(file) = file {
        return Ok(PathBuf::from(file));
    }
    if !folder.is_dir() {
        return Err(Error::File { path: folder.to_owned(), source: ErrorKind::NotADirectory.into() });
    }
    Ok(folder.join(asked_name(locations::now())))
}

impl Sealer {
    /// Writes a file, under another name until it is whole. Answers also what all of it comes to; nothing if that is
    /// what was written before.
    ///
    /// # Errors
    /// [`SealedError`], [`Error::UnknownCollection`], those of the disk and the catalog.
    pub(in crate::library) fn write(
        &self,
        what: &What,
        target: &Target<'_>,
        teller: &Teller,
    ) -> Result<Option<(SealedSummary, String)>> {
        let began = Instant::now();
        let file = std::path::absolute(target.file).map_err(Error::file(target.file))?;
        let folder = self.ensure_place(&file, target.replaces)?;
        let catalog = &self.searcher.catalog;
        let (collection, is_backup) = match what {
            What::Contents(Some(name)) => (Some(catalog.named_collection(name)?), false),
            What::Contents(None) => (None, false),
            What::Backup => (None, true),
        };
        let mut gathering = Gathering::new(catalog.snapshot()?, &self.originals, collection, is_backup)?;
        let workplace = Workplace::new(&self.library)?;
        let partial = Partial::of(&file);
        let (bytes, digest) = loop {
            let draft = measure(&mut gathering, &workplace, teller)?;
            if target.unless == Some(draft.digest()) {
                return Ok(None);
            }
            match write(&draft, &mut gathering, partial.path(), target.passphrase, teller) {
                // All the others are worth a file too.
                Err(Error::Sealed(SealedError::Original { id })) if gathering.leave(&id)? => partial.remove(),
                written => break (written?, draft.digest().to_owned()),
            }
        };
        let named = if target.replaces { partial.replace(&file) } else { partial.give_name(&file) };
        named.map_err(|source| match source.kind() {
            ErrorKind::AlreadyExists => Error::from(SealedError::FileExists { path: file.clone() }),
            _ => Error::File { path: file.clone(), source },
        })?;
        sync_folder(&folder).map_err(Error::file(&folder))?;
        let summary = SealedSummary {
            collections: gathering.collections()?,
            left_behind: gathering.left_behind(),
            seconds: began.elapsed().as_secs_f64(),
            ..summary_of(teller.work(), &file, bytes, gathering.contents())
        };
        Ok(Some((summary, digest)))
    }

    /// The folder of a file that can be written: it is there and not in the library, and the file is not there or is to
    /// be replaced.
    fn ensure_place(&self, file: &Path, replaces: bool) -> Result<PathBuf> {
        let folder = file.parent().unwrap_or(file);
        let folder = folder.canonicalize().map_err(Error::file(folder))?;
        let library = self.library.canonicalize().map_err(Error::file(&self.library))?;
        if folder.starts_with(&library) {
            return Err(SealedError::InLibrary { path: file.to_owned() }.into());
        }
        // Nobody should wait for a file that cannot get its name in the end.
        match file.symlink_metadata() {
            Ok(_) if !replaces => Err(SealedError::FileExists { path: file.to_owned() }.into()),
            Ok(there) if there.is_dir() => {
                Err(Error::File { path: file.to_owned(), source: ErrorKind::IsADirectory.into() })
            }
            _ => Ok(folder),
        }
    }
}

fn measure(gathering: &mut Gathering<'_>, workplace: &Workplace, teller: &Teller) -> Result<Draft> {
    let mut goes_on = |_| if teller.is_cancelled() { Err(SealedError::Cancelled.into()) } else { Ok(()) };
    let list = workplace.path().join("list");
    Draft::measure(&list, &mut goes_on, |parts| gathering.hand_over(parts, SealingStage::Gathering, teller))
}

fn write(
    draft: &Draft,
    gathering: &mut Gathering<'_>,
    path: &Path,
    passphrase: Option<&str>,
    teller: &Teller,
) -> Result<u64> {
    let (contents, models) = (gathering.contents(), gathering.models().to_vec());
    let writing = Writing { path, passphrase, contents, models: &models, made_at: locations::now() };
    let mut goes_on = |done| teller.progress(SealingStage::Writing, done, draft.bytes());
    draft.write(&writing, &mut goes_on, |parts| gathering.hand_over(parts, SealingStage::Writing, teller))
}
