//! `search`: the passages that fit a question.

use paperside_engine::messages::{SearchHit, SearchRequest, SearchResponse};
use paperside_engine::{Library, Result};

use super::arguments::SearchArguments;
use super::{Exit, Output};

/// Searches and prints the hits.
pub(super) async fn run(library: &Library, arguments: SearchArguments, output: Output) -> Result<Exit> {
    let request = SearchRequest {
        query: arguments.query,
        limit: arguments.limit,
        collections: arguments.collection,
        documents: arguments.document,
    };
    let response = library.search(request).await?;
    output.result(&response, || describe(&response));
    Ok(Exit::Done)
}

fn describe(response: &SearchResponse) -> String {
    let hits: String = response.hits.iter().map(hit_text).collect();
    let searched = response.searched;
    format!(
        "{hits}{} hits in {} ms; searched {} of {} documents\n",
        response.hits.len(),
        response.milliseconds,
        searched.documents,
        searched.of
    )
}

/// A hit as text: where it is, then what it says.
pub(super) fn hit_text(hit: &SearchHit) -> String {
    let text = hit.text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}. {}, page {}  ({:.2})\n   {text}\n\n", hit.rank, hit.document.title, hit.page_label, hit.score)
}
