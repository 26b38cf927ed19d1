//! What a model's folder says about itself, in the files that sentence-transformers writes.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{EmbedError, Pooling, catalogue};
use crate::file_name::file_name;

/// A folder with an embedding model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ModelFolder {
    /// What it is called.
    pub(super) name: String,
    /// `tokenizer.json`.
    pub(super) tokenizer: PathBuf,
    /// `config.json`.
    pub(super) config: PathBuf,
    /// What is in it to compute with.
    pub(super) weights: WeightsFile,
    pub(super) pooling: Pooling,
    /// Tokens that the model was trained to take, its own marks included; what is beyond is cut off.
    pub(super) most_tokens: usize,
    /// Put in front of every question.
    pub(super) question_prefix: String,
    /// Put in front of every passage.
    pub(super) passage_prefix: String,
}

/// What a model's weights are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WeightsFile {
    /// Tensors by their names, for a model whose forward pass is known.
    Safetensors(PathBuf),
    /// A graph with its tensors.
    Onnx(PathBuf),
}

/// Where ONNX files are in the folders of published models.
const ONNX_FILES: [&str; 2] = ["model.onnx", "onnx/model.onnx"];

/// The most tokens of a model that does not say, which is what the first BERT takes.
const USUAL_TOKENS: usize = 512;

#[derive(Deserialize)]
struct PoolingFile {
    #[serde(default)]
    pooling_mode_cls_token: bool,
    #[serde(default)]
    pooling_mode_mean_tokens: bool,
}

#[derive(Deserialize)]
struct LengthFile {
    max_seq_length: Option<usize>,
}

#[derive(Deserialize)]
struct PositionsFile {
    max_position_embeddings: Option<usize>,
}

#[derive(Deserialize, Default)]
struct TokenizerFile {
    /// Some files hold 10 to the 30th.
    model_max_length: Option<f64>,
}

#[derive(Deserialize)]
struct PromptsFile {
    #[serde(default)]
    prompts: Prompts,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Prompts {
    query: Option<String>,
    passage: Option<String>,
    document: Option<String>,
}

impl ModelFolder {
    /// Reads what is there. Where a folder does not say, what is known of the recommended model of its name counts.
    ///
    /// # Errors
    /// [`EmbedError::ModelMissing`] if there are no weights or no tokenizer, [`EmbedError::ModelUnusable`] if a file
    /// cannot be read or asks for what is not known.
    pub(super) fn read(folder: &Path) -> Result<Self, EmbedError> {
        let name = file_name(folder);
        let known = catalogue::recommended(&name);
        let tokenizer = folder.join("tokenizer.json");
        if !tokenizer.exists() {
            return Err(EmbedError::ModelMissing { file: tokenizer });
        }
        let config = folder.join("config.json");
        let pooling = match optional::<PoolingFile>(&folder.join("1_Pooling/config.json"))? {
            Some(PoolingFile { pooling_mode_cls_token: true, .. }) => Pooling::First,
            Some(PoolingFile { pooling_mode_mean_tokens: true, .. }) => Pooling::Mean,
            Some(_) => {
                let file = folder.join("1_Pooling/config.json");
                let reason = "it asks for neither the mean nor the first token".to_owned();
                return Err(EmbedError::ModelUnusable { file, reason });
            }
            None => known.map_or_else(Pooling::default, |known| known.pooling),
        };
        let most_tokens = optional::<LengthFile>(&folder.join("sentence_bert_config.json"))?
            .and_then(|file| file.max_seq_length)
            .or(known.map(|known| known.max_tokens))
            .or(optional::<TokenizerFile>(&folder.join("tokenizer_config.json"))?
                .and_then(|file| file.model_max_length)
                .filter(|length| (1.0..1e5).contains(length))
                .map(|length| length as usize))
            .unwrap_or(USUAL_TOKENS);
        // A graph fails beyond its positions.
        let positions = optional::<PositionsFile>(&config)?.and_then(|file| file.max_position_embeddings);
        let most_tokens = most_tokens.min(positions.unwrap_or(most_tokens));
        let prompts = optional::<PromptsFile>(&folder.join("config_sentence_transformers.json"))?
            .map(|file| file.prompts)
            .unwrap_or_default();
        let known_prefix = |prefix: Option<&'static str>| prefix.unwrap_or_default().to_owned();
        Ok(Self {
            weights: WeightsFile::find(folder)?,
            pooling,
            most_tokens,
            question_prefix: prompts.query.unwrap_or_else(|| known_prefix(known.map(|known| known.query_prefix))),
            passage_prefix: prompts
                .passage
                .or(prompts.document)
                .unwrap_or_else(|| known_prefix(known.map(|known| known.passage_prefix))),
            name,
            tokenizer,
            config,
        })
    }
}

impl WeightsFile {
    fn find(folder: &Path) -> Result<Self, EmbedError> {
        let safetensors = folder.join("model.safetensors");
        if safetensors.exists() {
            return Ok(Self::Safetensors(safetensors));
        }
        let onnx = ONNX_FILES.iter().map(|file| folder.join(file)).find(|file| file.exists());
        onnx.map(Self::Onnx).ok_or(EmbedError::ModelMissing { file: safetensors })
    }
}

/// What a file holds, if it is there.
fn optional<T: DeserializeOwned>(file: &Path) -> Result<Option<T>, EmbedError> {
    let Ok(text) = std::fs::read(file) else { return Ok(None) };
    serde_json::from_slice(&text)
        .map(Some)
        .map_err(|error| EmbedError::ModelUnusable { file: file.to_owned(), reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [("tokenizer.json", "{}"), ("model.safetensors", "")].iter().chain(files) {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            std::fs::write(file, text).expect("a file");
        }
        folder
    }

    #[test]
    fn what_a_folder_says_is_taken() {
        let folder = folder(&[
            ("1_Pooling/config.json", r#"{"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":false}"#),
            ("sentence_bert_config.json", r#"{"max_seq_length":128,"do_lower_case":false}"#),
            ("config_sentence_transformers.json", r#"{"prompts":{"query":"query: ","document":"passage: "}}"#),
        ]);
        let read = ModelFolder::read(folder.path()).expect("a model");
        assert_eq!((read.pooling, read.most_tokens), (Pooling::First, 128));
        assert_eq!((read.question_prefix.as_str(), read.passage_prefix.as_str()), ("query: ", "passage: "));
    }

    #[test]
    fn what_it_does_not_say_is_what_is_usual() {
        let folder = folder(&[("tokenizer_config.json", r#"{"model_max_length":1000000000000000019884624838656}"#)]);
        let read = ModelFolder::read(folder.path()).expect("a model");
        assert_eq!((read.pooling, read.most_tokens), (Pooling::Mean, 512));
        assert_eq!((read.question_prefix.as_str(), read.passage_prefix.as_str()), ("", ""));
    }

    #[test]
    fn a_recommended_model_is_known_by_its_name() {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = parent.path().join("bge-small-en-v1.5");
        std::fs::create_dir_all(folder.join("onnx")).expect("a folder");
        std::fs::write(folder.join("tokenizer.json"), "{}").expect("a file");
        std::fs::write(folder.join("onnx/model.onnx"), "").expect("a file");
        let read = ModelFolder::read(&folder).expect("a model");
        assert_eq!(read.pooling, Pooling::First);
        assert!(read.question_prefix.starts_with("Represent this sentence"));
        assert_eq!(read.weights, WeightsFile::Onnx(folder.join("onnx/model.onnx")));
    }

    #[test]
    fn a_broken_file_is_named() {
        let folder = folder(&[("sentence_bert_config.json", "{")]);
        let refused = ModelFolder::read(folder.path()).map_err(|error| error.to_string());
        assert!(refused.is_err_and(|message| message.contains("sentence_bert_config.json")));
    }
}
