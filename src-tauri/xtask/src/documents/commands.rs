//! What the web view may ask for: a table in `docs/security.md` that is what the sources say.

use std::collections::BTreeMap;

use super::{read, rows};
use crate::process::root;

/// The sources of the commands.
const SOURCES: &str = "src-tauri/desktop/commands";

fn source(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("it is there")
}

/// Each command with the first sentence that is said of it.
fn commands() -> BTreeMap<String, String> {
    let files = std::fs::read_dir(root().join(SOURCES)).expect("it is there").flatten();
    let mut commands = BTreeMap::new();
    for file in files {
        let text = std::fs::read_to_string(file.path()).expect("it is text");
        let (mut said, mut is_command) = (String::new(), false);
        for line in text.lines() {
            if let Some(words) = line.strip_prefix("///") {
                said += words;
            } else if line == "#[tauri::command]" {
                is_command = true;
            } else if let Some((_, named)) = line.split_once("fn ").filter(|_| is_command) {
                let name = named.split(['(', '<']).next().unwrap_or_default().to_owned();
                let sentence = said.trim().split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned();
                commands.insert(name, sentence);
                is_command = false;
            }
            if !line.starts_with("///") && !line.starts_with("#[") {
                said.clear();
            }
        }
    }
    commands
}

#[test]
fn the_table_of_commands_is_what_the_sources_say() {
    let document = read("security.md");
    let table: BTreeMap<String, String> =
        rows(&document).map(|(name, row)| (name.to_owned(), row.trim_matches([' ', '|']).to_owned())).collect();
    let commands = commands();
    let fresh: Vec<String> = commands.iter().map(|(name, said)| format!("| `{name}` | {said} |")).collect();
    assert!(table == commands, "the table in docs/security.md must be:\n{}", fresh.join("\n"));
}

#[test]
fn every_command_is_offered_and_called_and_no_other() {
    let names: Vec<String> = commands().into_keys().collect();
    let offered = source(&format!("{SOURCES}/mod.rs"));
    let (_, offered) = offered.split_once("generate_handler![").expect("they are offered there");
    let mut offered: Vec<&str> = offered
        .lines()
        .take_while(|line| line.trim() != "]")
        .filter_map(|line| line.trim().trim_end_matches(',').rsplit("::").next().filter(|name| !name.is_empty()))
        .collect();
    offered.sort_unstable();
    assert_eq!(names, offered, "every command is offered");
    let host = source("ui/src/host/tauri.ts");
    for name in names {
        assert!(host.contains(&format!("(\"{name}\"")), "the window never calls {name}, so it is not to be offered");
    }
}

#[test]
fn the_window_may_only_hear_of_drops_besides() {
    let config: serde_json::Value = serde_json::from_str(&source("tauri.conf.json")).expect("it is JSON");
    let security = &config["app"]["security"];
    let may: Vec<_> =
        security["capabilities"].as_array().into_iter().flatten().map(|one| &one["permissions"]).collect();
    assert_eq!(may, [&serde_json::json!(["core:event:allow-listen", "core:event:allow-unlisten"])]);
    assert!(config["app"]["withGlobalTauri"].is_null(), "no script finds the commands without asking the host");
}

#[test]
fn the_policy_lets_nothing_in_that_is_not_the_apps_own() {
    let config: serde_json::Value = serde_json::from_str(&source("tauri.conf.json")).expect("it is JSON");
    let security = &config["app"]["security"];
    assert!(security["dangerousDisableAssetCspModification"].is_null() && security["devCsp"].is_null());
    let policy = security["csp"].as_object().expect("it is one directive a line");
    let sources = |directive: &str| policy[directive].as_str().expect("it is there");
    assert_eq!(sources("default-src"), "'none'", "what is not named is not let in");
    assert_eq!(sources("script-src"), "'self' 'wasm-unsafe-eval'");
    assert_eq!(sources("style-src"), "'self'");
    for (directive, sources) in policy {
        let sources: Vec<&str> = sources.as_str().expect("a text").split(' ').collect();
        let is_inline = sources.contains(&"'unsafe-inline'");
        assert!(!is_inline || directive == "style-src-attr", "{directive}: only looks of one element may stand inline");
        let is_far =
            |source: &&&str| source.contains('*') || source.contains("//") && **source != "http://ipc.localhost";
        assert_eq!(sources.iter().find(is_far), None, "{directive}: nothing is loaded from elsewhere");
    }
}
