//! An empty index for vectors of two numbers, at each place.

use paperside_stand_in::StandIn;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::index::{EmbeddedIndex, IndexServer, PassageIndex, server_address};
use crate::messages::IndexServerOptions;
use crate::net::Net;

/// An index, and what must last as long as it does.
pub(in crate::index) struct There {
    pub(in crate::index) index: Box<dyn PassageIndex>,
    _kept: Kept,
}

enum Kept {
    Folder { _folder: TempDir },
    StandIn { _stand_in: StandIn, _runtime: Runtime },
    Server { _cleared: Cleared },
}

pub(in crate::index) fn embedded() -> There {
    let folder = tempfile::tempdir().expect("a folder");
    let index = EmbeddedIndex::open(folder.path(), 2).expect("a new folder");
    There { index: Box::new(index), _kept: Kept::Folder { _folder: folder } }
}

pub(in crate::index) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads")
}

/// The server of an address.
pub(in crate::index) fn server(runtime: &Runtime, url: &str, key: Option<&str>) -> IndexServer {
    let (key, url) = (key.map(str::to_owned), server_address(url).expect("an address"));
    IndexServer::new(Net::new(), runtime.handle().clone(), url, Box::new(move || Ok(key.clone())))
}

pub(in crate::index) fn stand_in() -> There {
    let (stand_in, runtime) = (StandIn::start(), runtime());
    let index = server(&runtime, &stand_in.url(), None).index("tests".to_owned(), 2, IndexServerOptions::default());
    index.prepare().expect("the stand-in makes it");
    There { index: Box::new(index), _kept: Kept::StandIn { _stand_in: stand_in, _runtime: runtime } }
}

/// A collection on the server that `QDRANT_URL` names, if it names one.
pub(in crate::index) fn real() -> Option<There> {
    let url = std::env::var("QDRANT_URL").ok()?;
    let (key, runtime) = (std::env::var("QDRANT_API_KEY").ok(), runtime());
    let server = server(&runtime, &url, key.as_deref());
    // Several tests run at once, each in a process or a thread of its own.
    let test = std::thread::current().name().unwrap_or_default().replace("::", "-");
    let collection = format!("paperside-test-{}-{test}", std::process::id());
    let index = server.index(collection.clone(), 2, IndexServerOptions::default());
    index.prepare().expect("the server makes it");
    Some(There {
        index: Box::new(index),
        _kept: Kept::Server { _cleared: Cleared { server, collection, _runtime: runtime } },
    })
}

/// A collection that goes with its test.
struct Cleared {
    server: IndexServer,
    collection: String,
    _runtime: Runtime,
}

impl Drop for Cleared {
    fn drop(&mut self) {
        self.server.remove(&self.collection).expect("the server is still there");
    }
}
