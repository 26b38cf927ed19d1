//! Where in a package each part goes: what `tauri.conf.json` cannot say, because it is made.

use std::path::Path;

use super::parts::{Parts, Shells};
use crate::process::root;

/// Says whose the program is, and under which licence; as Debian wants it written.
const COPYRIGHT: &str = "src-tauri/copyright";

/// Tells the system what sealed files are called; no other program does.
const TYPES: &str = "src-tauri/paperside.xml";

/// The configuration to be merged into the one of the repository.
pub(super) fn text(parts: &Parts) -> String {
    let mut resources = vec![(format!("{}/", parts.model.display()), "models/all-MiniLM-L6-v2/".to_owned())];
    // Elsewhere there is no folder of documentation.
    if parts.shells.is_none() {
        resources.push((parts.notices.display().to_string(), "third-party.txt".to_owned()));
    }
    let mut members = vec![format!("\"resources\": {}", object(&resources))];
    if let Some(shells) = &parts.shells {
        let depends = parts.depends.iter().map(|package| quoted(package)).collect::<Vec<_>>().join(", ");
        let depends = if depends.is_empty() { String::new() } else { format!("\"depends\": [{depends}], ") };
        // Only this folder differs.
        let (debian, others) = ("vendor-completions", "site-functions");
        members.push(format!(
            "\"linux\": {{\"deb\": {{{depends}\"files\": {}}}, \"rpm\": {{\"files\": {}}}, \"appimage\": {{\"files\": {}}}}}",
            object(&files(parts, shells, debian)),
            object(&files(parts, shells, others)),
            object(&files(parts, shells, others)),
        ));
    }
    format!("{{\"bundle\": {{{}}}}}\n", members.join(", "))
}

/// The place of each file in the system, and where it is taken from.
fn files(parts: &Parts, shells: &Shells, zsh: &str) -> Vec<(String, String)> {
    let (copyright, types) = (root().join(COPYRIGHT), root().join(TYPES));
    let files: [(String, &Path); 7] = [
        ("/usr/share/bash-completion/completions/paperside".to_owned(), &shells.bash),
        ("/usr/share/fish/vendor_completions.d/paperside.fish".to_owned(), &shells.fish),
        (format!("/usr/share/zsh/{zsh}/_paperside"), &shells.zsh),
        ("/usr/share/man/man1/paperside.1.gz".to_owned(), &shells.manual),
        ("/usr/share/mime/packages/paperside.xml".to_owned(), &types),
        ("/usr/share/doc/paperside/copyright".to_owned(), &copyright),
        ("/usr/share/doc/paperside/third-party.txt".to_owned(), &parts.notices),
    ];
    files.into_iter().map(|(place, file)| (place, file.display().to_string())).collect()
}

/// An object of texts as JSON.
fn object(members: &[(String, String)]) -> String {
    let members = members.iter().map(|(name, value)| format!("{}: {}", quoted(name), quoted(value)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
