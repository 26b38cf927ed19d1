//! What the fuzz targets in `tests/fuzz` call: each boundary where bytes that others made meet a parser of ours.
//! Built for them only.

pub use crate::read::fuzzing::{document, frames, page, recognised};
pub use crate::sealed::fuzzing::sealed;
