//! How an index lies on the disk and in memory, and of how many parts it is.

use qdrant_edge::{
    Distance, EdgeConfig, EdgeConfigBuilder, EdgeOptimizersConfig, EdgeSparseVectorParamsBuilder,
    EdgeVectorParamsBuilder, Modifier,
};
use serde_json::json;

use super::malformed;
use crate::index::IndexError;
use crate::index::points::{DENSE, KEYWORD};

/// A part of the index with so many passages is closed and given a graph of neighbours; with fewer it would gain
/// nothing, since all of them are compared in about 5 ms, and exactly.
///
/// The engine keeps the words of the part that is open in lists which it walks from end to end for each passage that is
/// added: twice as many take four times as long to fill, and a million would take hours.
pub(super) const CLOSED_FROM: usize = 20_000;

/// How many parts there may be before the smallest are joined. Each is searched by itself, and of each the best are
/// compared again in full, from the disk.
const PARTS: usize = 4;

/// How many passages a part may have that was joined of others: its graph is made anew, which takes minutes.
const LARGEST_PART: usize = 500_000;

/// How passages lie on the disk and in memory, so that a million take some hundred megabytes of it: in full they stay
/// files that the system pages in, and once there is a graph it is walked over vectors of eight bits a number, which
/// are kept in memory.
pub(super) fn layout(dimensions: usize) -> Result<EdgeConfig, IndexError> {
    let in_eight_bits = json!({"scalar": {"type": "int8", "quantile": 0.99, "always_ram": true}});
    let dense = EdgeVectorParamsBuilder::new(dimensions, Distance::Cosine)
        .on_disk(true)
        .quantization_config(serde_json::from_value(in_eight_bits).map_err(malformed)?);
    let keyword = EdgeSparseVectorParamsBuilder::new().modifier(Modifier::Idf).on_disk(true);
    Ok(EdgeConfigBuilder::new()
        .vector(DENSE, dense.build())
        .sparse_vector(KEYWORD, keyword.build())
        .on_disk_payload(true)
        .optimizers(optimizers(dimensions, CLOSED_FROM, true))
        .build())
}

/// When the engine is to tidy up what; the rest is by its own measures. Without time for more, no part is joined and
/// none is written anew for the sake of what was removed.
pub(super) fn optimizers(dimensions: usize, closed_from: usize, has_time: bool) -> EdgeOptimizersConfig {
    let kilobytes = |passages: usize| Some(passages * dimensions * size_of::<f32>() / 1024);
    EdgeOptimizersConfig {
        deleted_threshold: (!has_time).then_some(1.0),
        default_segment_number: Some(if has_time { PARTS } else { usize::MAX }),
        max_segment_size: kilobytes(LARGEST_PART),
        indexing_threshold: kilobytes(closed_from),
        ..EdgeOptimizersConfig::default()
    }
}
