//! The model's tensors, memory-mapped.

use std::collections::HashMap;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};

use memmap2::Mmap;
use safetensors::{Dtype, SafeTensors};

use super::EmbedError;

/// The tensors of a safetensors file. Pages of it are read when they are first used and may be given back by
/// the system when memory is short.
pub(super) struct Weights {
    file: PathBuf,
    map: Mmap,
    tensors: HashMap<String, (Vec<usize>, Range<usize>)>,
}

impl Weights {
    /// Maps the file and reads its table.
    ///
    /// # Errors
    /// [`EmbedError::ModelMissing`], [`EmbedError::ModelUnusable`].
    pub(super) fn open(file: &Path) -> Result<Self, EmbedError> {
        let map = map(file)?;
        let unusable = |reason: String| EmbedError::ModelUnusable { file: file.to_owned(), reason };
        let parsed = SafeTensors::deserialize(&map).map_err(|error| unusable(error.to_string()))?;
        let begin = map.as_ptr().addr();
        let tensors = parsed
            .iter()
            .filter(|(_, tensor)| tensor.dtype() == Dtype::F32)
            .map(|(name, tensor)| {
                let start = tensor.data().as_ptr().addr() - begin;
                (name.to_owned(), (tensor.shape().to_vec(), start..start + tensor.data().len()))
            })
            .collect();
        Ok(Self { file: file.to_owned(), map, tensors })
    }

    /// A tensor in row-major order.
    ///
    /// # Errors
    /// [`EmbedError::ModelUnusable`] if there is none of this name and shape.
    pub(super) fn tensor(&self, name: &str, shape: &[usize]) -> Result<&[f32], EmbedError> {
        let unusable = |reason: String| EmbedError::ModelUnusable { file: self.file.clone(), reason };
        let (found, range) = self.tensors.get(name).ok_or_else(|| unusable(format!("it has no fp32 tensor {name}")))?;
        if found != shape {
            return Err(unusable(format!("{name} has the shape {found:?} and not {shape:?}")));
        }
        bytemuck::try_cast_slice(&self.map[range.clone()])
            .map_err(|error| unusable(format!("{name} is not aligned: {error}")))
    }
}

fn map(file: &Path) -> Result<Mmap, EmbedError> {
    let opened = File::open(file).map_err(|_| EmbedError::ModelMissing { file: file.to_owned() })?;
    crate::mapped::map(&opened)
        .map_err(|error| EmbedError::ModelUnusable { file: file.to_owned(), reason: error.to_string() })
}
