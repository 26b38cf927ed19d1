//! What only this index does; what every index does is in `conformance`.

use super::*;
use crate::index::conformance::point;
use crate::size_on_disk::size_on_disk;

#[test]
fn keeps_what_was_flushed_and_forgets_what_was_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = EmbeddedIndex::open(folder.path(), 2).expect("a new folder");
    let points = [(1, "a"), (2, "a"), (3, "b")].map(|(number, document)| point(number, document, "steam", [1.0, 0.0]));
    index.upsert(points.into()).expect("sound points");
    index.remove_document("a").expect("a known document");
    index.flush().expect("a disk with room");
    drop(index);
    let index = EmbeddedIndex::open(folder.path(), 2).expect("the same folder");
    assert_eq!(index.count().expect("a count"), 1);
}

#[test]
fn what_was_being_made_when_the_app_ended_is_given_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = EmbeddedIndex::open(folder.path(), 2).expect("a new folder");
    index.upsert(vec![point(1, "a", "steam", [1.0, 0.0])]).expect("a sound point");
    index.flush().expect("a disk with room");
    drop(index);
    let unfinished = folder.path().join(UNFINISHED).join("segment_builder_x");
    std::fs::create_dir_all(&unfinished).expect("room");
    std::fs::write(unfinished.join("matrix.dat"), "x").expect("room");
    let index = EmbeddedIndex::open(folder.path(), 2).expect("the same folder");
    assert!(!unfinished.exists(), "nobody goes on with it");
    assert_eq!(index.count().expect("a count"), 1);
}

#[test]
fn what_is_written_before_and_after_its_log_was_shortened_counts() {
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
        for number in (0..1_000).take_while(|_| closed() < 2) {
            let id = Uuid::from_u128(number % 10);
            let point = IndexPoint { id, dense: Some(dense.to_vec()), ..sample.clone() };
            index.upsert(vec![point]).expect("a sound point");
        }
        assert_eq!(closed(), 2, "the log is long enough to be shortened");
        index.flush().expect("a disk with room");
        assert_eq!(index.count().expect("a count"), 10);
        let nearest = asked(&index, dense);
        assert!(nearest.score > 0.9, "what was written last counts: {nearest:?}");
    }
    let index = EmbeddedIndex::open(folder.path(), 2).expect("a folder");
    index.shorten_journal(u64::MAX).expect("nothing to do");
    for dense in [[0.0, -1.0], [-1.0, 0.0]] {
        let points = (0..10).map(|number| {
            let keywords = KeywordVector { indices: vec![1], values: vec![1.0] };
            IndexPoint { keywords, ..point(number, "a", "", dense) }
        });
        index.upsert(points.collect()).expect("sound points");
        index.shorten_journal(0).expect("a disk with room");
        assert_eq!((closed(), index.count().expect("a count")), (1, 10));
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
    let before = size_on_disk(folder.path());
    index.remove_document("removed").expect("a known document");
    index.optimize().expect("a disk with room");
    index.flush().expect("a disk with room");
    let after = size_on_disk(folder.path());
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
        let query =
            IndexQuery { dense: asked.dense, keywords: Some(asked.keywords), scope: Scope::default(), limit: 30_000 };
        let hits = index.search(&query).expect("an open index");
        assert_eq!(hits.dense.len(), 25_000, "all are asked for");
        assert_eq!(hits.dense[0].id, asked.id);
        assert_eq!(hits.keyword.len(), 25_000);
    }
    index.optimize().expect("a disk with room");
    assert!(!index.tidy_up(CLOSED_FROM, true).expect("a disk with room"), "what lies as it should is left alone");
}

/// Whether a file of the engine's graphs is in a folder.
fn has_graph(path: &Path) -> bool {
    let is_graph = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("graph"));
    let mut entries = path.is_dir().then(|| std::fs::read_dir(path).expect("a folder").flatten()).into_iter().flatten();
    is_graph || entries.any(|entry| has_graph(&entry.path()))
}
