//! How an index lies on the disk and in memory, and of how many parts it is.

use qdrant_edge::{
    Distance, EdgeConfig, EdgeConfigBuilder, EdgeOptimizersConfig, EdgeSparseVectorParamsBuilder,
    EdgeVectorParamsBuilder, HnswIndexConfig, Modifier,
};
use serde_json::json;

use super::{journal, malformed};
use crate::index::IndexError;
use crate::index::points::{COLLECTIONS, DENSE, DOCUMENT, KEYWORD};

/// A part of the index with so many passages is closed and given a graph of neighbours; with fewer it would gain
/// nothing, since all of them are compared in about 5 ms, and exactly.
///
/// The engine keeps the words of the part that is open in lists which it walks from end to end for each passage that is
/// added: twice as many take four times as long to fill, and a million would take hours.
pub(super) const CLOSED_FROM: usize = 20_000;

/// How many parts there may be before the smallest are joined. Each is searched by itself.
const PARTS: usize = 4;

/// How many passages a part may have that was joined of others: its graph is made anew, which takes minutes.
const LARGEST_PART: usize = 500_000;

/// How passages lie on the disk: all is in files that the system pages in, so that an index is open at once, whatever it
/// holds, and takes of the memory what the machine can spare. Once there is a graph it is walked over vectors of eight
/// bits a number; what it brings up is compared again in full.
pub(super) fn layout(dimensions: usize) -> Result<EdgeConfig, IndexError> {
    let in_eight_bits = json!({"scalar": {"type": "int8", "quantile": 0.99, "always_ram": false}});
    let dense = EdgeVectorParamsBuilder::new(dimensions, Distance::Cosine)
        .on_disk(true)
        .quantization_config(serde_json::from_value(in_eight_bits).map_err(malformed)?);
    let keyword = EdgeSparseVectorParamsBuilder::new().modifier(Modifier::Idf).on_disk(true);
    let graph = HnswIndexConfig { on_disk: Some(true), ..EdgeConfig::default().hnsw_config };
    Ok(EdgeConfigBuilder::new()
        .vector(DENSE, dense.build())
        .sparse_vector(KEYWORD, keyword.build())
        .hnsw_config(graph)
        .on_disk_payload(true)
        .wal_options(journal::options())
        .optimizers(optimizers(dimensions, CLOSED_FROM, true))
        .build())
}

/// The fields that a search is restricted by, and in what they are looked up.
pub(super) fn fields() -> [(&'static str, serde_json::Value); 2] {
    [
        (DOCUMENT, json!({"type": "keyword", "on_disk": true})),
        // Numbers of collections are compared for being the same, never for being greater.
        (COLLECTIONS, json!({"type": "integer", "lookup": true, "range": false, "on_disk": true})),
    ]
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
