//! Whole files through the whole room: round trips here, damage in [`damage`], and what people with other plans send in
//! [`hostile`].

mod damage;
mod hostile;
mod sample;

use sample::{OTHER, Sample, opens, unpacked, vector};

use super::unpack::Progress;
use super::{ChatLine, Contents, SealedError, glance, is_sealed};
use crate::Error;
use crate::read::refuse_early;

#[test]
fn what_was_put_in_comes_out() {
    for passphrase in [None, Some("open, sesame")] {
        let sample = Sample::new();
        let file = sample.seal("a.paperside", passphrase);
        let (_folder, staged) = unpacked(&file, passphrase).expect("it was just made");
        let manifest = staged.manifest();
        assert_eq!((manifest.contents, &manifest.models), (Sample::contents(), &sample.models));
        assert!(manifest.made_by.starts_with("Paperside "), "who made it is told");
        let documents: Vec<_> =
            staged.documents().expect("there are some").collect::<Result<_, _>>().expect("they were written");
        assert_eq!(documents.len(), sample.documents.len());
        for (document, put_in) in documents.iter().zip(&sample.documents) {
            assert_eq!((&document.id, document.line().expect("a line")), (&put_in.id, put_in.line.clone()));
            assert_eq!(std::fs::read(document.original()).expect("it is there"), put_in.original);
            let pages: Vec<_> = document.pages().expect("pages").collect::<Result<_, _>>().expect("each of them");
            assert_eq!(pages, put_in.pages);
            let passages: Vec<_> =
                document.passages().expect("passages").collect::<Result<_, _>>().expect("each of them");
            assert_eq!(passages, put_in.passages);
            let mut embeddings = document.embeddings().expect("embeddings");
            assert_eq!(embeddings.iter().map(|it| it.model).collect::<Vec<_>>(), ["one", OTHER]);
            for passage in &passages {
                let first = embeddings[0].of(passage.ordinal).expect("readable").expect("each is embedded");
                assert_eq!((first.vector, first.tokens.iter().count()), (vector(passage.ordinal, 4), 2));
                let other = embeddings[1].of(passage.ordinal).expect("readable");
                assert_eq!(other.map(|it| it.vector), (passage.ordinal == 1).then(|| vector(1, 8)), "only one of them");
            }
        }
        let chats: Vec<_> = staged.chats().expect("chats").collect::<Result<_, _>>().expect("lines");
        assert!(matches!(&chats[..], [ChatLine::Chat(_), ChatLine::Turn(_), ChatLine::Turn(_)]), "{chats:?}");
        assert_eq!(staged.pins().expect("pins").count(), 1);
        assert_eq!(staged.collections().expect("collections").count(), 1);
        assert_eq!(staged.settings().expect("no settings").count(), 0, "what is not there is empty");
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_a_file_that_is_not_locked() {
    use std::os::unix::fs::PermissionsExt;
    let sample = Sample::new();
    let file = sample.seal("a.paperside", None);
    assert_eq!(file.metadata().expect("it is there").permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_same_is_measured_alike_and_another_is_not() {
    let (sample, mut other) = (Sample::new(), Sample::new());
    other.documents[0].pages[0].text.push('!');
    let digest = |sample: &Sample| sample.draft().digest().to_owned();
    assert_eq!(digest(&sample), digest(&Sample::new()));
    assert_ne!(digest(&sample), digest(&other));
}

#[test]
fn a_locked_file_says_nothing_and_opens_with_its_passphrase_only() {
    let sample = Sample::new();
    let file = sample.seal("a.paperside", Some("open, sesame"));
    let bytes = std::fs::read(&file).expect("it is there");
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "), "other programs open it too");
    assert!(matches!(opens(&file, None), Err(Error::Sealed(SealedError::NeedsPassphrase { .. }))));
    assert!(matches!(opens(&file, Some("open, barley")), Err(Error::Sealed(SealedError::WrongPassphrase { .. }))));
    assert!(opens(&file, Some("open, sesame")).is_ok());
    let open = sample.seal("b.paperside", None);
    assert!(opens(&open, Some("none is needed")).is_ok(), "a passphrase that nobody asks for does no harm");
}

#[test]
fn a_glance_tells_what_a_file_says_of_itself() {
    let sample = Sample::new();
    let (open, locked) = (sample.seal("a.paperside", None), sample.seal("b.PAPERSIDE", Some("open, sesame")));
    let Contents { is_backup, documents, pages, chats, pins, .. } = Sample::contents();
    for (file, passphrase) in [(&open, None), (&locked, Some("open, sesame"))] {
        let seen = glance(file, passphrase).expect("it was just made");
        assert_eq!((seen.documents, seen.pages, seen.chats, seen.pins), (documents, pages, chats, pins));
        assert_eq!((seen.is_backup, seen.bytes), (is_backup, file.metadata().expect("it is there").len()));
        assert!(seen.made_at.is_some() && is_sealed(file), "{seen:?}");
    }
    assert!(matches!(glance(&locked, None), Err(Error::Sealed(SealedError::NeedsPassphrase { .. }))));
    assert!(matches!(glance(&locked, Some("barley")), Err(Error::Sealed(SealedError::WrongPassphrase { .. }))));
    let other = sample.folder.path().join("notes.paperside");
    std::fs::write(&other, "Dear Anna,").expect("it can be written");
    assert!(matches!(glance(&other, None), Err(Error::Sealed(SealedError::NotSealed { .. }))));
    assert!(!is_sealed(std::path::Path::new("/home/anna/paperside")), "a name is no ending");
}

#[test]
fn whoever_takes_a_sealed_file_for_a_document_is_told_what_to_do_with_it() {
    let sample = Sample::new();
    for (name, passphrase) in [("a.paperside", None), ("b.PAPERSIDE", Some("open, sesame"))] {
        let bytes = std::fs::read(sample.seal(name, passphrase)).expect("it was just made");
        let refused = refuse_early(&bytes, name).expect_err("it is no document").to_string();
        assert!(refused.contains("`paperside import`"), "{refused}");
    }
}

#[test]
fn whoever_waits_is_told_how_far_it_is_and_can_end_it() {
    let sample = Sample::new();
    let file = sample.seal("a.paperside", None);
    let folder = tempfile::tempdir().expect("a folder");
    let mut told = Vec::new();
    let mut goes_on = |done: u64, of: u64| {
        told.push((done, of));
        if told.len() > 5 { Err(SealedError::Cancelled.into()) } else { Ok(()) }
    };
    let mut progress = Progress { goes_on: &mut goes_on, ensure_room: &|_| Ok(()) };
    let ended = super::unpack(&file, None, folder.path(), &mut progress).err();
    assert!(matches!(ended, Some(Error::Sealed(SealedError::Cancelled))));
    let size = file.metadata().expect("it is there").len();
    assert!(told.iter().all(|(done, of)| done <= of && *of == size), "{told:?}");
}

#[test]
fn nothing_is_unpacked_that_there_is_no_room_for() {
    let sample = Sample::new();
    let file = sample.seal("a.paperside", None);
    let folder = tempfile::tempdir().expect("a folder");
    let full = |bytes: u64| Err(Error::DiskFull { path: folder.path().to_owned(), free: 0, needed: bytes });
    let mut progress = Progress { goes_on: &mut |_, _| Ok(()), ensure_room: &full };
    let refused = super::unpack(&file, None, folder.path(), &mut progress).err();
    assert!(matches!(refused, Some(Error::DiskFull { .. })));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn an_original_that_is_not_the_document_is_told_of_by_its_id() {
    let sample = Sample::new();
    let rotten = sample.documents[1].id.clone();
    std::fs::write(sample.folder.path().join(&rotten), "Other words!").expect("it can be written");
    let refused = sample.try_seal("a.paperside", None).err();
    assert!(matches!(refused, Some(Error::Sealed(SealedError::Original { id })) if id == rotten));
}

#[test]
fn pages_of_an_earlier_time_are_mended_so_that_the_file_opens() {
    let mut sample = Sample::new();
    let page = &mut sample.documents[0].pages[0];
    page.words[1].end = 7_000;
    page.width = f32::INFINITY;
    page.headings[0].start = 9_000;
    let file = sample.seal("a.paperside", None);
    let (_folder, staged) = unpacked(&file, None).expect("it opens");
    let document = staged.documents().expect("some").next().expect("the first").expect("readable");
    let page = document.pages().expect("pages").next().expect("the first").expect("readable");
    assert_eq!((page.words.len(), page.headings.len()), (1, 0));
    assert!(page.width.abs() < f32::EPSILON);
}
