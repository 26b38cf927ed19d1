use serde_json::{Value, json};

use crate::support::{Ended, Paperside};

const LEASE: &str = "The lease of the flat in Mill Lane ends on 1 May 2025. The rent is 900 euros a month and is due on \
    the third day of the month. Pets are allowed if the neighbours agree.";

fn with_lease() -> (Paperside, std::path::PathBuf) {
    let paperside = Paperside::new();
    let file = paperside.file("documents/lease.txt", LEASE.as_bytes());
    assert_eq!(paperside.add(&[&file]).code, 0);
    (paperside, file)
}

/// Asks in the terminal's chat; says in which chat that was kept.
fn chat(paperside: &Paperside, questions: &str) -> u64 {
    use std::io::Write;
    let mut command = paperside.command(&["--json", "chat"]);
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(questions.as_bytes()).unwrap();
    let ended = Ended::from(child.wait_with_output().unwrap());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.of_type("kept").last().expect("it is kept")["chat"].as_u64().unwrap()
}

fn show(paperside: &Paperside, chat: u64) -> Value {
    let ended = paperside.json(&["chats", "show", &chat.to_string()]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.lines[0].clone()
}

#[test]
fn a_chat_is_kept_with_its_evidence_and_goes_on() {
    let (paperside, _) = with_lease();
    let id = chat(&paperside, "When does the lease end?\nHow much is the rent?\n");
    let kept = show(&paperside, id);
    assert_eq!(kept["title"], "When does the lease end?");
    let turns = kept["turns"].as_array().unwrap();
    assert_eq!((turns.len(), &turns[1]["parent"]), (2, &turns[0]["id"]));
    let citation = &turns[0]["record"]["answer"]["citations"][0];
    assert!(citation["quote"].as_str().unwrap().contains("1 May 2025"), "{citation}");
    assert!(!turns[0]["record"]["hits"].as_array().unwrap().is_empty());
    assert_eq!(turns[0]["changed"], json!([]));

    let number = id.to_string();
    assert_eq!(paperside.json(&["ask", "Are pets allowed?", "--chat", &number]).code, 0);
    assert_eq!(show(&paperside, id)["turns"].as_array().unwrap().len(), 3);
    assert_eq!(paperside.json(&["chats", "rename", &number, "The flat"]).code, 0);
    let found = paperside.json(&["chats", "list", "--search", "PETS"]);
    assert_eq!((found.lines.len(), &found.lines[0]["title"]), (1, &json!("The flat")));
    assert!(paperside.json(&["chats", "list", "--search", "dragons"]).lines.is_empty());

    let text = paperside.text(&["chats", "export", &number]);
    assert!(text.starts_with("# The flat\n\n## When does the lease end?\n"), "{text}");
    assert!(text.contains("[^1-1]") && text.contains("[^1-1]: lease.txt, page 1: “"), "{text}");
    let all: Value = serde_json::from_str(&paperside.text(&["chats", "export", &number, "--form", "json"])).unwrap();
    assert_eq!(all["turns"].as_array().unwrap().len(), 3);

    assert_eq!(paperside.json(&["chats", "delete", &number]).code, 0);
    assert!(paperside.json(&["chats"]).lines.is_empty());
    let gone = paperside.json(&["chats", "show", &number]);
    assert_eq!((gone.code, &gone.lines[0]["code"]), (1, &json!("chat")));
}

#[test]
fn an_old_answer_says_when_what_it_cites_has_changed() {
    let (paperside, file) = with_lease();
    let id = chat(&paperside, "When does the lease end?\n");
    std::fs::write(&file, LEASE.replace("1 May 2025", "1 June 2026")).unwrap();
    assert_eq!(paperside.add(&[&file]).code, 0);
    let changed = show(&paperside, id)["turns"][0]["changed"].clone();
    assert_eq!(changed[0]["number"], 1, "{changed}");
    assert!(changed[0]["before"].as_str().unwrap().contains("1 May 2025"));
    assert!(changed[0]["after"].as_str().unwrap().contains("1 June 2026"));

    let today = paperside.json(&["list"]).lines[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(changed[0]["document"], json!(today));
    assert_eq!(paperside.json(&["remove", &today]).code, 0);
    let gone = show(&paperside, id)["turns"][0]["changed"].clone();
    assert!(gone[0]["after"].is_null() && gone[0]["document"].is_null(), "{gone}");
}
