//! Progress bars of an import, if somebody watches.

use std::collections::{BTreeMap, BTreeSet};

use indicatif::{MultiProgress, ProgressBar};
use paperside_engine::last_part;
use paperside_engine::messages::{ImportId, ImportProgress, Stage};

use super::bar::style;
use super::terminal::harmless::on_one_line;

/// Files that have a bar at the same time; more would push everything else off the screen.
const SHOWN: usize = 5;

/// How a file's bar looks. All of it fits into 80 columns.
const OF_A_FILE: &str = "{prefix:28!} {msg:9} {bar:24} {pos}/{len}";

/// How the bar of all files looks.
const OF_ALL: &str = "{prefix:28} {msg:9} {bar:24} {pos}/{len}";

/// A bar for each file that is being worked on, and one for all if there are several. The number of a file that was
/// as before is 0, like that of others.
pub(super) struct Bars {
    /// None if nobody watches.
    drawn: Option<MultiProgress>,
    running: BTreeMap<ImportId, ProgressBar>,
    all: Option<ProgressBar>,
    known: BTreeSet<ImportId>,
    files: u64,
    ended: u64,
}

impl Bars {
    /// No bars yet.
    pub(super) fn new(is_watched: bool) -> Self {
        let drawn = is_watched.then(MultiProgress::new);
        Self { drawn, running: BTreeMap::new(), all: None, known: BTreeSet::new(), files: 0, ended: 0 }
    }

    /// A file has come further.
    pub(super) fn progress(&mut self, progress: &ImportProgress) {
        self.meet(progress.import);
        let Some(bars) = &self.drawn else { return };
        let stage = match progress.stage {
            Stage::Queued | Stage::Paused => return,
            Stage::Reading => "reading",
            Stage::Embedding => "embedding",
            Stage::Indexing => "indexing",
        };
        if self.running.len() >= SHOWN && !self.running.contains_key(&progress.import) {
            return;
        }
        let bar = self.running.entry(progress.import).or_insert_with(|| {
            let bar = bar(OF_A_FILE).with_prefix(on_one_line(last_part(&progress.path)));
            match &self.all {
                Some(all) => bars.insert_before(all, bar),
                None => bars.add(bar),
            }
        });
        bar.set_length(u64::from(progress.total));
        bar.set_position(u64::from(progress.done));
        bar.set_message(stage);
    }

    /// A file's import has ended.
    pub(super) fn end(&mut self, import: ImportId) {
        self.meet(import);
        self.ended += 1;
        if let Some(bar) = self.running.remove(&import) {
            bar.finish_and_clear();
            if let Some(bars) = &self.drawn {
                bars.remove(&bar);
            }
        }
        self.count();
    }

    fn meet(&mut self, import: ImportId) {
        if import == ImportId(0) || self.known.insert(import) {
            self.files += 1;
            self.count();
        }
    }

    fn count(&mut self) {
        let Some(bars) = &self.drawn else { return };
        if self.files > 1 {
            let all = self.all.get_or_insert_with(|| bars.add(bar(OF_ALL).with_prefix("all files")));
            all.set_length(self.files);
            all.set_position(self.ended);
        }
    }

    /// Prints something above the bars.
    pub(super) fn above(&self, print: impl FnOnce()) {
        match &self.drawn {
            Some(bars) => bars.suspend(print),
            None => print(),
        }
    }
}

impl Drop for Bars {
    /// Nothing of them stays on the screen.
    fn drop(&mut self) {
        self.running.values().chain(&self.all).for_each(ProgressBar::finish_and_clear);
    }
}

fn bar(template: &str) -> ProgressBar {
    ProgressBar::new(0).with_style(style(template))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(import: u32) -> ImportProgress {
        let path = format!("/papers/{import}\u{1b}[2J.pdf");
        ImportProgress { import: ImportId(import), path, stage: Stage::Reading, done: 1, total: 2, size: 0 }
    }

    #[test]
    fn many_files_have_few_bars_and_one_for_all() {
        let mut bars = Bars::new(false);
        bars.drawn = Some(MultiProgress::with_draw_target(indicatif::ProgressDrawTarget::hidden()));
        (1..=9).for_each(|import| bars.progress(&reading(import)));
        assert_eq!(bars.running.len(), SHOWN);
        assert_eq!(bars.running[&ImportId(1)].prefix(), "1[2J.pdf");
        (1..=9).for_each(|import| bars.end(ImportId(import)));
        bars.end(ImportId(0));
        let all = bars.all.as_ref().expect("there are several files");
        assert_eq!((all.position(), all.length(), bars.running.len()), (10, Some(10), 0));
    }

    #[test]
    fn one_file_needs_no_other_bar() {
        let mut bars = Bars::new(false);
        bars.progress(&reading(1));
        bars.end(ImportId(1));
        assert!(bars.all.is_none() && bars.running.is_empty());
    }
}
