//! PDFs made for tests, with words at known places.

use std::fmt::Write;

/// A page to be made. Coordinates are the file's: points from the bottom left.
#[derive(Debug, Clone)]
pub(crate) struct MadePage {
    /// Left, bottom, right and top of the paper.
    pub(crate) media: [f64; 4],
    /// Of the part that is shown, if not all of it.
    pub(crate) crop: Option<[f64; 4]>,
    /// Degrees clockwise.
    pub(crate) turned: i32,
    /// Operators of the page.
    pub(crate) content: String,
}

impl MadePage {
    /// An A4-like page with nothing on it.
    pub(crate) fn new() -> Self {
        Self { media: [0.0, 0.0, 600.0, 800.0], crop: None, turned: 0, content: String::new() }
    }

    /// Draws text in Courier, each letter 0.6 of the size wide, with its baseline beginning at (x, y).
    pub(crate) fn text(mut self, x: f64, y: f64, size: f64, text: &str) -> Self {
        let escaped = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        let _ = writeln!(self.content, "BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET");
        self
    }
}

/// The name of a font that is not in the file; each of its letters is declared to be 0.6 of the size wide.
pub(crate) const UNKNOWN_FONT: &str = "/F2";

/// A font for two-byte codes that is written downwards; a code is the character's own.
pub(crate) const DOWNWARDS_FONT: &str = "/F3";

/// A whole document. `catalog` is put into its catalog, such as page labels; `info` into its information.
pub(crate) fn document(pages: &[MadePage], catalog: &str, info: &str) -> Vec<u8> {
    let mut objects = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>"),
        String::new(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>".to_owned(),
        format!("<< {info} >>"),
        format!(
            "<< /Type /Font /Subtype /TrueType /BaseFont /Nowhere /FirstChar 32 /LastChar 126 \
             /Encoding /WinAnsiEncoding /Widths [{}] >>",
            "600 ".repeat(95)
        ),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Nowhere /Encoding /Identity-V /DescendantFonts [7 0 R] \
         /ToUnicode 8 0 R >>"
            .to_owned(),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Nowhere /DW 1000 \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
            .to_owned(),
        stream(
            "/CIDInit /ProcSet findresource begin begincmap /CMapName /Own def\n1 begincodespacerange <0000> <ffff> \
             endcodespacerange\n1 beginbfrange <4e00> <4eff> <4e00> endbfrange endcmap end",
        ),
    ];
    let mut kids = String::new();
    for page in pages {
        let number = objects.len() + 1;
        let _ = write!(kids, "{number} 0 R ");
        let [a, b, c, d] = page.media;
        let crop = page.crop.map_or(String::new(), |[a, b, c, d]| format!("/CropBox [{a} {b} {c} {d}]"));
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [{a} {b} {c} {d}] {crop} /Rotate {} /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R /F2 5 0 R /F3 6 0 R >> >> >>",
            page.turned,
            number + 1
        ));
        objects.push(stream(&page.content));
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len());
    assemble(&objects)
}

fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())
}

fn assemble(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = String::new();
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    let size = objects.len() + 1;
    let _ = write!(
        file,
        "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R >>\n\
         startxref\n{start}\n%%EOF\n"
    );
    file.into_bytes()
}
