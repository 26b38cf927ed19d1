//! Whether it is well, and which version it is.

use std::sync::Arc;

use qdrant_client::qdrant::qdrant_server::Qdrant;
use qdrant_client::qdrant::{HealthCheckReply, HealthCheckRequest};
use tonic::{Request, Response, Status};

use crate::held::Held;

pub(crate) struct Service(pub(crate) Arc<Held>);

#[tonic::async_trait]
impl Qdrant for Service {
    async fn health_check(&self, _: Request<HealthCheckRequest>) -> Result<Response<HealthCheckReply>, Status> {
        self.0.ready().await;
        let title = "qdrant - vector search engine (a stand-in)".to_owned();
        Ok(Response::new(HealthCheckReply { title, version: self.0.version.clone(), commit: None }))
    }
}
