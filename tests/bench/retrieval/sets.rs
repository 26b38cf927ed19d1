//! Labelled sets: documents, questions, and where the questions are answered.
//!
//! A set is a folder, found by what is in it:
//! - `corpus.jsonl`, `queries.jsonl` and `qrels.tsv`: texts, and which of them answer which question; an
//!   `answers.jsonl` beside them says in which words.
//! - PDFs and `questions.jsonl`: on which pages of which file a question is answered.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The most bytes of a title in a file name; file systems allow 255 for the whole.
const LONGEST_TITLE: usize = 160;

/// Documents and questions that they answer.
pub struct LabelledSet {
    /// Its path below the folder of sets, with hyphens.
    pub name: String,
    /// What is asked about.
    pub documents: Documents,
    /// What is asked.
    pub questions: Vec<Question>,
}

/// The documents of a set.
pub enum Documents {
    /// Texts that are yet to be written into files.
    Texts(Vec<Entry>),
    /// Files that are there.
    Pdfs(Vec<PathBuf>),
}

/// An entry of a corpus.
pub struct Entry {
    /// The name of the file it is imported as.
    pub file: String,
    /// Entries of one title are parts of one article.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// A question and where its answer is.
pub struct Question {
    /// As a person would type it.
    pub text: String,
    /// The files that answer it and the pages that do, from 0; no pages where any part of the file counts.
    pub places: BTreeMap<String, Vec<u32>>,
    /// Right answers in the words of the documents, where they are known.
    pub answers: Vec<String>,
}

/// Every set in a folder and the folders below, in the order of their paths.
pub fn find(root: &Path) -> Vec<LabelledSet> {
    let mut sets = Vec::new();
    gather(root, root, &mut sets);
    sets
}

fn gather(root: &Path, folder: &Path, sets: &mut Vec<LabelledSet>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let has = |name: &str| folder.join(name).is_file();
    if has("corpus.jsonl") && has("queries.jsonl") && has("qrels.tsv") {
        sets.push(texts(root, folder));
    }
    if has("questions.jsonl") {
        let pdfs: Vec<PathBuf> = entries.iter().filter(|path| is_pdf(path)).cloned().collect();
        sets.extend((!pdfs.is_empty()).then(|| LabelledSet {
            name: name(root, folder),
            documents: Documents::Pdfs(pdfs),
            questions: placed_questions(folder),
        }));
    }
    let is_hidden = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    entries.iter().filter(|path| path.is_dir() && !is_hidden(path)).for_each(|path| gather(root, path, sets));
}

fn is_pdf(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"))
}

/// `squad/text` below the folder of sets becomes `squad-text`; a set that was named itself goes by its folder.
fn name(root: &Path, folder: &Path) -> String {
    let parts = folder.strip_prefix(root).unwrap();
    let parts = if parts.as_os_str().is_empty() { Path::new(root.file_name().unwrap_or_default()) } else { parts };
    parts.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("-")
}

#[derive(Deserialize)]
struct CorpusLine {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    text: String,
}

#[derive(Deserialize)]
struct QueryLine {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

#[derive(Deserialize)]
struct AnswersLine {
    #[serde(rename = "_id")]
    id: String,
    answers: Vec<String>,
}

#[derive(Deserialize)]
struct PlacedLine {
    question: String,
    #[serde(default)]
    answers: Vec<String>,
    file: String,
    #[serde(default)]
    pages: Vec<u32>,
}

fn texts(root: &Path, folder: &Path) -> LabelledSet {
    let corpus: Vec<CorpusLine> = lines(&folder.join("corpus.jsonl"));
    let mut files = HashMap::new();
    let mut documents = Vec::new();
    for (number, CorpusLine { id, title, text }) in (1..).zip(corpus) {
        let file = format!("{} {number}.txt", file_title(&title));
        files.insert(id, file.clone());
        documents.push(Entry { file, title, text });
    }
    let questions = judged_questions(folder, &files);
    LabelledSet { name: name(root, folder), documents: Documents::Texts(documents), questions }
}

/// What of a title can be in a file name anywhere.
fn file_title(title: &str) -> String {
    let spaced: String =
        title.chars().map(|c| if c.is_alphanumeric() || "-'()".contains(c) { c } else { ' ' }).collect();
    let mut title = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    title.truncate(title.floor_char_boundary(LONGEST_TITLE));
    if title.is_empty() { "Untitled".to_owned() } else { title.trim_end().to_owned() }
}

/// The questions that at least one entry of the corpus answers.
fn judged_questions(folder: &Path, files: &HashMap<String, String>) -> Vec<Question> {
    let mut places = judgements(&folder.join("qrels.tsv"), files);
    let answers = folder.join("answers.jsonl");
    let answers: Vec<AnswersLine> = if answers.exists() { lines(&answers) } else { Vec::new() };
    let mut answers: HashMap<String, Vec<String>> = answers.into_iter().map(|line| (line.id, line.answers)).collect();
    let queries: Vec<QueryLine> = lines(&folder.join("queries.jsonl"));
    let question = |QueryLine { id, text }| {
        let answers = answers.remove(&id).unwrap_or_default();
        Some(Question { text, places: places.remove(&id)?, answers })
    };
    queries.into_iter().filter_map(question).collect()
}

/// By question, the files that are relevant in any degree. A header's last word is no number, so it is passed over.
fn judgements(file: &Path, files: &HashMap<String, String>) -> HashMap<String, BTreeMap<String, Vec<u32>>> {
    let mut places = HashMap::<String, BTreeMap<String, Vec<u32>>>::new();
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let [query, .., entry, relevance] = line.split_whitespace().collect::<Vec<_>>()[..] else { continue };
        if relevance.parse::<f32>().is_ok_and(|relevance| relevance > 0.0)
            && let Some(file) = files.get(entry)
        {
            places.entry(query.to_owned()).or_default().insert(file.clone(), Vec::new());
        }
    }
    places
}

fn placed_questions(folder: &Path) -> Vec<Question> {
    let questions: Vec<PlacedLine> = lines(&folder.join("questions.jsonl"));
    let question = |PlacedLine { question, answers, file, pages }| Question {
        text: question,
        places: BTreeMap::from([(file, pages)]),
        answers,
    };
    questions.into_iter().map(question).collect()
}

/// A file of JSON, one value a line.
fn lines<T: DeserializeOwned>(file: &Path) -> Vec<T> {
    let content = std::fs::read_to_string(file).unwrap();
    let parse = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}: {line}", file.display()));
    content.lines().filter(|line| !line.trim().is_empty()).map(parse).collect()
}
