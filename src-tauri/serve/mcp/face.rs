//! What a client is told of the library, and what it may ask for.

use paperside_engine::Library;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, GetPromptRequestParams, GetPromptResponse, Implementation,
    ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig, SubscriptionFilter,
};
use rmcp::service::{NotificationContext, RequestContext, SubscriptionContext};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::news::{self, Listener};
use super::{prompts, resources, tools};

/// For the model: how to cite, and what documents are.
const INSTRUCTIONS: &str = include_str!("instructions.md");

/// The library as one client sees it.
pub struct Face {
    /// The library.
    pub(super) library: Library,
    /// Cancelled when the conversation ends, and not when the client calls off a request.
    pub(super) closing: CancellationToken,
    /// Ends with the conversation and all that is told unasked.
    _gone: DropGuard,
    gone: CancellationToken,
}

impl Face {
    /// For one conversation, or one request of those that have none.
    pub(super) fn new(library: Library, closing: CancellationToken) -> Self {
        let gone = closing.child_token();
        Self { library, closing, _gone: gone.clone().drop_guard(), gone }
    }

    /// Tells of changes to the list of documents, from now to the end.
    fn tell_of_changes(&self, listener: Listener) -> impl Future<Output = ()> + Send + use<> {
        news::tell(listener, self.library.subscribe(), self.gone.clone())
    }
}

impl ServerHandler for Face {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_prompts()
            .enable_resources()
            .enable_resources_list_changed()
            .enable_tools()
            .build();
        let paperside = Implementation::new("paperside", env!("CARGO_PKG_VERSION"))
            .with_title("Paperside")
            .with_description(env!("CARGO_PKG_DESCRIPTION"));
        ServerConfig::new(capabilities).with_server_info(paperside).with_instructions(INSTRUCTIONS)
    }

    async fn on_initialized(&self, context: NotificationContext<RoleServer>) {
        tokio::spawn(self.tell_of_changes(Listener::Client(context.peer)));
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        Some(requested.supported_by(&self.get_info().capabilities))
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let telling = async {
            if context.accepted().resources_list_changed == Some(true) {
                self.tell_of_changes(Listener::Subscription(context.sink().clone())).await;
            } else {
                // There is nothing else to tell of, but it is for the client to hang up.
                self.gone.cancelled().await;
            }
        };
        tokio::select! {
            () = telling => {}
            () = context.cancelled() => {}
        }
        Ok(())
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(tools::list())
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        Ok(tools::call(self, request, context).await?.into())
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        resources::list(&self.library, request.and_then(|request| request.cursor)).await
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(resources::templates())
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        Ok(resources::read(&self.library, &request.uri).await?.into())
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(prompts::list())
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        Ok(prompts::get(&request)?.into())
    }
}
