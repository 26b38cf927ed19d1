//! With small models made for the purpose: `fixtures/onnx/make.py` says how.

use std::path::{Path, PathBuf};

use super::*;

/// The token whose vector is not a number.
const BROKEN: u32 = 19;

/// One more than the models have positions for.
const TOO_MANY: usize = 17;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/onnx")
}

fn load(name: &str, pooling: Pooling) -> Onnx {
    Onnx::load(&folder().join(name).with_extension("onnx"), pooling).expect("it can be used")
}

/// Why a file is refused.
fn refusal(file: &Path) -> String {
    match Onnx::load(file, Pooling::Mean) {
        Err(EmbedError::ModelUnusable { file: named, reason }) if named == file => reason,
        Err(error) => panic!("{file:?} is refused otherwise: {error}"),
        Ok(_) => panic!("{file:?} is taken"),
    }
}

fn numbers(value: &serde_json::Value) -> Vec<f32> {
    let number = |value: &serde_json::Value| value.as_f64().expect("a number") as f32;
    match &value[0] {
        serde_json::Value::Array(_) => value.as_array().expect("rows").iter().flat_map(numbers).collect(),
        _ => value.as_array().expect("a row").iter().map(number).collect(),
    }
}

/// The tokens of which it is known what models give, and that of an output.
fn expected(model: &str, output: &str) -> (Vec<u32>, Vec<f32>) {
    let text = std::fs::read_to_string(folder().join("expected.json")).expect("it is checked in");
    let all: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let tokens = numbers(&all["tokens"]).into_iter().map(|token| token as u32).collect();
    (tokens, numbers(&all[model][output]))
}

fn assert_alike(found: &[f32], expected: &[f32]) {
    assert_eq!(found.len(), expected.len());
    let alike = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-4);
    assert!(alike, "{found:?} is not {expected:?}");
}

fn of_length_one(mut vector: Vec<f32>) -> Vec<f32> {
    normalize(&mut vector);
    vector
}

fn mean(rows: &[f32], dimensions: usize) -> Vec<f32> {
    of_length_one((0..dimensions).map(|column| rows.iter().skip(column).step_by(dimensions).sum()).collect())
}

#[test]
fn the_vectors_of_tokens_are_given_and_pooled() {
    let (tokens, rows) = expected("bert", "last_hidden_state");
    let vectors = [(Pooling::Mean, mean(&rows, 8)), (Pooling::First, of_length_one(rows[..8].to_vec()))];
    for (pooling, vector) in vectors {
        let model = load("bert", pooling);
        assert_eq!((model.dimensions(), model.has_token_vectors()), (8, true));
        let mut states = vec![9.0; 3];
        assert_alike(&model.embed(&tokens, &mut states).expect("known tokens"), &vector);
        assert_alike(&states, &rows);
    }
}

#[test]
fn positions_32_bits_and_outputs_of_other_names_are_understood() {
    let (tokens, rows) = expected("positions", "output_0");
    let mut states = Vec::new();
    let vector = load("positions", Pooling::Mean).embed(&tokens, &mut states).expect("known tokens");
    assert_alike(&states, &rows);
    assert_alike(&vector, &mean(&rows, 8));
}

#[test]
fn the_vector_of_a_text_alone_is_taken_as_it_is() {
    let (tokens, text) = expected("sentence", "sentence_embedding");
    // How the tokens are to be pooled says nothing of what has been pooled.
    let model = load("sentence", Pooling::First);
    assert_eq!((model.dimensions(), model.has_token_vectors()), (8, false));
    let mut states = vec![9.0; 3];
    assert_alike(&model.embed(&tokens, &mut states).expect("known tokens"), &of_length_one(text));
    assert!(states.is_empty());
}

#[test]
fn the_vector_of_a_text_counts_only_where_it_is_not_that_of_its_tokens() {
    let (tokens, text) = expected("both", "sentence_embedding");
    let model = load("both", Pooling::Mean);
    assert!(model.has_token_vectors());
    assert_alike(&model.embed(&tokens, &mut Vec::new()).expect("known tokens"), &text);

    let (tokens, text) = expected("dense", "sentence_embedding");
    let model = load("dense", Pooling::Mean);
    assert_eq!((model.dimensions(), model.has_token_vectors()), (6, false));
    assert_alike(&model.embed(&tokens, &mut Vec::new()).expect("known tokens"), &of_length_one(text));
}

#[test]
fn weights_beside_the_file_are_found_and_missed() {
    let (tokens, text) = expected("both", "sentence_embedding");
    assert_alike(&load("outside", Pooling::Mean).embed(&tokens, &mut Vec::new()).expect("known tokens"), &text);

    let alone = tempfile::tempdir().expect("a folder");
    let file = alone.path().join("outside.onnx");
    std::fs::copy(folder().join("outside.onnx"), &file).expect("a copy");
    let reason = refusal(&file);
    assert!(reason.contains("outside.onnx_data"), "{reason}");
}

#[test]
fn texts_are_embedded_side_by_side() {
    let (tokens, rows) = expected("bert", "last_hidden_state");
    let (model, vector) = (load("bert", Pooling::Mean), mean(&rows, 8));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    assert_alike(&model.embed(&tokens, &mut Vec::new()).expect("known tokens"), &vector);
                }
            });
        }
    });
}

#[test]
fn what_a_model_cannot_take_is_refused_and_the_next_text_is_not() {
    let model = load("bert", Pooling::First);
    let mut states = Vec::new();
    let mut reason = |tokens: &[u32]| match model.embed(tokens, &mut states) {
        Err(EmbedError::ModelUnusable { reason, .. }) => reason,
        other => panic!("{tokens:?} is taken: {other:?}"),
    };
    assert!(reason(&[2, BROKEN, 3]).contains("not a number"));
    assert!(reason(&[2, BROKEN + 1, 3]).contains("out of range"));
    assert!(reason(&[2, u32::MAX, 3]).contains("out of range"));
    assert!(reason(&[2; TOO_MANY]).contains("17 tokens"));
    assert!(states.is_empty());
    assert!(model.embed(&[2, 3], &mut states).is_ok());
    assert_eq!(states.len(), 2 * 8);
    assert!(model.embed(&[], &mut states).is_ok_and(|vector| vector == [0.0; 8]));
    assert!(states.is_empty());
}

#[test]
fn models_for_other_tasks_or_with_unknown_parts_are_refused_by_name() {
    for (name, part) in [("language", "language"), ("logits", "logits"), ("operator", "Telepathy")] {
        let reason = refusal(&folder().join(name).with_extension("onnx"));
        assert!(reason.contains(part), "{reason}");
    }
}

#[test]
fn files_that_are_missing_or_cut_off_are_refused() {
    let emptied = tempfile::tempdir().expect("a folder");
    let file = emptied.path().join("model.onnx");
    assert!(matches!(Onnx::load(&file, Pooling::Mean), Err(EmbedError::ModelMissing { file: named }) if named == file));
    let whole = std::fs::read(folder().join("bert.onnx")).expect("it is checked in");
    for length in [0, 1, 20, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&file, &whole[..length]).expect("a file");
        assert!(refusal(&file).contains("cut off"));
    }
    std::fs::write(&file, "<!DOCTYPE html><title>Not found</title>").expect("a file");
    assert!(refusal(&file).contains("not ONNX"));
    // A length that does not end, on which the library would not either.
    std::fs::write(&file, [&[0x3a][..], &[0xff; 40]].concat()).expect("a file");
    assert!(refusal(&file).contains("not ONNX"));
    // Nothing but who made it.
    std::fs::write(&file, b"\x08\x08\x12\x04nine").expect("a file");
    assert!(refusal(&file).contains("input"));
}

#[test]
fn a_panic_is_told_as_a_reason() {
    let told = attempt(|| -> Result<(), String> { panic!("axis {}", 7) });
    assert!(told.is_err_and(|reason| reason.contains("axis 7")));
}
