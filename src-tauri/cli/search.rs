//! `search`: the passages that fit a question.

use paperside_engine::messages::{
    Correction, HitScores, LeftOut, LeftOutReason, LegRanks, Mentions, SearchHit, SearchRequest, SearchResponse,
    SearchStages, Understood,
};
use paperside_engine::{Library, Result};

use super::arguments::{SearchArguments, Stages};
use super::{Exit, Output};

/// Searches and prints the hits.
pub(super) async fn run(library: &Library, arguments: SearchArguments, output: Output) -> Result<Exit> {
    let request = SearchRequest {
        query: arguments.query,
        limit: arguments.limit,
        collections: arguments.collection,
        documents: arguments.document,
        stages: match arguments.stages {
            Stages::Dense => SearchStages::Dense,
            Stages::Keyword => SearchStages::Keyword,
            Stages::Fused => SearchStages::Fused,
            Stages::Full => SearchStages::Full,
        },
        earlier: Vec::new(),
    };
    if arguments.all {
        let mentions = library.mentions(request).await?;
        output.result(&mentions, || every(&mentions));
        return Ok(Exit::Done);
    }
    let response = library.search(request).await?;
    output.note_if_any(&corrections(&response.understood));
    output.result(&response, || describe(&response, arguments.explain));
    Ok(Exit::Done)
}

/// Words that were taken for others, and what could not be compared, for the person to see.
pub(super) fn corrections(understood: &Understood) -> String {
    let said = |correction: &Correction| {
        format!("“{}” stands nowhere; “{}” was looked for too.", correction.typed, correction.meant)
    };
    let only_words = understood.only_words.iter().map(|why| format!("Only words were compared: {why}."));
    understood.corrections.iter().map(said).chain(only_words).collect::<Vec<_>>().join("\n")
}

fn every(mentions: &Mentions) -> String {
    let listed = mentions.documents.iter().map(|found| {
        let pages = match found.pages.len() {
            1 => format!("page {}", found.first.page_label),
            count => format!("{count} pages, first on {}", found.first.page_label),
        };
        format!("{:>4} passages  {}  ({pages})\n", found.passages, found.document.title)
    });
    let listed: String = listed.collect();
    let (with, without) = (mentions.documents.len(), mentions.without);
    let of = mentions.searched;
    format!(
        "{listed}{with} documents mention “{}”, {without} do not; searched {} of {} documents\n",
        mentions.subject, of.documents, of.of
    )
}

/// How a score came about.
fn explanation(scores: HitScores, ranks: LegRanks) -> String {
    let leg = |name: &str, rank: Option<u32>, score: Option<f32>| match (rank, score) {
        (Some(rank), Some(score)) => format!("{name} {rank}. ({score:.2})"),
        _ => format!("{name} –"),
    };
    let late = scores.late.map_or("not compared word by word".to_owned(), |late| format!("word by word {late:.2}"));
    format!(
        "   {}, {}, fused {:.2}, {late}\n",
        leg("meaning", ranks.dense, scores.dense),
        leg("words", ranks.keyword, scores.keyword),
        scores.fused
    )
}

fn left_out(left_out: &LeftOut) -> String {
    let why = match left_out.reason {
        LeftOutReason::BelowTheLast => "others fit better".to_owned(),
        LeftOutReason::SaysTheSame { hit } => format!("hit {hit} says the same"),
        LeftOutReason::Joined { hit } => format!("shown with hit {hit}"),
    };
    let (title, page) = (&left_out.document.title, &left_out.page_label);
    format!("– {title}, page {page}: {why}\n{}", explanation(left_out.scores, left_out.ranks))
}

fn describe(response: &SearchResponse, explains: bool) -> String {
    let hit = |hit: &SearchHit| {
        let text = hit_text(hit);
        if explains { format!("{}\n{}\n", text.trim_end(), explanation(hit.scores, hit.ranks)) } else { text }
    };
    let mut hits: String = response.hits.iter().map(hit).collect();
    if explains {
        hits.extend(response.left_out.iter().map(left_out));
    }
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
