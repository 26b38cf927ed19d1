//! Hostile documents that are archives.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use paperside_engine::messages::PageState;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{read, spoilt};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn pack(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn word(body: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"{WORD}\"><w:body>{body}</w:body></w:document>");
    with_document(document.as_bytes())
}

fn with_document(document: &[u8]) -> Vec<u8> {
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
        Target=\"word/document.xml\"/></Relationships>";
    pack(&[
        ("[Content_Types].xml", b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", document),
    ])
}

fn epub(chapter: &[u8], extra: &[(&str, &[u8])]) -> Vec<u8> {
    let container = b"<container><rootfiles><rootfile full-path=\"book.opf\"/></rootfiles></container>";
    let package = b"<package xmlns=\"http://www.idpf.org/2007/opf\"><manifest>\
        <item id=\"c\" href=\"c.xhtml\" media-type=\"application/xhtml+xml\"/>\
        <item id=\"d\" href=\"../../../../etc/passwd\" media-type=\"application/xhtml+xml\"/></manifest>\
        <spine><itemref idref=\"c\"/><itemref idref=\"d\"/></spine></package>";
    let members: [(&str, &[u8]); 4] = [
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", container),
        ("book.opf", package),
        ("c.xhtml", chapter),
    ];
    pack(&[&members[..], extra].concat())
}

/// A text that unpacks to 300 MB.
pub fn bomb() -> Vec<u8> {
    let paragraph = "<w:p><w:r><w:t>bomb</w:t></w:r></w:p>";
    word(&paragraph.repeat(300_000_000 / paragraph.len()))
}

/// Entities of entities of entities: a billion laughs.
fn laughs(root: &str) -> String {
    let mut entities = "<!ENTITY l0 \"lol\">".to_owned();
    for level in 1..10 {
        let _ = write!(entities, "<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10));
    }
    format!("<?xml version=\"1.0\"?><!DOCTYPE {root} [{entities}<!ENTITY file SYSTEM \"file:///etc/passwd\">]>")
}

#[test]
fn texts_that_unpack_without_end() {
    read("bomb.docx", &bomb()).assert_refused("unpacks");
    read("bomb.epub", &epub(&vec![b' '; 200 << 20], &[])).assert_refused("unpacks");
}

#[test]
fn a_workbook_that_unpacks_without_end() {
    let row = "<row><c t=\"inlineStr\"><is><t>bomb</t></is></c></row>";
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{}</sheetData></worksheet>",
        row.repeat(200_000_000 / row.len())
    );
    let book = b"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
        <sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let relations = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship \
             Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" \
             Target=\"{target}\"/></Relationships>"
        )
    };
    let bytes = pack(&[
        ("[Content_Types].xml", b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let ended = read("bomb.xlsx", &bytes);
    let last = ended.pages.last().unwrap();
    assert_eq!(last.state, PageState::Failed, "its first rows are read, and the end says that there are more");
}

#[test]
fn entities_are_not_expanded_and_files_not_fetched() {
    let document = laughs("w:document")
        + &format!(
            "<w:document xmlns:w=\"{WORD}\"><w:body><w:p><w:r><w:t>before &l9; &file; after</w:t></w:r></w:p>\
             </w:body></w:document>"
        );
    let chapter = laughs("html") + "<html><body><p>before &l9; &file; after</p></body></html>";
    for (name, bytes) in
        [("laughs.docx", with_document(document.as_bytes())), ("laughs.epub", epub(chapter.as_bytes(), &[]))]
    {
        let ended = read(name, &bytes);
        let text: String = ended.pages.iter().map(|page| page.text.as_str()).collect();
        assert!(text.len() < 5_000 && !text.contains("root:"), "{name}: {text}");
    }
}

#[test]
fn nesting_without_end() {
    let deep = format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(200_000), "</w:tc></w:tr></w:tbl>".repeat(200_000));
    let ended = read("deep.docx", &word(&deep));
    assert!(ended.refused.is_some() || ended.pages.len() == 1);
    let html = "<div>".repeat(200_000) + "the end";
    assert_eq!(read("deep.html", html.as_bytes()).pages[0].text, "the end");
    let rtf = format!("{{\\rtf1 {}the end{}}}", "{".repeat(200_000), "}".repeat(200_000));
    assert_eq!(read("deep.rtf", rtf.as_bytes()).pages[0].text, "the end");
}

#[test]
fn names_that_climb_out_reach_nothing() {
    let folder = std::env::temp_dir();
    let climbing: [(&str, &[u8]); 3] =
        [("../../climbed.txt", b"out"), ("/tmp/climbed.txt", b"out"), ("..\\climbed.txt", b"out")];
    let ended = read("climbing.epub", &epub(b"<html><body><p>A chapter.</p></body></html>", &climbing));
    assert_eq!(ended.refused, None);
    let text: String = ended.pages.iter().map(|page| page.text.as_str()).collect();
    assert!(text.contains("A chapter.") && !text.contains("root:"), "{text}");
    assert!(!folder.join("climbed.txt").exists(), "nothing may be written");
}

#[test]
fn sizes_that_lie() {
    let mut bytes = word("<w:p><w:r><w:t>small</w:t></w:r></w:p>");
    // The uncompressed size of the last entry of the central directory.
    let at = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap() + 24;
    bytes[at..at + 4].copy_from_slice(&[0xff, 0xff, 0xff, 0x7f]);
    let ended = read("lies.docx", &bytes);
    assert!(ended.refused.is_some() || ended.pages[0].text == "small");
}

#[test]
fn archives_cut_and_spoilt() {
    let whole = word("<w:p><w:r><w:t>Some words.</w:t></w:r></w:p>");
    for part in 1..8 {
        read("cut.docx", &whole[..whole.len() * part / 8]).assert_refused("");
    }
    for seed in 0..16 {
        let spoilt = spoilt(&whole, seed, 20);
        let ended = read("spoilt.docx", &spoilt);
        assert!(ended.refused.is_some() || !ended.pages.is_empty());
    }
}

#[test]
fn mails_in_mails_in_mails() {
    let mut mail = String::new();
    for level in 0..20_000 {
        let _ = write!(mail, "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
    }
    mail.push_str("Content-Type: text/plain\n\nthe end\n");
    let ended = read("deep.eml", mail.as_bytes());
    assert!(ended.refused.is_some() || !ended.pages.is_empty());
}
