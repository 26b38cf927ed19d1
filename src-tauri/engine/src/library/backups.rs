//! Backups that are made by themselves.
//!
//! While the app is open, a thread that gives way to everything else writes the library into a folder that the person
//! chose, every so often, and keeps the last few. What did not change is not written once more. A backup that fails is
//! told of at once, and by `doctor` until one succeeds.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::locations;
use super::sealing::{Sealer, Target, Teller, What, date_and_time, scheduled_name, scheduled_names};
use crate::catalog::Catalog;
use crate::messages::{BackupState, LastBackup, LibraryEvent, SealedSummary, SealingWork};
use crate::sealed::SealedError;
use crate::{Error, Result, priority};

/// The setting that names the folder; without one, no backup is made.
pub(super) const FOLDER: &str = "backup-folder";

/// The setting that tells how often.
pub(super) const EVERY: &str = "backup-every";

/// The setting that tells how many are kept.
pub(super) const KEEP: &str = "backup-keep";

/// Of the last backup: when it was made, where it is and what it comes to.
const LAST: &str = "backup-last";

/// Why the last attempt failed.
const PROBLEM: &str = "backup-problem";

/// Unless something else was chosen.
const DAILY: Duration = Duration::from_hours(24);
const KEPT: usize = 7;

/// No disk is asked to keep more, and no app runs longer.
const MOST_KEPT: usize = 1000;
const LONGEST: u64 = 10_000;

/// How often is looked whether it is time.
const LOOK: Duration = Duration::from_mins(1);

/// How soon after a failure it is tried again.
const AGAIN: Duration = Duration::from_mins(15);

/// The last backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Last {
    /// In milliseconds since 1970.
    at: i64,
    file: PathBuf,
    digest: String,
}

/// What the person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Plan {
    folder: PathBuf,
    every: Duration,
    keep: usize,
}

/// The thread that makes backups, once it was started. Dropping it ends the thread.
pub(super) struct Backups {
    sealer: Sealer,
    announce: Arc<dyn Fn(LibraryEvent) + Send + Sync>,
    stop: CancellationToken,
    woken: (Sender<()>, Receiver<()>),
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Backups {
    /// Makes none before [`Backups::start`].
    pub(super) fn new(sealer: Sealer, announce: impl Fn(LibraryEvent) + Send + Sync + 'static) -> Self {
        let (stop, woken) = (CancellationToken::new(), bounded(1));
        Self { sealer, announce: Arc::new(announce), stop, woken, thread: Mutex::default() }
    }

    /// Makes backups from now on, whenever it is time.
    pub(super) fn start(&self) {
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if thread.is_some() {
            return;
        }
        let worker = Worker {
            sealer: self.sealer.clone(),
            announce: Arc::clone(&self.announce),
            stop: self.stop.clone(),
            failed: None,
        };
        let woken = self.woken.1.clone();
        let work = move || {
            priority::give_way();
            worker.work(&woken);
        };
        match std::thread::Builder::new().name("backup".to_owned()).spawn(work) {
            Ok(started) => *thread = Some(started),
            Err(error) => tracing::warn!(%error, "no backups are made"),
        }
    }

    /// Something else was chosen.
    pub(super) fn look_again(&self) {
        let _ = self.woken.0.try_send(());
    }
}

impl Drop for Backups {
    fn drop(&mut self) {
        self.stop.cancel();
        self.look_again();
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

/// The folder that backups go into.
pub(super) fn folder(catalog: &Catalog) -> Result<Option<String>> {
    catalog.setting(FOLDER)
}

/// Whether a setting can have this value, and what it can be.
pub(super) fn is_sound(name: &str, value: &str) -> (bool, &'static str) {
    match name {
        FOLDER => (Path::new(value).is_absolute(), "a folder, named from the root of its disk"),
        EVERY => (every(value).is_some(), "hours or days such as 6h or 1d"),
        _ => (keep(value).is_some(), "a number from 1 to 1000"),
    }
}

fn every(value: &str) -> Option<Duration> {
    let (number, hours) = match (value.strip_suffix('h'), value.strip_suffix('d')) {
        (Some(number), _) => (number, 1),
        (_, Some(number)) => (number, 24),
        _ => return None,
    };
    let number: u64 = number.trim().parse().ok()?;
    (1..=LONGEST).contains(&number).then(|| Duration::from_hours(number * hours))
}

fn keep(value: &str) -> Option<usize> {
    value.parse().ok().filter(|keep| (1..=MOST_KEPT).contains(keep))
}

impl Plan {
    /// None if no backups are wanted.
    fn of(catalog: &Catalog) -> Result<Option<Self>> {
        let Some(folder) = catalog.setting(FOLDER)? else { return Ok(None) };
        let every = catalog.setting(EVERY)?.as_deref().and_then(every).unwrap_or(DAILY);
        let keep = catalog.setting(KEEP)?.as_deref().and_then(keep).unwrap_or(KEPT);
        Ok(Some(Self { folder: folder.into(), every, keep }))
    }

    /// Whether it is time. A backup from the future says that the clock was wrong then, or is now.
    fn is_due(&self, last: Option<&Last>, now: i64) -> bool {
        last.is_none_or(|last| last.at > now || (now - last.at) as u128 >= self.every.as_millis())
    }
}

/// The last backup, if one was made in this folder.
fn last(catalog: &Catalog, folder: &Path) -> Result<Option<Last>> {
    let stored = catalog.setting(LAST)?;
    let last = stored.and_then(|stored| serde_json::from_str::<Last>(&stored).ok());
    Ok(last.filter(|last| last.file.parent() == Some(folder)))
}

/// How backups are, for whoever is to be shown it. Whether one could be restored is not looked at.
pub(super) fn state(catalog: &Catalog) -> Result<BackupState> {
    let Some(plan) = Plan::of(catalog)? else { return Ok(BackupState::default()) };
    let last = last(catalog, &plan.folder)?;
    let last = last.map(|Last { at, file, .. }| LastBackup { at, file: file.to_string_lossy().into_owned() });
    Ok(BackupState { last, problem: catalog.setting(PROBLEM)?, can_restore: false })
}

/// How backups are, for `doctor`: nothing if none are wanted.
pub(super) fn check(catalog: &Catalog) -> Option<Result<String>> {
    let looked = || -> Result<Option<String>> {
        let Some(plan) = Plan::of(catalog)? else { return Ok(None) };
        let folder = plan.folder.display();
        if let Some(problem) = catalog.setting(PROBLEM)? {
            return Err(SealedError::NoBackup { folder: plan.folder, problem }.into());
        }
        Ok(Some(match last(catalog, &plan.folder)? {
            None => format!("the first one in {folder} is made when the window is open"),
            Some(last) => {
                let ((year, month, day), (hour, minute, _)) = date_and_time(last.at);
                let of = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02} UTC");
                format!("the last one in {folder} is of {of}; {} are kept", plan.keep)
            }
        }))
    };
    looked().transpose()
}

struct Worker {
    sealer: Sealer,
    announce: Arc<dyn Fn(LibraryEvent) + Send + Sync>,
    stop: CancellationToken,
    /// When an attempt failed.
    failed: Option<Instant>,
}

impl Worker {
    fn work(mut self, woken: &Receiver<()>) {
        while !self.stop.is_cancelled() {
            if let Err(error) = self.look() {
                tracing::warn!(%error, "whether a backup is due cannot be told");
            }
            if woken.recv_timeout(LOOK).is_ok() {
                self.failed = None;
            }
        }
    }

    fn look(&mut self) -> Result<()> {
        let catalog = &self.sealer.searcher.catalog;
        let Some(plan) = Plan::of(catalog)? else { return Ok(()) };
        let last = last(catalog, &plan.folder)?;
        let rests = self.failed.is_some_and(|failed| failed.elapsed() < AGAIN);
        if rests || !plan.is_due(last.as_ref(), locations::now()) {
            return Ok(());
        }
        let at = locations::now();
        let file = plan.folder.join(scheduled_name(&self.sealer.library, at));
        let everybody = Arc::clone(&self.announce);
        let teller = Teller::new(
            SealingWork::Backup,
            file.to_string_lossy().into_owned(),
            Box::new(move |event| everybody(event)),
            None,
            self.stop.clone(),
        );
        // Whoever hears of its end may ask at once how backups are, so that is noted first.
        match self.back_up(&plan, last, (at, file), &teller) {
            Ok(made) => {
                self.failed = None;
                let noted = catalog.set_setting(PROBLEM, None);
                if let Some(summary) = made {
                    teller.end(summary);
                }
                noted
            }
            // The app is closing.
            Err(_) if self.stop.is_cancelled() => Ok(()),
            Err(error) => {
                self.failed = Some(Instant::now());
                let noted = catalog.set_setting(PROBLEM, Some(&error.to_string()));
                teller.fail(&error);
                noted
            }
        }
    }

    /// Makes a backup, as of a moment and under a name; none if nothing has changed since the last one.
    fn back_up(
        &self,
        plan: &Plan,
        last: Option<Last>,
        (at, file): (i64, PathBuf),
        teller: &Teller,
    ) -> Result<Option<SealedSummary>> {
        let sealer = &self.sealer;
        let (_, partial) = scheduled_names(&sealer.library, &plan.folder);
        partial.iter().for_each(|partial| drop(std::fs::remove_file(partial)));
        let last = last.filter(|last| last.file.is_file());
        let unless = last.as_ref().map(|last| last.digest.as_str());
        let target = Target { file: &file, replaces: false, passphrase: None, unless };
        let (last, made) = match sealer.write(&What::Backup, &target, teller)? {
            Some((summary, digest)) => (Last { at, file, digest }, Some(summary)),
            None => (last.map(|last| Last { at, ..last }).ok_or(Error::Closed)?, None),
        };
        let stored = serde_json::to_string(&last).unwrap_or_default();
        sealer.searcher.catalog.set_setting(LAST, Some(&stored))?;
        forget_old(sealer, plan);
        Ok(made)
    }
}

/// Removes the oldest backups of this library beyond those that are kept.
fn forget_old(sealer: &Sealer, plan: &Plan) {
    let (whole, _) = scheduled_names(&sealer.library, &plan.folder);
    for old in &whole[..whole.len().saturating_sub(plan.keep)] {
        if let Err(error) = std::fs::remove_file(old) {
            tracing::warn!(%error, file = %old.display(), "an old backup cannot be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_chosen_is_understood() {
        assert_eq!(every("6h"), Some(Duration::from_hours(6)));
        assert_eq!(every("2 d"), Some(Duration::from_hours(48)));
        for odd in ["", "h", "0h", "-1d", "1", "1w", "10001d", "d1"] {
            assert_eq!(every(odd), None, "{odd}");
        }
        assert_eq!(
            (keep("1"), keep("1000"), keep("0"), keep("1001"), keep("x")),
            (Some(1), Some(1000), None, None, None)
        );
        assert!(!is_sound(FOLDER, "backups").0, "whose folder that is would depend on how the app was started");
    }

    #[test]
    fn a_backup_is_due_once_and_then_after_its_time() {
        let plan = Plan { folder: "/backups".into(), every: Duration::from_hours(1), keep: 2 };
        let at = |at| Last { at, file: "/backups/a".into(), digest: String::new() };
        let hour = 3_600_000;
        assert!(plan.is_due(None, 0));
        assert!(!plan.is_due(Some(&at(5)), hour + 4));
        assert!(plan.is_due(Some(&at(5)), hour + 5));
        assert!(plan.is_due(Some(&at(9 * hour)), hour), "the clock was put back");
    }
}
