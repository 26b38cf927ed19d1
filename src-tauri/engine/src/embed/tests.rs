//! The embedder with the real model.

use std::path::Path;

use super::model::Model;
use super::{Answer, Effort, EmbedError, Embedder, EmbedderOptions, InstructionSet, Precision};
use crate::Config;

fn load(precision: Precision) -> Embedder {
    let config = Config::locate(Some("unused".into()), None).expect("a library is named");
    let options = EmbedderOptions { cache: config.model_cache.as_deref(), precision, threads: 2 };
    Embedder::load(&config.model, options, &|word| word == "the")
        .expect("the model must be there: `cargo xtask setup` fetches it")
}

fn embedder() -> Embedder {
    load(Precision::Automatic)
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

/// The least and the mean cosine with the reference.
fn agreement(embedder: &Embedder) -> (f32, f32) {
    let (texts, expected) = reference();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let found = embed_all(embedder, &texts);
    let cosines: Vec<f32> = found.iter().zip(&expected).map(|(found, expected)| cosine(found, expected)).collect();
    assert_eq!(cosines.len(), 200);
    (cosines.iter().copied().fold(1.0, f32::min), cosines.iter().sum::<f32>() / 200.0)
}

#[test]
fn fp32_agrees_with_the_reference() {
    let embedder = load(Precision::Whole);
    assert_eq!(embedder.arithmetic(), "fp32");
    let (least, mean) = agreement(&embedder);
    assert!(least >= 0.9999, "least {least}, mean {mean}");
}

#[test]
fn eight_bits_agree_with_the_reference_by_every_instruction_set() {
    // The plain loops are as slow as they are plain.
    for set in InstructionSet::available().filter(|set| *set != InstructionSet::Portable) {
        let embedder = load(Precision::InEight(set));
        assert_eq!(embedder.arithmetic(), set.name());
        let (least, mean) = agreement(&embedder);
        assert!(least >= 0.99 && mean >= 0.998, "{}: least {least}, mean {mean}", set.name());
    }
}

#[test]
fn every_instruction_set_finds_the_same_vectors() {
    let long = "kettle and lid ".repeat(300);
    let endless = "x".repeat(600);
    let texts =
        ["", "?", "A kettle.", "\u{1f600}\u{1fad6}", "\u{4f60}\u{597d}", "\u{fffd} \u{10ffff}", &long, &endless];
    let expected = embed_all(&load(Precision::InEight(InstructionSet::Portable)), &texts);
    for set in InstructionSet::available() {
        for (found, expected) in embed_all(&load(Precision::InEight(set)), &texts).iter().zip(&expected) {
            // The sums are the same to the last bit; what is rounded in fp32 differs with the width of vectors, and now
            // and then that turns a byte.
            let cosine = cosine(found, expected);
            assert!(cosine > 0.9995, "{} agrees with the plain loops by {cosine} only", set.name());
        }
    }
}

#[test]
fn vectors_of_either_precision_may_be_compared() {
    assert_eq!(load(Precision::Whole).model_name(), embedder().model_name());
}

#[test]
fn a_model_is_made_in_eight_bits_once_and_again_when_it_changes() {
    let config = Config::locate(Some("unused".into()), None).expect("a library is named");
    let folder = tempfile::tempdir().expect("a folder");
    let (model, cache) = (folder.path().join("model"), folder.path().join("cache"));
    std::fs::create_dir(&model).expect("a folder");
    for file in ["model.safetensors", "tokenizer.json", "config.json"] {
        std::fs::copy(config.model.join(file), model.join(file)).expect("the model is there");
    }
    let options = EmbedderOptions { cache: Some(&cache), precision: Precision::Automatic, threads: 1 };
    let load = || Embedder::load(&model, options, &|_| false).map(|embedder| embedder.arithmetic());
    let kept = || -> Vec<_> {
        let files = std::fs::read_dir(&cache).expect("it is made").flatten();
        files.map(|file| (file.path(), file.metadata().and_then(|file| file.modified()).ok())).collect()
    };
    let arithmetic = InstructionSet::best().map_or("fp32", InstructionSet::name);
    assert_eq!(load().expect("a model"), arithmetic);
    let made = kept();
    assert_eq!(made.len(), usize::from(arithmetic != "fp32"));
    load().expect("a model");
    assert_eq!(kept(), made, "it is made once");
    for (file, _) in &made {
        std::fs::write(file, b"cut off").expect("the file can be written");
    }
    assert_eq!(load().expect("a broken file is made again"), arithmetic);
    let mut weights = std::fs::read(model.join("model.safetensors")).expect("the model is there");
    // Every weight becomes huge: a byte of each number's exponent.
    weights[90_000_000..].iter_mut().skip(3).step_by(4).for_each(|byte| *byte = 0x7f);
    std::fs::write(model.join("model.safetensors"), weights).expect("the file can be written");
    assert_eq!(load().expect("it can be loaded"), "fp32", "what loses too much in eight bits is computed in fp32");
    assert_eq!(load().expect("it can be loaded"), "fp32", "and that is remembered");
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
    let options = EmbedderOptions { cache: None, precision: Precision::Automatic, threads: 1 };
    let refused = Embedder::load(folder.path(), options, &|_| false).err().map(|error| error.to_string());
    assert!(refused.is_some_and(|message| message.contains("tokenizer.json")));
}

#[test]
fn the_scale_of_cosines_is_that_of_the_reference() {
    let config = Config::locate(Some("unused".into()), None).expect("a library is named");
    let model = Model::load(&config.model, None, Precision::Whole, &|_| false).expect("the model is there");
    let measured = model.measured().expect("it embeds").likeness();
    for cosine in [0.0, 0.5] {
        let as_reference = measured.as_reference(cosine);
        assert!((as_reference - cosine).abs() < 0.002, "{measured:?} makes {as_reference} of {cosine}");
    }
}
