//! A model as it is used: its tokenizer, its forward pass and what it wants in front of texts.

use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::bert::{self, Arithmetic, Bert, Cache, Pooling, Shape, Weights, fingerprint, fingerprint_of_file};
use super::folder::{ModelFolder, WeightsFile};
use super::onnx::Onnx;
use super::server::{ServerModel, TEXTS_AT_ONCE};
use super::tokenizer::Tokenizer;
use super::{EmbedError, InstructionSet, Likeness};
use crate::hex::hex;

/// An embedding model on this machine.
pub(super) struct Model {
    name: Arc<str>,
    network: Network,
    pub(super) tokenizer: Tokenizer,
    question_prefix: String,
    passage_prefix: String,
    likeness: Likeness,
}

/// What computes vectors from tokens.
enum Network {
    Bert(Bert),
    Onnx(Onnx),
    Server(ServerModel),
}

/// What a network writes to, kept by each thread so that it is allocated once.
pub(super) enum Scratch {
    /// For our own forward pass.
    Bert(Box<bert::Scratch>),
    /// The token vectors of others, if they tell them.
    States(Vec<f32>),
}

impl Scratch {
    /// The vectors of the tokens that were embedded last, `[tokens, dimensions]`; none if the model tells none.
    pub(super) fn states(&self) -> &[f32] {
        match self {
            Self::Bert(scratch) => scratch.states(),
            Self::States(states) => states,
        }
    }
}

/// How the name of the model ends whose cosines are the reference.
const REFERENCE: &str = "@53aa51172d14";

/// How a model is to be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// In eight bits, by the quickest instructions there are, unless the model loses too much by it.
    #[default]
    Automatic,
    /// In eight bits by these instructions.
    InEight(InstructionSet),
    /// In fp32.
    Whole,
}

impl Precision {
    /// The name that asks for fp32.
    const WHOLE: &str = "fp32";

    /// What a name asks for: `fp32` or that of an instruction set.
    pub fn named(name: &str) -> Option<Self> {
        if name == Self::WHOLE {
            return Some(Self::Whole);
        }
        InstructionSet::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, set)| Self::InEight(set))
    }

    fn set(self) -> Arithmetic {
        match self {
            Self::Automatic => InstructionSet::best(),
            Self::InEight(set) => InstructionSet::available().find(|available| *available == set),
            Self::Whole => None,
        }
    }
}

impl Model {
    /// Opens the model in a folder. Its weights in eight bits are kept below `cache`.
    ///
    /// # Errors
    /// [`EmbedError::ModelMissing`], [`EmbedError::ModelUnusable`].
    pub(super) fn load(
        folder: &Path,
        cache: Option<&Path>,
        precision: Precision,
        is_filler: &dyn Fn(&str) -> bool,
    ) -> Result<Self, EmbedError> {
        let folder = ModelFolder::read(folder)?;
        let (network, fingerprint, tokenizer) = match &folder.weights {
            WeightsFile::Safetensors(file) => {
                let shape = Shape::read(&folder.config)?;
                let most_tokens = folder.most_tokens.min(shape.most_tokens());
                let tokenizer = Tokenizer::load(&folder.tokenizer, most_tokens, is_filler)?;
                let (weights, arithmetic) = weights(file, Cache(cache), &shape, &folder, &tokenizer, precision.set())?;
                let fingerprint = fingerprint(&weights);
                (Network::Bert(Bert::new(shape, weights, arithmetic, folder.pooling)?), fingerprint, tokenizer)
            }
            WeightsFile::Onnx(file) => {
                let tokenizer = Tokenizer::load(&folder.tokenizer, folder.most_tokens, is_filler)?;
                let network = Network::Onnx(Onnx::load(file, folder.pooling)?);
                (network, fingerprint_of_file(file)?, tokenizer)
            }
        };
        let name = format!("{}@{fingerprint}{}", folder.name, use_of(&folder)).into();
        let ModelFolder { question_prefix, passage_prefix, .. } = folder;
        let likeness = Likeness::REFERENCE;
        let model = Self { name, network, tokenizer, question_prefix, passage_prefix, likeness };
        if model.name.ends_with(REFERENCE) { Ok(model) } else { model.measured() }
    }

    /// A server's model. Texts are counted and cut by the tokenizer in a folder, since the server's own is not known.
    ///
    /// # Errors
    /// [`EmbedError::ModelMissing`], [`EmbedError::ModelUnusable`].
    pub(super) fn of_server(
        server: ServerModel,
        likeness: Likeness,
        folder: &Path,
        is_filler: &dyn Fn(&str) -> bool,
    ) -> Result<Self, EmbedError> {
        let folder = ModelFolder::read(folder)?;
        let tokenizer = Tokenizer::load(&folder.tokenizer, folder.most_tokens, is_filler)?;
        let (question_prefix, passage_prefix) = server.prefixes();
        Ok(Self {
            name: server.name().into(),
            network: Network::Server(server),
            tokenizer,
            question_prefix: question_prefix.to_owned(),
            passage_prefix: passage_prefix.to_owned(),
            likeness,
        })
    }

    /// The model with its cosines measured.
    pub(super) fn measured(self) -> Result<Self, EmbedError> {
        let likeness = Likeness::measure(|questions, passages| {
            let vectors = |texts: &[String], kind| {
                self.embed_all(&texts.iter().map(|text| (text.as_str(), kind)).collect::<Vec<_>>())
            };
            Ok([vectors(&questions, TextKind::Question)?, vectors(&passages, TextKind::Passage)?])
        })?;
        Ok(Self { likeness, ..self })
    }

    /// What its cosines say.
    pub(super) fn likeness(&self) -> Likeness {
        self.likeness
    }

    /// Names the model and its numbers: vectors of different names must not be compared. In which precision they
    /// were computed changes them too little to count.
    pub(super) fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// What it is computed with.
    pub(super) fn arithmetic(&self) -> &'static str {
        match &self.network {
            Network::Bert(bert) => bert.arithmetic().map_or(Precision::WHOLE, InstructionSet::name),
            Network::Onnx(_) => "onnx",
            Network::Server(_) => "server",
        }
    }

    pub(super) fn dimensions(&self) -> usize {
        match &self.network {
            Network::Bert(bert) => bert.dimensions(),
            Network::Onnx(onnx) => onnx.dimensions(),
            Network::Server(server) => server.dimensions(),
        }
    }

    pub(super) fn scratch(&self) -> Scratch {
        match &self.network {
            Network::Bert(bert) => Scratch::Bert(Box::new(bert.scratch())),
            Network::Onnx(_) | Network::Server(_) => Scratch::States(Vec::new()),
        }
    }

    /// How many texts are best embedded together; those of a model on this computer one by one.
    pub(super) fn texts_at_once(&self) -> usize {
        if matches!(self.network, Network::Server(_)) { TEXTS_AT_ONCE } else { 1 }
    }

    /// The vectors of texts, in their order, without their tokens.
    pub(super) fn embed_all(&self, texts: &[(&str, TextKind)]) -> Result<Vec<Vec<f32>>, EmbedError> {
        self.embed_together(texts, &|| false)
    }

    /// The same, given up when nobody wants it any more.
    pub(super) fn embed_together(
        &self,
        texts: &[(&str, TextKind)],
        is_given_up: &dyn Fn() -> bool,
    ) -> Result<Vec<Vec<f32>>, EmbedError> {
        if let Network::Server(server) = &self.network {
            let texts: Vec<String> = texts.iter().map(|(text, kind)| self.with_prefix(text, *kind)).collect();
            return server.embed(&texts, is_given_up);
        }
        let mut scratch = self.scratch();
        texts.iter().map(|(text, kind)| Ok(self.embed(text, *kind, &mut scratch)?.0)).collect()
    }

    fn with_prefix(&self, text: &str, kind: TextKind) -> String {
        let prefix = match kind {
            TextKind::Question => &self.question_prefix,
            TextKind::Passage => &self.passage_prefix,
        };
        format!("{prefix}{text}")
    }

    /// The vector of a question or passage and its tokens' numbers, of which those of what is put in front come first.
    pub(super) fn embed(
        &self,
        text: &str,
        kind: TextKind,
        scratch: &mut Scratch,
    ) -> Result<(Vec<f32>, Vec<u32>), EmbedError> {
        let text = self.with_prefix(text, kind);
        let tokens = self.tokenizer.encode(&text)?;
        let vector = match (&self.network, scratch) {
            (Network::Bert(bert), Scratch::Bert(scratch)) => bert.embed(&tokens, scratch)?,
            (Network::Onnx(onnx), Scratch::States(states)) => onnx.embed(&tokens, states)?,
            (Network::Server(server), _) => server.embed(&[text], &|| false)?.pop().unwrap_or_default(),
            _ => unreachable!("the scratch is the model's own"),
        };
        Ok((vector, tokens))
    }
}

/// Puts a model in eight bits into another folder, for an app to bring along: a quarter of its size, with the same
/// vectors as if it were brought into eight bits where it is used.
///
/// # Errors
/// [`EmbedError::ModelMissing`]; [`EmbedError::ModelUnusable`] if it is no model of the BERT family, loses too much by
/// it, or cannot be written.
pub fn shrink(folder: &Path, into: &Path) -> Result<(), EmbedError> {
    let folder = ModelFolder::read(folder)?;
    let refused = |reason: &str| EmbedError::ModelUnusable { file: into.to_owned(), reason: reason.to_owned() };
    let WeightsFile::Safetensors(file) = &folder.weights else { return Err(refused("a graph stays as it is")) };
    let shape = Shape::read(&folder.config)?;
    let tokenizer = Tokenizer::load(&folder.tokenizer, folder.most_tokens.min(shape.most_tokens()), &|_| false)?;
    let set = Some(InstructionSet::best().unwrap_or(InstructionSet::Portable));
    let (weights, arithmetic) = weights(file, Cache(None), &shape, &folder, &tokenizer, set)?;
    if arithmetic.is_none() {
        return Err(refused("the model loses too much in eight bits"));
    }
    let written = std::fs::create_dir_all(into)
        .and_then(|()| std::fs::write(into.join("model.safetensors"), weights.bytes()))
        .and_then(|()| std::fs::copy(&folder.tokenizer, into.join("tokenizer.json")))
        .and_then(|_| std::fs::copy(&folder.config, into.join("config.json")));
    written.map(drop).map_err(|error| refused(&error.to_string()))
}

/// What is not the usual about how a model's numbers become vectors, for its name: the same numbers used otherwise
/// make vectors that must not be compared.
fn use_of(folder: &ModelFolder) -> String {
    let pooling = if folder.pooling == Pooling::First { "-first" } else { "" };
    let ModelFolder { question_prefix, passage_prefix, .. } = folder;
    if question_prefix.is_empty() && passage_prefix.is_empty() {
        return pooling.to_owned();
    }
    let digest = Sha256::digest(format!("{question_prefix}\n{passage_prefix}"));
    format!("{pooling}-{}", hex(&digest[..3]))
}

/// Which side of a search a text is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    Question,
    Passage,
}

/// The weights in the form that suits, and what they are computed with.
fn weights(
    file: &Path,
    cache: Cache<'_>,
    shape: &Shape,
    folder: &ModelFolder,
    tokenizer: &Tokenizer,
    arithmetic: Arithmetic,
) -> Result<(Weights, Arithmetic), EmbedError> {
    let weights = Weights::open(file)?;
    let Some(set) = arithmetic else { return Ok((weights, None)) };
    if weights.are_in_eight() {
        return Ok((weights, arithmetic));
    }
    let samples = || SAMPLES.iter().filter_map(|text| tokenizer.encode(text).ok()).collect();
    let in_eight = cache.in_eight(file, shape, folder.pooling, set, &samples)?;
    Ok(in_eight.map_or((weights, None), |in_eight| (in_eight, arithmetic)))
}

/// What a model in eight bits is tried on: passages of several kinds and lengths.
const SAMPLES: [&str; 8] = [
    "The invoice of 14 March 2023 amounts to 1,284.50 euros and is due within thirty days. Please quote the number \
     2023-0417 with your payment.",
    "Photosynthesis turns light, water and carbon dioxide into sugar and oxygen. It takes place in the leaves of \
     plants, in algae and in some bacteria, and nearly all life depends on it.",
    "Squares are added up here: fn main() { println!(\"{}\", (1..=10).map(|n| n * n).sum::<u64>()); } and the sum is \
     printed on a line of its own.",
    "Chapter 3. Installation \u{b7} 3.1 Requirements \u{b7} 3.2 Wiring \u{b7} 3.3 First start. Before you begin, make \
     sure that the mains are off and that nobody can switch them on again.",
    "Item | Quantity | Price\nBolt M8 | 200 | 0.12\nNut M8 | 200 | 0.08\nWasher | 400 | 0.03\nThreaded rod | 20 | 1.95",
    "Patients were assigned at random to one of two groups. After twelve weeks the mean systolic pressure had fallen \
     by 9.4 mmHg in the first and by 3.1 mmHg in the second (p < 0.01); no serious adverse events were reported.",
    "She closed the door behind her and stood for a while in the dark hall, listening. Somewhere above a clock struck, \
     and then there was nothing but the rain on the glass roof and the slow breathing of the dog.",
    "The committee met four times during the year. It reviewed the accounts, heard the auditors, approved the budget \
     for the coming year and discussed at length whether the library should open on Sundays. Several members spoke in \
     favour, since many people who work during the week cannot come at other times; others pointed to the cost of \
     heating and staff. It was agreed to try it from October to March and to count the visitors. The chair thanked \
     the volunteers, without whom neither the summer fair nor the book sale could have taken place.",
];
