//! Files that were made to hurt, and files of versions to come.

use tar::EntryType;

use super::sample::{Odd, craft, opens, unpacked};
use crate::Error;
use crate::hex::hex;
use crate::sealed::manifest::{Manifest, PartLine};
use crate::sealed::{SealedError, SealedModel};
use sha2::{Digest, Sha256};

fn refused(parts: &[Odd], say: impl FnOnce(&mut Manifest, &mut Vec<PartLine>)) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = craft(folder.path(), parts, say);
    match opens(&file, None) {
        Err(Error::Sealed(SealedError::Damaged { reason, .. })) => reason.to_owned(),
        Err(other) => other.code().to_owned(),
        Ok(()) => "it was believed".to_owned(),
    }
}

const STRANGE: &str = "it holds something that belongs into no sealed file";
const OTHERWISE: &str = "it does not hold what it lists";
const SWOLLEN: &str = "it would unpack to far more than it can hold";
const UNCLEAR: &str = "it says something of itself that cannot be";
const UNFIT: &str = "the parts of a document in it do not fit together";
const FALSE: &str = "a document in it is not what it is said to be";

fn as_it_is(_: &mut Manifest, _: &mut Vec<PartLine>) {}

/// The parts of a sound document of one page and one passage, of which some are others.
fn document(others: &[(&str, &[u8])]) -> Vec<Odd> {
    let original = b"The kettle is on the stove.";
    let sound: [(&str, &[u8]); 6] = [
        ("document.json", br#"{"title":"a.txt","content_type":"text/plain","pages":1,"passages":1}"#),
        (
            "pages.jsonl",
            br#"{"page":0,"label":"1","width":0.0,"height":0.0,"text":"The kettle","words":1,"state":"searchable"}"#,
        ),
        ("words.bin", &[0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("passages.jsonl", br#"{"ordinal":0,"text":"The kettle","spans":[[0,0,10]]}"#),
        ("embeddings-0.bin", &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128, 63]),
        ("original", original),
    ];
    let id = hex(&Sha256::digest(original));
    let part = |(name, bytes): (&str, &[u8])| {
        let bytes = others.iter().find(|(other, _)| *other == name).map_or(bytes, |(_, bytes)| bytes);
        let line_end: &[u8] = if name.contains("json") { b"\n" } else { b"" };
        Odd::file(&format!("documents/{id}/{name}"), &[bytes, line_end].concat())
    };
    sound.into_iter().map(part).collect()
}

fn with_model(manifest: &mut Manifest, _: &mut Vec<PartLine>) {
    manifest.models = vec![SealedModel { name: "one".to_owned(), dimensions: 1 }];
}

#[test]
fn what_is_changed_below_is_sound_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = craft(folder.path(), &document(&[]), with_model);
    assert!(opens(&file, None).is_ok(), "{:?}", opens(&file, None));
}

#[test]
fn nothing_but_files_with_plain_names_is_unpacked() {
    for name in ["../escaped", "/tmp/escaped", "documents/../../escaped", "documents\\escaped", "A", "a//b", "a b"] {
        assert_eq!(refused(&[Odd::file(name, b"words")], as_it_is), STRANGE, "{name}");
    }
    let kinds = [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Char,
        EntryType::Block,
        EntryType::Fifo,
        EntryType::Directory,
        EntryType::GNUSparse,
        EntryType::GNULongName,
        EntryType::XHeader,
        EntryType::XGlobalHeader,
    ];
    for kind in kinds {
        let odd = Odd { kind, ..Odd::file("chats.jsonl", b"") };
        assert_eq!(refused(&[odd], as_it_is), STRANGE, "{kind:?}");
    }
}

#[test]
fn a_file_holds_what_it_lists_and_nothing_else() {
    let parts = || vec![Odd::file("chats.jsonl", b""), Odd::file("pins.jsonl", b"")];
    assert_eq!(refused(&parts(), |_, lines| lines.reverse()), OTHERWISE, "in another order");
    assert_eq!(refused(&parts(), |_, lines| drop(lines.pop())), OTHERWISE, "one more than is listed");
    assert_eq!(refused(&parts(), |_, lines| lines.push(lines[0].clone())), OTHERWISE, "one less");
    assert_eq!(refused(&parts(), |manifest, _| manifest.parts = 3), OTHERWISE);
    assert_eq!(refused(&parts(), |manifest, _| manifest.bytes = 7), OTHERWISE);
    assert_eq!(refused(&parts(), |_, lines| lines[1].size = 9), OTHERWISE);
    let broken = refused(&parts(), |_, lines| lines[1].sha256.replace_range(..1, "x"));
    assert_eq!(broken, "its parts are not what was put into it");
    let twice = [Odd::file("pins.jsonl", b""), Odd::file("pins.jsonl", b"")];
    assert_eq!(refused(&twice, as_it_is), OTHERWISE, "the same part twice");
}

#[test]
fn what_would_fill_the_disk_is_refused_before_it_is_unpacked() {
    let zeros = Odd::file("later/zeros.bin", &vec![0; 80 << 20]);
    assert_eq!(refused(&[zeros], as_it_is), SWOLLEN);
    assert_eq!(refused(&[], |manifest, _| manifest.bytes = u64::MAX), SWOLLEN, "more than can be counted on from here");
    let small = [Odd::file("later/zeros.bin", &vec![0; 1 << 20])];
    assert_eq!(refused(&small, |manifest, _| manifest.bytes = 10), OTHERWISE, "more than was announced");
}

#[test]
fn documents_that_do_not_fit_together_are_refused() {
    let of = |others: &[(&str, &[u8])]| refused(&document(others), with_model);
    let page = |text: &str| format!(r#"{{"page":0,"label":"1","width":0.0,"height":0.0,{text},"state":"blank"}}"#);
    let pages = |text: &str| of(&[("pages.jsonl", page(text).as_bytes())]);
    assert_eq!(pages(r#""text":"The","words":2"#), UNFIT, "fewer words than it says");
    assert_eq!(pages(r#""text":"The","words":4294967295"#), UNFIT, "no room is made for words that are not there");
    assert_eq!(pages(r#""text":"Th","words":1"#), UNFIT, "a word behind the end of its page");
    assert_eq!(pages(r#""text":"T\u00e9","words":1,"headings":[[0,2,1]]"#), UNFIT, "half a letter");
    assert_eq!(pages(r#""text":"The kettle","words":0"#), UNFIT, "a word without a page");
    assert_eq!(of(&[("pages.jsonl", b"")]), UNCLEAR);
    let infinite = [&[0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 128, 127][..], &[0; 12]].concat();
    assert_eq!(of(&[("words.bin", &infinite)]), UNFIT, "a place that is nowhere");

    let passages = |text: &str| of(&[("passages.jsonl", text.as_bytes())]);
    assert_eq!(passages(r#"{"ordinal":1,"text":"a","spans":[[0,0,1]]}"#), UNFIT);
    assert_eq!(passages(r#"{"ordinal":0,"text":"a","spans":[[1,0,1]]}"#), UNFIT, "on a page that is not there");
    assert_eq!(passages(r#"{"ordinal":0,"text":"a","spans":[[0,0,11]]}"#), UNFIT, "behind the end of its page");
    assert_eq!(passages(r#"{"ordinal":0,"text":"a","spans":[[0,5,4]]}"#), UNFIT);
    assert_eq!(passages(r#"{"ordinal":0,"text":"a","spans":[]}"#), UNFIT);
    assert_eq!(passages("[[[[["), UNCLEAR);

    let embeddings = |bytes: &[u8]| of(&[("embeddings-0.bin", bytes)]);
    assert_eq!(embeddings(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 127]), UNFIT, "not a number");
    assert_eq!(embeddings(&[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128, 63]), UNFIT, "of no passage");
    assert_eq!(embeddings(&[0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 128, 63, 1, 2, 3]), UNFIT, "signs of half a token");
    assert_eq!(embeddings(&[0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 128, 63]), UNFIT, "more signs than there are");
    assert_eq!(embeddings(&[0, 0, 0]), UNFIT);
    assert_eq!(refused(&document(&[]), as_it_is), OTHERWISE, "vectors of a model that it does not name");
}

#[test]
fn documents_are_what_they_are_said_to_be() {
    let of = |others: &[(&str, &[u8])]| refused(&document(others), with_model);
    assert_eq!(of(&[("original", b"Other words.")]), FALSE, "its id is made of its bytes");
    let line = |rest: &str| {
        let line = format!(r#"{{"title":"a","content_type":"text/plain","pages":1,"passages":1{rest}}}"#);
        of(&[("document.json", line.as_bytes())])
    };
    assert_eq!(line(r#","paths":[{"path":"/home/anna/.."}]"#), UNCLEAR);
    assert_eq!(line(r#","paths":[{"path":"a\u0000b.txt"}]"#), UNCLEAR);
    assert_eq!(line(r#","collections":["\u0007"]"#), UNCLEAR);
    assert_eq!(
        of(&[("document.json", br#"{"title":"a","content_type":"text/plain","pages":0,"passages":0}"#)]),
        UNCLEAR
    );
    assert_eq!(of(&[("document.json", br#"{"title":"a","content_type":"a b","pages":1,"passages":1}"#)]), UNCLEAR);
    let mut parts = document(&[]);
    parts.pop();
    assert_eq!(refused(&parts, with_model), OTHERWISE, "no original");
}

#[test]
fn what_nobody_could_have_added_is_told_from_documents() {
    let folder = tempfile::tempdir().expect("a folder");
    let could_be_added = |paths: &str, original: &[u8]| {
        let line = format!(r#"{{"title":"a","content_type":"text/plain","pages":1,"passages":1,"paths":[{paths}]}}"#);
        let id = hex(&Sha256::digest(original));
        let parts = document(&[("document.json", line.as_bytes()), ("original", original)]).into_iter();
        let parts: Vec<Odd> = parts
            .map(|part| {
                let file = part.name.rsplit('/').next().unwrap_or_default();
                Odd { name: format!("documents/{id}/{file}"), ..part }
            })
            .collect();
        let file = craft(folder.path(), &parts, with_model);
        let (_unpacked, staged) = unpacked(&file, None).expect("it opens");
        let document = staged.documents().expect("documents").next().expect("one").expect("readable");
        document.could_be_added(&document.line().expect("readable")).expect("readable")
    };
    assert!(could_be_added(r#"{"path":"/home/anna/letter.txt"}"#, b"Dear Anna,"));
    assert!(could_be_added("", b"Dear Anna,"));
    assert!(!could_be_added(r#"{"path":"/home/anna/letter.txt"},{"path":"C:\\letter.exe"}"#, b"Dear Anna,"));
    let program = [&b"\x7fELF\x02\x01\x01"[..], &[0; 64]].concat();
    assert!(!could_be_added(r#"{"path":"/home/anna/letter.txt"}"#, &program));
}

#[test]
fn chats_follow_from_their_own_turns() {
    let of = |lines: &str| refused(&[Odd::file("chats.jsonl", lines.as_bytes())], as_it_is);
    let chat = r#"{"chat":{"title":"a","created_at":1,"changed_at":1}}"#;
    let turn = |rest: &str| format!(r#"{{"turn":{{"id":1,"at":1,"question":"a"{rest}}}}}"#);
    assert_eq!(of(&format!("{}\n", turn(r#","record":"{}""#))), UNCLEAR, "of no chat");
    assert_eq!(of(&format!("{chat}\n{}\n", turn(r#","parent":7,"record":"{}""#))), UNCLEAR, "behind no turn");
    assert_eq!(of(&format!("{chat}\n{}\n", turn(r#","record":"{""#))), UNCLEAR, "with half a record");
    assert_eq!(of("{\"chat\":{\"title\":\"a\",\"created_at\":1,\"changed_at\":1,\"leaf\":4}}\n"), UNCLEAR);
}

#[test]
fn later_versions_are_read_as_far_as_they_allow() {
    let folder = tempfile::tempdir().expect("a folder");
    let more = br#"{"title":"a.txt","content_type":"text/plain","pages":1,"passages":1,"mood":["glad"]}"#;
    let mut parts = document(&[("document.json", more)]);
    parts.push(Odd::file("later/pictures-2.bin", b"something new"));
    let file = craft(folder.path(), &parts, |manifest, lines| {
        with_model(manifest, lines);
        manifest.version = 9;
    });
    let (_unpacked, staged) = unpacked(&file, None).expect("what is not known is passed over");
    assert_eq!(staged.documents().expect("documents").count(), 1);
    assert_eq!(refused(&parts, |manifest, _| manifest.needs = 2), "sealed");

    let is_too_new = |say: fn(&mut Manifest, &mut Vec<PartLine>)| {
        let file = craft(folder.path(), &[Odd::file("later/keys.bin", b"something new")], say);
        matches!(opens(&file, None), Err(Error::Sealed(SealedError::TooNew { .. })))
    };
    assert!(is_too_new(|_, lines| lines[0].is_needed = true), "a part without which the rest is wrong");
    assert!(is_too_new(|manifest, _| manifest.needs = 2), "a form that this version does not know");
    assert!(!is_too_new(as_it_is));
}
