//! A stand-in for a Qdrant server, for tests: it speaks the server's protocol, over the engine that also runs embedded.
//!
//! It is no Qdrant server. It knows the questions that Paperside asks and refuses all others; it has one shard a
//! collection, no cluster, and nothing survives it. What it is good for: what is asked is asked over a real connection in
//! the real protocol, answered by Qdrant's own engine, and the connection can be broken when a test wants it to be.
//!
//! # Layout
//! - `held`: what it keeps, and how it misbehaves when it is told to
//! - `collections`, `points`, `health`: its services
//! - `convert`: words of the protocol to those of the engine

#![allow(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "only tests use it, and a failed assumption should end the test"
)]

mod collections;
mod convert;
mod health;
mod held;
mod points;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, mpsc};

use qdrant_client::qdrant::collections_server::CollectionsServer;
use qdrant_client::qdrant::points_server::PointsServer;
use qdrant_client::qdrant::qdrant_server::QdrantServer;
use tokio::runtime::{Builder, Runtime};
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Status};

use held::Held;

/// A server on this computer, on a port of its own. It stops with this value.
pub struct StandIn {
    held: Arc<Held>,
    /// None while it is stopped.
    runtime: Arc<Mutex<Option<Runtime>>>,
    port: u16,
}

impl StandIn {
    /// A server that lets everybody in, of the version that the client was made for.
    pub fn start() -> Self {
        Self::with(None, "1.20.0")
    }

    /// A server of a version, that lets only those in who have a key.
    pub fn with(key: Option<&str>, version: &str) -> Self {
        let (broken, breaks) = mpsc::channel();
        let held = Arc::new(Held::new(key, version, broken));
        let (runtime, port) = (Arc::new(Mutex::new(None)), free_port());
        let stand_in = Self { held, runtime, port };
        stand_in.start_again();
        let runtime = Arc::downgrade(&stand_in.runtime);
        std::thread::spawn(move || {
            while breaks.recv().is_ok() {
                let Some(runtime) = runtime.upgrade() else { return };
                stop(&runtime);
            }
        });
        stand_in
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Stops at once: connections break, and nobody can make new ones. What it keeps is kept.
    pub fn stop(&self) {
        stop(&self.runtime);
    }

    /// Stops by itself, in the middle of the write after so many.
    pub fn stop_after_writes(&self, writes: usize) {
        self.held.break_after(writes);
    }

    /// Whether it has stopped.
    pub fn is_stopped(&self) -> bool {
        self.runtime.lock().unwrap().is_none()
    }

    /// Listens again where it did before.
    pub fn start_again(&self) {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let incoming = {
            let _on_the_loop = runtime.enter();
            let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))).unwrap();
            listener.set_nonblocking(true).unwrap();
            TcpIncoming::from(tokio::net::TcpListener::from_std(listener).unwrap()).with_nodelay(Some(true))
        };
        let held = &self.held;
        let (first, second) = (Arc::clone(held), Arc::clone(held));
        let points = PointsServer::new(points::Service(Arc::clone(held))).max_decoding_message_size(usize::MAX);
        let points =
            tonic::service::interceptor::InterceptedService::new(points, move |request| let_in(&first, request));
        let collections = CollectionsServer::new(collections::Service(Arc::clone(held)));
        let collections =
            tonic::service::interceptor::InterceptedService::new(collections, move |request| let_in(&second, request));
        // As with the real one, whoever has no key may still see whether it is well.
        let server = Server::builder()
            .add_service(points)
            .add_service(collections)
            .add_service(QdrantServer::new(health::Service(Arc::clone(held))));
        runtime.spawn(server.serve_with_incoming(incoming));
        *self.runtime.lock().unwrap() = Some(runtime);
    }

    /// Lets everything that is asked from now on wait until [`StandIn::thaw`].
    pub fn freeze(&self) {
        self.held.set_frozen(true);
    }

    /// Answers again.
    pub fn thaw(&self) {
        self.held.set_frozen(false);
    }

    /// Wants this key from now on.
    pub fn set_key(&self, key: &str) {
        self.held.set_key(key);
    }

    /// The names of its collections, in order.
    pub fn collections(&self) -> Vec<String> {
        self.held.names()
    }

    /// How many points a collection has.
    pub fn count(&self, collection: &str) -> usize {
        self.held.collection(collection).map_or(0, |found| found.count())
    }

    /// How many points were written since it was started, those that were written again among them.
    pub fn written(&self) -> usize {
        self.held.written()
    }

    /// Loses a collection, as a server does of which the disk was replaced.
    pub fn lose(&self, collection: &str) {
        self.held.remove(collection);
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.stop();
    }
}

fn stop(runtime: &Mutex<Option<Runtime>>) {
    if let Some(runtime) = runtime.lock().unwrap().take() {
        runtime.shutdown_background();
    }
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

fn let_in(held: &Held, request: Request<()>) -> Result<Request<()>, Status> {
    let given = request.metadata().get("api-key").and_then(|key| key.to_str().ok());
    match held.key() {
        Some(key) if given.is_none() => {
            Err(Status::unauthenticated(format!("a key of {} letters is wanted", key.len())))
        }
        Some(key) if given != Some(&*key) => Err(Status::unauthenticated("Invalid API key or JWT")),
        _ => Ok(request),
    }
}
