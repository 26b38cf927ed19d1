//! The embedder with the real model.

use std::path::Path;

use super::{Answer, Effort, EmbedError, Embedder};
use crate::Config;

/// Least cosine with the reference that counts as the same vector.
const AGREEMENT: f32 = 0.999;

fn embedder() -> Embedder {
    let model = Config::locate(Some("unused".into()), None).expect("a library is named").model;
    Embedder::load(&model, 2, &|word| word == "the").expect("the model must be there: `cargo xtask setup` fetches it")
}

fn embed_all(embedder: &Embedder, texts: &[&str]) -> Vec<Vec<f32>> {
    let submit = |text: &&str| embedder.submit((*text).to_owned()).expect("threads run");
    let answers: Vec<Answer> = texts.iter().map(submit).collect();
    answers.into_iter().map(|answer| answer.wait().expect("texts can be embedded").vector).collect()
}

fn cosine(left: &[f32], right: &[f32]) -> f32 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

fn reference() -> (Vec<String>, Vec<Vec<f32>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reference");
    let lines = std::fs::read_to_string(folder.join("texts.jsonl")).expect("it is checked in");
    let text = |line: &str| -> String {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        line["text"].as_str().expect("it has a text").to_owned()
    };
    let bytes = std::fs::read(folder.join("vectors.f32")).expect("it is checked in");
    let numbers: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|number| f32::from_le_bytes(*number)).collect();
    (lines.lines().map(text).collect(), numbers.chunks(384).map(<[f32]>::to_vec).collect())
}

#[test]
fn every_vector_agrees_with_the_reference() {
    let (texts, expected) = reference();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let found = embed_all(&embedder(), &texts);
    let cosines: Vec<f32> = found.iter().zip(&expected).map(|(found, expected)| cosine(found, expected)).collect();
    let (at, least) = cosines.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).expect("there are 200");
    assert_eq!(cosines.len(), 200);
    assert!(*least >= AGREEMENT, "text {at} agrees only by {least}: {}", texts[at]);
}

#[test]
fn a_vector_does_not_depend_on_its_neighbours() {
    let embedder = embedder();
    let texts = ["A kettle.", "Something much longer about the weather in the north of the country.", ""];
    let together = embed_all(&embedder, &texts);
    for (text, vector) in texts.iter().zip(together) {
        assert_eq!(embed_all(&embedder, &[text])[0], vector, "the same text must be found again: {text}");
    }
}

#[test]
fn any_text_has_a_finite_vector_of_length_one() {
    let long = "kettle ".repeat(5000);
    let endless = "x".repeat(600);
    let texts = ["", " \n", "😀🫖", "\u{0}\u{fffd}", "你好，世界", &long, &endless];
    for (text, vector) in texts.iter().zip(embed_all(&embedder(), &texts)) {
        assert!((cosine(&vector, &vector) - 1.0).abs() < 1e-4, "{:?} has the wrong length", text.get(..20));
    }
}

#[test]
fn tokens_are_counted_beyond_the_limit() {
    let embedder = embedder();
    assert_eq!(embedder.count_tokens("kettle on the stove"), 4);
    assert!(embedder.count_tokens(&"kettle ".repeat(1000)) >= 1000, "a splitter must see how long a text really is");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_most_like_the_tokens_of_its_own_words() {
    let embedder = embedder();
    let question = embedder.question("Where is the kettle?".to_owned()).await.expect("a question");
    let fillers: Vec<bool> = question.tokens.iter().map(|token| token.is_filler).collect();
    assert_eq!(fillers, [false, false, true, false, true], "\u{201c}the\u{201d} and the question mark say little");
    let passage = embedder.submit("The kettle, on the stove.".to_owned()).expect("threads run");
    let signs = tokio::task::block_in_place(|| passage.wait()).expect("a passage").tokens;
    let kettle =
        question.tokens.iter().find(|token| signs.iter().next().is_some_and(|(first, _)| first == token.number));
    assert_eq!(signs.iter().count(), 3, "three words of the passage carry meaning for this test");
    let likeness = |signs: &[u8], vector: &[f32]| -> f32 {
        let is_positive = |at: usize| signs[at / 8] >> (at % 8) & 1 == 1;
        vector.iter().enumerate().map(|(at, number)| if is_positive(at) { *number } else { -number }).sum()
    };
    let kettle = &kettle.expect("both tell of a kettle").vector;
    let best = signs.iter().max_by(|a, b| likeness(a.1, kettle).total_cmp(&likeness(b.1, kettle)));
    assert_eq!(best.map(|(number, _)| number), signs.iter().next().map(|(number, _)| number));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_goes_ahead_of_an_import() {
    let embedder = embedder();
    let importing = embedder.clone();
    let (sender, mut done) = tokio::sync::mpsc::unbounded_channel();
    let import = std::thread::spawn(move || {
        let texts = vec!["A sentence of an import, as long as sentences are. ".repeat(8); 60];
        (1..).zip(texts).try_for_each(|(count, text)| {
            let vector = importing.submit(text)?.wait()?;
            let _ = sender.send(count);
            assert_eq!(vector.vector.len(), importing.dimensions());
            Ok::<(), EmbedError>(())
        })
    });
    assert_eq!(done.recv().await, Some(1), "the import is under way");
    let answered = embedder.vectors(vec!["A question?".to_owned()]).await;
    assert!(answered.is_ok());
    let mut finished = 1;
    while let Ok(count) = done.try_recv() {
        finished = count;
    }
    assert!(finished < 30, "the question waited for {finished} of 60 texts");
    import.join().expect("no panic").expect("the import goes on");
}

#[test]
fn what_nobody_waits_for_is_not_embedded() {
    let embedder = embedder();
    embedder.set_effort(Effort::Gentle);
    let long = "A sentence, and another one. ".repeat(60);
    for _ in 0..200 {
        drop(embedder.submit(long.clone()).expect("threads run"));
    }
    let last = embedder.submit("The last.".to_owned()).expect("threads run");
    let (done, ended) = std::sync::mpsc::channel();
    std::thread::spawn(move || done.send(last.wait().is_ok()));
    // Half a minute would be needed for all of them.
    assert_eq!(ended.recv_timeout(std::time::Duration::from_secs(10)), Ok(true));
}

#[test]
fn a_missing_model_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = Embedder::load(folder.path(), 1, &|_| false).err().map(|error| error.to_string());
    assert!(refused.is_some_and(|message| message.contains("tokenizer.json")));
}
