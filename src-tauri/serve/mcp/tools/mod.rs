//! What a model may ask for, one tool a file.
//!
//! Each takes arguments and gives a result that schemas describe, with a text beside it for clients that hand on
//! nothing else. What goes wrong is told as a sentence in the result, where the model reads it.

mod add;
mod ask;
mod list;
mod read_page;
mod search;

use std::fmt::Display;

use rmcp::model::{
    CallToolRequestParams, CallToolResult, ContentBlock, JsonObject, ListToolsResult, Tool, ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::face::Face;
use super::progress::{self, Steps};
use super::refusal::Refusal;
use add::Add;
use ask::Ask;
use list::List;
use read_page::ReadPage;
use search::Search;

/// Something that a model may ask for.
trait ModelTool {
    /// What it is called by.
    const NAME: &'static str;
    /// What people see.
    const TITLE: &'static str;
    /// For the model: what it does, and when it helps.
    const DESCRIPTION: &'static str;
    /// Whether it leaves the library as it was.
    const ONLY_LOOKS: bool = true;

    /// What it takes.
    type Arguments: DeserializeOwned + JsonSchema + Send + 'static;
    /// What it gives, and how that reads as a text.
    type Found: Serialize + JsonSchema + Display + Send + 'static;

    /// Does it.
    fn call(
        face: &Face,
        arguments: Self::Arguments,
        call: Call,
    ) -> impl Future<Output = Result<Self::Found, Refusal>> + Send;

    /// Whether nothing of what was asked for could be done.
    fn has_failed(_: &Self::Found) -> bool {
        false
    }
}

/// A call that is being answered.
struct Call {
    /// Cancelled when nobody wants the answer any more.
    cancellation: CancellationToken,
    /// For telling how far it is.
    steps: Steps,
}

/// All there are.
pub(super) fn list() -> ListToolsResult {
    let tools = vec![tool::<Search>(), tool::<Ask>(), tool::<ReadPage>(), tool::<List>(), tool::<Add>()];
    ListToolsResult::with_all_items(tools)
}

/// Calls one by its name.
pub(super) async fn call(
    face: &Face,
    request: CallToolRequestParams,
    context: RequestContext<RoleServer>,
) -> Result<CallToolResult, ErrorData> {
    let CallToolRequestParams { name, arguments, .. } = request;
    Ok(match &*name {
        Search::NAME => run::<Search>(face, arguments, &context).await,
        Ask::NAME => run::<Ask>(face, arguments, &context).await,
        ReadPage::NAME => run::<ReadPage>(face, arguments, &context).await,
        List::NAME => run::<List>(face, arguments, &context).await,
        Add::NAME => run::<Add>(face, arguments, &context).await,
        _ => {
            let names: Vec<_> = list().tools.into_iter().map(|tool| tool.name).collect();
            let message = format!("There is no tool “{name}”; there are {}.", names.join(", "));
            return Err(ErrorData::invalid_params(message, None));
        }
    })
}

fn tool<T: ModelTool>() -> Tool {
    let annotations = ToolAnnotations::with_title(T::TITLE)
        .read_only(T::ONLY_LOOKS)
        .destructive(false)
        .idempotent(true)
        .open_world(false);
    Tool::new(T::NAME, T::DESCRIPTION, JsonObject::new())
        .with_title(T::TITLE)
        .with_input_schema::<T::Arguments>()
        .with_output_schema::<T::Found>()
        .with_annotations(annotations)
}

async fn run<T: ModelTool>(
    face: &Face,
    arguments: Option<JsonObject>,
    context: &RequestContext<RoleServer>,
) -> CallToolResult {
    let (steps, progress) = progress::begin(context, &face.closing);
    let call = Call { cancellation: context.ct.clone(), steps };
    let found = progress.until(async { T::call(face, read::<T::Arguments>(arguments)?, call).await }).await;
    match found.and_then(|found| result::<T>(&found)) {
        Ok(result) => result,
        Err(refusal) => refusal.result(&face.library).await,
    }
}

fn read<Arguments: DeserializeOwned>(arguments: Option<JsonObject>) -> Result<Arguments, Refusal> {
    let mut arguments = arguments.unwrap_or_default();
    // Some models name everything that they could have said, and say nothing.
    arguments.retain(|_, value| !value.is_null());
    serde_json::from_value(Value::Object(arguments))
        .map_err(|error| Refusal::new("arguments", format!("these arguments do not fit: {error}")))
}

fn result<T: ModelTool>(found: &T::Found) -> Result<CallToolResult, Refusal> {
    let structured = serde_json::to_value(found).map_err(|error| Refusal::new("result", error.to_string()))?;
    let mut result = CallToolResult::structured(structured);
    result.content = vec![ContentBlock::text(found.to_string())];
    result.is_error = Some(T::has_failed(found));
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_says_what_it_takes_and_gives() {
        for tool in list().tools {
            let takes = Value::Object(JsonObject::clone(&tool.input_schema));
            assert_eq!(takes["additionalProperties"], false, "{} must tell of what it does not know", tool.name);
            // Not every client follows references in what a model is to fill in.
            assert!(!takes.to_string().contains("$ref"), "{}: {takes}", tool.name);
            let gives = tool.output_schema.expect("a schema");
            assert_eq!(gives["type"], "object", "{}", tool.name);
            let annotations = tool.annotations.expect("annotations");
            let only_looks = annotations.read_only_hint == Some(true);
            assert_eq!(only_looks, tool.name != Add::NAME, "{}", tool.name);
            assert!(!annotations.is_destructive() && annotations.open_world_hint == Some(false), "{}", tool.name);
        }
    }

    /// Arguments with a value for what is not said.
    #[derive(serde::Deserialize)]
    struct Limited {
        query: String,
        #[serde(default)]
        limit: u32,
    }

    #[test]
    fn what_is_said_to_be_nothing_is_not_said() {
        let said = [("query".to_owned(), "kettle".into()), ("limit".to_owned(), Value::Null)];
        let Limited { query, limit } = read(Some(said.into_iter().collect())).expect("they fit");
        assert_eq!((query.as_str(), limit), ("kettle", 0));
        let refusal = read::<Limited>(None).map(|_| ()).expect_err("the query is missing");
        assert_eq!(refusal.code(), "arguments");
    }
}
