use serde_json::Value;

use crate::support::Paperside;

const DOCUMENTS: [&str; 3] = ["programming-languages-in-economics.pdf", "table-structure.pdf", "french.pdf"];

/// Letters and digits only: line breaks and hyphens are the page's, not the sentence's.
fn letters(text: &Value) -> String {
    text.as_str().unwrap().chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn a_search_finds_the_page_and_shows_how() {
    let paperside = Paperside::with(&DOCUMENTS);
    let found = paperside.json(&["search", "Which loop was decorated for Numba?", "-k", "3"]).lines.remove(0);
    let hits = found["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 3);
    let best = &hits[0];
    assert_eq!(best["document"]["id"].as_str().unwrap().len(), 64);
    assert!(best["document"]["path"].as_str().unwrap().ends_with("programming-languages-in-economics.pdf"));
    assert!(letters(&best["text"]).contains("Numba"));
    assert!(best["ranks"]["dense"].is_u64() && best["ranks"]["keyword"].is_u64());
    for edge in best["boxes"].as_array().unwrap() {
        let [page, x0, y0, x1, y1] = [0, 1, 2, 3, 4].map(|at| edge[at].as_f64().unwrap());
        assert!(page >= best["page"].as_f64().unwrap() && x0 < x1 && y0 < y1 && x1 <= 612.0 && y1 <= 792.0, "{edge}");
    }
    assert_eq!((&found["searched"]["documents"], &found["searched"]["of"]), (&3.into(), &3.into()));
    let scores: Vec<f64> = hits.iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "best first: {scores:?}");
}

#[test]
fn an_answer_is_the_documents_own_words_and_cites_their_page() {
    let paperside = Paperside::with(&DOCUMENTS);
    let ended = paperside.json(&["ask", "How much slower than C++ is code in CPython?"]);
    assert_eq!(ended.lines[0]["type"], "hits", "the evidence comes before the answer");
    let streamed: String = ended.of_type("text").iter().map(|line| line["text"].as_str().unwrap()).collect();
    let answer = ended.lines.last().unwrap();
    assert_eq!((&answer["type"], &answer["refused"]), (&"done".into(), &false.into()));
    assert_eq!(answer["answer"], streamed, "what was streamed is the answer");
    assert!(letters(&answer["answer"]).contains("between155and269timesslower"), "{}", answer["answer"]);
    let citations = answer["citations"].as_array().unwrap();
    for (number, citation) in (1..).zip(citations) {
        assert_eq!((citation["number"].as_u64(), &citation["verdict"]), (Some(number), &"quoted".into()));
        assert!(streamed.contains(&format!("{} [{number}]", citation["sentence"].as_str().unwrap())));
        assert!(!citation["boxes"].as_array().unwrap().is_empty(), "a page has words to light");
    }
    let cited = citations.iter().find(|citation| letters(&citation["quote"]).contains("155and269")).unwrap();
    assert!([2, 9].contains(&cited["page"].as_u64().unwrap()), "it is said on pages 3 and 10");
    assert_eq!(answer["answerer"], "extractive");
}

#[test]
fn what_is_not_in_the_documents_is_said_not_to_be() {
    let paperside = Paperside::with(&DOCUMENTS);
    for question in ["Who won the football world cup in 1954?", "How is sourdough bread baked?"] {
        let answer = paperside.ask(question);
        assert_eq!(
            (&answer["refused"], answer["citations"].as_array().unwrap().len()),
            (&true.into(), 0),
            "{question}"
        );
    }
    assert!(paperside.text(&["ask", "How is sourdough bread baked?"]).contains("The nearest passages are"));
}

#[test]
fn an_empty_library_answers_that_it_has_nothing() {
    let answer = Paperside::new().ask("What is a kettle?");
    assert_eq!((&answer["refused"], &answer["searched"]["documents"]), (&true.into(), &0.into()));
}

#[test]
fn a_question_is_asked_only_of_the_documents_and_collections_named() {
    let paperside = Paperside::new();
    let stove = paperside.file("stove.txt", b"The kettle is on the stove.");
    let table = paperside.file("table.txt", b"The kettle is on the table.");
    let add = |path: &std::path::Path, collection: &str| {
        assert_eq!(paperside.json(&["add", path.to_str().unwrap(), "--collection", collection]).code, 0);
    };
    add(&stove, "Kitchen");
    add(&table, "Parlour");
    let titles = |arguments: &[&str]| -> Vec<String> {
        let found = paperside.json(&[&["search", "Where is the kettle?"], arguments].concat()).lines.remove(0);
        let mut titles: Vec<String> = found["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| hit["document"]["title"].as_str().unwrap().to_owned())
            .collect();
        titles.sort();
        titles
    };
    assert_eq!(titles(&[]), ["stove.txt", "table.txt"]);
    assert_eq!(titles(&["--collection", "Kitchen"]), ["stove.txt"]);
    // The same file in a second collection is found in both.
    add(&stove, "Parlour");
    assert_eq!(titles(&["--collection", "Parlour"]), ["stove.txt", "table.txt"]);
    let id = paperside.json(&["list", "--collection", "Kitchen"]).lines[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(titles(&["--document", &id]), ["stove.txt"]);
    assert_eq!(paperside.json(&["search", "kettle", "--collection", "Cellar"]).code, 1);
}

#[test]
fn an_answerer_that_is_not_there_is_an_error_with_a_code() {
    let ended = Paperside::new().json(&["ask", "What?", "--answerer", "oracle"]);
    let error = ended.lines.last().unwrap();
    assert_eq!((ended.code, &error["type"], &error["code"]), (1, &"error".into(), &"unknown_answerer".into()));
}
