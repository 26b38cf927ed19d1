//! A model in eight bits: a quarter of the size, made once and kept.
//!
//! Each row of a table or a linear layer has a scale of its own (symmetric, the largest number at 127). Biases and
//! norms stay as they are. Measured on the reference texts: the table of words in eight bits costs .00001 of the
//! cosine, weights .0006, and the numbers of tokens in eight bits another .0006.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use safetensors::Dtype;
use safetensors::tensor::TensorView;
use sha2::{Digest, Sha256};

use super::weights::{SCALES, map};
use super::{Bert, EmbedError, InstructionSet, Pooling, Shape, Weights};
use crate::hex::hex;

/// Least cosine of a text in eight bits with the same in fp32, and least mean over the samples. A model that misses
/// them is computed in fp32.
const LEAST: (f32, f32) = (0.99, 0.998);

/// Changes with what is stored, so that files of other versions are made anew.
const VERSION: &str = "1";

/// Remarks in a file's table.
const SOURCE: &str = "paperside.source";
const MADE_FROM: &str = "paperside.made-from";
const AGREEMENT: &str = "paperside.agreement";
const REFUSED: &str = "refused";

/// Where models in eight bits are kept; nowhere, if the system names no place.
#[derive(Debug, Clone, Copy)]
pub(in crate::embed) struct Cache<'a>(pub(in crate::embed) Option<&'a Path>);

impl Cache<'_> {
    /// The model of a file in eight bits, made from it if it is not there yet; none if the model loses too much by
    /// it. `samples` are the tokens of texts to try it on.
    ///
    /// # Errors
    /// [`EmbedError::ModelMissing`], [`EmbedError::ModelUnusable`].
    pub(in crate::embed) fn in_eight(
        &self,
        file: &Path,
        shape: &Shape,
        pooling: Pooling,
        set: InstructionSet,
        samples: &dyn Fn() -> Vec<Vec<u32>>,
    ) -> Result<Option<Weights>, EmbedError> {
        let made_from = made_from(file);
        let kept = self.place(file);
        let known = kept.as_deref().and_then(|kept| Weights::open(kept).ok());
        if let Some(known) = known.filter(|known| known.remark(MADE_FROM) == Some(&made_from)) {
            return Ok((known.remark(AGREEMENT) != Some(REFUSED)).then_some(known));
        }
        let source = Weights::open(file)?;
        let mut remarks =
            HashMap::from([(SOURCE.to_owned(), digest(source.bytes())), (MADE_FROM.to_owned(), made_from)]);
        let made = Weights::of_bytes(file.to_owned(), quantise(&source, shape, &remarks)?)?;
        let in_eight = Bert::new(shape.clone(), made, Some(set), pooling)?;
        let whole = Bert::new(shape.clone(), source, None, pooling)?;
        let (least, mean) = agreement(&whole, &in_eight, &samples())?;
        let is_good = least >= LEAST.0 && mean >= LEAST.1;
        tracing::info!(least, mean, is_good, "the model in eight bits was compared with fp32");
        let made = if is_good {
            in_eight.weights
        } else {
            remarks.insert(AGREEMENT.to_owned(), REFUSED.to_owned());
            Weights::of_bytes(file.to_owned(), serialise(&[], &remarks).map_err(|reason| unusable(file, reason))?)?
        };
        if let Some(kept) = &kept {
            match write(kept, made.bytes()) {
                Ok(()) => return Ok(is_good.then_some(Weights::open(kept)?)),
                Err(error) => tracing::warn!(%error, file = %kept.display(), "the model in eight bits is not kept"),
            }
        }
        Ok(is_good.then_some(made))
    }

    fn place(&self, file: &Path) -> Option<PathBuf> {
        let path = file.canonicalize().ok()?;
        Some(self.0?.join(format!("{}.safetensors", &digest(path.as_os_str().as_encoded_bytes())[..16])))
    }
}

/// Names a model's numbers, whatever they are stored in: the beginning of the SHA-256 of the file with all of them.
pub(in crate::embed) fn fingerprint(weights: &Weights) -> String {
    weights.remark(SOURCE).map_or_else(|| digest(weights.bytes()), str::to_owned)[..12].to_owned()
}

/// The same of a model that is a file of another kind.
///
/// # Errors
/// [`EmbedError::ModelMissing`], [`EmbedError::ModelUnusable`].
pub(in crate::embed) fn fingerprint_of_file(file: &Path) -> Result<String, EmbedError> {
    Ok(digest(&map(file)?)[..12].to_owned())
}

/// What tells whether a file has changed since.
fn made_from(file: &Path) -> String {
    let described = std::fs::metadata(file).ok().map(|described| {
        let modified = described.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        (described.len(), modified.map_or(0, |time| time.as_nanos()))
    });
    format!("{VERSION} {:?}", described.unwrap_or_default())
}

fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The least and the mean cosine of texts in eight bits with the same in fp32.
fn agreement(whole: &Bert, in_eight: &Bert, samples: &[Vec<u32>]) -> Result<(f32, f32), EmbedError> {
    let (mut scratch, mut scratch_in_eight) = (whole.scratch(), in_eight.scratch());
    let (mut least, mut sum) = (1.0f32, 0.0);
    for tokens in samples {
        let expected = whole.embed(tokens, &mut scratch)?;
        let found = in_eight.embed(tokens, &mut scratch_in_eight)?;
        let cosine: f32 = expected.iter().zip(&found).map(|(expected, found)| expected * found).sum();
        // What is not a number agrees with nothing.
        let cosine = if cosine.is_nan() { -1.0 } else { cosine };
        (least, sum) = (least.min(cosine), sum + cosine);
    }
    Ok((least, sum / samples.len().max(1) as f32))
}

/// The bytes of a safetensors file with the model in eight bits.
fn quantise(weights: &Weights, shape: &Shape, remarks: &HashMap<String, String>) -> Result<Vec<u8>, EmbedError> {
    let mut tensors: Vec<(String, Vec<usize>, Numbers)> = Vec::new();
    let mut in_eight = |name: String, rows: usize, columns: usize| -> Result<(), EmbedError> {
        let numbers = weights.numbers(&name, &[rows, columns])?;
        let (bytes, scales) = quantise_rows(&numbers, columns);
        tensors.push((format!("{name}{SCALES}"), vec![rows], Numbers::Whole(scales)));
        tensors.push((name, vec![rows, columns], Numbers::InEight(bytes)));
        Ok(())
    };
    for (name, rows) in shape.tables() {
        in_eight(name.to_owned(), rows, shape.hidden_size)?;
    }
    for (name, [from, to]) in shape.linear_layers() {
        in_eight(format!("{name}.weight"), to, from)?;
    }
    let biases = shape.linear_layers().into_iter().map(|(name, [_, to])| (format!("{name}.bias"), to));
    let norms = shape.norms().into_iter().flat_map(|name| ["weight", "bias"].map(|part| format!("{name}.{part}")));
    for (name, count) in biases.chain(norms.map(|name| (name, shape.hidden_size))) {
        let numbers = weights.numbers(&name, &[count])?;
        tensors.push((name, vec![count], Numbers::Whole(numbers)));
    }
    serialise(&tensors, remarks).map_err(|reason| unusable(Path::new("model.safetensors"), reason))
}

enum Numbers {
    Whole(Vec<f32>),
    InEight(Vec<i8>),
}

fn serialise(tensors: &[(String, Vec<usize>, Numbers)], remarks: &HashMap<String, String>) -> Result<Vec<u8>, String> {
    let views = tensors.iter().map(|(name, shape, numbers)| {
        let (dtype, bytes): (_, &[u8]) = match numbers {
            Numbers::Whole(numbers) => (Dtype::F32, bytemuck::cast_slice(numbers)),
            Numbers::InEight(numbers) => (Dtype::I8, bytemuck::cast_slice(numbers)),
        };
        Ok((name, TensorView::new(dtype, shape.clone(), bytes)?))
    });
    let views = views.collect::<Result<Vec<_>, safetensors::SafeTensorError>>().map_err(|error| error.to_string())?;
    safetensors::serialize(views, Some(remarks.clone())).map_err(|error| error.to_string())
}

/// Each row in eight bits with its scale.
fn quantise_rows(numbers: &[f32], columns: usize) -> (Vec<i8>, Vec<f32>) {
    let mut bytes = Vec::with_capacity(numbers.len());
    let scale_of = |row: &[f32]| row.iter().fold(0.0f32, |most, number| most.max(number.abs())) / 127.0;
    let scales = numbers.chunks_exact(columns).map(|row| {
        let scale = scale_of(row);
        let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
        bytes.extend(row.iter().map(|number| (number * inverse).round().clamp(-127.0, 127.0) as i8));
        scale
    });
    let scales = scales.collect();
    (bytes, scales)
}

/// Puts a file in its place whole or not at all.
fn write(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(file);
    std::fs::create_dir_all(folder)?;
    // Several may make it at the same time; each of them makes the same.
    let made = file.with_extension(format!("{}.new", std::process::id()));
    let written = std::fs::write(&made, bytes).and_then(|()| std::fs::rename(&made, file));
    if written.is_err() {
        let _ = std::fs::remove_file(&made);
    }
    written
}

fn unusable(file: &Path, reason: String) -> EmbedError {
    EmbedError::ModelUnusable { file: file.to_owned(), reason }
}
