//! The model's tensors, memory-mapped.

use std::collections::HashMap;
use std::fs::File;
use std::ops::{Deref, Range};
use std::path::{Path, PathBuf};

use half::{bf16, f16};
use memmap2::Mmap;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::super::EmbedError;
use super::super::kernels::LinearInEight;
use super::shape::WORDS;

/// What is put behind a tensor's name to find the scales of its rows, if it is in eight bits.
pub(super) const SCALES: &str = ".scales";

/// The tensors of a safetensors file. Pages of it are read when they are first used and may be given back by
/// the system when memory is short.
pub(in crate::embed) struct Weights {
    file: PathBuf,
    bytes: Bytes,
    tensors: HashMap<String, Tensor>,
    metadata: HashMap<String, String>,
}

/// A file's bytes: mapped, or in memory where it could not be written.
enum Bytes {
    Mapped(Mmap),
    Held(Vec<u8>),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Held(bytes) => bytes,
        }
    }
}

struct Tensor {
    dtype: Dtype,
    shape: Vec<usize>,
    range: Range<usize>,
    /// Where the scales of its rows are, if it is in eight bits.
    scales: Option<Range<usize>>,
}

impl Weights {
    /// Maps the file and reads its table.
    ///
    /// # Errors
    /// [`EmbedError::ModelMissing`], [`EmbedError::ModelUnusable`].
    pub(in crate::embed) fn open(file: &Path) -> Result<Self, EmbedError> {
        Self::parse(file.to_owned(), Bytes::Mapped(map(file)?))
    }

    /// The same of bytes that stand for the file.
    ///
    /// # Errors
    /// [`EmbedError::ModelUnusable`].
    pub(super) fn of_bytes(file: PathBuf, bytes: Vec<u8>) -> Result<Self, EmbedError> {
        Self::parse(file, Bytes::Held(bytes))
    }

    fn parse(file: PathBuf, bytes: Bytes) -> Result<Self, EmbedError> {
        let unusable = |error: safetensors::SafeTensorError| EmbedError::ModelUnusable {
            file: file.clone(),
            reason: error.to_string(),
        };
        let (_, table) = SafeTensors::read_metadata(&bytes).map_err(unusable)?;
        let metadata = table.metadata().clone().unwrap_or_default();
        let parsed = SafeTensors::deserialize(&bytes).map_err(unusable)?;
        // Some files put the tensors of the encoder below a name of its own.
        let prefix =
            parsed.names().into_iter().find_map(|name| name.strip_suffix(WORDS)).unwrap_or_default().to_owned();
        let begin = bytes.as_ptr().addr();
        let range = |tensor: &TensorView<'_>| {
            let start = tensor.data().as_ptr().addr() - begin;
            start..start + tensor.data().len()
        };
        let tensors = parsed
            .iter()
            .filter_map(|(name, tensor)| {
                let scales = parsed.tensor(&format!("{name}{SCALES}")).ok();
                let scales = scales.filter(|scales| scales.dtype() == Dtype::F32).as_ref().map(range);
                let (dtype, shape) = (tensor.dtype(), tensor.shape().to_vec());
                let tensor = Tensor { dtype, shape, range: range(&tensor), scales };
                Some((name.strip_prefix(&prefix)?.to_owned(), tensor))
            })
            .collect();
        Ok(Self { file, bytes, tensors, metadata })
    }

    /// A remark in the file's table.
    pub(super) fn remark(&self, key: &str) -> Option<&str> {
        self.metadata.get(key).map(String::as_str)
    }

    /// All bytes of the file.
    pub(in crate::embed) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether the linear layers are in eight bits.
    pub(in crate::embed) fn are_in_eight(&self) -> bool {
        self.tensors.values().any(|tensor| tensor.dtype == Dtype::I8)
    }

    /// A tensor's numbers in row-major order.
    ///
    /// # Errors
    /// [`EmbedError::ModelUnusable`] if there is none of this name and shape.
    pub(super) fn numbers(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EmbedError> {
        let tensor = self.tensor(name, shape)?;
        let columns = shape.last().copied().unwrap_or(1);
        let mut numbers = vec![0.0; shape.iter().product()];
        for (row, target) in numbers.chunks_exact_mut(columns.max(1)).enumerate() {
            self.add_row_of(tensor, name, row, target)?;
        }
        Ok(numbers)
    }

    /// Adds a row of a table, in whatever form it is stored, to numbers.
    ///
    /// # Errors
    /// [`EmbedError::ModelUnusable`] if there is no such table.
    pub(super) fn add_row(
        &self,
        name: &str,
        shape: &[usize],
        row: usize,
        target: &mut [f32],
    ) -> Result<(), EmbedError> {
        self.add_row_of(self.tensor(name, shape)?, name, row, target)
    }

    fn add_row_of(&self, tensor: &Tensor, name: &str, row: usize, target: &mut [f32]) -> Result<(), EmbedError> {
        let size = tensor.dtype.bitsize() / 8;
        let bytes = &self.bytes[tensor.range.clone()][row * target.len() * size..][..target.len() * size];
        match tensor.dtype {
            Dtype::F32 => add(target, bytes.as_chunks().0, |bytes| f32::from_le_bytes(*bytes)),
            Dtype::F16 => add(target, bytes.as_chunks().0, |bytes| f16::from_le_bytes(*bytes).to_f32()),
            Dtype::BF16 => add(target, bytes.as_chunks().0, |bytes| bf16::from_le_bytes(*bytes).to_f32()),
            Dtype::I8 => {
                let scales = tensor.scales.clone().map(|range| self.bytes[range].as_chunks::<4>().0);
                let scale = scales.and_then(|scales| scales.get(row));
                let scale = scale.ok_or_else(|| self.unusable(format!("{name} has no scales")))?;
                let scale = f32::from_le_bytes(*scale);
                add(target, bytes.as_chunks::<1>().0, |[byte]| scale * f32::from(*byte as i8));
            }
            other => return Err(self.unusable(format!("{name} is of the type {other:?}, which is not known"))),
        }
        Ok(())
    }

    /// A linear layer that is in eight bits.
    ///
    /// # Errors
    /// [`EmbedError::ModelUnusable`] if it is not there, or not in eight bits.
    pub(super) fn linear_in_eight(&self, name: &str, [from, to]: [usize; 2]) -> Result<LinearInEight, EmbedError> {
        let weight = format!("{name}.weight");
        let tensor = self.tensor(&weight, &[to, from])?;
        if tensor.dtype != Dtype::I8 {
            return Err(self.unusable(format!("{weight} is not in eight bits")));
        }
        Ok(LinearInEight {
            weights: bytemuck::cast_slice(&self.bytes[tensor.range.clone()]).to_vec(),
            scales: self.numbers(&format!("{weight}{SCALES}"), &[to])?,
            bias: self.numbers(&format!("{name}.bias"), &[to])?,
        })
    }

    fn tensor(&self, name: &str, shape: &[usize]) -> Result<&Tensor, EmbedError> {
        let tensor = self.tensors.get(name).ok_or_else(|| self.unusable(format!("it has no tensor {name}")))?;
        if tensor.shape != shape {
            return Err(self.unusable(format!("{name} has the shape {:?} and not {shape:?}", tensor.shape)));
        }
        Ok(tensor)
    }

    fn unusable(&self, reason: String) -> EmbedError {
        EmbedError::ModelUnusable { file: self.file.clone(), reason }
    }
}

/// Maps a file of a model.
///
/// # Errors
/// [`EmbedError::ModelMissing`], [`EmbedError::ModelUnusable`].
pub(super) fn map(file: &Path) -> Result<Mmap, EmbedError> {
    let opened = File::open(file).map_err(|_| EmbedError::ModelMissing { file: file.to_owned() })?;
    crate::mapped::map(&opened)
        .map_err(|error| EmbedError::ModelUnusable { file: file.to_owned(), reason: error.to_string() })
}

fn add<const SIZE: usize>(target: &mut [f32], bytes: &[[u8; SIZE]], number: impl Fn(&[u8; SIZE]) -> f32) {
    target.iter_mut().zip(bytes).for_each(|(target, bytes)| *target += number(bytes));
}
