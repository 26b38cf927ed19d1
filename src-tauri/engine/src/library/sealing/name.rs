//! What backups are called: by the time, so that they stand in order.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::hex::hex;

/// How sealed files end.
const ENDING: &str = ".paperside";

/// How the names of backups begin that a person asked for.
const ASKED_FOR: &str = "paperside-backup-";

/// The name of a backup that a person asks for at a moment, in milliseconds since 1970.
pub(super) fn asked_name(at: i64) -> String {
    format!("{ASKED_FOR}{}{ENDING}", digits(at))
}

/// The name of a backup that is made by itself. It tells of which library it is: those of another one in the same
/// folder are left alone.
pub(in crate::library) fn scheduled_name(library: &Path, at: i64) -> String {
    format!("{}{}{ENDING}", beginning(library), digits(at))
}

/// The backups of a library in a folder that were made by themselves, the oldest first; and files that should have
/// become such.
pub(in crate::library) fn scheduled_names(library: &Path, folder: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let beginning = beginning(library);
    let is_time = |time: &str| {
        let is_right = |(place, byte): (usize, u8)| if place == 8 { byte == b'-' } else { byte.is_ascii_digit() };
        time.len() == 15 && time.bytes().enumerate().all(is_right)
    };
    let (mut whole, mut partial) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_partial = name.starts_with('.');
        let bare = if is_partial { name[1..].strip_suffix(super::partial::PARTIAL) } else { Some(name.as_str()) };
        let time = bare.and_then(|name| name.strip_prefix(&beginning)?.strip_suffix(ENDING));
        if time.is_some_and(is_time) {
            if is_partial { &mut partial } else { &mut whole }.push(entry.path());
        }
    }
    whole.sort();
    (whole, partial)
}

fn beginning(library: &Path) -> String {
    let library = library.canonicalize().unwrap_or_else(|_| library.to_owned());
    format!("paperside-{}-", hex(&Sha256::digest(library.to_string_lossy().as_bytes())[..4]))
}

/// A moment in a name: `20250131-174500`, in universal time.
fn digits(at: i64) -> String {
    let ((year, month, day), (hour, minute, second)) = date_and_time(at);
    format!("{year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}")
}

/// Date and time of a moment in milliseconds since 1970, in universal time (Howard Hinnant, "chrono-Compatible Low-Level
/// Date Algorithms").
pub(in crate::library) fn date_and_time(at: i64) -> ((i64, i64, i64), (i64, i64, i64)) {
    let seconds = at.div_euclid(1000);
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Counted from 1 March of the year 0, so that a leap day is the last of its year.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    ((year, month, day), (second / 3600, second / 60 % 60, second % 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_dates() {
        assert_eq!(date_and_time(0), ((1970, 1, 1), (0, 0, 0)));
        assert_eq!(date_and_time(951_827_696_789), ((2000, 2, 29), (12, 34, 56)));
        assert_eq!(date_and_time(1_735_689_599_000), ((2024, 12, 31), (23, 59, 59)));
        assert_eq!(date_and_time(-1), ((1969, 12, 31), (23, 59, 59)));
        assert_eq!(asked_name(951_827_696_789), "paperside-backup-20000229-123456.paperside");
    }

    #[test]
    fn only_backups_of_the_same_library_are_listed() {
        let (library, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let own = [2000, 1000].map(|at| scheduled_name(library.path(), at));
        let others = [scheduled_name(folder.path(), 1000), asked_name(1000), "paperside-letter.paperside".to_owned()];
        let partial = format!(".{}.partial", own[0]);
        for name in own.iter().chain(&others).chain([&partial, &format!("{}.txt", own[0])]) {
            std::fs::write(folder.path().join(name), "").expect("it can be written");
        }
        let (whole, half) = scheduled_names(library.path(), folder.path());
        assert_eq!(whole, [folder.path().join(&own[1]), folder.path().join(&own[0])], "the oldest first");
        assert_eq!(half, [folder.path().join(&partial)]);
    }
}
