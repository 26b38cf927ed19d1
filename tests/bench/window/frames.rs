//! How long the window takes from frame to frame while something goes on.

use std::time::Duration;

use super::PATIENCE;
use super::app::App;

/// Frames that are watched while a pane scrolls.
const FRAMES: usize = 600;

/// A frame that takes longer is seen to stumble, in milliseconds: two of a display with sixty a second.
const LATE: f64 = 32.0;

/// Lets a pane scroll by so many pixels a frame, back and forth, and notes when frames come.
pub fn scroll(app: &App, pane: &str, step: u32) {
    app.run(&format!(
        "window.frames = []; window.done = false; const pane = document.querySelector({pane:?}); let way = {step}; \
         (function frame(now) {{ if (now) window.frames.push(now); \
         if (window.frames.length > {FRAMES}) return void (window.done = true); \
         const before = pane.scrollTop; pane.scrollTop += way; if (pane.scrollTop === before) way = -way; \
         requestAnimationFrame(frame) }})()"
    ));
    app.wait_for("the frames", PATIENCE, || app.run("return window.done") == true);
}

/// Notes when frames come for so long.
pub fn watch(app: &App, long: Duration) {
    app.run(
        "window.frames = []; (function frame(now) { if (now) window.frames.push(now); \
         if (!window.enough) requestAnimationFrame(frame) })()",
    );
    std::thread::sleep(long);
    app.run("window.enough = true");
}

/// Tells the gaps between the frames that were noted.
pub fn report(app: &App, what: &str) {
    let noted = app.run("return window.frames");
    let noted: Vec<f64> = noted.as_array().unwrap().iter().filter_map(serde_json::Value::as_f64).collect();
    let mut gaps: Vec<f64> = noted.windows(2).map(|pair| pair[1] - pair[0]).collect();
    gaps.sort_by(f64::total_cmp);
    let late = gaps.iter().filter(|gap| **gap > LATE).count();
    let at = |share: f64| gaps[((gaps.len() - 1) as f64 * share) as usize];
    println!(
        "{what:<22} {:>7.1} ms a frame median, {:.1} ms 95 %, {:.0} ms longest; {:.1} % over {LATE} ms of {}",
        at(0.5),
        at(0.95),
        at(1.0),
        100.0 * late as f64 / gaps.len() as f64,
        gaps.len()
    );
}

/// Types texts letter by letter, and tells how long after each letter its results were painted, in milliseconds.
pub fn typed(app: &App, texts: &[&str]) -> Vec<f64> {
    app.run(
        "window.waits = []; const field = document.querySelector('[data-testid=question]'); let pressed; \
         field.addEventListener('keydown', (event) => { pressed = event.timeStamp }, true); \
         new MutationObserver(() => { const list = document.querySelector('[data-testid=search-results]'); \
         if (pressed === undefined || !list || list.dataset.query.trim() !== field.value.trim()) return; const from = pressed; pressed = undefined; \
         requestAnimationFrame(() => window.waits.push(performance.now() - from)) }) \
         .observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-query'] }); field.focus()",
    );
    for text in texts {
        for letter in text.chars() {
            app.type_keys(&letter.to_string());
            // As quick as a quick typist: ten letters a second.
            std::thread::sleep(Duration::from_millis(100));
        }
        std::thread::sleep(Duration::from_millis(500));
        app.keys("Control+a");
        app.keys("Delete");
    }
    app.run("return window.waits").as_array().unwrap().iter().filter_map(serde_json::Value::as_f64).collect()
}
