//! The index inside this process, on disk: one Qdrant shard in a folder of the library.
//!
//! The shard's log is not replayed when it is opened again: what was written since the last flush is gone
//! after a crash. The catalog therefore keeps every vector and says "done" only after [`PassageIndex::flush`].

use std::path::{Path, PathBuf};
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

use super::points::{BATCH, BREADTH, COLLECTIONS, DENSE, DOCUMENT, KEYWORD, SCROLLED};
use super::quiet::quietly;
use super::{IndexError, IndexHits, IndexPoint, IndexQuery, KeywordVector, LegHit, PassageIndex, Scope};

/// Into how many parts the passages are laid; each is searched by itself, and two processors are nearly everywhere.
const SEGMENTS: usize = 2;

/// How many kilobytes of vectors a part may hold; the engine's own measure would cut a million passages into many more
/// parts, each of which has a graph to be walked.
const LARGEST_SEGMENT: usize = 4_000_000;

/// A shard on disk.
pub struct EmbeddedIndex {
    /// There until the index is dropped, but for the moment in which it is made anew.
    shard: RwLock<Option<EdgeShard>>,
    folder: PathBuf,
    dimensions: usize,
    /// The engine takes one writer; its flush panics if another write is under way.
    writer: Mutex<()>,
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
            let layout = layout(dimensions)?;
            quietly(|| EdgeShard::load(folder, Some(layout)))?.map_err(engine)?
        } else {
            quietly(|| Self::create(folder, dimensions))??
        };
        Ok(Self { shard: RwLock::new(Some(shard)), folder: folder.to_owned(), dimensions, writer: Mutex::new(()) })
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
        let mut points = points.into_iter().map(persisted).peekable();
        while points.peek().is_some() {
            let batch = points.by_ref().take(BATCH).collect::<Result<Vec<_>, _>>()?;
            let batch = PointInsertOperations::PointsList(batch.into_iter().map(Into::into).collect());
            self.write(UpdateOperation::PointOperation(PointOperations::UpsertPoints(batch)))?;
        }
        Ok(())
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
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.with(|shard| quietly(|| shard.optimize())?.map(drop).map_err(engine))
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
        .optimizers(EdgeOptimizersConfig {
            default_segment_number: Some(SEGMENTS),
            max_segment_size: Some(LARGEST_SEGMENT),
            ..EdgeOptimizersConfig::default()
        })
        .build())
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
}
