//! A progress bar, if somebody watches.

use std::borrow::Cow;

use indicatif::{ProgressBar, ProgressStyle};

use super::Output;

/// How far something is, in numbers.
pub(super) const IN_NUMBERS: &str = "{msg:32} {wide_bar} {pos}/{len}";

/// How far something is whose numbers say little.
pub(super) const IN_PARTS: &str = "{msg:40} {wide_bar} {percent}%";

/// A bar for one piece of work.
pub(super) struct Bar(Option<ProgressBar>);

impl Bar {
    /// One that shows nothing yet.
    pub(super) fn new(output: Output, template: &str) -> Self {
        Self(output.is_watched().then(|| ProgressBar::no_length().with_style(style(template))))
    }

    /// The work has come further.
    pub(super) fn show(&self, what: impl Into<Cow<'static, str>>, done: u64, total: u64) {
        if let Some(bar) = &self.0 {
            bar.set_length(total.max(1));
            bar.set_position(done);
            bar.set_message(what);
        }
    }

    /// Prints something where the bar is, and the bar below it.
    pub(super) fn suspend(&self, print: impl FnOnce()) {
        match &self.0 {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

impl Drop for Bar {
    /// Nothing of it stays on the screen.
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// How a bar looks.
pub(super) fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
