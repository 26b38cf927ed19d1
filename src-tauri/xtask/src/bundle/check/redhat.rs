//! The other kind of package. There is no system of its kind here: it is compared with the deb, and installed on Debian's
//! with what the deb asks for.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use super::installing;
use super::room::{Room, run};
use crate::process::{Failure, output};

/// Where it is noted what is installed, in the system: Debian's has no place for that.
const NOTES: &str = "/tmp/rpm";

/// Folders that systems of its kind have, and this one has not: they belong to other packages there.
const OTHERS: [&str; 3] = [
    "/usr/share/fish/vendor_completions.d",
    "/usr/share/icons/hicolor/256x256@2/apps",
    "/usr/share/zsh/site-functions",
];

/// Folders that differ between the two.
const FOLDERS: (&str, &str) = ("/site-functions/", "/vendor-completions/");

/// Both must hold the same files, and this one must ask for the web view.
pub(super) fn compare(rpm: &Path, deb: Option<&Path>) -> Result<(), Failure> {
    let file = rpm.to_string_lossy();
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

/// Installs it, and gives what was there before. Debian's packages are not known by the names that it asks for, and it is
/// not signed.
pub(super) fn install(room: &Room, rpm: &Path) -> Result<BTreeSet<String>, Failure> {
    OTHERS.iter().try_for_each(|folder| std::fs::create_dir_all(room.path(folder)))?;
    let before = installing::files(room)?;
    run(program(room).args(["--install", "--nodeps", "--nosignature"]).arg(rpm))?;
    Ok(before)
}

/// Removes it. Nothing of it may be left then.
pub(super) fn remove(room: &Room, before: &BTreeSet<String>) -> Result<(), Failure> {
    let installed = run(program(room).args(["--query", "--all", "--queryformat", "%{NAME}"]))?;
    run(program(room).args(["--erase", String::from_utf8_lossy(&installed.stdout).trim()]))?;
    installing::is_as_before(room, before)
}

/// This machine's rpm, at work in the system.
fn program(room: &Room) -> Command {
    let mut rpm = Command::new("rpm");
    rpm.arg("--root").arg(room.path("/")).args(["--dbpath", NOTES]);
    rpm
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
