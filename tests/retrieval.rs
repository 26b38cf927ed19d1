use serde_json::Value;

use crate::support::Paperside;

const KETTLES: &str =
    "The copper kettle stands on the stove of the lighthouse keeper. It whistles every morning at six.";
const HARBOUR: &str = "In the harbour of Eisleben twelve ships lay at anchor. Their captains drank tea from tin cups.";
const RULES: &str =
    "Rule 17.4 says that to be or not to be is no question for the harbour master. Form AB-1234/5 is needed.";

/// A library of texts, each a document of its own.
fn library(texts: &[(&str, &str)]) -> Paperside {
    let paperside = Paperside::new();
    let paths: Vec<_> = texts.iter().map(|(name, text)| paperside.file(name, text.as_bytes())).collect();
    assert_eq!(paperside.add(&paths.iter().map(std::path::PathBuf::as_path).collect::<Vec<_>>()).code, 0);
    paperside
}

fn three() -> Paperside {
    library(&[("kettles.txt", KETTLES), ("harbour log.txt", HARBOUR), ("rules.txt", RULES)])
}

fn id(paperside: &Paperside, title: &str) -> String {
    let documents = paperside.json(&["list"]).lines;
    documents.iter().find(|document| document["title"] == title).unwrap()["id"].as_str().unwrap().to_owned()
}

fn search(paperside: &Paperside, query: &str) -> Value {
    paperside.json(&["search", query]).lines.remove(0)
}

fn found(paperside: &Paperside, query: &str) -> Vec<String> {
    let response = search(paperside, query);
    let hits = response["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["document"]["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn quoted_phrases_stand_as_they_are() {
    let paperside = three();
    assert_eq!(found(&paperside, "\"to be or not to be\""), ["rules.txt"]);
    assert_eq!(found(&paperside, "where is the \"COPPER kettle\""), ["kettles.txt"]);
    let nothing = search(&paperside, "\"kettle copper\"");
    assert_eq!(
        (nothing["hits"].as_array().unwrap().len(), &nothing["understood"]["is_narrowed_to_nothing"]),
        (0, &true.into())
    );
}

#[test]
fn filters_narrow_by_document_page_and_date() {
    let paperside =
        library(&[("kettles.txt", "Kettle one.\u{c}Kettle two.\u{c}Kettle three."), ("harbour.txt", HARBOUR)]);
    assert_eq!(found(&paperside, "ships document:kettles").first().map(String::as_str), Some("kettles.txt"));
    let page = search(&paperside, "kettle page:2");
    assert_eq!(page["hits"].as_array().unwrap().len(), 1);
    assert_eq!((&page["hits"][0]["page"], &page["hits"][0]["text"]), (&1.into(), &"Kettle two.".into()));
    assert!(found(&paperside, "kettle before:2001").is_empty());
    assert!(!found(&paperside, "kettle after:2001").is_empty());
}

#[test]
fn typos_accents_codes_and_numbers_are_forgiven() {
    let paperside = three();
    let response = search(&paperside, "Who lay at anchor in Eisleban?");
    assert_eq!(response["understood"]["corrections"][0]["meant"], "eisleben");
    assert_eq!(response["hits"][0]["document"]["title"], "harbour log.txt");
    for (query, title) in
        [("AB 1234/5", "rules.txt"), ("ab-1234", "rules.txt"), ("17.4", "rules.txt"), ("kéttlé", "kettles.txt")]
    {
        let keyword = paperside.json(&["search", query, "--stages", "keyword"]).lines.remove(0);
        assert_eq!(keyword["hits"][0]["document"]["title"], title, "{query}");
    }
}

#[test]
fn a_question_in_another_language_is_answered_by_its_names_and_numbers() {
    let paperside = three();
    assert_eq!(found(&paperside, "Wieviele Schiffe lagen in Eisleben vor Anker?")[0], "harbour log.txt");
    assert_eq!(found(&paperside, "Que dit la règle 17.4 ?")[0], "rules.txt");
}

#[test]
fn a_word_that_is_gone_with_its_document_is_no_correction_any_more() {
    let paperside = three();
    let id = id(&paperside, "harbour log.txt");
    assert_eq!(paperside.json(&["remove", &id]).code, 0);
    assert_eq!(search(&paperside, "Eisleban")["understood"]["corrections"], serde_json::json!([]));
}

#[test]
fn every_document_that_mentions_something_is_told_with_the_rest_counted() {
    let paperside = three();
    let mentions = paperside.json(&["search", "--all", "harbour"]).lines.remove(0);
    let titles: Vec<_> = mentions["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["document"]["title"].as_str().unwrap())
        .collect();
    assert_eq!((titles.len(), &mentions["without"]), (2, &1.into()));
    assert!(titles.contains(&"harbour log.txt") && titles.contains(&"rules.txt"));

    let answer = paperside.ask("Which documents mention the harbour?");
    assert!(answer["answer"].as_str().unwrap().starts_with("2 of 3 documents mention"), "{}", answer["answer"]);
    assert_eq!((answer["citations"].as_array().unwrap().len(), &answer["refused"]), (2, &false.into()));
    let none = paperside.ask("List all documents that mention submarines.");
    assert!(none["answer"].as_str().unwrap().starts_with("0 of 3 documents mention"), "{}", none["answer"]);
    assert_eq!(none["refused"], true);
}

#[test]
fn a_hit_tells_how_it_was_found_and_what_else_was_looked_at() {
    let paperside = three();
    let response = paperside.json(&["search", "Where does the copper kettle stand?", "-k", "1"]).lines.remove(0);
    let hit = &response["hits"][0];
    assert_eq!(hit["ranks"], serde_json::json!({"dense": 1, "keyword": 1}));
    let scores = &hit["scores"];
    assert!(scores["dense"].as_f64().unwrap() > 0.5 && scores["keyword"].as_f64().unwrap() > 0.5);
    assert!(scores["late"].as_f64().unwrap() > 0.3, "its words were compared one by one: {scores}");
    let left_out = response["left_out"].as_array().unwrap();
    assert_eq!((left_out.len(), &left_out[0]["reason"]["why"]), (2, &"below_the_last".into()));
    let fused = paperside.json(&["search", "Where does the copper kettle stand?", "--stages", "fused"]).lines.remove(0);
    assert_eq!(fused["hits"][0]["scores"]["late"], Value::Null);
    assert!(paperside.text(&["search", "--explain", "kettle"]).contains("word by word"));
}

#[test]
fn re_ranking_can_be_switched_off() {
    let paperside = three();
    assert_eq!(paperside.json(&["settings", "rerank", "off"]).code, 0);
    assert_eq!(search(&paperside, "kettle")["hits"][0]["scores"]["late"], Value::Null);
    assert_eq!(paperside.json(&["settings", "rerank", "perhaps"]).code, 1);
}

#[test]
fn what_says_the_same_is_a_hit_once() {
    let copy = KETTLES.replace("six.", "six!");
    let paperside = library(&[("kettles.txt", KETTLES), ("kettles again.txt", &copy), ("harbour log.txt", HARBOUR)]);
    let response = search(&paperside, "Where does the copper kettle stand?");
    assert_eq!(response["hits"].as_array().unwrap().len(), 2);
    assert_eq!(response["hits"][0]["copies"].as_array().unwrap().len(), 1);
    assert_eq!(response["left_out"][0]["reason"], serde_json::json!({"why": "says_the_same", "hit": 1}));
}

#[test]
fn neighbours_are_one_hit_and_the_words_of_both_can_be_lit() {
    let sentence = |number: u32| {
        format!("The kettle number {number} of the long shelf whistles in its own way and is polished daily. ")
    };
    let text: String = (0..24).map(sentence).collect();
    let paperside = library(&[("shelf.txt", &text), ("harbour log.txt", HARBOUR)]);
    let response = search(&paperside, "How do the kettles of the shelf whistle?");
    let hit = &response["hits"][0];
    let spans = hit["spans"].as_array().unwrap();
    assert!(spans.len() > 1, "one passage holds less than all of it");
    let length = hit["text"].as_str().unwrap().len();
    assert!(length > 800, "two passages at least, whichever of them is the best: {length}");
}

#[test]
fn a_pinned_page_is_looked_for_again() {
    let paperside = three();
    let id = id(&paperside, "kettles.txt");
    let question = "What whistles at six?";
    assert_eq!(paperside.json(&["pins", "add", question, &id, "1"]).lines[0]["rank"], Value::Null);
    let first = paperside.json(&["pins", "check"]).lines.remove(0);
    assert_eq!((&first["pin"]["rank"], &first["was_checked"]), (&1.into(), &false.into()));
    let second = paperside.json(&["pins", "check"]).lines.remove(0);
    assert_eq!((&second["before"], &second["was_checked"]), (&1.into(), &true.into()));
    assert_eq!(paperside.json(&["pins", "add", question, &id, "9"]).code, 1, "there is no ninth page");
    let pin = second["pin"]["id"].to_string();
    assert!(paperside.json(&["pins", "remove", &pin]).lines.is_empty());
}

#[test]
fn a_passage_knows_the_section_and_the_table_it_stands_in() {
    let rows: Vec<_> = (0..80).map(|row| format!("| ship {row} | {} barrels |", row * 3)).collect();
    let rows = rows.join("\n");
    let text = format!(
        "# Yearbook\n\n## Cargo\n\n| Name of the ship | Load |\n| --- | --- |\n{rows}\n\n## Weather\n\nIt rained.\n"
    );
    let paperside = library(&[("yearbook.md", &text)]);
    // Without re-ranking neighbours are not joined.
    let response = paperside.json(&["search", "Load of ship 77", "--stages", "fused"]).lines.remove(0);
    let hit = &response["hits"][0];
    assert!(hit["text"].as_str().unwrap().contains("ship 77"));
    let context = hit["context"].as_str().unwrap();
    assert!(context.starts_with("Yearbook › Cargo") && context.contains("Name of the ship"), "{context}");
}

#[test]
fn a_follow_up_is_understood_from_the_question_before() {
    let paperside = three();
    let mut chat = paperside
        .command(&["--json", "chat"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(
        &mut chat.stdin.take().unwrap(),
        b"Where does the copper kettle stand?\nAnd when does it whistle?\n",
    )
    .unwrap();
    let output = chat.wait_with_output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let events = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let understood: Vec<_> =
        events.filter(|event| event["type"] == "hits").map(|hits| hits["understood"].clone()).collect();
    assert_eq!(understood[0]["text"], "Where does the copper kettle stand?");
    let second = understood[1]["text"].as_str().unwrap();
    assert!(second.starts_with("And when does it whistle?") && second.contains("kettle"), "{second}");
}
