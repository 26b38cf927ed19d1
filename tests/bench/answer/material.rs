//! Paragraphs, questions and answers of a folder in the form of BEIR.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::Path;

use serde_json::Value;

use super::phrases::sure_names;
use paperside_engine::checking::sentences;

/// A paragraph of an article.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    /// Its words.
    pub(super) text: String,
    /// Its sentences.
    pub(super) sentences: Vec<Range<usize>>,
    /// Questions on it, each with its shortest answer.
    pub(super) questions: Vec<(String, String)>,
}

/// An article.
#[derive(Debug, Clone)]
pub(super) struct Article {
    /// Its title.
    pub(super) title: String,
    /// In their order.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Names that it has for sure.
    pub(super) names: Vec<String>,
}

/// All articles by title; none if the folder has none.
pub(super) fn articles(folder: &Path) -> Vec<Article> {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let queries: HashMap<String, String> =
        lines(folder, "queries.jsonl").iter().map(|line| (text(line, "_id"), text(line, "text"))).collect();
    let answers = lines(folder, "answers.jsonl");
    let shortest = |line: &Value| {
        let all = line["answers"].as_array()?.iter().filter_map(Value::as_str);
        all.min_by_key(|answer| answer.len()).map(str::to_owned)
    };
    let answers: HashMap<String, String> =
        answers.iter().filter_map(|line| Some((text(line, "_id"), shortest(line)?))).collect();
    let mut asked: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for line in std::fs::read_to_string(folder.join("qrels.tsv")).unwrap_or_default().lines() {
        let mut fields = line.split('\t');
        let (Some(query), Some(paragraph)) = (fields.next(), fields.next()) else { continue };
        let pair = queries.get(query).cloned().zip(answers.get(query).cloned());
        asked.entry(paragraph.to_owned()).or_default().extend(pair);
    }
    let mut articles: BTreeMap<String, Vec<Paragraph>> = BTreeMap::new();
    for line in lines(folder, "corpus.jsonl") {
        let own = text(&line, "text");
        let questions = asked.remove(&text(&line, "_id")).unwrap_or_default();
        let paragraph = Paragraph { sentences: sentences(&own), text: own, questions };
        articles.entry(text(&line, "title")).or_default().push(paragraph);
    }
    articles.into_iter().map(|(title, paragraphs)| article(title, paragraphs)).collect()
}

fn article(title: String, paragraphs: Vec<Paragraph>) -> Article {
    let all: String = paragraphs.iter().map(|paragraph| paragraph.text.clone() + " ").collect();
    let sentences =
        paragraphs.iter().flat_map(|paragraph| paragraph.sentences.iter().map(|range| &paragraph.text[range.clone()]));
    Article { title, names: sure_names(sentences, &all), paragraphs }
}

fn lines(folder: &Path, name: &str) -> Vec<Value> {
    let read = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    read.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}
