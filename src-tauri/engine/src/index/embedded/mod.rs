//! The index inside this process, on disk: one Qdrant shard in a folder of the library.
//!
//! The shard's log is not replayed when it is opened again: what was written since the last flush is gone
//! after a crash. The catalog therefore keeps every vector and says "done" only after [`PassageIndex::flush`].
//!
//! # Layout
//! - [`mod@layout`]: how it lies on the disk and in memory, and of how many parts it is
//! - [`journal`]: what the engine writes down besides, and nobody reads
//! - [`warming`]: bringing what a search reads into memory

mod journal;
mod layout;
#[cfg(test)]
mod tests;
mod warming;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use qdrant_edge::{
    CountRequest, EdgeShard, Filter, NamedQuery, NamedVectors, OperationError, PointId, PointInsertOperations,
    PointOperations, PointStruct, Prefetch, QuantizationSearchParams, QueryEnum, QueryRequest, ScoringQuery,
    ScrollRequest, SearchParams, SparseVector, UpdateOperation, Vector, VectorInternal, Vectors, WithPayloadInterface,
    WithVector,
};
use serde_json::json;
use uuid::Uuid;

use layout::{CLOSED_FROM, fields, layout, optimizers};
use warming::Warming;

use super::points::{BATCH, BREADTH, COLLECTIONS, DENSE, DOCUMENT, KEYWORD, SCROLLED};
use super::quiet::quietly;
use super::{IndexError, IndexHits, IndexPoint, IndexQuery, KeywordVector, LegHit, PassageIndex, Scope};

/// The engine's folder for parts that it is making. It begins anew after it was ended, and leaves there what it had.
const UNFINISHED: &str = "temp_segments";

/// Points written between two looks at whether the open part is to be closed.
const LOOKED_EVERY: usize = 5_000;

/// A shard on disk.
pub struct EmbeddedIndex {
    /// There until the index is dropped, but for the moments in which it is exchanged.
    shard: RwLock<Option<EdgeShard>>,
    folder: PathBuf,
    dimensions: usize,
    /// The engine takes one writer; its flush panics if another write is under way.
    writer: Mutex<()>,
    /// How many points were written since it was last looked at whether the open part is to be closed.
    unlooked: AtomicUsize,
    warming: Warming,
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
            Self::load(folder, dimensions)?
        } else {
            quietly(|| Self::create(folder, dimensions))??
        };
        let warming = Warming::default();
        warming.start(folder);
        Ok(Self {
            shard: RwLock::new(Some(shard)),
            folder: folder.to_owned(),
            dimensions,
            writer: Mutex::new(()),
            unlooked: AtomicUsize::new(0),
            warming,
        })
    }

    fn load(folder: &Path, dimensions: usize) -> Result<EdgeShard, IndexError> {
        journal::shorten(folder);
        forget_unfinished(folder);
        let layout = layout(dimensions)?;
        quietly(|| EdgeShard::load(folder, Some(layout)))?.map_err(engine)
    }

    fn create(folder: &Path, dimensions: usize) -> Result<EdgeShard, IndexError> {
        std::fs::create_dir_all(folder).map_err(|source| IndexError::Folder { path: folder.to_owned(), source })?;
        let shard = EdgeShard::new(folder, layout(dimensions)?).map_err(engine)?;
        for (field, schema) in fields() {
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
    /// many, and takes removed points out of a part of which they are a fifth. Tells whether there was anything to do.
    fn tidy_up(&self, closed_from: usize, has_time: bool) -> Result<bool, IndexError> {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.with(|shard| {
            shard.set_optimizers_config(optimizers(self.dimensions, closed_from, has_time)).map_err(engine)?;
            quietly(|| shard.optimize())?.map_err(engine)
        })
    }

    /// Closes the shard and opens it again if that gives back so many bytes of its log.
    fn shorten_journal(&self, from: u64) -> Result<(), IndexError> {
        if journal::given_back(&self.folder) < from {
            return Ok(());
        }
        // What cannot be written now, as the disk may be full, is found out while the shard is open.
        self.flush()?;
        self.exchange(|| Self::load(&self.folder, self.dimensions))
    }

    /// Closes the shard and puts what is opened then in its place. Nobody reads or writes meanwhile.
    fn exchange(&self, open: impl FnOnce() -> Result<EdgeShard, IndexError>) -> Result<(), IndexError> {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut shard = self.shard.write().unwrap_or_else(PoisonError::into_inner);
        let before = shard.take();
        quietly(|| drop(before))?;
        *shard = Some(open()?);
        Ok(())
    }

    fn with<T>(&self, work: impl FnOnce(&EdgeShard) -> Result<T, IndexError>) -> Result<T, IndexError> {
        let shard = self.shard.read().unwrap_or_else(PoisonError::into_inner);
        shard.as_ref().map_or_else(|| Err(IndexError::Engine("the index is closed".to_owned())), work)
    }

    /// Nearest in meaning. What the eight bits bring up is compared again in full: the best of all parts, not the best of
    /// each, since every one that is compared may have to be fetched from the disk.
    fn by_meaning(&self, vector: &[f32], query: &IndexQuery) -> Result<Vec<LegHit>, IndexError> {
        let nearest = nearest(VectorInternal::Dense(vector.to_vec()), DENSE);
        let in_eight_bits = SearchParams {
            hnsw_ef: Some(BREADTH as usize),
            quantization: Some(QuantizationSearchParams {
                rescore: Some(false),
                ..QuantizationSearchParams::default()
            }),
            ..SearchParams::default()
        };
        let candidates = Prefetch {
            prefetches: Vec::new(),
            query: Some(nearest.clone()),
            limit: query.limit,
            params: Some(in_eight_bits),
            filter: filter(&query.scope)?,
            score_threshold: None,
        };
        let in_full = SearchParams { exact: true, ..SearchParams::default() };
        self.query(QueryRequest {
            prefetches: vec![candidates],
            params: Some(in_full),
            ..request(nearest, query.limit)
        })
    }

    /// Sharing words.
    fn by_words(&self, words: KeywordVector, query: &IndexQuery) -> Result<Vec<LegHit>, IndexError> {
        let nearest = nearest(VectorInternal::Sparse(sparse(words)?), KEYWORD);
        self.query(QueryRequest { filter: filter(&query.scope)?, ..request(nearest, query.limit) })
    }

    fn query(&self, request: QueryRequest) -> Result<Vec<LegHit>, IndexError> {
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
        self.tidy_up(CLOSED_FROM, false).map(drop)
    }

    fn remove_document(&self, document: &str) -> Result<(), IndexError> {
        let scope = Scope { documents: vec![document.to_owned()], ..Scope::default() };
        // A filter without conditions would remove everything.
        let Some(filter) = filter(&scope)? else { return Ok(()) };
        self.write(UpdateOperation::PointOperation(PointOperations::DeletePointsByFilter(filter)))
    }

    fn clear(&self) -> Result<(), IndexError> {
        // Deleting would leave the points in the files until these are written anew some day.
        self.exchange(|| {
            let failed = |source| IndexError::Folder { path: self.folder.clone(), source };
            std::fs::remove_dir_all(&self.folder).map_err(failed)?;
            quietly(|| Self::create(&self.folder, self.dimensions))?
        })
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
        let by_meaning =
            || query.dense.as_ref().map_or_else(|| Ok(Vec::new()), |vector| self.by_meaning(vector, query));
        let by_words = || match query.keywords.as_ref().filter(|keywords| !keywords.indices.is_empty()) {
            Some(keywords) => self.by_words(keywords.clone(), query),
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
        let is_new = self.tidy_up(closed_from, true)?;
        self.shorten_journal(journal::LONGEST)?;
        if is_new {
            self.warming.start(&self.folder);
        }
        Ok(())
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

/// Gives back what parts of an index take that were not finished when the app ended: of a million passages a gigabyte.
///
/// For an index that is not open. What cannot be removed stays for another time.
fn forget_unfinished(index: &Path) {
    let folder = index.join(UNFINISHED);
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::debug!(%error, "unfinished parts of the index could not be removed");
        }
        _ => {}
    }
}

/// What is near such a vector.
fn nearest(vector: VectorInternal, name: &str) -> ScoringQuery {
    ScoringQuery::Vector(QueryEnum::Nearest(NamedQuery::new(vector, name)))
}

/// A request for ids and scores among all passages.
fn request(query: ScoringQuery, limit: usize) -> QueryRequest {
    QueryRequest {
        prefetches: Vec::new(),
        query: Some(query),
        filter: None,
        score_threshold: None,
        limit,
        offset: 0,
        params: None,
        with_vector: WithVector::Bool(false),
        with_payload: WithPayloadInterface::Bool(false),
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
