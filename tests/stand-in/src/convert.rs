//! Words of the protocol to those of the engine, and what the engine found back. What the stand-in does not know it
//! refuses, so that no test passes because something was passed over.

use std::collections::HashMap;

use qdrant_client::qdrant::condition::ConditionOneOf;
use qdrant_client::qdrant::r#match::MatchValue;
use qdrant_client::qdrant::point_id::PointIdOptions;
use qdrant_client::qdrant::points_selector::PointsSelectorOneOf;
use qdrant_client::qdrant::query::Variant;
use qdrant_client::qdrant::vector::Vector as Told;
use qdrant_client::qdrant::vector_input::Variant as Input;
use qdrant_client::qdrant::vectors::VectorsOptions;
use qdrant_client::qdrant::{self as protocol, PointsSelector, QueryPoints, ScrollPoints};
use qdrant_edge::{
    Filter, NamedQuery, NamedVectors, PointId, PointStruct, QueryEnum, QueryRequest, ScoredPoint, ScoringQuery,
    ScrollRequest, SearchParams, SparseVector, Vector, VectorInternal, Vectors, WithPayloadInterface, WithVector,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tonic::Status;
use uuid::Uuid;

fn unknown(what: &str) -> Status {
    Status::unimplemented(format!("the stand-in does not know {what}"))
}

pub(crate) fn from_json<T: DeserializeOwned>(value: Value) -> Result<T, Status> {
    serde_json::from_value(value).map_err(|error| Status::invalid_argument(error.to_string()))
}

pub(crate) fn payload(payload: HashMap<String, protocol::Value>) -> Value {
    Value::Object(payload.into_iter().map(|(name, value)| (name, value.into_json())).collect())
}

pub(crate) fn point(point: protocol::PointStruct) -> Result<PointStruct, Status> {
    let Some(VectorsOptions::Vectors(vectors)) = point.vectors.and_then(|vectors| vectors.vectors_options) else {
        return Err(unknown("points without named vectors"));
    };
    let mut named = NamedVectors::default();
    for (name, vector) in vectors.vectors {
        let vector = match vector.vector {
            Some(Told::Dense(dense)) => Vector::new_dense(dense.data),
            Some(Told::Sparse(words)) => Vector(VectorInternal::Sparse(sparse(words)?)),
            _ => return Err(unknown("such vectors")),
        };
        named.0.insert(name, vector);
    }
    Ok(PointStruct::new(id(point.id)?, Vectors::from(named), payload(point.payload)))
}

fn sparse(words: protocol::SparseVector) -> Result<SparseVector, Status> {
    SparseVector::new(words.indices, words.values).map_err(|error| Status::invalid_argument(error.to_string()))
}

fn id(id: Option<protocol::PointId>) -> Result<PointId, Status> {
    match id.and_then(|id| id.point_id_options) {
        Some(PointIdOptions::Uuid(text)) => {
            Uuid::parse_str(&text).map(PointId::Uuid).map_err(|error| Status::invalid_argument(error.to_string()))
        }
        _ => Err(unknown("ids that are no UUID")),
    }
}

pub(crate) fn told_id(id: &PointId) -> protocol::PointId {
    match id {
        PointId::Uuid(id) => id.to_string().into(),
        PointId::NumId(number) => (*number).into(),
    }
}

pub(crate) fn told(point: &ScoredPoint) -> protocol::ScoredPoint {
    protocol::ScoredPoint { id: Some(told_id(&point.id)), score: point.score, ..protocol::ScoredPoint::default() }
}

/// The filter of a change. One without conditions would change everything.
pub(crate) fn selected(selector: Option<PointsSelector>) -> Result<Filter, Status> {
    match selector.and_then(|selector| selector.points_selector_one_of) {
        Some(PointsSelectorOneOf::Filter(selected)) if !selected.must.is_empty() => filter(&selected),
        _ => Err(unknown("such a choice of points")),
    }
}

pub(crate) fn filter(filter: &protocol::Filter) -> Result<Filter, Status> {
    if !filter.should.is_empty() || !filter.must_not.is_empty() || filter.min_should.is_some() {
        return Err(unknown("such filters"));
    }
    let must = filter.must.iter().map(condition).collect::<Result<Vec<_>, _>>()?;
    from_json(json!({ "must": must }))
}

fn condition(condition: &protocol::Condition) -> Result<Value, Status> {
    match &condition.condition_one_of {
        Some(ConditionOneOf::Field(field)) => {
            let fits = match field.r#match.as_ref().and_then(|fits| fits.match_value.as_ref()) {
                Some(MatchValue::Keyword(value)) => json!({ "value": value }),
                Some(MatchValue::Integer(value)) => json!({ "value": value }),
                Some(MatchValue::Keywords(values)) => json!({ "any": values.strings }),
                Some(MatchValue::Integers(values)) => json!({ "any": values.integers }),
                _ => return Err(unknown("such conditions")),
            };
            Ok(json!({"key": field.key, "match": fits}))
        }
        Some(ConditionOneOf::HasId(ids)) => {
            let ids = ids.has_id.iter().map(|wanted| id(Some(wanted.clone())).map(|id| json!(id)));
            Ok(json!({"has_id": ids.collect::<Result<Vec<_>, _>>()?}))
        }
        _ => Err(unknown("such conditions")),
    }
}

pub(crate) fn query(leg: QueryPoints) -> Result<QueryRequest, Status> {
    let using = leg.using.ok_or_else(|| unknown("queries of vectors without a name"))?;
    let vector = match leg.query.and_then(|query| query.variant) {
        Some(Variant::Nearest(nearest)) => match nearest.variant {
            Some(Input::Dense(dense)) => VectorInternal::Dense(dense.data),
            Some(Input::Sparse(words)) => VectorInternal::Sparse(sparse(words)?),
            _ => return Err(unknown("such vectors")),
        },
        _ => return Err(unknown("such queries")),
    };
    let breadth = leg.params.and_then(|params| params.hnsw_ef).map(|breadth| breadth as usize);
    Ok(QueryRequest {
        prefetches: Vec::new(),
        query: Some(ScoringQuery::Vector(QueryEnum::Nearest(NamedQuery::new(vector, using)))),
        filter: leg.filter.map(|wanted| filter(&wanted)).transpose()?,
        score_threshold: None,
        limit: leg.limit.unwrap_or(10) as usize,
        offset: 0,
        params: Some(SearchParams { hnsw_ef: breadth, ..SearchParams::default() }),
        with_vector: WithVector::Bool(false),
        with_payload: WithPayloadInterface::Bool(false),
    })
}

pub(crate) fn scroll(asked: ScrollPoints) -> Result<ScrollRequest, Status> {
    Ok(ScrollRequest {
        offset: asked.offset.map(|offset| id(Some(offset))).transpose()?,
        limit: asked.limit.map(|limit| limit as usize),
        filter: asked.filter.map(|wanted| filter(&wanted)).transpose()?,
        with_payload: Some(WithPayloadInterface::Bool(false)),
        with_vector: WithVector::Bool(false),
        order_by: None,
    })
}
