//! Points: written, removed, listed, counted, found.

use std::pin::Pin;
use std::sync::Arc;

use ::qdrant_client::qdrant::points_server::Points;
#[allow(clippy::wildcard_imports, reason = "the questions that are refused name most of them")]
use ::qdrant_client::qdrant::*;
use qdrant_edge::{CountRequest, PointInsertOperations, PointOperations, UpdateOperation};
use serde_json::json;
use tonic::{Request, Response, Status};

use crate::convert;
use crate::held::{Held, off_the_loop};

/// Refuses what is never asked.
macro_rules! refuse {
    ($($name:ident: $asked:ty => $answer:ty,)*) => {$(
        fn $name<'a, 'b>(
            &'a self,
            _: Request<$asked>,
        ) -> Pin<Box<dyn Future<Output = Result<Response<$answer>, Status>> + Send + 'b>>
        where
            'a: 'b,
            Self: 'b,
        {
            Box::pin(async { Err(Status::unimplemented(concat!("the stand-in does not do `", stringify!($name), "`"))) })
        }
    )*};
}
pub(crate) use refuse;

pub(crate) struct Service(pub(crate) Arc<Held>);

impl Service {
    /// Writes, off the event loop.
    async fn write(
        &self,
        collection: &str,
        points: usize,
        operation: Result<UpdateOperation, Status>,
    ) -> Result<Response<PointsOperationResponse>, Status> {
        self.0.ready().await;
        let collection = self.0.collection(collection)?;
        self.0.note_write(points).await;
        let operation = operation?;
        off_the_loop(move || collection.write(operation)).await?;
        let result = UpdateResult { operation_id: Some(0), status: UpdateStatus::Completed.into() };
        Ok(Response::new(PointsOperationResponse { result: Some(result), time: 0.0, usage: None }))
    }
}

#[tonic::async_trait]
impl Points for Service {
    async fn upsert(&self, request: Request<UpsertPoints>) -> Result<Response<PointsOperationResponse>, Status> {
        let UpsertPoints { collection_name, points, wait, .. } = request.into_inner();
        if wait != Some(true) {
            return Err(Status::invalid_argument("what is written must be waited for"));
        }
        let count = points.len();
        let points = points.into_iter().map(convert::point).collect::<Result<Vec<_>, _>>();
        let operation = points.map(|points| {
            let points = PointInsertOperations::PointsList(points.into_iter().map(Into::into).collect());
            UpdateOperation::PointOperation(PointOperations::UpsertPoints(points))
        });
        self.write(&collection_name, count, operation).await
    }

    async fn delete(&self, request: Request<DeletePoints>) -> Result<Response<PointsOperationResponse>, Status> {
        let DeletePoints { collection_name, points, .. } = request.into_inner();
        let operation = convert::selected(points)
            .map(|filter| UpdateOperation::PointOperation(PointOperations::DeletePointsByFilter(filter)));
        self.write(&collection_name, 0, operation).await
    }

    async fn set_payload(
        &self,
        request: Request<SetPayloadPoints>,
    ) -> Result<Response<PointsOperationResponse>, Status> {
        let SetPayloadPoints { collection_name, payload, points_selector, .. } = request.into_inner();
        let operation = convert::selected(points_selector).and_then(|filter| {
            let payload = convert::payload(payload);
            let change = json!({"set_payload": {"payload": payload, "filter": filter}});
            convert::from_json(change).map(UpdateOperation::PayloadOperation)
        });
        self.write(&collection_name, 0, operation).await
    }

    async fn create_field_index(
        &self,
        request: Request<CreateFieldIndexCollection>,
    ) -> Result<Response<PointsOperationResponse>, Status> {
        let CreateFieldIndexCollection { collection_name, field_name, field_type, .. } = request.into_inner();
        self.0.collection(&collection_name)?.fields.lock().unwrap().insert(field_name.clone());
        let schema = if field_type == Some(FieldType::Integer.into()) { "integer" } else { "keyword" };
        let index = json!({"create_index": {"field_name": field_name, "field_schema": schema}});
        let operation = convert::from_json(index).map(UpdateOperation::FieldIndexOperation);
        self.write(&collection_name, 0, operation).await
    }

    async fn scroll(&self, request: Request<ScrollPoints>) -> Result<Response<ScrollResponse>, Status> {
        self.0.ready().await;
        let asked = request.into_inner();
        let collection = self.0.collection(&asked.collection_name)?;
        let (result, next) = off_the_loop(move || {
            let wanted = convert::scroll(asked)?;
            collection.shard.scroll(wanted).map_err(|error| Status::invalid_argument(error.to_string()))
        })
        .await?;
        let result = result
            .into_iter()
            .map(|point| RetrievedPoint { id: Some(convert::told_id(&point.id)), ..RetrievedPoint::default() });
        let next_page_offset = next.as_ref().map(convert::told_id);
        Ok(Response::new(ScrollResponse { next_page_offset, result: result.collect(), time: 0.0, usage: None }))
    }

    async fn count(&self, request: Request<CountPoints>) -> Result<Response<CountResponse>, Status> {
        self.0.ready().await;
        let CountPoints { collection_name, filter, exact, .. } = request.into_inner();
        let collection = self.0.collection(&collection_name)?;
        let count = off_the_loop(move || {
            let filter = filter.map(|filter| convert::filter(&filter)).transpose()?;
            let counted = collection.shard.count(CountRequest { filter, exact: exact.unwrap_or(true) });
            counted.map_err(|error| Status::invalid_argument(error.to_string()))
        })
        .await?;
        Ok(Response::new(CountResponse { result: Some(CountResult { count: count as u64 }), time: 0.0, usage: None }))
    }

    async fn query_batch(&self, request: Request<QueryBatchPoints>) -> Result<Response<QueryBatchResponse>, Status> {
        self.0.ready().await;
        let QueryBatchPoints { collection_name, query_points, .. } = request.into_inner();
        let collection = self.0.collection(&collection_name)?;
        let result = off_the_loop(move || {
            let leg = |leg: QueryPoints| {
                let found = collection.shard.query(convert::query(leg)?);
                let found = found.map_err(|error| Status::invalid_argument(error.to_string()))?;
                Ok::<_, Status>(BatchResult { result: found.iter().map(convert::told).collect() })
            };
            query_points.into_iter().map(leg).collect::<Result<Vec<_>, _>>()
        })
        .await?;
        Ok(Response::new(QueryBatchResponse { result, time: 0.0, usage: None }))
    }

    refuse! {
        get: GetPoints => GetResponse,
        update_vectors: UpdatePointVectors => PointsOperationResponse,
        delete_vectors: DeletePointVectors => PointsOperationResponse,
        overwrite_payload: SetPayloadPoints => PointsOperationResponse,
        delete_payload: DeletePayloadPoints => PointsOperationResponse,
        clear_payload: ClearPayloadPoints => PointsOperationResponse,
        delete_field_index: DeleteFieldIndexCollection => PointsOperationResponse,
        create_vector_name: CreateVectorNameRequest => PointsOperationResponse,
        delete_vector_name: DeleteVectorNameRequest => PointsOperationResponse,
        search: SearchPoints => SearchResponse,
        search_batch: SearchBatchPoints => SearchBatchResponse,
        search_groups: SearchPointGroups => SearchGroupsResponse,
        recommend: RecommendPoints => RecommendResponse,
        recommend_batch: RecommendBatchPoints => RecommendBatchResponse,
        recommend_groups: RecommendPointGroups => RecommendGroupsResponse,
        discover: DiscoverPoints => DiscoverResponse,
        discover_batch: DiscoverBatchPoints => DiscoverBatchResponse,
        update_batch: UpdateBatchPoints => UpdateBatchResponse,
        query: QueryPoints => QueryResponse,
        query_groups: QueryPointGroups => QueryGroupsResponse,
        facet: FacetCounts => FacetResponse,
        search_matrix_pairs: SearchMatrixPoints => SearchMatrixPairsResponse,
        search_matrix_offsets: SearchMatrixPoints => SearchMatrixOffsetsResponse,
    }
}
