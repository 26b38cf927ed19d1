//! Any text as a part of a sound archive: what comes after the unpacking of Office and e-book files.
//!
//! The first byte chooses the format; zero bytes divide the rest among its parts.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Ending, and the parts in the order in which they are filled.
const FORMATS: [(&str, &[&str]); 7] = [
    (
        "docx",
        &[
            "word/document.xml",
            "word/_rels/document.xml.rels",
            "word/footnotes.xml",
            "word/numbering.xml",
            "word/styles.xml",
            "docProps/core.xml",
        ],
    ),
    (
        "pptx",
        &[
            "ppt/slides/slide1.xml",
            "ppt/presentation.xml",
            "ppt/_rels/presentation.xml.rels",
            "ppt/slides/_rels/slide1.xml.rels",
            "ppt/notesSlides/notesSlide1.xml",
            "docProps/core.xml",
        ],
    ),
    (
        "xlsx",
        &[
            "xl/worksheets/sheet1.xml",
            "xl/sharedStrings.xml",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
        ],
    ),
    ("odt", &["content.xml", "meta.xml", "META-INF/manifest.xml"]),
    ("ods", &["content.xml", "meta.xml", "META-INF/manifest.xml"]),
    ("odp", &["content.xml", "meta.xml", "META-INF/manifest.xml"]),
    ("epub", &["OEBPS/one.xhtml", "OEBPS/content.opf", "OEBPS/toc.ncx", "OEBPS/nav.xhtml", "META-INF/encryption.xml"]),
];

/// Parts that are sound unless the input fills them.
const SOUND: [(&str, &str); 12] = [
    ("[Content_Types].xml", "<Types/>"),
    (
        "_rels/.rels",
        r#"<Relationships><Relationship Id="r" Type="officeDocument" Target="word/document.xml"/></Relationships>"#,
    ),
    ("mimetype", ""),
    (
        "META-INF/container.xml",
        r#"<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>"#,
    ),
    (
        "OEBPS/content.opf",
        r#"<package><manifest><item id="a" href="one.xhtml" media-type="application/xhtml+xml"/><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/><item id="t" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest><spine toc="t"><itemref idref="a"/></spine></package>"#,
    ),
    (
        "ppt/presentation.xml",
        r#"<p:presentation><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>"#,
    ),
    (
        "ppt/_rels/presentation.xml.rels",
        r#"<Relationships><Relationship Id="r1" Type="x/slide" Target="slides/slide1.xml"/></Relationships>"#,
    ),
    (
        "ppt/slides/_rels/slide1.xml.rels",
        r#"<Relationships><Relationship Id="r1" Type="x/notesSlide" Target="../notesSlides/notesSlide1.xml"/></Relationships>"#,
    ),
    ("xl/workbook.xml", r#"<workbook><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>"#),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
    ),
    (
        "word/_rels/document.xml.rels",
        r#"<Relationships><Relationship Id="f" Type="x/footnotes" Target="footnotes.xml"/><Relationship Id="n" Type="x/numbering" Target="numbering.xml"/></Relationships>"#,
    ),
    ("docProps/core.xml", "<cp:coreProperties/>"),
];

/// Reads the archive that they make.
pub fn read(bytes: &[u8]) {
    if let Some((choice, bodies)) = bytes.split_first() {
        let (ending, parts) = FORMATS[*choice as usize % FORMATS.len()];
        paperside_engine::fuzzing::document(&packed(ending, parts, bodies), &format!("file.{ending}"));
    }
}

fn packed(ending: &str, parts: &[&str], bodies: &[u8]) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, body: &[u8]| {
        archive.start_file(name, options).expect("a sound name");
        archive.write_all(body).expect("memory takes it");
    };
    let filled: Vec<(&str, &[u8])> = parts.iter().copied().zip(bodies.split(|byte| *byte == 0)).collect();
    let mimetype = match ending {
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "odp" => "application/vnd.oasis.opendocument.presentation",
        _ => "application/epub+zip",
    };
    for (name, body) in SOUND {
        match name {
            "mimetype" => add(name, mimetype.as_bytes()),
            _ if filled.iter().any(|(other, _)| *other == name) => {}
            _ => add(name, body.as_bytes()),
        }
    }
    filled.iter().for_each(|(name, body)| add(name, body));
    archive.finish().expect("memory takes it").into_inner()
}
