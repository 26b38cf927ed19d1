//! The other kind of package. There is no system here to install it on, so it is compared with the one that is.

use std::collections::BTreeSet;
use std::path::Path;

use crate::process::{Failure, output};

/// Folders that differ between the two.
const FOLDERS: (&str, &str) = ("/site-functions/", "/vendor-completions/");

/// Both must hold the same files, and this one must ask for the web view.
pub(super) fn check(rpm: &Path, deb: Option<&Path>) -> Result<(), Failure> {
    let file = rpm.to_string_lossy();
    if output("rpm", &["--version"]).is_none() {
        println!("Left out: {file} was not looked at, because there is no rpm.");
        return Ok(());
    }
    let ask = |what: &str| {
        let said = output("rpm", &["--query", "--package", &file, "--queryformat", what]);
        said.ok_or_else(|| Failure::Found(format!("{file} is no package of Red Hat’s")))
    };
    if !ask("[%{REQUIRENAME}\\n]")?.contains("libwebkit2gtk-4.1") {
        return Err(Failure::Found(format!("{file} does not ask for the web view")));
    }
    let Some(deb) = deb else { return Ok(()) };
    let listed = ask("[%{FILEMODES:perms} %{FILENAMES}\\n]")?;
    let theirs: BTreeSet<String> = listed.lines().filter_map(|line| file_of(line, 1)).collect();
    let theirs: BTreeSet<String> = theirs.iter().map(|file| file.replace(FOLDERS.0, FOLDERS.1)).collect();
    let listed = output("dpkg-deb", &["--contents", &deb.to_string_lossy()]).unwrap_or_default();
    let ours: BTreeSet<String> = listed.lines().filter_map(|line| file_of(line, 5)).collect();
    let differences: Vec<&String> = theirs.symmetric_difference(&ours).filter(|file| !is_debians(file)).collect();
    if differences.is_empty() {
        return Ok(());
    }
    Err(Failure::Found(format!("only one of the two packages has {differences:?}")))
}

/// The file of a line that has rights first and a name after so many words. Folders are nobody's.
fn file_of(line: &str, words: usize) -> Option<String> {
    let name = line.split_whitespace().skip(words).collect::<Vec<_>>().join(" ");
    (!line.starts_with('d')).then(|| format!("/{}", name.trim_start_matches("./").trim_start_matches('/')))
}

/// Only Debian asks for a changelog in a package.
fn is_debians(file: &str) -> bool {
    file.ends_with("/changelog.gz")
}
