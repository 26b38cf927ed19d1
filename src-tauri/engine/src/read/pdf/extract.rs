//! The second reader: pdf-extract, for pages the first one cannot make sense of.

use pdf_extract::{ColorSpace, Document, MediaBox, Object, ObjectId, OutputDev, OutputError, Path, Transform};

use super::glyph::{DrawnPage, Glyph, MOST_GLYPHS, normalize};

/// How far up the page tree a setting is looked for; a tree may be made to go in circles.
const DEEPEST_TREE: usize = 32;

/// Opens a document, with the password if it needs one.
pub(super) fn open(bytes: &[u8], password: &str) -> Option<Document> {
    let mut document = Document::load_mem(bytes).ok()?;
    if document.is_encrypted() {
        document.decrypt(password).ok()?;
    }
    Some(document)
}

/// Draws the page with this index from 0 and returns its glyphs. It may panic; the caller catches that.
pub(super) fn draw(document: &Document, index: u32) -> Result<DrawnPage, OutputError> {
    let pages = document.get_pages();
    let id = pages.get(&(index + 1)).copied().ok_or(pdf_extract::Error::PageNumberNotFound(index + 1))?;
    let shown = ShownPage::of(document, id);
    let mut device = GlyphDevice { glyphs: Vec::new(), shown };
    pdf_extract::output_doc_page(document, &mut device, index + 1)?;
    let (width, height) = device.shown.size();
    Ok(DrawnPage { glyphs: device.glyphs, width: width as f32, height: height as f32, ..DrawnPage::default() })
}

/// The part of a page that is shown, and how it is turned.
struct ShownPage {
    left: f64,
    bottom: f64,
    width: f64,
    height: f64,
    /// In quarter turns clockwise.
    quarters: i64,
}

impl ShownPage {
    fn of(document: &Document, id: ObjectId) -> Self {
        let media = inherited_box(document, id, b"MediaBox").unwrap_or([0.0, 0.0, 612.0, 792.0]);
        let crop = inherited_box(document, id, b"CropBox").unwrap_or(media);
        let (left, bottom) = (crop[0].max(media[0]), crop[1].max(media[1]));
        let (right, top) = (crop[2].min(media[2]), crop[3].min(media[3]));
        let turned = inherited(document, id, b"Rotate").and_then(|turn| turn.as_i64().ok()).unwrap_or(0);
        Self { left, bottom, width: right - left, height: top - bottom, quarters: (turned / 90).rem_euclid(4) }
    }

    fn size(&self) -> (f64, f64) {
        if self.quarters % 2 == 0 { (self.width, self.height) } else { (self.height, self.width) }
    }

    /// A point of the file to the page as shown, y downwards.
    fn point(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = (x - self.left, self.height - (y - self.bottom));
        match self.quarters {
            0 => (x, y),
            1 => (self.height - y, x),
            2 => (self.width - x, self.height - y),
            _ => (y, self.width - x),
        }
    }
}

fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..DEEPEST_TREE {
        if let Ok(value) = node.get(key) {
            return document.dereference(value).ok().map(|(_, value)| value);
        }
        node = node.get(b"Parent").and_then(|parent| document.dereference(parent)).ok()?.1.as_dict().ok()?;
    }
    None
}

fn inherited_box(document: &Document, page: ObjectId, key: &[u8]) -> Option<[f64; 4]> {
    let corners = inherited(document, page, key)?.as_array().ok()?;
    let number = |at: usize| -> Option<f64> {
        let (_, value) = document.dereference(corners.get(at)?).ok()?;
        value.as_float().ok().map(f64::from)
    };
    let (a, b, c, d) = (number(0)?, number(1)?, number(2)?, number(3)?);
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

struct GlyphDevice {
    glyphs: Vec<Glyph>,
    shown: ShownPage,
}

impl OutputDev for GlyphDevice {
    fn output_character(
        &mut self,
        to_file: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        let place = |x: f64, y: f64| {
            let file_x = to_file.m11 * x + to_file.m21 * y + to_file.m31;
            let file_y = to_file.m12 * x + to_file.m22 * y + to_file.m32;
            self.shown.point(file_x, file_y)
        };
        if self.glyphs.len() == MOST_GLYPHS {
            return Ok(());
        }
        let (origin, next, top) = (place(0.0, 0.0), place(width * font_size, 0.0), place(0.0, font_size));
        self.glyphs.push(Glyph {
            text: normalize(text),
            origin,
            advance: (next.0 - origin.0, next.1 - origin.1),
            up: (top.0 - origin.0, top.1 - origin.1),
        });
        Ok(())
    }

    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn stroke(&mut self, _: &Transform, _: &ColorSpace, _: &[f64], _: &Path) -> Result<(), OutputError> {
        Ok(())
    }

    fn fill(&mut self, _: &Transform, _: &ColorSpace, _: &[f64], _: &Path) -> Result<(), OutputError> {
        Ok(())
    }
}
