//! The first reader: hayro interprets the page and this device notes each glyph it draws.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;

use super::glyph::{DrawnPage, Glyph, normalize};

/// Glyph coordinates are in thousandths of the font size.
const EM: f64 = 1000.0;

/// Glyphs of one page beyond this are not kept: a page of print has some five thousand.
const MOST_GLYPHS: usize = 400_000;

/// Draws a page and returns its glyphs. Fonts are loaded once into `cache` for all pages of a document.
pub(super) fn draw<'a>(pdf: &'a Pdf, page: &Page<'a>, cache: &InterpreterCache<'a>) -> DrawnPage {
    let (width, height) = page.render_dimensions();
    let to_page = Affine::new(page.initial_transform(true).as_coeffs());
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(to_page, area, cache, pdf.xref(), InterpreterSettings::default());
    let mut device = GlyphDevice { page: DrawnPage { glyphs: Vec::new(), width, height } };
    interpret_page(page, &mut context, &mut device);
    device.page
}

struct GlyphDevice {
    page: DrawnPage,
}

impl Device<'_> for GlyphDevice {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for positioned in run.glyphs() {
            if self.page.glyphs.len() == MOST_GLYPHS {
                return;
            }
            let to_page = props.transform * positioned.transform();
            let width = match &**positioned {
                hayro_interpret::font::Glyph::Outline(glyph) => glyph.advance_width(),
                hayro_interpret::font::Glyph::Type3(glyph) => glyph.advance_width(),
            };
            let text = match positioned.as_unicode() {
                Some(BfString::Char(character)) => normalize(character.encode_utf8(&mut [0; 4])),
                Some(BfString::String(text)) => normalize(&text),
                None => String::new(),
            };
            let origin = to_page * Point::ZERO;
            let advance = to_page * Point::new(width.map_or(EM / 2.0, f64::from), 0.0) - origin;
            let up = to_page * Point::new(0.0, EM) - origin;
            self.page.glyphs.push(Glyph {
                text,
                origin: (origin.x, origin.y),
                advance: (advance.x, advance.y),
                up: (up.x, up.y),
            });
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
