//! Hostile PDFs.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use paperside_engine::messages::PageState;

use super::{read, spoilt};
use crate::support::corpus;

/// Objects with these bodies, numbered from 1, of which the first is the catalog.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = String::new();
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        file.extend(format!("{number} 0 obj\n").into_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let (start, size) = (file.len(), objects.len() + 1);
    let end = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.extend(end.into_bytes());
    file
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< /Length {} {dictionary} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

fn deflated(parts: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
    parts.for_each(|part| encoder.write_all(&part).unwrap());
    encoder.finish().unwrap()
}

/// Three pages: good ones around one with this content. Objects from 9 on are `others`.
fn between(content: Vec<u8>, resources: &str, others: Vec<Vec<u8>>) -> Vec<u8> {
    let page = |content: u32, resources: &str| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R \
             /Resources << /Font << /F1 8 0 R >> {resources} >> >>"
        )
        .into_bytes()
    };
    let good = stream("", b"BT /F1 12 Tf 50 700 Td (a good page) Tj ET");
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>".to_vec(),
        page(6, ""),
        page(7, resources),
        page(6, ""),
        good,
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>".to_vec(),
    ];
    objects.extend(others);
    file(&objects)
}

/// The middle page may fail or not, but its neighbours are read.
fn assert_neighbours_are_read(bytes: &[u8]) {
    let ended = read("hostile.pdf", bytes);
    assert_eq!(ended.refused, None);
    assert_eq!(ended.pages.len(), 3);
    for page in [0, 2] {
        assert_eq!(ended.pages[page].text, "a good page", "{:?}", ended.pages[page].reason);
    }
}

#[test]
fn a_page_that_inflates_to_a_gigabyte() {
    let bomb = deflated((0..1024).map(|_| vec![b' '; 1 << 20]));
    read("bomb.pdf", &between(stream("/Filter /FlateDecode", &bomb), "", Vec::new())).assert_only_failed(1, "memory");
}

#[test]
fn a_page_that_inflates_twice() {
    let once = deflated((0..4096).map(|_| vec![b' '; 1 << 20]));
    let twice = deflated(std::iter::once(once));
    let content = stream("/Filter [/FlateDecode /FlateDecode]", &twice);
    read("bomb.pdf", &between(content, "", Vec::new())).assert_only_failed(1, "memory");
}

#[test]
fn a_page_of_400_megabytes_of_text_operators() {
    let operators = b"BT /F1 12 Tf 50 700 Td (a) Tj ET ".repeat(30_000);
    let bomb = deflated((0..400).map(|_| operators.clone()));
    assert_neighbours_are_read(&between(stream("/Filter /FlateDecode", &bomb), "", Vec::new()));
}

/// Arrays in arrays, 200,000 deep, in the catalog and in a page.
pub fn deep_arrays() -> Vec<u8> {
    let (open, close) = ("[".repeat(200_000), "]".repeat(200_000));
    let catalog = format!("<< /Type /Catalog /Pages 2 0 R /Deep {open}{close} >>").into_bytes();
    let content = stream("", format!("{open}{close} TJ").as_bytes());
    let mut bytes = between(content, "", vec![catalog]);
    let at = bytes.windows(5).position(|window| window == b"/Root").unwrap();
    bytes[at + 6] = b'9';
    bytes
}

#[test]
fn nesting_without_end() {
    let ended = read("deep.pdf", &deep_arrays());
    assert!(ended.refused.is_some() || ended.pages.len() == 3);
    let states = "q ".repeat(200_000) + "BT /F1 12 Tf 50 700 Td (deep) Tj ET";
    assert_neighbours_are_read(&between(stream("", states.as_bytes()), "", Vec::new()));
    let dictionaries = "<< /A ".repeat(200_000) + &">>".repeat(200_000);
    let marked = format!("/Span {dictionaries} BDC EMC");
    assert_neighbours_are_read(&between(stream("", marked.as_bytes()), "", Vec::new()));
}

#[test]
fn forms_that_draw_themselves() {
    let form = |name: &str, of: u32| {
        let draws = format!("/{name} Do ").repeat(10);
        let dictionary =
            format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /{name} {of} 0 R >> >>");
        stream(&dictionary, draws.as_bytes())
    };
    let resources = "/XObject << /X 9 0 R >>";
    assert_neighbours_are_read(&between(stream("", b"/X Do"), resources, vec![form("X", 9)]));
    // Ten drawings of ten drawings, twelve times over.
    let laughs = (10..22).map(|of| form("X", of)).collect();
    assert_neighbours_are_read(&between(stream("", b"/X Do"), resources, laughs));
}

#[test]
fn pages_that_are_their_own_parents() {
    let catalog = b"<< /Type /Catalog /Pages 2 0 R >>".to_vec();
    let kids = b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 2 0 R 3 0 R] /Count 3 >>".to_vec();
    let nodes = b"<< /Type /Pages /Parent 3 0 R /Kids [3 0 R 2 0 R] /Count 2000000000 >>".to_vec();
    let ended = read("circle.pdf", &file(&[catalog, kids, nodes]));
    assert!(ended.refused.is_some() || ended.pages.len() < 100_000);
}

#[test]
fn tables_and_lengths_that_go_in_circles() {
    let mut bytes = between(stream("", b"BT /F1 12 Tf 50 700 Td (x) Tj ET"), "", Vec::new());
    let start = bytes.windows(4).rposition(|window| window == b"xref").unwrap() - 5;
    let at = bytes.windows(7).rposition(|window| window == b"/Root 1").unwrap();
    let again = format!("/Prev {start} ");
    bytes.splice(at..at, again.into_bytes());
    assert_neighbours_are_read(&bytes);
    let own_length = b"<< /Length 7 0 R >>\nstream\nBT ET\nendstream".to_vec();
    assert_neighbours_are_read(&between(own_length, "", Vec::new()));
}

/// Lengths, counts and sizes that are not so.
pub fn lying_sizes() -> Vec<u8> {
    let content = b"<< /Length 999999999999 >>\nstream\nBT /F1 12 Tf 50 700 Td (short) Tj ET\nendstream".to_vec();
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 1000000000 /Height 1000000000 /BitsPerComponent 8 \
                        /ColorSpace /DeviceRGB",
        b"abc",
    );
    between(content, "/XObject << /X 9 0 R >>", vec![image])
}

#[test]
fn sizes_that_lie() {
    assert_neighbours_are_read(&lying_sizes());
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 2000000000 /Height 2000000000 /BitsPerComponent 16 \
                        /ColorSpace /DeviceCMYK /Filter /FlateDecode",
        &deflated(std::iter::once(vec![0; 1 << 20])),
    );
    assert_neighbours_are_read(&between(stream("", b"/X Do"), "/XObject << /X 9 0 R >>", vec![image]));
}

#[test]
fn geometry_that_is_none() {
    for numbers in ["1e38 0 0 1e38 0 0", "nan 0 0 nan 0 0", "0 0 0 0 0 0", "-1e-30 1e30 1e30 0 9e99 -9e99"] {
        let content = format!("BT /F1 1e30 Tf {numbers} Tm (text) Tj {numbers} cm (more) Tj ET");
        assert_neighbours_are_read(&between(stream("", content.as_bytes()), "", Vec::new()));
    }
    let mut bytes = between(stream("", b"BT ET"), "", Vec::new());
    let text = String::from_utf8_lossy(&bytes).replace("[0 0 600 800]", "[9e9 -1 1 1e9]");
    bytes = text.into_bytes();
    assert!(read("box.pdf", &bytes).pages.len() <= 3);
}

#[test]
fn character_maps_that_map_everything() {
    let ranges = "<00000000> <ffffffff> <0041>\n".repeat(100);
    let map = stream(
        "",
        format!(
            "begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange\n\
        100 beginbfrange\n{ranges}endbfrange endcmap"
        )
        .as_bytes(),
    );
    let font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 10 0 R \
        /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /W [0 4294967295 500] \
        /CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> >>] >>"
        .to_vec();
    let content = stream("", b"BT /F2 12 Tf 50 700 Td <00410042> Tj ET");
    assert_neighbours_are_read(&between(content, "/Font << /F1 8 0 R /F2 9 0 R >>", vec![font, map]));
}

#[test]
fn outlines_and_names_that_go_in_circles() {
    let bytes = between(
        stream("", b"BT ET"),
        "",
        vec![
            b"<< /Type /Catalog /Pages 2 0 R /Outlines 10 0 R /Names << /Dests 12 0 R >> >>".to_vec(),
            b"<< /First 11 0 R >>".to_vec(),
            b"<< /Title (Round) /First 11 0 R /Next 11 0 R /Dest (nowhere) >>".to_vec(),
            b"<< /Kids [12 0 R 12 0 R 12 0 R] >>".to_vec(),
        ],
    );
    let text = String::from_utf8_lossy(&bytes).replace("/Root 1 0 R", "/Root 9 0 R");
    assert_neighbours_are_read(text.as_bytes());
}

#[test]
fn a_real_document_cut_and_spoilt() {
    let whole = std::fs::read(corpus("french.pdf")).unwrap();
    for part in 1..12 {
        let ended = read("cut.pdf", &whole[..whole.len() * part / 12]);
        assert!(ended.refused.is_some() || !ended.pages.is_empty());
    }
    for seed in 0..24 {
        let spoilt = spoilt(&whole, seed, 40);
        let ended = read("spoilt.pdf", &spoilt);
        assert!(ended.refused.is_some() || !ended.pages.is_empty());
    }
}

#[test]
fn a_page_that_kills_is_failed_and_the_rest_is_read() {
    let bomb = deflated((0..1024).map(|_| vec![b' '; 1 << 20]));
    let ended = read("bomb.pdf", &between(stream("/Filter /FlateDecode", &bomb), "", Vec::new()));
    let states: Vec<_> = ended.pages.iter().map(|page| page.state).collect();
    assert_eq!(states, [PageState::Searchable, PageState::Failed, PageState::Searchable]);
}
