//! A question that a person can begin with.

use rmcp::ErrorData;
use rmcp::model::{
    GetPromptRequestParams, GetPromptResult, ListPromptsResult, Prompt, PromptArgument, PromptMessage, Role,
};
use serde_json::Value;

/// The only one.
const CITE: &str = "cite";

/// What can be begun with.
pub(super) fn list() -> ListPromptsResult {
    let arguments = vec![
        PromptArgument::new("question").with_description("What you want to know").with_required(true),
        PromptArgument::new("collection").with_description("Only from this collection").with_required(false),
    ];
    let cite =
        Prompt::new(CITE, Some("Answer a question from my documents, citing the page of each claim"), Some(arguments))
            .with_title("Answer from my documents");
    ListPromptsResult::with_all_items(vec![cite])
}

/// What is said for the person.
pub(super) fn get(request: &GetPromptRequestParams) -> Result<GetPromptResult, ErrorData> {
    if request.name != CITE {
        let message = format!("There is no prompt “{}”; there is `{CITE}`.", request.name);
        return Err(ErrorData::invalid_params(message, None));
    }
    let said = |name: &str| {
        let said = request.arguments.as_ref().and_then(|arguments| arguments.get(name)).and_then(Value::as_str);
        said.map(str::trim).filter(|said| !said.is_empty())
    };
    let Some(question) = said("question") else {
        return Err(ErrorData::invalid_params("The prompt `cite` needs a question.", None));
    };
    let from = said("collection").map_or(String::new(), |name| format!(" of the collection “{name}”"));
    let text = format!(
        "Answer this from my documents{from}, with Paperside:\n\n{question}\n\nSearch first, as often as you need to, and \
         read the pages around what you find where that helps. Put the title and the page label behind every claim. If \
         the documents do not say it, say so."
    );
    Ok(GetPromptResult::new(vec![PromptMessage::new_text(Role::User, text)]))
}
