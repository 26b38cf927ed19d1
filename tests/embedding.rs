use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::Value;

use crate::support::{Ended, Paperside};

const QUESTION: &str = "How did the settlers keep warm?";

fn catalog(paperside: &Paperside) -> Connection {
    Connection::open(paperside.library().join("catalog.sqlite")).unwrap()
}

fn count(paperside: &Paperside, sql: &str) -> i64 {
    catalog(paperside).query_row(sql, [], |row| row.get(0)).unwrap()
}

fn first_hit(ended: &Ended) -> Value {
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.lines[0]["hits"][0].clone()
}

#[test]
fn a_library_of_another_model_is_embedded_again_behind_everything_else() {
    let paperside = Paperside::with(&["weather.rtf", "two-tales.epub"]);
    let passages = count(&paperside, "SELECT count(*) FROM passage");
    catalog(&paperside).execute("UPDATE embedding SET model = 'another'", []).unwrap();
    let question = "storm";
    let before = first_hit(&paperside.json(&["search", question]));
    assert!(before["text"].is_string(), "words find it at once");
    // Each opening goes on with the rest; one that has nothing else to do ends within a moment.
    let began = Instant::now();
    let embedded = "SELECT count(*) FROM embedding WHERE model <> 'another'";
    while count(&paperside, embedded) < passages {
        assert!(began.elapsed() < Duration::from_mins(1), "it never ends");
        paperside.json(&["search", QUESTION]);
    }
    assert!(first_hit(&paperside.json(&["search", question]))["ranks"]["dense"].is_number());
    assert_eq!(paperside.json(&["doctor"]).code, 0);
    let kept = count(&paperside, "SELECT count(*) FROM embedding WHERE model = 'another'");
    assert_eq!(kept, passages, "what the other model made is kept, to change back to it at once");
}

#[test]
fn either_precision_finds_the_same_in_the_same_library() {
    let paperside = Paperside::with(&["two-columns.pdf", "kitchen-at-sea.docx", "harbour.html", "two-tales.epub"]);
    for question in [QUESTION, "What do ships carry for cooking?", "When was the harbour built?"] {
        let hits = |precision: &str| {
            let mut command = paperside.command(&["--json", "search", question]);
            let ended = Ended::from(command.env("PAPERSIDE_PRECISION", precision).output().unwrap());
            first_hit(&ended)["passage"].clone()
        };
        assert_eq!(hits("fp32"), hits(""), "{question}");
    }
}
