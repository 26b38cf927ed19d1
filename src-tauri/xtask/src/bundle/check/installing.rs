//! What comes with the package, and what it leaves behind.

use std::collections::BTreeSet;
use std::path::Path;

use super::room::{Room, run};
use crate::process::Failure;

/// What a package must bring.
const FILES: [&str; 14] = [
    "/usr/bin/paperside",
    "/usr/lib/Paperside/models/all-MiniLM-L6-v2/config.json",
    "/usr/lib/Paperside/models/all-MiniLM-L6-v2/model.safetensors",
    "/usr/lib/Paperside/models/all-MiniLM-L6-v2/tokenizer.json",
    "/usr/share/applications/Paperside.desktop",
    "/usr/share/bash-completion/completions/paperside",
    "/usr/share/doc/paperside/copyright",
    "/usr/share/doc/paperside/third-party.txt",
    "/usr/share/fish/vendor_completions.d/paperside.fish",
    "/usr/share/icons/hicolor/128x128/apps/paperside.png",
    "/usr/share/icons/hicolor/32x32/apps/paperside.png",
    "/usr/share/man/man1/paperside.1.gz",
    "/usr/share/mime/packages/paperside.xml",
    "/usr/share/zsh/vendor-completions/_paperside",
];

/// Types of files that must open with Paperside.
const TYPES: [&str; 8] = [
    "application/epub+zip",
    "application/pdf",
    "application/rtf",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/x-paperside",
    "message/rfc822",
    "text/markdown",
];

/// Where the system notes for itself what was installed when, and where the person keeps what is theirs.
const OTHERS: [&str; 9] =
    ["/dev", "/home", "/proc", "/run", "/tmp", "/var/cache", "/var/lib/apt", "/var/lib/dpkg", "/var/log"];

/// Which types open with which program.
const ASSOCIATIONS: &str = "/usr/share/applications/mimeinfo.cache";

/// Which names of files mean which types.
const NAMES: &str = "/usr/share/mime/globs2";

/// Every file and folder of the system.
pub(super) fn files(room: &Room) -> Result<BTreeSet<String>, Failure> {
    let mut files = BTreeSet::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(room.path(&folder))? {
            let entry = entry?;
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if OTHERS.contains(&name.as_str()) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                folders.push(name.clone());
            }
            files.insert(name);
        }
    }
    Ok(files)
}

/// Installs it as a person does who has downloaded it.
pub(super) fn install(room: &Room, deb: &Path) -> Result<(), Failure> {
    std::fs::copy(deb, room.path("/tmp/paperside.deb"))?;
    let mut apt = room.program("apt-get");
    run(apt.args(["install", "--yes", "--no-install-recommends", "/tmp/paperside.deb"]))?;
    Ok(())
}

/// Looks at everything that is not the program.
pub(super) fn look(room: &Room) -> Result<(), Failure> {
    let missing: Vec<&str> = FILES.into_iter().filter(|file| !room.path(file).is_file()).collect();
    if !missing.is_empty() {
        return Err(Failure::Found(format!("missing in the package: {}", missing.join(", "))));
    }
    run(room.program("desktop-file-validate").arg("/usr/share/applications/Paperside.desktop"))?;
    run(room.program("bash").args(["-n", "/usr/share/bash-completion/completions/paperside"]))?;
    let manual = run(room.program("gzip").args(["-dc", "/usr/share/man/man1/paperside.1.gz"]))?;
    if !String::from_utf8_lossy(&manual.stdout).contains(".TH paperside 1") {
        return Err(Failure::Found("the manual is no page of a manual".to_owned()));
    }
    let associations = associations(room);
    let opens = |kind: &&str| associations.lines().any(|line| line.starts_with(&format!("{kind}=")) && is_ours(line));
    let others: Vec<&str> = TYPES.into_iter().filter(|kind| !opens(kind)).collect();
    if !others.is_empty() {
        return Err(Failure::Found(format!("files of these types do not open with it: {}", others.join(", "))));
    }
    if !knows_sealed(room) {
        return Err(Failure::Found("the system does not know a sealed file by its name".to_owned()));
    }
    Ok(())
}

/// Removes it. Of all that there was before, and of nothing else, the system must be made then; the person keeps their
/// library.
pub(super) fn remove(room: &Room, before: &BTreeSet<String>) -> Result<(), Failure> {
    run(room.program("apt-get").args(["remove", "--yes", "paperside"]))?;
    is_as_before(room, before)?;
    if associations(room).lines().any(is_ours) {
        return Err(Failure::Found("removed, the package still opens files".to_owned()));
    }
    if knows_sealed(room) {
        return Err(Failure::Found("removed, the package has left the type of sealed files behind".to_owned()));
    }
    Ok(())
}

/// Whether the system has all the files that it had before and no others, and the person still has their library.
pub(super) fn is_as_before(room: &Room, before: &BTreeSet<String>) -> Result<(), Failure> {
    let after = files(room)?;
    // Written by the first program that says which types it opens.
    let left: Vec<&String> = after.difference(before).filter(|file| *file != ASSOCIATIONS).collect();
    let gone: Vec<&String> = before.difference(&after).collect();
    if !left.is_empty() || !gone.is_empty() {
        return Err(Failure::Found(format!("removed, the package has left {left:?} behind and taken {gone:?} along")));
    }
    if !room.path(super::using::LIBRARY).is_dir() {
        return Err(Failure::Found("the person’s library went with the package".to_owned()));
    }
    Ok(())
}

fn associations(room: &Room) -> String {
    std::fs::read_to_string(room.path(ASSOCIATIONS)).unwrap_or_default()
}

/// Whether the system has heard what sealed files are called. A line has a weight, a type and a pattern.
fn knows_sealed(room: &Room) -> bool {
    let names = std::fs::read_to_string(room.path(NAMES)).unwrap_or_default();
    names.lines().any(|line| line.ends_with(":application/x-paperside:*.paperside"))
}

fn is_ours(line: &str) -> bool {
    line.contains("Paperside.desktop")
}
