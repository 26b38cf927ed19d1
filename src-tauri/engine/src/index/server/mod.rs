//! The index on a Qdrant server or cluster: one collection for each library and model.
//!
//! Everything is written with `wait`, so what was written can be found, and survives the server as far as its own disk
//! does. Nothing is lost with it: the catalog keeps every vector. Nothing is asked before somebody asks something, so a
//! library opens while its server is away.
//!
//! # Layout
//! - [`address`]: where the server is, as people write it down
//! - [`calls`]: questions within their time, tried again, with errors that a person can act on
//! - [`collection`]: making a collection, and whether one is as it should be
//! - [`convert`]: our words to those of the protocol and back
//! - [`version`]: which servers can be used
//! - [`error`]: what goes wrong

mod address;
mod calls;
mod collection;
mod convert;
mod error;
#[cfg(test)]
mod tests;
mod version;

pub use address::server_address;
pub use calls::KeyLookUp;
pub use error::ServerError;

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use qdrant_client::qdrant::{
    CountPointsBuilder, DeletePointsBuilder, HealthCheckRequest, ListCollectionsRequest, QueryBatchPointsBuilder,
    ScrollPointsBuilder, SetPayloadPointsBuilder, UpsertPointsBuilder, WriteOrdering, WriteOrderingType,
};
use tokio::runtime::Handle;
use tonic::{Response, Status};
use uuid::Uuid;

use super::points::{BATCH, SCROLLED};
use super::{IndexError, IndexHits, IndexPoint, IndexQuery, PassageIndex};
use crate::messages::IndexServerOptions;
use crate::net::Net;
use calls::{Calls, Haste, Services};

/// A Qdrant server. Cheap to clone; all clones share a connection.
#[derive(Clone)]
pub struct IndexServer {
    calls: Arc<Calls>,
    /// Once it was asked.
    version: Arc<OnceLock<String>>,
}

impl IndexServer {
    /// The server of an address, which is not asked anything yet.
    pub fn new(net: Net, runtime: Handle, url: String, look_up_key: KeyLookUp) -> Self {
        Self { calls: Arc::new(Calls::new(net, runtime, url, look_up_key)), version: Arc::default() }
    }

    /// The server's version, if that can be used.
    ///
    /// # Errors
    /// [`ServerError::TooOld`], and that of a question.
    pub fn version(&self) -> Result<&str, ServerError> {
        if let Some(version) = self.version.get() {
            return Ok(version);
        }
        let reply = self.calls.ask(Haste::Asked, &HealthCheckRequest {}, |services, asked| async move {
            services.server().health_check(asked).await
        })?;
        let url = self.calls.url().to_owned();
        if !reply.title.to_lowercase().contains("qdrant") {
            return Err(ServerError::Stranger { url, said: String::new() });
        }
        if !version::is_new_enough(&reply.version) {
            return Err(ServerError::TooOld { url, version: reply.version, least: version::LEAST });
        }
        Ok(self.version.get_or_init(|| reply.version))
    }

    /// Those of its collections whose names begin so.
    ///
    /// # Errors
    /// That of a question.
    pub fn collections(&self, prefix: &str) -> Result<Vec<String>, ServerError> {
        let listed = self.calls.ask(Haste::Asked, &ListCollectionsRequest {}, |services, asked| async move {
            services.collections().list(asked).await
        })?;
        let names = listed.collections.into_iter().map(|collection| collection.name);
        Ok(names.filter(|name| name.starts_with(prefix)).collect())
    }

    /// Removes a collection, if it is there.
    ///
    /// # Errors
    /// That of a question.
    pub fn remove(&self, collection: &str) -> Result<(), ServerError> {
        collection::remove(&self.calls, collection)
    }

    /// The library is closing: what is asked from now on, or just now, is not waited for long.
    pub fn close(&self) {
        self.calls.close();
    }

    /// An index in a collection of this server, for embeddings of `dimensions` numbers. Nothing is made yet.
    pub fn index(&self, collection: String, dimensions: usize, options: IndexServerOptions) -> ServerIndex {
        let place = format!("{collection} at {}", self.calls.url());
        ServerIndex { server: self.clone(), collection, place, dimensions, options, is_sound: RwLock::new(false) }
    }
}

/// A collection on a server.
pub struct ServerIndex {
    server: IndexServer,
    collection: String,
    place: String,
    dimensions: usize,
    options: IndexServerOptions,
    /// Whether the collection was seen to be as it should be. Held for writing while it is being made.
    is_sound: RwLock<bool>,
}

impl ServerIndex {
    /// Asks the collection, once it was seen to be as it should be.
    fn ask<M: Clone, T, F>(
        &self,
        haste: Haste,
        message: &M,
        question: impl Fn(Services, M) -> F,
    ) -> Result<T, IndexError>
    where
        F: Future<Output = Result<Response<T>, Status>>,
    {
        loop {
            let is_sound = self.is_sound.read().unwrap_or_else(PoisonError::into_inner);
            if *is_sound {
                let done = self.server.calls.ask(haste, message, question);
                drop(is_sound);
                if matches!(done, Err(ServerError::NoCollection { .. })) {
                    *self.is_sound.write().unwrap_or_else(PoisonError::into_inner) = false;
                }
                return done.map_err(|error| self.named(error).into());
            }
            drop(is_sound);
            self.look(false)?;
        }
    }

    /// Sees whether the collection is as it should be; makes it where it is not there, if it may.
    fn look(&self, makes: bool) -> Result<(), IndexError> {
        let mut is_sound = self.is_sound.write().unwrap_or_else(PoisonError::into_inner);
        if *is_sound {
            return Ok(());
        }
        self.server.version()?;
        let calls = &self.server.calls;
        match collection::check(calls, &self.collection, self.dimensions) {
            Err(ServerError::NoCollection { .. }) if makes => {
                collection::make_whole(calls, &self.collection, self.dimensions, &self.options)?;
            }
            Ok(missing) if makes => collection::find_by(calls, &self.collection, &missing)?,
            seen => drop(seen.map_err(|error| self.named(error))?),
        }
        *is_sound = true;
        Ok(())
    }

    /// What is not there is told of by its name.
    fn named(&self, error: ServerError) -> ServerError {
        match error {
            ServerError::NoCollection { url, .. } => {
                ServerError::NoCollection { url, collection: self.collection.clone() }
            }
            error => error,
        }
    }

    /// Through one node at a time where there are several with the same: what follows a write must not overtake it.
    fn ordering(&self) -> WriteOrdering {
        let several = self.options.replicas > 1;
        let ordering = if several { WriteOrderingType::Medium } else { WriteOrderingType::Weak };
        WriteOrdering { r#type: ordering.into() }
    }
}

impl PassageIndex for ServerIndex {
    fn elsewhere(&self) -> Option<&str> {
        Some(&self.place)
    }

    fn prepare(&self) -> Result<(), IndexError> {
        self.look(true)
    }

    fn upsert(&self, points: Vec<IndexPoint>) -> Result<(), IndexError> {
        points.iter().try_for_each(|point| point.check(self.dimensions))?;
        let mut points = points.into_iter().map(convert::point).peekable();
        while points.peek().is_some() {
            let batch: Vec<_> = points.by_ref().take(BATCH).collect();
            let write = UpsertPointsBuilder::new(&self.collection, batch).wait(true).ordering(self.ordering()).build();
            self.ask(Haste::Written, &write, |services, write| async move { services.points().upsert(write).await })?;
        }
        Ok(())
    }

    fn remove_document(&self, document: &str) -> Result<(), IndexError> {
        let write = DeletePointsBuilder::new(&self.collection)
            .points(convert::of_document(document))
            .wait(true)
            .ordering(self.ordering())
            .build();
        self.ask(Haste::Written, &write, |services, write| async move { services.points().delete(write).await })?;
        Ok(())
    }

    fn clear(&self) -> Result<(), IndexError> {
        let mut is_sound = self.is_sound.write().unwrap_or_else(PoisonError::into_inner);
        self.server.version()?;
        *is_sound = false;
        collection::remove(&self.server.calls, &self.collection)?;
        collection::make_whole(&self.server.calls, &self.collection, self.dimensions, &self.options)?;
        *is_sound = true;
        Ok(())
    }

    fn passages_of(&self, document: &str) -> Result<Vec<Uuid>, IndexError> {
        let (mut found, mut offset) = (Vec::new(), None);
        loop {
            let mut list = ScrollPointsBuilder::new(&self.collection)
                .filter(convert::of_document(document))
                .limit(SCROLLED)
                .with_payload(false)
                .with_vectors(false);
            if let Some(offset) = offset.take() {
                list = list.offset(offset);
            }
            let list = list.build();
            let listed =
                self.ask(Haste::Asked, &list, |services, list| async move { services.points().scroll(list).await })?;
            found.extend(listed.result.into_iter().filter_map(|point| convert::uuid(point.id)));
            offset = listed.next_page_offset;
            if offset.is_none() {
                return Ok(found);
            }
        }
    }

    fn set_collections(&self, document: &str, collections: &[i64]) -> Result<(), IndexError> {
        let write = SetPayloadPointsBuilder::new(&self.collection, convert::belonging(collections))
            .points_selector(convert::of_document(document))
            .wait(true)
            .ordering(self.ordering())
            .build();
        self.ask(Haste::Written, &write, |services, write| async move { services.points().set_payload(write).await })?;
        Ok(())
    }

    fn search(&self, query: &IndexQuery) -> Result<IndexHits, IndexError> {
        let legs = convert::legs(&self.collection, query, &convert::params(self.options.quantization));
        let has_leg = legs.each_ref().map(Option::is_some);
        let legs: Vec<_> = legs.into_iter().flatten().collect();
        if legs.is_empty() {
            return Ok(IndexHits::default());
        }
        // Both in one message, which the server works on side by side.
        let batch = QueryBatchPointsBuilder::new(&self.collection, legs).build();
        let answer = self
            .ask(Haste::Asked, &batch, |services, batch| async move { services.points().query_batch(batch).await })?;
        let mut answers = answer.result.into_iter().map(|leg| convert::hits(leg.result));
        let mut next = |has_leg: bool| if has_leg { answers.next().unwrap_or_default() } else { Vec::new() };
        let [dense, keyword] = has_leg.map(&mut next);
        Ok(IndexHits { dense, keyword })
    }

    /// The server makes its graphs by itself.
    fn optimize(&self) -> Result<(), IndexError> {
        Ok(())
    }

    fn count(&self) -> Result<usize, IndexError> {
        let count = CountPointsBuilder::new(&self.collection).exact(true).build();
        let counted =
            self.ask(Haste::Asked, &count, |services, count| async move { services.points().count(count).await })?;
        Ok(counted.result.map_or(0, |result| result.count as usize))
    }

    /// What is written is waited for when it is written.
    fn flush(&self) -> Result<(), IndexError> {
        Ok(())
    }
}
