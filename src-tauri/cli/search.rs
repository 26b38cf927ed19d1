//! `search`: the passages that fit a question.

use std::sync::Arc;

use paperside_engine::messages::{
    Correction, HitScores, LeftOut, LeftOutReason, LegRanks, MentioningDocument, Mentions, SearchHit, SearchRequest,
    SearchResponse, SearchStages, Understood,
};
use paperside_engine::{Library, Result};

use super::arguments::{SearchArguments, Stages};
use super::matches::{looked_for, marked};
use super::terminal::harmless::on_one_line;
use super::terminal::lines::{Line, Margin, Span, blanks, wrap};
use super::terminal::looks::{QUIET, STRONG};
use super::terminal::screen::Screen;
use super::{Exit, Output, originals};

/// Columns before the text of a hit.
const TEXT_MARGIN: usize = 3;

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
        output.drawn(&mentions, |screen| every(&mentions, screen));
        return Ok(Exit::Done);
    }
    let response = library.search(request).await?;
    output.note_if_any(&corrections(&response.understood));
    // Where nobody sees them, nothing is looked for on the disk.
    let addresses = if output.screen().is_terminal { originals::of_hits(&response.hits).await } else { Vec::new() };
    output.drawn(&response, |screen| describe(&response, &addresses, arguments.explain, screen));
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

fn every(mentions: &Mentions, screen: Screen) -> Vec<Line> {
    let line = |found: &MentioningDocument| {
        let pages = match found.pages.len() {
            1 => format!("page {}", found.first.page_label),
            count => format!("{count} pages, first on {}", found.first.page_label),
        };
        let text = [
            Span::new(format!("{:>4} passages  ", found.passages), QUIET),
            Span::new(on_one_line(&found.document.title), STRONG),
            Span::plain(format!("  ({pages})")),
        ];
        wrap(&text, screen.columns, &Margin { first: Line::new(), rest: blanks("     passages  ".len()) })
    };
    let (with, without) = (mentions.documents.len(), mentions.without);
    let of = mentions.searched;
    let total = format!(
        "{with} documents mention “{}”, {without} do not; searched {} of {} documents",
        mentions.subject, of.documents, of.of
    );
    let total = wrap(&[Span::plain(total)], screen.columns, &Margin::default());
    mentions.documents.iter().flat_map(line).chain(total).collect()
}

/// How a score came about.
fn explanation(scores: HitScores, ranks: LegRanks, screen: Screen) -> Vec<Line> {
    let leg = |name: &str, rank: Option<u32>, score: Option<f32>| match (rank, score) {
        (Some(rank), Some(score)) => format!("{name} {rank}. ({score:.2})"),
        _ => format!("{name} –"),
    };
    let late = scores.late.map_or("not compared word by word".to_owned(), |late| format!("word by word {late:.2}"));
    let text = format!(
        "{}, {}, fused {:.2}, {late}",
        leg("meaning", ranks.dense, scores.dense),
        leg("words", ranks.keyword, scores.keyword),
        scores.fused
    );
    wrap(&[Span::new(text, QUIET)], screen.columns, &Margin::blank(TEXT_MARGIN))
}

fn left_out(left_out: &LeftOut, screen: Screen) -> Vec<Line> {
    let why = match left_out.reason {
        LeftOutReason::BelowTheLast => "others fit better".to_owned(),
        LeftOutReason::SaysTheSame { hit } => format!("hit {hit} says the same"),
        LeftOutReason::Joined { hit } => format!("shown with hit {hit}"),
    };
    let (title, page) = (on_one_line(&left_out.document.title), &left_out.page_label);
    let head = Span::plain(format!("– {title}, page {page}: {why}"));
    let hanging = Margin { first: Line::new(), rest: blanks(TEXT_MARGIN) };
    [wrap(&[head], screen.columns, &hanging), explanation(left_out.scores, left_out.ranks, screen)].concat()
}

fn describe(response: &SearchResponse, addresses: &[Option<Arc<str>>], explains: bool, screen: Screen) -> Vec<Line> {
    let words = if screen.is_terminal { looked_for(&response.understood) } else { Vec::new() };
    let mut lines = Vec::new();
    for (at, hit) in response.hits.iter().enumerate() {
        lines.extend(hit_lines(hit, addresses.get(at).cloned().flatten(), &words, screen));
        if explains {
            lines.pop();
            lines.extend(explanation(hit.scores, hit.ranks, screen));
            lines.push(Line::new());
        }
    }
    if explains {
        lines.extend(response.left_out.iter().flat_map(|passage| left_out(passage, screen)));
    }
    let searched = response.searched;
    let total = format!(
        "{} hits in {} ms; searched {} of {} documents",
        response.hits.len(),
        response.milliseconds,
        searched.documents,
        searched.of
    );
    lines.extend(wrap(&[Span::new(total, QUIET)], screen.columns, &Margin::default()));
    lines
}

/// A hit: where it is, then what it says with the words that were looked for standing out, then an empty line.
pub(super) fn hit_lines(hit: &SearchHit, address: Option<Arc<str>>, words: &[String], screen: Screen) -> Vec<Line> {
    let number = format!("{}. ", hit.rank);
    let hanging = Margin { first: Line::new(), rest: blanks(TEXT_MARGIN) };
    let head = [
        Span::plain(number),
        Span::new(on_one_line(&hit.document.title), STRONG).leading_to(address.clone()),
        Span::plain(", "),
        Span::plain(format!("page {}", hit.page_label)).leading_to(address),
        Span::new(format!("  ({:.2})", hit.score), QUIET),
    ];
    let text = marked(&on_one_line(&hit.text), words);
    let mut lines = wrap(&head, screen.columns, &hanging);
    lines.extend(wrap(&text, screen.columns, &Margin::blank(TEXT_MARGIN)));
    lines.push(Line::new());
    lines
}
