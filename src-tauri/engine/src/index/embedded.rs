//! The index inside this process, on disk: one Qdrant shard in a folder of the library.
//!
//! The shard's log is not replayed when it is opened again: what was written since the last flush is gone
//! after a crash. The catalog therefore keeps every vector and says "done" only after [`PassageIndex::flush`].

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use qdrant_edge::{
    CountRequest, Distance, EdgeConfig, EdgeConfigBuilder, EdgeOptimizersConfig, EdgeShard,
    EdgeSparseVectorParamsBuilder, EdgeVectorParamsBuilder, Filter, Modifier, NamedQuery, NamedVectors, OperationError,
    PointId, PointInsertOperations, PointOperations, PointStruct, QuantizationSearchParams, QueryEnum, QueryRequest,
    ScoringQuery, ScrollRequest, SearchParams, SparseVector, UpdateOperation, Vector, VectorInternal, Vectors,
    WithPayloadInterface, WithVector,
};
use serde_json::json;
use uuid::Uuid;

use super::journal;
use super::points::{BATCH, BREADTH, COLLECTIONS, DENSE, DOCUMENT, KEYWORD, SCROLLED};
use super::quiet::quietly;
use super::{IndexError, IndexHits, IndexPoint, IndexQuery, KeywordVector, LegHit, PassageIndex, Scope};

/// A part of the index with so many passages is closed and given a graph of neighbours; with fewer it would gain
/// nothing, since all of them are compared in about 5 ms, and exactly.
///
/// The engine keeps the words of the part that is open in lists which it walks from end to end for each passage that is
/// added: twice as many take four times as long to fill, and a million would take hours.
const CLOSED_FROM: usize = 20_000;

/// Points written between two looks at whether the open part is to be closed.
const LOOKED_EVERY: usize = 5_000;

/// How many parts there may be before the smallest are joined. Each is searched by itself, and of each the best are
/// compared again in full, from the disk.
const PARTS: usize = 4;

/// How many passages a part may have that was joined of others: its graph is made anew, which takes minutes.
const LARGEST_PART: usize = 500_000;

/// A shard on disk.
pub struct EmbeddedIndex {
    /// There until the index is dropped, but for the moment in which it is made anew.
    shard: RwLock<Option<EdgeShard>>,
    folder: PathBuf,
    dimensions: usize,
    /// The engine takes one writer; its flush panics if another write is under way.
    writer: Mutex<()>,
    /// How many points were written since it was last looked at whether the open part is to be closed.
    unlooked: AtomicUsize,
}

impl EmbeddedIndex {
    /// Opens the shard in `folder`, or makes one for embeddings of `dimensions` numbers.
    ///
    /// A shard that was laid out in another way by an earlier version is used as it is, until
    /// [`PassageIndex::optimize`] lays it out anew.
    ///
    /// # Errors
    /// [`IndexError`] if the folder cannot be made, or holds a shard that is damaged or of other dimensions.
    pub fn open(folder: &Path, dimensions: usize) -> Result<Self, IndexError> {
        let shard = if folder.join("edge_config.json").exists() {
            journal::shorten(folder);
            let layout = layout(dimensions)?;
            quietly(|| EdgeShard::load(folder, Some(layout)))?.map_err(engine)?
        } else {
            quietly(|| Self::create(folder, dimensions))??
        };
        Ok(Self {
            shard: RwLock::new(Some(shard)),
            folder: folder.to_owned(),
            dimensions,
            writer: Mutex::new(()),
            unlooked: AtomicUsize::new(0),
        })
    }

    fn create(folder: &Path, dimensions: usize) -> Result<EdgeShard, IndexError> {
        std::fs::create_dir_all(folder).map_err(|source| IndexError::Folder { path: folder.to_owned(), source })?;
        let shard = EdgeShard::new(folder, layout(dimensions)?).map_err(engine)?;
        for (field, schema) in [(DOCUMENT, "keyword"), (COLLECTIONS, "integer")] {
            let index = json!({"create_index": {"field_name": field, "field_schema": schema}});
            let index = serde_json::from_value(index).map_err(malformed)?;
            shard.update(UpdateOperation::FieldIndexOperation(index)).map_err(engine)?;
        }
        Ok(shard)
    }

    fn write(&self, operation: UpdateOperation) -> Result<(), IndexError> {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.with(|shard| quietly(|| shard.update(operation))?.map_err(engine))
    }

    /// Closes the open part if it has so many passages. With time for more, joins the smallest parts where there are
    /// many, and takes removed points out of a part of which they are a fifth.
    fn tidy_up(&self, closed_from: usize, has_time: bool) -> Result<(), IndexError> {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.with(|shard| {
            shard.set_optimizers_config(optimizers(self.dimensions, closed_from, has_time)).map_err(engine)?;
            quietly(|| shard.optimize())?.map(drop).map_err(engine)
        })
    }

    fn with<T>(&self, work: impl FnOnce(&EdgeShard) -> Result<T, IndexError>) -> Result<T, IndexError> {
        let shard = self.shard.read().unwrap_or_else(PoisonError::into_inner);
        shard.as_ref().map_or_else(|| Err(IndexError::Engine("the index is closed".to_owned())), work)
    }

    fn leg(&self, vector: VectorInternal, using: &str, query: &IndexQuery) -> Result<Vec<LegHit>, IndexError> {
        let request = QueryRequest {
            prefetches: Vec::new(),
            query: Some(ScoringQuery::Vector(QueryEnum::Nearest(NamedQuery::new(vector, using)))),
            filter: filter(&query.scope)?,
            score_threshold: None,
            limit: query.limit,
            offset: 0,
            params: Some(SearchParams {
                hnsw_ef: Some(BREADTH as usize),
                // What the eight bits bring up is compared again in full.
                quantization: Some(QuantizationSearchParams {
                    rescore: Some(true),
                    ..QuantizationSearchParams::default()
                }),
                ..SearchParams::default()
            }),
            with_vector: WithVector::Bool(false),
            with_payload: WithPayloadInterface::Bool(false),
        };
        let points = self.with(|shard| shard.query(request).map_err(engine))?;
        let hits = points.into_iter().filter_map(|point| match point.id {
            PointId::Uuid(id) => Some(LegHit { id, score: point.score }),
            PointId::NumId(_) => None,
        });
        Ok(LegHit::in_order(hits.collect()))
    }
}

impl PassageIndex for EmbeddedIndex {
    fn upsert(&self, points: Vec<IndexPoint>) -> Result<(), IndexError> {
        // The engine applies the good points of a batch with a bad one, so all are checked first.
        points.iter().try_for_each(|point| point.check(self.dimensions))?;
        let unlooked = self.unlooked.fetch_add(points.len(), Ordering::Relaxed) + points.len();
        let mut points = points.into_iter().map(persisted).peekable();
        while points.peek().is_some() {
            let batch = points.by_ref().take(BATCH).collect::<Result<Vec<_>, _>>()?;
            let batch = PointInsertOperations::PointsList(batch.into_iter().map(Into::into).collect());
            self.write(UpdateOperation::PointOperation(PointOperations::UpsertPoints(batch)))?;
        }
        if unlooked < LOOKED_EVERY {
            return Ok(());
        }
        self.unlooked.store(0, Ordering::Relaxed);
        self.tidy_up(CLOSED_FROM, false)
    }

    fn remove_document(&self, document: &str) -> Result<(), IndexError> {
        let scope = Scope { documents: vec![document.to_owned()], ..Scope::default() };
        // A filter without conditions would remove everything.
        let Some(filter) = filter(&scope)? else { return Ok(()) };
        self.write(UpdateOperation::PointOperation(PointOperations::DeletePointsByFilter(filter)))
    }

    fn clear(&self) -> Result<(), IndexError> {
        // Deleting would leave the points in the files until these are written anew some day.
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut shard = self.shard.write().unwrap_or_else(PoisonError::into_inner);
        let before = shard.take();
        quietly(|| drop(before))?;
        let failed = |source| IndexError::Folder { path: self.folder.clone(), source };
        std::fs::remove_dir_all(&self.folder).map_err(failed)?;
        *shard = Some(quietly(|| Self::create(&self.folder, self.dimensions))??);
        Ok(())
    }

    fn passages_of(&self, document: &str) -> Result<Vec<Uuid>, IndexError> {
        let scope = Scope { documents: vec![document.to_owned()], ..Scope::default() };
        let filter = filter(&scope)?;
        let (mut found, mut offset) = (Vec::new(), None);
        loop {
            let request = ScrollRequest {
                offset,
                limit: Some(SCROLLED as usize),
                filter: filter.clone(),
                with_payload: Some(WithPayloadInterface::Bool(false)),
                with_vector: WithVector::Bool(false),
                order_by: None,
            };
            let (points, next) = self.with(|shard| shard.scroll(request).map_err(engine))?;
            found.extend(points.into_iter().filter_map(|point| match point.id {
                PointId::Uuid(id) => Some(id),
                PointId::NumId(_) => None,
            }));
            offset = next;
            if offset.is_none() {
                return Ok(found);
            }
        }
    }

    fn set_collections(&self, document: &str, collections: &[i64]) -> Result<(), IndexError> {
        let scope = Scope { documents: vec![document.to_owned()], ..Scope::default() };
        let operation = json!({"set_payload": {
            "payload": {COLLECTIONS: collections},
            "filter": filter(&scope)?,
        }});
        let operation = serde_json::from_value(operation).map_err(malformed)?;
        self.write(UpdateOperation::PayloadOperation(operation))
    }

    fn search(&self, query: &IndexQuery) -> Result<IndexHits, IndexError> {
        let by_meaning = || match &query.dense {
            Some(vector) => self.leg(VectorInternal::Dense(vector.clone()), DENSE, query),
            None => Ok(Vec::new()),
        };
        let by_words = || match query.keywords.as_ref().filter(|keywords| !keywords.indices.is_empty()) {
            Some(keywords) => self.leg(VectorInternal::Sparse(sparse(keywords.clone())?), KEYWORD, query),
            None => Ok(Vec::new()),
        };
        // Each leg takes some milliseconds among many passages, and a second core is often idle.
        let (dense, keyword) = std::thread::scope(|scope| {
            let dense = scope.spawn(by_meaning);
            let keyword = by_words();
            let died = |_| Err(IndexError::Engine("the search among vectors broke down".to_owned()));
            (dense.join().unwrap_or_else(died), keyword)
        });
        Ok(IndexHits { dense: dense?, keyword: keyword? })
    }

    fn optimize(&self) -> Result<(), IndexError> {
        // Where there are graphs anyway, what came last gets one sooner.
        let closed_from = if self.count()? < CLOSED_FROM { CLOSED_FROM } else { CLOSED_FROM / 4 };
        self.tidy_up(closed_from, true)
    }

    fn count(&self) -> Result<usize, IndexError> {
        self.with(|shard| shard.count(CountRequest { filter: None, exact: true }).map_err(engine))
    }

    fn flush(&self) -> Result<(), IndexError> {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.with(|shard| quietly(|| shard.flush()))
    }
}

impl Drop for EmbeddedIndex {
    fn drop(&mut self) {
        // The shard writes what is left when it is dropped, and panics where it cannot.
        let shard = self.shard.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Err(error) = quietly(|| drop(shard)) {
            tracing::warn!(%error, "the index was not written when it was closed; it is brought in step when it is opened");
        }
    }
}

/// How passages lie on the disk and in memory, so that a million take some hundred megabytes of it: in full they stay
/// files that the system pages in, and once there is a graph it is walked over vectors of eight bits a number, which
/// are kept in memory.
fn layout(dimensions: usize) -> Result<EdgeConfig, IndexError> {
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
fn optimizers(dimensions: usize, closed_from: usize, has_time: bool) -> EdgeOptimizersConfig {
    let kilobytes = |passages: usize| Some(passages * dimensions * size_of::<f32>() / 1024);
    EdgeOptimizersConfig {
        deleted_threshold: (!has_time).then_some(1.0),
        default_segment_number: Some(if has_time { PARTS } else { usize::MAX }),
        max_segment_size: kilobytes(LARGEST_PART),
        indexing_threshold: kilobytes(closed_from),
        ..EdgeOptimizersConfig::default()
    }
}

fn persisted(point: IndexPoint) -> Result<PointStruct, IndexError> {
    let keywords = sparse(point.keywords)?;
    let mut vectors = NamedVectors::default();
    if let Some(dense) = point.dense {
        vectors.0.insert(DENSE.to_owned(), Vector::new_dense(dense));
    }
    vectors.0.insert(KEYWORD.to_owned(), Vector(VectorInternal::Sparse(keywords)));
    let payload = json!({DOCUMENT: point.document, COLLECTIONS: point.collections});
    Ok(PointStruct::new(PointId::Uuid(point.id), Vectors::from(vectors), payload))
}

fn sparse(vector: KeywordVector) -> Result<SparseVector, IndexError> {
    SparseVector::new(vector.indices, vector.values).map_err(|error| IndexError::Engine(error.to_string()))
}

/// The scope as a filter; none if it does not restrict.
fn filter(scope: &Scope) -> Result<Option<Filter>, IndexError> {
    let mut must = Vec::new();
    if !scope.documents.is_empty() {
        must.push(json!({"key": DOCUMENT, "match": {"any": scope.documents}}));
    }
    if !scope.collections.is_empty() {
        must.push(json!({"key": COLLECTIONS, "match": {"any": scope.collections}}));
    }
    if let Some(passages) = &scope.passages {
        must.push(json!({"has_id": passages}));
    }
    if must.is_empty() {
        return Ok(None);
    }
    serde_json::from_value(json!({ "must": must })).map(Some).map_err(malformed)
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` gives it away")]
fn engine(error: OperationError) -> IndexError {
    IndexError::Engine(error.to_string())
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` gives it away")]
fn malformed(error: serde_json::Error) -> IndexError {
    IndexError::Engine(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::conformance::point;

    #[test]
    fn keeps_what_was_flushed_and_forgets_what_was_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let index = EmbeddedIndex::open(folder.path(), 2).expect("a new folder");
        let points =
            [(1, "a"), (2, "a"), (3, "b")].map(|(number, document)| point(number, document, "steam", [1.0, 0.0]));
        index.upsert(points.into()).expect("sound points");
        index.remove_document("a").expect("a known document");
        index.flush().expect("a disk with room");
        drop(index);
        let index = EmbeddedIndex::open(folder.path(), 2).expect("the same folder");
        assert_eq!(index.count().expect("a count"), 1);
    }

    #[test]
    fn what_is_written_after_its_log_was_shortened_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        let asked = |index: &EmbeddedIndex, dense: [f32; 2]| {
            let query = IndexQuery { dense: Some(dense.to_vec()), keywords: None, scope: Scope::default(), limit: 1 };
            index.search(&query).expect("an open index").dense[0]
        };
        let closed = || {
            let entries = std::fs::read_dir(folder.path().join("wal")).expect("a folder").flatten();
            entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("closed-")).count()
        };
        let keywords = KeywordVector { indices: (0..60_000).collect(), values: vec![1.0; 60_000] };
        let sample = IndexPoint { keywords, ..point(0, "a", "", [0.0, 0.0]) };
        for dense in [[1.0, 0.0], [0.0, 1.0]] {
            let index = EmbeddedIndex::open(folder.path(), 2).expect("a folder");
            assert!(closed() <= 1, "only the last is left");
            let written = (0..1_000).take_while(|number| {
                let id = Uuid::from_u128(number % 10);
                let point = IndexPoint { id, dense: Some(dense.to_vec()), ..sample.clone() };
                index.upsert(vec![point]).expect("a sound point");
                closed() < 2
            });
            assert!(written.count() > 10, "the log is long enough to be shortened");
            index.flush().expect("a disk with room");
            assert_eq!(index.count().expect("a count"), 10);
            let nearest = asked(&index, dense);
            assert!(nearest.score > 0.9, "what was written last counts: {nearest:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_was_removed_is_given_back_and_a_small_index_gets_no_graph() {
        let folder = tempfile::tempdir().expect("a folder");
        let index = EmbeddedIndex::open(folder.path(), 512).expect("a new folder");
        let points = (0..4_000_u16).map(|number| {
            let document = if number % 10 == 0 { "kept" } else { "removed" };
            let mut dense = vec![f32::from(number % 61); 512];
            dense[usize::from(number % 512)] += 100.0;
            IndexPoint { dense: Some(dense), ..point(number.into(), document, "steam", [0.0, 0.0]) }
        });
        index.upsert(points.collect()).expect("sound points");
        index.flush().expect("a disk with room");
        let before = size(folder.path());
        index.remove_document("removed").expect("a known document");
        index.optimize().expect("a disk with room");
        index.flush().expect("a disk with room");
        let after = size(folder.path());
        assert!(after < before / 2, "{after} of {before} bytes are left");
        assert_eq!(index.count().expect("a count"), 400);
        assert_eq!(index.passages_of("kept").expect("a list").len(), 400);
        assert!(!has_graph(folder.path()), "all can be compared");
    }

    #[test]
    fn a_part_that_is_full_is_closed_and_still_searched() {
        let folder = tempfile::tempdir().expect("a folder");
        let index = EmbeddedIndex::open(folder.path(), 8).expect("a new folder");
        let points = |from: u16, to: u16| {
            let point = |number: u16| {
                // Far enough apart that each is its own nearest (the last step of MurmurHash3).
                let spread = |at: u32| {
                    let mixed = (u32::from(number) * 8 + at + 1).wrapping_mul(0x85eb_ca6b);
                    let mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35);
                    f32::from((mixed ^ (mixed >> 16)) as u16)
                };
                let dense = (0..8).map(|at| spread(at) - 32_767.5).collect();
                IndexPoint { dense: Some(dense), ..point(number.into(), "a", "steam", [0.0, 0.0]) }
            };
            (from..to).map(point).collect::<Vec<_>>()
        };
        let parts = || {
            let count = index.with(|shard| Ok(shard.info().segments_count)).expect("an open index");
            (count, has_graph(folder.path()))
        };
        index.upsert(points(0, 19_000)).expect("sound points");
        assert_eq!(parts(), (1, false));
        index.upsert(points(19_000, 24_000)).expect("sound points");
        assert_eq!(parts(), (2, true), "the full part and an open one");
        index.upsert(points(24_000, 25_000)).expect("sound points");
        assert_eq!(index.count().expect("a count"), 25_000);
        for number in [0, 12_345, 24_999] {
            let asked = points(number, number + 1).remove(0);
            let query = IndexQuery {
                dense: asked.dense,
                keywords: Some(asked.keywords),
                scope: Scope::default(),
                limit: 30_000,
            };
            let hits = index.search(&query).expect("an open index");
            assert_eq!(hits.dense.len(), 25_000, "all are asked for");
            assert_eq!(hits.dense[0].id, asked.id);
            assert_eq!(hits.keyword.len(), 25_000);
        }
    }

    /// Whether a file of the engine's graphs is in a folder.
    fn has_graph(path: &Path) -> bool {
        let is_graph = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("graph"));
        let mut entries =
            path.is_dir().then(|| std::fs::read_dir(path).expect("a folder").flatten()).into_iter().flatten();
        is_graph || entries.any(|entry| has_graph(&entry.path()))
    }

    /// What the files in a folder take of the disk, which is less than their length: they have holes.
    #[cfg(unix)]
    fn size(path: &Path) -> u64 {
        use std::os::unix::fs::MetadataExt;
        let metadata = path.symlink_metadata().expect("it is there");
        let entries = metadata.is_dir().then(|| std::fs::read_dir(path).expect("a folder").flatten());
        metadata.blocks() + entries.into_iter().flatten().map(|entry| size(&entry.path())).sum::<u64>()
    }
}
