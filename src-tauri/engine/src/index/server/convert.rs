//! Our words to those of the protocol and back.

use qdrant_client::Payload;
use qdrant_client::qdrant::point_id::PointIdOptions;
use qdrant_client::qdrant::{
    Condition, Filter, NamedVectors, PointId, PointStruct, QuantizationSearchParams, Query, QueryPoints,
    QueryPointsBuilder, ScoredPoint, SearchParams, Vector, VectorInput,
};
use uuid::Uuid;

use crate::index::points::{BREADTH, COLLECTIONS, DENSE, DOCUMENT, KEYWORD};
use crate::index::{IndexPoint, IndexQuery, LegHit, Scope};
use crate::messages::IndexQuantization;

/// A passage as the server keeps it.
pub(super) fn point(point: IndexPoint) -> PointStruct {
    let IndexPoint { id, document, collections, dense, keywords } = point;
    let mut vectors = NamedVectors::default();
    if let Some(dense) = dense {
        vectors = vectors.add_vector(DENSE, Vector::new_dense(dense));
    }
    vectors = vectors.add_vector(KEYWORD, Vector::new_sparse(keywords.indices, keywords.values));
    let mut payload = belonging(&collections);
    payload.insert(DOCUMENT, document);
    PointStruct::new(point_id(id), vectors, payload)
}

/// The part of a passage's payload that says where its document belongs.
pub(super) fn belonging(collections: &[i64]) -> Payload {
    let mut payload = Payload::new();
    payload.insert(COLLECTIONS, collections.to_vec());
    payload
}

fn point_id(id: Uuid) -> PointId {
    id.to_string().into()
}

/// The id of a point that we wrote; none of one that we did not.
pub(super) fn uuid(id: Option<PointId>) -> Option<Uuid> {
    match id?.point_id_options? {
        PointIdOptions::Uuid(text) => Uuid::parse_str(&text).ok(),
        PointIdOptions::Num(_) => None,
    }
}

/// The legs of a query, each a request of its own: by meaning, and by words.
pub(super) fn legs(collection: &str, query: &IndexQuery, params: &SearchParams) -> [Option<QueryPoints>; 2] {
    let leg = |vector: VectorInput, using: &str| {
        let mut leg = QueryPointsBuilder::new(collection)
            .query(Query::new_nearest(vector))
            .using(using)
            .params(params.clone())
            .limit(query.limit as u64)
            .with_payload(false)
            .with_vectors(false);
        if let Some(filter) = filter(&query.scope) {
            leg = leg.filter(filter);
        }
        leg.build()
    };
    let keywords = query.keywords.as_ref().filter(|keywords| !keywords.indices.is_empty());
    [
        query.dense.as_ref().map(|vector| leg(VectorInput::new_dense(vector.clone()), DENSE)),
        keywords.map(|words| leg(VectorInput::new_sparse(words.indices.clone(), words.values.clone()), KEYWORD)),
    ]
}

/// How vectors are compared. Where small ones are compared first, more of them are taken than are asked for, and ranked
/// again as they are.
pub(super) fn params(quantization: IndexQuantization) -> SearchParams {
    let oversampling = match quantization {
        IndexQuantization::None => None,
        IndexQuantization::Scalar => Some(1.5),
        IndexQuantization::Binary => Some(3.0),
    };
    let quantization = oversampling.map(|factor| QuantizationSearchParams {
        ignore: None,
        rescore: Some(true),
        oversampling: Some(factor),
    });
    SearchParams { hnsw_ef: Some(BREADTH), quantization, ..SearchParams::default() }
}

/// What one leg found.
pub(super) fn hits(points: Vec<ScoredPoint>) -> Vec<LegHit> {
    let hit = |point: ScoredPoint| Some(LegHit { id: uuid(point.id)?, score: point.score });
    LegHit::in_order(points.into_iter().filter_map(hit).collect())
}

/// All passages of a document.
pub(super) fn of_document(document: &str) -> Filter {
    // As a list: of a single text the client makes a search for words if it has several lines.
    Filter::must([Condition::matches(DOCUMENT, vec![document.to_owned()])])
}

/// The scope as a filter; none if it does not restrict.
fn filter(scope: &Scope) -> Option<Filter> {
    let mut must = Vec::new();
    if !scope.documents.is_empty() {
        must.push(Condition::matches(DOCUMENT, scope.documents.clone()));
    }
    if !scope.collections.is_empty() {
        must.push(Condition::matches(COLLECTIONS, scope.collections.clone()));
    }
    if let Some(passages) = &scope.passages {
        must.push(Condition::has_id(passages.iter().copied().map(point_id)));
    }
    (!must.is_empty()).then(|| Filter::must(must))
}
