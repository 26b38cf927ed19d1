//! What a page looks like, for the recogniser.

use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_interpret::InterpreterSettings;
use hayro_syntax::page::Page;

use crate::read::PageImage;

/// Dots an inch at which text is recognised best; less loses small print, more only costs time.
const RESOLUTION: f32 = 300.0;

/// Points an inch.
const POINTS: f32 = 72.0;

/// Pixels at the most: an A3 page at 300 dots an inch, as 70 MB of colours. Larger pages are drawn smaller.
const MOST_PIXELS: f32 = 17_500_000.0;

/// Nor is any side longer than this.
const LONGEST_SIDE: f32 = 12_000.0;

/// Brightness that differs less than this from the paper's is no mark on it.
const FAINT: u8 = 24;

/// Draws a page in grey. None if nothing can be seen on it.
pub(super) fn picture<'a>(page: &'a Page<'a>) -> Option<PageImage> {
    let (width, height) = page.render_dimensions();
    let scale = (RESOLUTION / POINTS)
        .min((MOST_PIXELS / (width * height).max(1.0)).sqrt())
        .min(LONGEST_SIDE / width.max(height).max(1.0));
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let cache = RenderCache::new();
    let pixmap = render(page, &cache, &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    // The weights of red, green and blue in brightness (ITU-R BT.601), in 1/256.
    let grey = |red: u8, green: u8, blue: u8| {
        ((77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue)) >> 8) as u8
    };
    let pixels: Vec<u8> = pixmap.data().iter().map(|pixel| grey(pixel.r, pixel.g, pixel.b)).collect();
    let darkest = pixels.iter().min()?;
    let brightest = pixels.iter().max()?;
    (brightest - darkest >= FAINT).then(|| PageImage {
        width: u32::from(pixmap.width()),
        height: u32::from(pixmap.height()),
        scale,
        pixels,
    })
}
