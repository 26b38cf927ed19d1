//! What is particular about an index on a server: keys, versions, the way there, and servers that go away.

use paperside_stand_in::StandIn;

use super::{IndexServer, ServerError, ServerIndex, server_address};
use crate::index::conformance::{places, point};
use crate::index::{IndexError, PassageIndex};
use crate::messages::{IndexQuantization, IndexServerOptions};
use crate::net::{Net, NetError, Outcome};

/// Of a network that is kept for documentation: nothing is there.
const ELSEWHERE: &str = "http://192.0.2.1:6334";

fn index(server: &IndexServer) -> ServerIndex {
    server.index("tests".to_owned(), 2, IndexServerOptions::default())
}

/// Why it does not work.
fn reason<T>(done: Result<T, IndexError>) -> ServerError {
    match done.err().expect("it cannot work") {
        IndexError::Server(error) => error,
        other => panic!("{other}"),
    }
}

#[test]
fn a_key_that_is_missing_or_wrong_is_told_of() {
    let (stand_in, runtime) = (StandIn::with(Some("open sesame"), "1.20.0"), places::runtime());
    let url = stand_in.url();
    let without = places::server(&runtime, &url, None);
    assert!(matches!(reason(index(&without).prepare()), ServerError::NoKey { .. }));
    let wrong = places::server(&runtime, &url, Some("open says me"));
    let error = reason(index(&wrong).prepare());
    assert!(matches!(error, ServerError::WrongKey { .. }));
    assert!(!error.to_string().contains("says me"), "a key is never shown: {error}");
    let right = index(&places::server(&runtime, &url, Some("open sesame")));
    right.prepare().expect("it is let in");
    stand_in.set_key("another one");
    assert!(matches!(reason(right.count()), ServerError::WrongKey { .. }));
}

#[test]
fn a_key_is_looked_up_again_after_it_was_refused() {
    let (stand_in, runtime) = (StandIn::with(Some("new"), "1.20.0"), places::runtime());
    let tries = std::sync::atomic::AtomicUsize::new(0);
    let look_up = move || match tries.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
        0 => Err("it is locked".to_owned()),
        1 => Ok(Some("old".to_owned())),
        _ => Ok(Some("new".to_owned())),
    };
    let server = IndexServer::new(Net::new(), runtime.handle().clone(), stand_in.url(), Box::new(look_up));
    assert!(
        matches!(reason(index(&server).prepare()), ServerError::LockedKey { reason, .. } if reason == "it is locked")
    );
    assert!(matches!(reason(index(&server).prepare()), ServerError::WrongKey { .. }));
    index(&server).prepare().expect("the new key");
}

#[test]
fn an_old_server_is_refused() {
    let (stand_in, runtime) = (StandIn::with(None, "1.12.6"), places::runtime());
    let error = reason(index(&places::server(&runtime, &stand_in.url(), None)).prepare());
    assert!(error.to_string().contains("has version 1.12.6, and 1.13.0 is the oldest"), "{error}");
    assert!(stand_in.collections().is_empty(), "nothing is left on it");
}

#[test]
fn a_collection_of_other_dimensions_is_refused_until_it_is_made_anew() {
    let (stand_in, runtime) = (StandIn::start(), places::runtime());
    let server = places::server(&runtime, &stand_in.url(), None);
    index(&server).prepare().expect("a new collection");
    let other = server.index("tests".to_owned(), 3, IndexServerOptions::default());
    let error = reason(other.prepare());
    assert!(matches!(error, ServerError::OtherDimensions { found: 2, expected: 3, .. }), "{error}");
    other.clear().expect("whoever clears it wants it so");
    assert_eq!(other.count().expect("a count"), 0);
}

#[test]
fn indexes_are_kept_apart_and_listed() {
    let (stand_in, runtime) = (StandIn::start(), places::runtime());
    let server = places::server(&runtime, &stand_in.url(), None);
    for (name, number) in [("mine-a", 1), ("mine-b", 2), ("yours", 3)] {
        let options = IndexServerOptions { quantization: IndexQuantization::Scalar, ..IndexServerOptions::default() };
        let index = server.index(name.to_owned(), 2, options);
        index.prepare().expect("a new collection");
        index.upsert(vec![point(number, "a", "steam", [1.0, 0.0])]).expect("a sound point");
        assert_eq!(index.count().expect("a count"), 1);
    }
    assert_eq!(server.collections("mine-").expect("a list"), ["mine-a", "mine-b"]);
    server.remove("mine-a").expect("it is there");
    server.remove("mine-a").expect("what is not there is removed already");
    assert_eq!(stand_in.collections(), ["mine-b", "yours"]);
}

#[test]
fn a_server_that_is_away_is_told_of_and_used_again_when_it_is_back() {
    let (stand_in, runtime) = (StandIn::start(), places::runtime());
    let index = index(&places::server(&runtime, &stand_in.url(), None));
    index.prepare().expect("a new collection");
    index.upsert(vec![point(1, "a", "steam", [1.0, 0.0])]).expect("a sound point");
    stand_in.stop();
    for failed in [index.count().map(drop), index.upsert(vec![point(2, "a", "steam", [1.0, 0.0])])] {
        let error = reason(failed);
        assert!(matches!(error, ServerError::Net(NetError::Unreachable { .. } | NetError::Broken { .. })), "{error}");
    }
    let error = reason(index.count()).to_string();
    assert!(error.ends_with("no program answers there; start it, or check the address"), "{error}");
    stand_in.start_again();
    index.upsert(vec![point(2, "a", "steam", [1.0, 0.0])]).expect("it is back");
    assert_eq!(index.count().expect("a count"), 2);
}

#[test]
fn a_write_that_broke_off_is_done_once() {
    let (stand_in, runtime) = (StandIn::start(), places::runtime());
    let index = index(&places::server(&runtime, &stand_in.url(), None));
    index.prepare().expect("a new collection");
    stand_in.stop_after_writes(1);
    let points: Vec<_> = (1..=600).map(|number| point(number, "a", "steam", [1.0, 0.0])).collect();
    reason(index.upsert(points.clone()));
    assert_eq!(stand_in.count("tests"), 256, "the first part was taken");
    stand_in.start_again();
    index.upsert(points).expect("it is back");
    assert_eq!(index.count().expect("a count"), 600);
}

#[test]
fn a_collection_that_is_lost_is_missed_until_it_is_prepared() {
    let (stand_in, runtime) = (StandIn::start(), places::runtime());
    let index = index(&places::server(&runtime, &stand_in.url(), None));
    assert!(matches!(reason(index.count()), ServerError::NoCollection { .. }), "nothing is made by asking");
    index.prepare().expect("a new collection");
    stand_in.lose("tests");
    let error = reason(index.upsert(vec![point(1, "a", "steam", [1.0, 0.0])]));
    assert!(error.to_string().contains("has no collection tests"), "{error}");
    assert!(matches!(reason(index.count()), ServerError::NoCollection { .. }), "and it stays so");
    index.prepare().expect("a new collection");
    assert_eq!(index.count().expect("a count"), 0);
}

#[test]
fn whoever_is_no_qdrant_server_is_told_of() {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let runtime = places::runtime();
    let error = reason(index(&places::server(&runtime, &url, None)).prepare());
    assert!(matches!(error, ServerError::Stranger { .. }), "{error}");
    assert!(error.to_string().contains("the port for gRPC is 6334"), "{error}");
}

#[test]
fn every_connection_is_in_the_ledger_and_none_is_made_while_offline() {
    let (stand_in, runtime, net) = (StandIn::start(), places::runtime(), Net::new());
    let server = |url: &str| {
        let url = server_address(url).expect("an address");
        IndexServer::new(net.clone(), runtime.handle().clone(), url, Box::new(|| Ok(None)))
    };
    net.set_offline(true);
    let near = index(&server(&stand_in.url()));
    near.prepare().expect("this computer may be asked");
    let error = reason(index(&server(ELSEWHERE)).prepare());
    assert!(matches!(error, ServerError::Net(NetError::Offline { .. })), "{error}");
    let entries = net.entries();
    let [open, refused] = entries.as_slice() else { panic!("{entries:?}") };
    assert_eq!((open.purpose, &open.outcome), ("search and keep the index", &Outcome::Underway));
    assert!(stand_in.url().ends_with(&open.host) && open.sent > 100 && open.received > 100, "{open:?}");
    assert_eq!((refused.host.as_str(), &refused.outcome, refused.sent), ("192.0.2.1:6334", &Outcome::Refused, 0));
}

#[test]
fn what_is_asked_while_the_library_closes_is_not_waited_for_long() {
    let (stand_in, runtime) = (StandIn::start(), places::runtime());
    let server = places::server(&runtime, &stand_in.url(), None);
    let index = index(&server);
    index.prepare().expect("a new collection");
    server.close();
    index.upsert(vec![point(1, "a", "steam", [1.0, 0.0])]).expect("who answers at once is heard");
    stand_in.freeze();
    let error = reason(index.upsert(vec![point(2, "a", "steam", [1.0, 0.0])]));
    assert!(matches!(error, ServerError::Net(NetError::TimedOut { .. })), "{error}");
}
