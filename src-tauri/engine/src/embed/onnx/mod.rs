//! Models in ONNX, of whatever family: the file says itself how they are computed.
//!
//! Slower than a forward pass written for one family, so it is for the others. As there, one text is computed at a
//! time, without padding.

#[cfg(test)]
mod tests;

use std::any::Any;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView};

use super::kernels::{add, normalize};
use super::{EmbedError, Pooling};

/// What exporters call the vectors of tokens.
const TOKEN_VECTORS: [&str; 2] = ["last_hidden_state", "token_embeddings"];

/// What sentence-transformers calls the vector of a text.
const TEXT_VECTOR: &str = "sentence_embedding";

/// What models give that were made to classify, or to guess words.
const LOGITS: &str = "logits";

/// What a model is tried on: numbers that every vocabulary has, and so many of them that no size which the exporter
/// took for fixed fits by chance.
const PROBE: [u32; 7] = [2, 5, 4, 6, 3, 7, 3];

/// From which cosine on two vectors are one but for rounding.
const SAME: f32 = 0.9999;

/// The graph among the fields of a file.
const GRAPH: u64 = 7;

thread_local! {
    /// Where the graphs of the thread at hand are computed: on one thread, because texts are embedded side by side.
    /// Each thread has its own, since a common one would let in one text after the other; started by the thread, it
    /// has its priority.
    static ALONE: Arc<ThreadPool> = Arc::new(ThreadPool::with_num_threads(1));
}

/// A model in ONNX.
pub(super) struct Onnx {
    file: PathBuf,
    graph: Graph,
    output: Output,
    pooling: Pooling,
    dimensions: usize,
}

/// A graph and what it wants to know of a text.
struct Graph {
    model: Model,
    inputs: Vec<(NodeId, Input)>,
}

/// What a graph can be told about a text, a number for each token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Input {
    /// Their numbers in the vocabulary.
    Tokens,
    /// Which of them count. All do: there is no padding.
    Mask,
    /// Which of two texts they belong to. There is only the first.
    Types,
    /// Where they stand.
    Positions,
}

/// What of a graph's outputs is used.
#[derive(Debug, Clone, Copy)]
enum Output {
    /// The tokens' vectors, which are pooled here.
    Tokens(NodeId),
    /// The text's vector, as the graph has pooled it.
    Text(NodeId),
}

/// The vectors that an output holds.
enum Vectors {
    /// `[tokens, dimensions]`.
    Tokens(Vec<f32>, usize),
    Text(Vec<f32>),
}

impl Onnx {
    /// Opens a model, with the files of weights that may lie beside it, and tries it.
    ///
    /// # Errors
    /// [`EmbedError::ModelMissing`], and [`EmbedError::ModelUnusable`] if it cannot be computed or is not made for
    /// comparing texts.
    pub(super) fn load(file: &Path, pooling: Pooling) -> Result<Self, EmbedError> {
        if !file.exists() {
            return Err(EmbedError::ModelMissing { file: file.to_owned() });
        }
        let unusable = |reason| EmbedError::ModelUnusable { file: file.to_owned(), reason };
        let graph = Graph::load(file).map_err(unusable)?;
        let (output, dimensions) = graph.choose(pooling).map_err(unusable)?;
        Ok(Self { file: file.to_owned(), graph, output, pooling, dimensions })
    }

    /// How many numbers a vector has.
    pub(super) fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Whether it gives the vectors of tokens too, not only that of the text.
    pub(super) fn has_token_vectors(&self) -> bool {
        matches!(self.output, Output::Tokens(_))
    }

    /// The vector of a text given as tokens, of length one. The tokens' vectors, `[tokens, dimensions]`, are then in
    /// `states`, which is empty if the model does not give them. No tokens have a vector of zeros.
    ///
    /// # Errors
    /// [`EmbedError::ModelUnusable`] if the model cannot take the tokens, as when they are too many or their numbers
    /// are not in its vocabulary, or gives what is not a number.
    pub(super) fn embed(&self, tokens: &[u32], states: &mut Vec<f32>) -> Result<Vec<f32>, EmbedError> {
        states.clear();
        if tokens.is_empty() {
            return Ok(vec![0.0; self.dimensions]);
        }
        let (Output::Tokens(output) | Output::Text(output)) = self.output;
        self.graph
            .run(tokens, &[output])
            .and_then(|mut values| values.pop().ok_or_else(|| "it gives nothing".to_owned()))
            .and_then(|value| self.take(value, tokens.len(), states))
            .map_err(|reason| EmbedError::ModelUnusable {
                file: self.file.clone(),
                reason: format!("for a text of {} tokens {reason}", tokens.len()),
            })
    }

    /// The vector that is in the output for a text, and the tokens' vectors if there are any.
    fn take(&self, value: Value, tokens: usize, states: &mut Vec<f32>) -> Result<Vec<f32>, String> {
        let vectors =
            if self.has_token_vectors() { Vectors::of_tokens(value, tokens) } else { Vectors::of_text(value) };
        let vectors = vectors.filter(|vectors| vectors.dimensions() == self.dimensions);
        let vectors = vectors.ok_or("it gives vectors of another shape")?;
        let vector = vectors.pooled(self.pooling)?;
        if let Vectors::Tokens(rows, _) = vectors {
            *states = rows;
        }
        Ok(vector)
    }
}

impl Graph {
    /// Reads a file and looks for the inputs.
    fn load(file: &Path) -> Result<Self, String> {
        // The library reads some damaged files without end.
        match is_whole(file) {
            Ok(true) => {}
            Err(error) if error.kind() != ErrorKind::UnexpectedEof => return Err(error.to_string()),
            _ => return Err("it is cut off or not ONNX at all".to_owned()),
        }
        // Weights are laid out for the matrix product once, which takes as much memory again, but spares each text
        // the work.
        let model = attempt(|| ModelOptions::with_all_ops().prepack_weights(true).load_file(file))?;
        let mut inputs = Vec::new();
        for node in model.input_ids() {
            let name = model.node_info(*node).and_then(|input| input.name()).unwrap_or_default();
            let input = Input::named(name).ok_or_else(|| format!("it wants the input {name:?}, which is not known"))?;
            inputs.push((*node, input));
        }
        if !inputs.iter().any(|(_, input)| *input == Input::Tokens) {
            return Err("it has no input for tokens".to_owned());
        }
        Ok(Self { model, inputs })
    }

    /// What outputs hold for a text.
    fn run(&self, tokens: &[u32], outputs: &[NodeId]) -> Result<Vec<Value>, String> {
        let values = |(node, input): &(NodeId, Input)| {
            let value = Value::from_shape([1, tokens.len()], input.numbers(tokens)).map_err(|error| error.to_string());
            value.map(|value| (*node, ValueOrView::Value(value)))
        };
        let inputs = self.inputs.iter().map(values).collect::<Result<_, _>>()?;
        let options = RunOptions::default().with_thread_pool(Some(ALONE.with(Arc::clone)));
        attempt(|| self.model.run(inputs, outputs, Some(options)))
    }

    /// Tries the graph, and says which of its outputs to use and how many numbers its vectors have.
    fn choose(&self, pooling: Pooling) -> Result<(Output, usize), String> {
        let outputs = self.model.output_ids();
        let name = |node: NodeId| self.model.node_info(node).and_then(|output| output.name()).unwrap_or_default();
        let (mut rows, mut texts) = (Vec::new(), Vec::new());
        for (node, value) in outputs.iter().copied().zip(self.run(&PROBE, outputs)?) {
            if name(node) == LOGITS {
                continue;
            }
            if let Some(vectors) = Vectors::of_tokens(value.clone(), PROBE.len()) {
                rows.push((node, vectors));
            } else if let Some(vectors) = Vectors::of_text(value) {
                texts.push((node, vectors));
            }
        }
        let named =
            |wanted: &str, found: &[(NodeId, Vectors)]| found.iter().position(|(node, _)| name(*node) == wanted);
        let tokens = TOKEN_VECTORS.iter().find_map(|wanted| named(wanted, &rows));
        let text = named(TEXT_VECTOR, &texts).and_then(|index| texts.get(index));
        if let Some((node, tokens)) = rows.get(tokens.unwrap_or_default()) {
            let vector = tokens.pooled(pooling)?;
            return match text {
                // Some models put a layer behind the pooling, and it is its vectors that they were trained for.
                Some((node, text)) if !are_same(&vector, &text.pooled(pooling)?) => {
                    Ok((Output::Text(*node), text.dimensions()))
                }
                _ => Ok((Output::Tokens(*node), tokens.dimensions())),
            };
        }
        let Some((node, text)) = text.or(texts.first()) else {
            let names = outputs.iter().map(|node| name(*node)).collect::<Vec<_>>().join(", ");
            return Err(format!("it gives no vectors of tokens or texts, but: {names}"));
        };
        text.pooled(pooling).map(|vector| (Output::Text(*node), vector.len()))
    }
}

impl Input {
    /// What goes by a name.
    fn named(name: &str) -> Option<Self> {
        match name {
            "input_ids" => Some(Self::Tokens),
            "attention_mask" => Some(Self::Mask),
            "token_type_ids" => Some(Self::Types),
            "position_ids" => Some(Self::Positions),
            _ => None,
        }
    }

    /// What is said of tokens. Whether the file speaks of 32 or 64 bits, they are computed in 32.
    fn numbers(self, tokens: &[u32]) -> Vec<i32> {
        match self {
            Self::Tokens => tokens.iter().map(|token| i32::try_from(*token).unwrap_or(i32::MAX)).collect(),
            Self::Mask => vec![1; tokens.len()],
            Self::Types => vec![0; tokens.len()],
            Self::Positions => (0..).take(tokens.len()).collect(),
        }
    }
}

impl Vectors {
    /// Those of an output that has one for each token.
    fn of_tokens(value: Value, tokens: usize) -> Option<Self> {
        let ([texts, rows, dimensions], numbers) = value.into_shape_vec::<f32, 3>().ok()?;
        (texts == 1 && rows == tokens && dimensions > 0).then_some(Self::Tokens(numbers, dimensions))
    }

    /// That of an output that has one for the text.
    fn of_text(value: Value) -> Option<Self> {
        let ([texts, dimensions], numbers) = value.into_shape_vec::<f32, 2>().ok()?;
        (texts == 1 && dimensions > 0).then_some(Self::Text(numbers))
    }

    /// How many numbers each has.
    fn dimensions(&self) -> usize {
        match self {
            Self::Tokens(_, dimensions) => *dimensions,
            Self::Text(vector) => vector.len(),
        }
    }

    /// The one that stands for the text, of length one.
    fn pooled(&self, pooling: Pooling) -> Result<Vec<f32>, String> {
        let numbers = match self {
            Self::Tokens(rows, _) => rows,
            Self::Text(vector) => vector,
        };
        if !numbers.iter().all(|number| number.is_finite()) {
            return Err("it gives what is not a number".to_owned());
        }
        let mut rows = numbers.chunks_exact(self.dimensions());
        let mut vector = rows.next().unwrap_or_default().to_vec();
        if pooling == Pooling::Mean {
            rows.for_each(|row| add(&mut vector, row));
        }
        normalize(&mut vector);
        Ok(vector)
    }
}

/// Whether a file and the graph in it are made of fields, each of the length that it says, up to their ends.
fn is_whole(file: &Path) -> io::Result<bool> {
    let mut file = BufReader::new(File::open(file)?);
    let end = file.seek(SeekFrom::End(0))?;
    file.rewind()?;
    Ok(end > 0 && are_fields(&mut file, end, Some(GRAPH))?)
}

/// Whether there are fields from here to an end, and in the field of the number `inner` too.
fn are_fields(file: &mut BufReader<File>, end: u64, inner: Option<u64>) -> io::Result<bool> {
    loop {
        let at = file.stream_position()?;
        if at >= end {
            return Ok(at == end);
        }
        let Some(tag) = variable_number(file)? else { return Ok(false) };
        let length = match tag & 7 {
            0 => variable_number(file)?.map(|_| 0),
            1 => Some(8),
            2 => variable_number(file)?,
            5 => Some(4),
            _ => None,
        };
        let at = file.stream_position()?;
        let Some(length) = length.filter(|length| *length <= end.saturating_sub(at)) else { return Ok(false) };
        if inner != Some(tag >> 3) {
            file.seek_relative(length as i64)?;
        } else if tag & 7 != 2 || !are_fields(file, at + length, None)? {
            return Ok(false);
        }
    }
}

/// A number in seven bits a byte, the lowest first; nothing if it is longer than 64 bits.
fn variable_number(file: &mut BufReader<File>) -> io::Result<Option<u64>> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let mut byte = [0];
        file.read_exact(&mut byte)?;
        number |= u64::from(byte[0] & 0x7f) << shift;
        if byte[0] < 0x80 {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

/// Whether two vectors of length one are the same but for rounding.
fn are_same(left: &[f32], right: &[f32]) -> bool {
    left.len() == right.len() && left.iter().zip(right).map(|(left, right)| left * right).sum::<f32>() > SAME
}

/// What comes of it, or why nothing does. A file that nobody foresaw can make the library panic, which is to be told
/// of the file and not to end the thread.
fn attempt<T, E: Display>(work: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|error| error.to_string()),
        Err(panic) => Err(format!("it cannot be computed: {}", said(&*panic))),
    }
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("the library gave up")
}
