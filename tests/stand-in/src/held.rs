//! What the stand-in keeps, and how it misbehaves when it is told to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use qdrant_edge::{
    CountRequest, Distance, EdgeConfigBuilder, EdgeShard, EdgeSparseVectorParamsBuilder, EdgeVectorParamsBuilder,
    Modifier, UpdateOperation,
};
use tempfile::TempDir;
use tokio::sync::watch;
use tonic::Status;

/// No write is to break it.
const NEVER: usize = usize::MAX;

/// A collection: one shard in a folder.
pub(crate) struct Collection {
    pub(crate) shard: EdgeShard,
    pub(crate) dimensions: usize,
    /// The engine takes one writer.
    writer: Mutex<()>,
    /// The fields that passages can be found by.
    pub(crate) fields: Mutex<BTreeSet<String>>,
    _folder: TempDir,
}

impl Collection {
    fn new(dimensions: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = EdgeConfigBuilder::new()
            .vector("dense", EdgeVectorParamsBuilder::new(dimensions, Distance::Cosine).build())
            .sparse_vector("keyword", EdgeSparseVectorParamsBuilder::new().modifier(Modifier::Idf).build())
            .build();
        let shard = EdgeShard::new(folder.path(), config).unwrap();
        Self { shard, dimensions, writer: Mutex::default(), fields: Mutex::default(), _folder: folder }
    }

    pub(crate) fn write(&self, operation: UpdateOperation) -> Result<(), Status> {
        let _writer = self.writer.lock().unwrap();
        self.shard.update(operation).map_err(|error| Status::invalid_argument(error.to_string()))
    }

    pub(crate) fn count(&self) -> usize {
        self.shard.count(CountRequest { filter: None, exact: true }).unwrap()
    }
}

/// All of it, through stops and starts.
pub(crate) struct Held {
    collections: Mutex<BTreeMap<String, Arc<Collection>>>,
    key: Mutex<Option<String>>,
    pub(crate) version: String,
    frozen: watch::Sender<bool>,
    /// Writes until it breaks.
    left: AtomicUsize,
    written: AtomicUsize,
    broken: Mutex<mpsc::Sender<()>>,
}

impl Held {
    pub(crate) fn new(key: Option<&str>, version: &str, broken: mpsc::Sender<()>) -> Self {
        Self {
            collections: Mutex::default(),
            key: Mutex::new(key.map(str::to_owned)),
            version: version.to_owned(),
            frozen: watch::Sender::new(false),
            left: AtomicUsize::new(NEVER),
            written: AtomicUsize::new(0),
            broken: Mutex::new(broken),
        }
    }

    pub(crate) fn key(&self) -> Option<String> {
        self.key.lock().unwrap().clone()
    }

    pub(crate) fn set_key(&self, key: &str) {
        *self.key.lock().unwrap() = Some(key.to_owned());
    }

    pub(crate) fn set_frozen(&self, frozen: bool) {
        self.frozen.send_replace(frozen);
    }

    pub(crate) fn break_after(&self, writes: usize) {
        self.left.store(writes, Ordering::SeqCst);
    }

    pub(crate) fn written(&self) -> usize {
        self.written.load(Ordering::SeqCst)
    }

    /// Every question waits here while the stand-in is frozen.
    pub(crate) async fn ready(&self) {
        let _ = self.frozen.subscribe().wait_for(|frozen| !frozen).await;
    }

    /// A write of so many points: where it is the one that breaks the stand-in, it never comes to an end.
    pub(crate) async fn note_write(&self, points: usize) {
        let left = self.left.load(Ordering::SeqCst);
        if left == 0 {
            self.left.store(NEVER, Ordering::SeqCst);
            let _ = self.broken.lock().unwrap().send(());
            std::future::pending::<()>().await;
        }
        if left != NEVER {
            self.left.store(left - 1, Ordering::SeqCst);
        }
        self.written.fetch_add(points, Ordering::SeqCst);
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.collections.lock().unwrap().keys().cloned().collect()
    }

    pub(crate) fn collection(&self, name: &str) -> Result<Arc<Collection>, Status> {
        let found = self.collections.lock().unwrap().get(name).cloned();
        found.ok_or_else(|| Status::not_found(format!("Not found: Collection `{name}` doesn't exist!")))
    }

    pub(crate) fn make(&self, name: &str, dimensions: usize) -> Result<(), Status> {
        let mut collections = self.collections.lock().unwrap();
        if collections.contains_key(name) {
            return Err(Status::already_exists(format!("Wrong input: Collection `{name}` already exists!")));
        }
        collections.insert(name.to_owned(), Arc::new(Collection::new(dimensions)));
        Ok(())
    }

    pub(crate) fn remove(&self, name: &str) -> bool {
        self.collections.lock().unwrap().remove(name).is_some()
    }
}

/// What computes or touches a disk, off the event loop.
pub(crate) async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Status> + Send + 'static,
) -> Result<T, Status> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Status::internal(error.to_string()))?
}
