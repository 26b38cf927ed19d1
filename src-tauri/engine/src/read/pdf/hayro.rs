//! The first reader: hayro interprets the page and this device notes each glyph it draws.

use hayro_interpret::font::{GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;

use super::codes;
use super::glyph::{DrawnPage, Glyph, MOST_GLYPHS, normalize};

/// Glyph coordinates are in thousandths of the font size.
const EM: f64 = 1000.0;

/// Draws a page and returns its glyphs. Fonts are loaded once into `cache` for all pages of a document.
pub(super) fn draw<'a>(pdf: &'a Pdf, page: &Page<'a>, cache: &InterpreterCache<'a>) -> DrawnPage {
    let (width, height) = page.render_dimensions();
    let to_page = Affine::new(page.initial_transform(true).as_coeffs());
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(to_page, area, cache, pdf.xref(), InterpreterSettings::default());
    let page_as_shown = DrawnPage { width, height, ..DrawnPage::default() };
    let mut device = GlyphDevice { page: page_as_shown, untold: Vec::new() };
    interpret_page(page, &mut context, &mut device);
    device.finish()
}

struct GlyphDevice {
    page: DrawnPage,
    /// Glyphs of which only the code is known: where in the list they are, and the code.
    untold: Vec<(usize, u32)>,
}

impl GlyphDevice {
    fn finish(mut self) -> DrawnPage {
        let (places, codes): (Vec<usize>, Vec<u32>) = self.untold.into_iter().unzip();
        for (place, character) in places.into_iter().zip(codes::guess(&codes).into_iter().flatten()) {
            self.page.glyphs[place].text = normalize(character.encode_utf8(&mut [0; 4]));
        }
        self.page
    }
}

impl Device<'_> for GlyphDevice {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        let room = MOST_GLYPHS - self.page.glyphs.len();
        let glyphs = &run.glyphs()[..run.glyphs().len().min(room)];
        let is_vertical = matches!(run.writing_mode(), WritingMode::Vertical);
        let scale = if is_vertical { None } else { true_scale(glyphs, mode) };
        for positioned in glyphs {
            let to_page = props.transform * unstretched(positioned.transform(), scale);
            // A letter of a vertical line is laid out as if it were turned with its line: it has the width of an em,
            // its baseline is left of its middle, and it hangs from the height that vertical writing starts from.
            let [origin, next, top] = if is_vertical {
                [(0.22 * EM, 0.88 * EM), (0.22 * EM, -0.12 * EM), (1.22 * EM, 0.88 * EM)]
            } else {
                [(0.0, 0.0), (width(positioned), 0.0), (0.0, EM)]
            };
            let [origin, next, top] = [origin, next, top].map(|(x, y)| to_page * Point::new(x, y));
            let (advance, up) = (next - origin, top - origin);
            let text = said(positioned).unwrap_or_else(|| {
                self.untold.push((self.page.glyphs.len(), positioned.char_code()));
                codes::sign(positioned.char_code()).to_owned()
            });
            let (origin, advance, up) = ((origin.x, origin.y), (advance.x, advance.y), (up.x, up.y));
            self.page.glyphs.push(Glyph { text, origin, advance, up });
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {
        self.page.paths = self.page.paths.saturating_add(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.page.images = self.page.images.saturating_add(1);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// What the font says of a glyph, if it says anything.
fn said(glyph: &PositionedGlyph<'_>) -> Option<String> {
    Some(match glyph.as_unicode()? {
        BfString::Char(character) => normalize(character.encode_utf8(&mut [0; 4])),
        BfString::String(text) => normalize(&text),
    })
}

/// In thousandths of the font size, as the file declares it.
fn width(glyph: &PositionedGlyph<'_>) -> f64 {
    let declared = match &**glyph {
        hayro_interpret::font::Glyph::Outline(glyph) => glyph.advance_width(),
        hayro_interpret::font::Glyph::Type3(glyph) => glyph.advance_width(),
    };
    declared.map_or(EM / 2.0, f64::from)
}

/// How far one unit along the line reaches, if the glyphs' own transforms do not tell.
///
/// For a font that is not in the file another one stands in, and each of its glyphs is stretched to the width the
/// file declares. The declared width must not be stretched once more, but a transform does not say how much of it
/// is stretching. What does tell is how far apart the glyphs stand.
fn true_scale(glyphs: &[PositionedGlyph<'_>], mode: &DrawMode) -> Option<f64> {
    let along = |glyph: &PositionedGlyph<'_>| {
        let [a, b, ..] = glyph.transform().as_coeffs();
        a.hypot(b)
    };
    let upright = |glyph: &PositionedGlyph<'_>| {
        let [_, _, c, d, ..] = glyph.transform().as_coeffs();
        c.hypot(d)
    };
    let first = glyphs.first()?;
    let is_near = |a: f64, b: f64| (a - b).abs() < 0.01 * b;
    if let [only] = glyphs {
        // A letter on its own. An invisible one was narrowed on purpose, to fit a word of the scan behind it.
        let stretched = !is_near(along(only), upright(only)) && !matches!(mode, DrawMode::Invisible);
        return stretched.then(|| upright(only));
    }
    if glyphs.iter().all(|glyph| is_near(along(glyph), along(first))) {
        return None;
    }
    let apart = glyphs.windows(2).filter_map(|pair| {
        let [.., x, y] = pair[0].transform().as_coeffs();
        let [.., next_x, next_y] = pair[1].transform().as_coeffs();
        let scale = (next_x - x).hypot(next_y - y) / width(&pair[0]);
        scale.is_finite().then_some(scale)
    });
    Some(super::median(apart.collect())).filter(|scale| *scale > 0.0)
}

/// The transform with its first axis made this long.
fn unstretched(transform: Affine, scale: Option<f64>) -> Affine {
    let mut axes = transform.as_coeffs();
    let length = axes[0].hypot(axes[1]);
    if let Some(scale) = scale.filter(|_| length > 0.0) {
        axes[0] *= scale / length;
        axes[1] *= scale / length;
    }
    Affine::new(axes)
}
