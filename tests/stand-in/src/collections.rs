//! Collections: made, looked at, listed, removed.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;

use ::qdrant_client::qdrant::collections_server::Collections;
use ::qdrant_client::qdrant::vectors_config::Config;
#[allow(clippy::wildcard_imports, reason = "the questions that are refused name most of them")]
use ::qdrant_client::qdrant::*;
use tonic::{Request, Response, Status};

use crate::held::{Held, off_the_loop};
use crate::points::refuse;

pub(crate) struct Service(pub(crate) Arc<Held>);

#[tonic::async_trait]
impl Collections for Service {
    async fn get(
        &self,
        request: Request<GetCollectionInfoRequest>,
    ) -> Result<Response<GetCollectionInfoResponse>, Status> {
        self.0.ready().await;
        let found = self.0.collection(&request.into_inner().collection_name)?;
        let dense = VectorParamsBuilder::new(found.dimensions as u64, Distance::Cosine).build();
        let dense = VectorParamsMap { map: HashMap::from([("dense".to_owned(), dense)]) };
        let keyword = SparseVectorParamsBuilder::default().modifier(Modifier::Idf).build();
        let params = CollectionParams {
            vectors_config: Some(VectorsConfig { config: Some(Config::ParamsMap(dense)) }),
            sparse_vectors_config: Some(SparseVectorConfig { map: HashMap::from([("keyword".to_owned(), keyword)]) }),
            shard_number: 1,
            ..CollectionParams::default()
        };
        let fields = found.fields.lock().unwrap().clone();
        let result = CollectionInfo {
            config: Some(CollectionConfig { params: Some(params), ..CollectionConfig::default() }),
            payload_schema: fields.into_iter().map(|field| (field, PayloadSchemaInfo::default())).collect(),
            ..CollectionInfo::default()
        };
        Ok(Response::new(GetCollectionInfoResponse { result: Some(result), time: 0.0 }))
    }

    async fn list(&self, _: Request<ListCollectionsRequest>) -> Result<Response<ListCollectionsResponse>, Status> {
        self.0.ready().await;
        let collections = self.0.names().into_iter().map(|name| CollectionDescription { name }).collect();
        Ok(Response::new(ListCollectionsResponse { collections, time: 0.0 }))
    }

    async fn create(
        &self,
        request: Request<CreateCollection>,
    ) -> Result<Response<CollectionOperationResponse>, Status> {
        self.0.ready().await;
        let wanted = request.into_inner();
        let held = Arc::clone(&self.0);
        off_the_loop(move || {
            let Some(Config::ParamsMap(vectors)) = wanted.vectors_config.and_then(|vectors| vectors.config) else {
                return Err(Status::invalid_argument("named vectors are wanted"));
            };
            let words = wanted.sparse_vectors_config.unwrap_or_default();
            let has_idf = words.map.get("keyword").is_some_and(|words| words.modifier == Some(Modifier::Idf.into()));
            match vectors.map.get("dense") {
                Some(dense) if has_idf && dense.distance() == Distance::Cosine => {
                    held.make(&wanted.collection_name, dense.size as usize)
                }
                _ => {
                    Err(Status::invalid_argument("dense vectors by their cosine and words by their rarity are wanted"))
                }
            }
        })
        .await?;
        Ok(Response::new(CollectionOperationResponse { result: true, time: 0.0 }))
    }

    async fn delete(
        &self,
        request: Request<DeleteCollection>,
    ) -> Result<Response<CollectionOperationResponse>, Status> {
        self.0.ready().await;
        let result = self.0.remove(&request.into_inner().collection_name);
        Ok(Response::new(CollectionOperationResponse { result, time: 0.0 }))
    }

    refuse! {
        update: UpdateCollection => CollectionOperationResponse,
        update_aliases: ChangeAliases => CollectionOperationResponse,
        list_collection_aliases: ListCollectionAliasesRequest => ListAliasesResponse,
        list_aliases: ListAliasesRequest => ListAliasesResponse,
        collection_cluster_info: CollectionClusterInfoRequest => CollectionClusterInfoResponse,
        collection_exists: CollectionExistsRequest => CollectionExistsResponse,
        update_collection_cluster_setup: UpdateCollectionClusterSetupRequest => UpdateCollectionClusterSetupResponse,
        create_shard_key: CreateShardKeyRequest => CreateShardKeyResponse,
        delete_shard_key: DeleteShardKeyRequest => DeleteShardKeyResponse,
        list_shard_keys: ListShardKeysRequest => ListShardKeysResponse,
    }
}
