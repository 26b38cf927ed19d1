//! What every index does, wherever it is: one set of behaviours for the embedded one, for a stand-in of a server, and
//! for a real server if `QDRANT_URL` names one (its key in `QDRANT_API_KEY`, as Qdrant's own tools have it).

pub(super) mod places;

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{IndexError, IndexPoint, IndexQuery, Keywords, LegHit, PassageIndex, Scope};

/// Makes a test of each behaviour at each place.
macro_rules! conform {
    ($($behaviour:ident,)*) => {
        mod embedded {
            $(#[test] fn $behaviour() { super::$behaviour(&*super::places::embedded().index); })*
        }
        mod stand_in {
            $(#[test] fn $behaviour() { super::$behaviour(&*super::places::stand_in().index); })*
        }
        mod real {
            $(#[test] fn $behaviour() {
                if let Some(there) = super::places::real() {
                    super::$behaviour(&*there.index);
                }
            })*
        }
    };
}

conform! {
    finds_by_meaning_and_by_words,
    finds_by_words_what_has_no_vector,
    finds_nothing_where_nothing_is_asked,
    looks_only_where_it_is_told_to,
    belongs_where_it_was_said_last,
    replaces_what_has_the_same_id,
    removes_a_document_and_no_other,
    keeps_equal_scores_in_order,
    weighs_words_by_their_rarity,
    takes_what_is_large,
    keeps_names_and_words_of_all_scripts,
    refuses_a_batch_with_a_bad_point_as_a_whole,
    clears_everything_and_goes_on,
    is_ready_as_often_as_it_is_asked,
    finds_what_the_embedded_index_does,
}

/// A passage whose vector has two numbers. Those of document `b` are in collection 1, all others in 0.
pub(super) fn point(number: u128, document: &str, text: &str, dense: [f32; 2]) -> IndexPoint {
    IndexPoint {
        id: Uuid::from_u128(number),
        document: document.to_owned(),
        collections: vec![i64::from(document == "b")],
        dense: Some(dense.to_vec()),
        keywords: Keywords::new().of_passage("", text),
    }
}

fn query(text: &str, dense: [f32; 2], scope: Scope) -> IndexQuery {
    let keywords = Some(Keywords::new().of_question(text));
    IndexQuery { dense: Some(dense.to_vec()), keywords, scope, limit: 10 }
}

fn fill(index: &dyn PassageIndex) {
    let points = vec![
        point(1, "a", "a kettle of whistling steam", [1.0, 0.0]),
        point(2, "a", "rails and sleepers", [0.8, 0.6]),
        point(3, "b", "the kettle boils", [0.0, 1.0]),
    ];
    index.upsert(points).expect("sound points");
    index.flush().expect("room");
}

fn ids(hits: &[LegHit]) -> Vec<u128> {
    hits.iter().map(|hit| hit.id.as_u128()).collect()
}

/// What is found by meaning, and what by words.
fn found(index: &dyn PassageIndex, query: &IndexQuery) -> (Vec<u128>, Vec<u128>) {
    let hits = index.search(query).expect("a search");
    (ids(&hits.dense), ids(&hits.keyword))
}

fn passages_of(index: &dyn PassageIndex, document: &str) -> BTreeSet<u128> {
    index.passages_of(document).expect("a list").iter().map(Uuid::as_u128).collect()
}

fn finds_by_meaning_and_by_words(index: &dyn PassageIndex) {
    fill(index);
    let (dense, keyword) = found(index, &query("rail", [1.0, 0.0], Scope::default()));
    assert_eq!(dense, [1, 2, 3]);
    assert_eq!(keyword, [2], "only one passage shares the word");
    let hits = index.search(&query("rail", [1.0, 0.0], Scope::default())).expect("a search");
    assert!((hits.dense[1].score - 0.8).abs() < 1e-6, "the score is the cosine: {}", hits.dense[1].score);
}

fn finds_by_words_what_has_no_vector(index: &dyn PassageIndex) {
    fill(index);
    let wordy = IndexPoint { dense: None, ..point(9, "c", "a kettle without a meaning", [0.0, 0.0]) };
    index.upsert(vec![wordy]).expect("a passage may lack its vector");
    let (dense, keyword) = found(index, &query("meaning", [1.0, 0.0], Scope::default()));
    assert_eq!((dense, keyword), (vec![1, 2, 3], vec![9]));
}

fn finds_nothing_where_nothing_is_asked(index: &dyn PassageIndex) {
    fill(index);
    let nothing = IndexQuery { dense: None, keywords: None, scope: Scope::default(), limit: 10 };
    assert_eq!(found(index, &nothing), (vec![], vec![]));
    let no_words = query("", [0.0, 1.0], Scope::default());
    assert_eq!(found(index, &no_words), (vec![3, 2, 1], vec![]));
    let only_words = IndexQuery { dense: None, ..query("kettle", [0.0, 0.0], Scope::default()) };
    assert_eq!(found(index, &only_words).0, Vec::<u128>::new());
}

fn looks_only_where_it_is_told_to(index: &dyn PassageIndex) {
    fill(index);
    let at = |scope: Scope| found(index, &query("kettle", [1.0, 0.0], scope));
    let documents = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(at(Scope { documents: documents(&["b"]), ..Scope::default() }), (vec![3], vec![3]));
    assert_eq!(at(Scope { documents: documents(&["b", "none"]), ..Scope::default() }), (vec![3], vec![3]));
    assert_eq!(at(Scope { documents: documents(&["none"]), ..Scope::default() }), (vec![], vec![]));
    assert_eq!(at(Scope { collections: vec![0], ..Scope::default() }), (vec![1, 2], vec![1]));
    assert_eq!(
        at(Scope { collections: vec![1, 5], documents: documents(&["a"]), ..Scope::default() }),
        (vec![], vec![])
    );
    let passages = |numbers: &[u128]| Some(numbers.iter().copied().map(Uuid::from_u128).collect::<Vec<_>>());
    assert_eq!(at(Scope { passages: passages(&[2, 9]), ..Scope::default() }), (vec![2], vec![]));
    assert_eq!(at(Scope { passages: passages(&[]), ..Scope::default() }), (vec![], vec![]), "a list of none is a list");
    let both = Scope { passages: passages(&[1, 3]), documents: documents(&["a"]), ..Scope::default() };
    assert_eq!(at(both), (vec![1], vec![1]));
}

fn belongs_where_it_was_said_last(index: &dyn PassageIndex) {
    fill(index);
    index.set_collections("a", &[7, 8]).expect("a known document");
    index.set_collections("nobody", &[7]).expect("an unknown one is no error");
    let at = |collection: i64| {
        let scope = Scope { collections: vec![collection], ..Scope::default() };
        found(index, &query("kettle", [1.0, 0.0], scope)).0
    };
    assert_eq!((at(7), at(8), at(0), at(1)), (vec![1, 2], vec![1, 2], vec![], vec![3]));
    index.set_collections("a", &[]).expect("it may be nowhere");
    assert_eq!(at(7), Vec::<u128>::new());
    assert_eq!(passages_of(index, "a"), BTreeSet::from([1, 2]), "it is still there");
}

fn replaces_what_has_the_same_id(index: &dyn PassageIndex) {
    fill(index);
    index.upsert(vec![point(1, "a", "a lighthouse", [0.0, 1.0])]).expect("a sound point");
    assert_eq!(index.count().expect("a count"), 3);
    let (dense, keyword) = found(index, &query("whistling", [1.0, 0.0], Scope::default()));
    assert_eq!((dense[0], keyword), (2, vec![]), "nothing is left of what was there");
    fill(index);
    fill(index);
    assert_eq!(index.count().expect("a count"), 3, "what is written twice is there once");
}

fn removes_a_document_and_no_other(index: &dyn PassageIndex) {
    fill(index);
    index.remove_document("a").expect("a known document");
    index.remove_document("nobody").expect("an unknown one is no error");
    index.flush().expect("room");
    assert_eq!(index.count().expect("a count"), 1);
    assert_eq!((passages_of(index, "a"), passages_of(index, "b")), (BTreeSet::new(), BTreeSet::from([3])));
    assert_eq!(found(index, &query("kettle", [1.0, 0.0], Scope::default())), (vec![3], vec![3]));
}

fn keeps_equal_scores_in_order(index: &dyn PassageIndex) {
    let points = (1..=9).rev().map(|number| point(number, "a", "the same kettle", [0.6, 0.8])).collect();
    index.upsert(points).expect("sound points");
    let asked = query("kettle", [0.6, 0.8], Scope::default());
    let expected: Vec<u128> = (1..=9).collect();
    for _ in 0..3 {
        assert_eq!(found(index, &asked), (expected.clone(), expected.clone()), "a search repeats itself");
    }
}

fn weighs_words_by_their_rarity(index: &dyn PassageIndex) {
    let mut points: Vec<_> = (1..=20).map(|number| point(number, "a", "common words here", [1.0, 0.0])).collect();
    points.push(point(21, "a", "a rare bird", [1.0, 0.0]));
    index.upsert(points).expect("sound points");
    let asked = IndexQuery { limit: 50, ..query("common rare", [1.0, 0.0], Scope::default()) };
    let hits = index.search(&asked).expect("a search").keyword;
    assert_eq!((hits.len(), hits[0].id.as_u128()), (21, 21));
    assert!(hits[0].score > 2.0 * hits[1].score, "{hits:?}");
}

fn takes_what_is_large(index: &dyn PassageIndex) {
    let many = 5000;
    let angle = |number: u128| (number as f32 / many as f32).sin_cos();
    let dense = |number| [angle(number).1, angle(number).0];
    index.upsert((1..=many).map(|number| point(number, "a", "steam", dense(number))).collect()).expect("sound points");
    index.upsert(vec![point(9999, "b", "steam", [0.0, 1.0])]).expect("a sound point");
    assert_eq!(index.count().expect("a count"), many as usize + 1);
    assert_eq!(passages_of(index, "a").len(), many as usize);
    let asked = IndexQuery { limit: 6000, ..query("steam", [1.0, 0.0], Scope::default()) };
    let (_, keyword) = found(index, &asked);
    assert_eq!(keyword.len(), many as usize + 1, "a list of all is a list of all");
    let only: Vec<Uuid> = (1..=4000).map(Uuid::from_u128).collect();
    let scope = Scope { passages: Some(only), ..Scope::default() };
    assert_eq!(found(index, &IndexQuery { limit: 6000, ..query("steam", [1.0, 0.0], scope) }).1.len(), 4000);
    index.remove_document("a").expect("a known document");
    assert_eq!(index.count().expect("a count"), 1);
}

fn keeps_names_and_words_of_all_scripts(index: &dyn PassageIndex) {
    let texts = ["Чайник кипит на плите", "水壶在炉子上烧开", "غلاية تغلي", "der Wasserkessel pfeift 🫖"];
    for (number, text) in (1..).zip(texts) {
        let name = format!("“{text}” \\ \"{number}\"\n\u{1F4D6}");
        index.upsert(vec![point(number, &name, text, [1.0, 0.0])]).expect("a sound point");
        assert_eq!(passages_of(index, &name), BTreeSet::from([number]));
        let scope = Scope { documents: vec![name], ..Scope::default() };
        assert_eq!(found(index, &query(text, [1.0, 0.0], scope)), (vec![number], vec![number]), "{text}");
    }
}

fn refuses_a_batch_with_a_bad_point_as_a_whole(index: &dyn PassageIndex) {
    let long = IndexPoint { dense: Some(vec![1.0, 0.0, 0.0]), ..point(2, "a", "long", [0.0, 0.0]) };
    for bad in [point(2, "a", "bad", [f32::NAN, 0.0]), point(2, "a", "bad", [f32::INFINITY, 0.0]), long] {
        let refused = index.upsert(vec![point(1, "a", "good", [1.0, 0.0]), bad]);
        assert!(matches!(refused, Err(IndexError::BadPoint { .. })), "{refused:?}");
        assert_eq!(index.count().expect("a count"), 0, "a half-written batch could not be told from a whole one");
    }
}

fn clears_everything_and_goes_on(index: &dyn PassageIndex) {
    index.clear().expect("nothing to clear is no error");
    fill(index);
    index.clear().expect("room");
    assert_eq!((index.count().expect("a count"), passages_of(index, "a")), (0, BTreeSet::new()));
    assert_eq!(found(index, &query("kettle", [1.0, 0.0], Scope::default())), (vec![], vec![]));
    fill(index);
    assert_eq!(found(index, &query("rail", [1.0, 0.0], Scope::default())), (vec![1, 2, 3], vec![2]));
    index.optimize().expect("there is room");
    assert_eq!(index.count().expect("a count"), 3);
}

fn is_ready_as_often_as_it_is_asked(index: &dyn PassageIndex) {
    fill(index);
    index.prepare().expect("it is there already");
    index.prepare().expect("and again");
    assert_eq!(index.count().expect("a count"), 3, "what is there stays");
}

/// A passage of words that come as dice would throw them, the same in every run.
fn thrown(number: u128) -> IndexPoint {
    const WORDS: [&str; 12] = [
        "kettle", "steam", "rail", "sleeper", "harbour", "lantern", "tide", "signal", "coal", "bridge", "winter",
        "bread",
    ];
    let mut dice = number as u64 + 1;
    let mut throw = || {
        // Marsaglia's xorshift, 2003.
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice
    };
    let text: Vec<&str> = (0..6 + throw() % 20).map(|_| WORDS[(throw() % 12) as usize]).collect();
    let angle = (throw() % 100_000) as f32 / 10_000.0;
    point(number, ["a", "b", "c"][(throw() % 3) as usize], &text.join(" "), [angle.cos(), angle.sin()])
}

fn finds_what_the_embedded_index_does(index: &dyn PassageIndex) {
    let here = places::embedded();
    let points: Vec<IndexPoint> = (1..=600).map(thrown).collect();
    for index in [index, &*here.index] {
        index.upsert(points.clone()).expect("sound points");
        index.remove_document("c").expect("a known document");
    }
    let scopes = [Scope::default(), Scope { collections: vec![1], ..Scope::default() }];
    for (text, scope) in
        ["kettle and steam", "winter bread", "lantern", "no such word"].into_iter().zip(scopes.iter().cycle())
    {
        let asked = IndexQuery { limit: 1000, ..query(text, [0.6, 0.8], scope.clone()) };
        let (there, here) = (index.search(&asked).expect("a search"), here.index.search(&asked).expect("a search"));
        for (there, here) in [(there.dense, here.dense), (there.keyword, here.keyword)] {
            assert_eq!(ids(&there), ids(&here), "{text}");
            assert!(there.iter().zip(&here).all(|(there, here)| (there.score - here.score).abs() < 1e-4), "{text}");
        }
    }
}
