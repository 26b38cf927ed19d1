//! `cargo xtask bench scale FOLDER [PASSAGES]`: how long a search takes, and the first words of an answer, among a
//! hundred thousand passages.
//!
//! To embed so many would take hours. A few thousand are imported from the texts of the labelled sets in the folder;
//! then their rows in the catalog are multiplied, each copy with a part of its words exchanged for others and its
//! vector moved a little aside, and the library brings its index in step when it is opened. The questions are those
//! of the sets. They are asked by a process of its own, whose memory holds nothing of all this.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark reports on the terminal")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser;
use paperside_engine::messages::{AddRequest, AnswerEvent, AskRequest, LibraryEvent, SearchRequest, SearchStages};
use paperside_engine::{Config, Library, WorkerCommand};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// The most text that is imported, in bytes; about a thousand make a passage.
const REAL_TEXT: usize = 4_000_000;

const ENTRIES_A_FILE: usize = 50;
const QUESTIONS: usize = 200;

/// Searches before the first that counts, so that the index is in memory as after some minutes of use.
const WARMING: usize = 20;

/// One word in so many is exchanged.
const EXCHANGED: usize = 3;

/// The length of what is added to a vector of length one.
const NOISE: f32 = 0.5;

#[derive(Parser)]
#[command(about = "How long a search takes among many passages")]
struct Arguments {
    /// Labelled sets, in any depth: corpus.jsonl and queries.jsonl
    folder: PathBuf,
    /// How many passages there should be
    #[arg(default_value_t = 100_000)]
    passages: usize,
    /// Where the library is kept, so that a second run need not make it again
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Cargo says so to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let temporary = tempfile::tempdir().unwrap();
    let home = arguments.keep.as_deref().unwrap_or(temporary.path()).join("scale");
    let library = home.join("library");
    let is_made = home.join(format!("{}-passages-are-made", arguments.passages));
    if is_made.exists() {
        return measure(&library, &fields(&arguments.folder, "queries.jsonl")).await;
    }
    if home.exists() {
        std::fs::remove_dir_all(&home).unwrap();
    }
    let real = import(&library, &fields(&arguments.folder, "corpus.jsonl"), &home.join("texts")).await;
    let began = Instant::now();
    let documents = Copier::new(&library).fill(arguments.passages);
    println!("{real} real passages multiplied in {:.0} s, {documents} documents added", began.elapsed().as_secs_f64());
    let began = Instant::now();
    let filled = open(&library).await;
    println!("index brought in step in {:.0} s", began.elapsed().as_secs_f64());
    let began = Instant::now();
    settle().await;
    drop(filled);
    println!("its graph of neighbours built in {:.0} s\n", began.elapsed().as_secs_f64());
    std::fs::write(&is_made, "").unwrap();
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.arg(&arguments.folder).arg(arguments.passages.to_string());
    again.arg("--keep").arg(home.parent().unwrap());
    assert!(again.status().unwrap().success(), "the measurement failed");
}

async fn open(library: &Path) -> Library {
    let mut config = Config::locate(Some(library.to_owned()), None).unwrap();
    config.worker = WorkerCommand { program: env!("CARGO_BIN_EXE_paperside").into() };
    Library::open(config).await.unwrap()
}

/// The field `text` of every line of the files of this name, in all folders.
fn fields(folder: &Path, name: &str) -> Vec<String> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let mut texts = Vec::new();
    for path in entries {
        if path.is_dir() {
            texts.extend(fields(&path, name));
        } else if path.file_name().is_some_and(|file| file == name) {
            let content = std::fs::read_to_string(&path).unwrap();
            let lines = content.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
            texts.extend(lines.map(|line| line["text"].as_str().unwrap().to_owned()));
        }
    }
    texts
}

/// Imports as many of the texts as are needed and closes the library again; returns how many passages they have.
async fn import(library: &Path, texts: &[String], folder: &Path) -> u32 {
    assert!(!texts.is_empty(), "there is no corpus.jsonl in the folder");
    std::fs::create_dir_all(folder).unwrap();
    let every = texts.iter().map(String::len).sum::<usize>().div_ceil(REAL_TEXT).max(1);
    let texts: Vec<&str> = texts.iter().step_by(every).map(String::as_str).collect();
    for (number, texts) in (1..).zip(texts.chunks(ENTRIES_A_FILE)) {
        std::fs::write(folder.join(format!("{number}.txt")), texts.join("\n\n")).unwrap();
    }
    let began = Instant::now();
    let library = open(library).await;
    let paths = vec![folder.to_string_lossy().into_owned()];
    let mut batch = library.add(AddRequest { paths, ..AddRequest::default() }).await.unwrap();
    let mut passages = 0;
    while let Some(event) = batch.next().await {
        if let LibraryEvent::Document(outcome) = event {
            passages += outcome.passages;
        }
    }
    println!("{passages} real passages imported in {:.0} s", began.elapsed().as_secs_f64());
    passages
}

/// Multiplies what is in a catalog. It knows of the schema only what must differ between copies.
struct Copier {
    connection: Connection,
    tables: Vec<Table>,
    /// All words of the passages, as often as they occur.
    words: Vec<String>,
    chance: Chance,
}

/// A table whose rows belong to a document or a passage.
struct Table {
    columns: Vec<Column>,
    select: String,
    insert: String,
}

/// What becomes of a column in a copy.
enum Column {
    Document,
    Passage,
    Path,
    Text,
    Vector,
    Other,
}

impl Copier {
    fn new(library: &Path) -> Self {
        let connection = Connection::open(library.join("catalog.sqlite")).unwrap();
        // The library is thrown away if this fails. Ids are random, so that many pages are written at once.
        let pragmas = "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;
            PRAGMA cache_size = -400000;";
        connection.execute_batch(pragmas).unwrap();
        let names = strings(&connection, "SELECT name FROM sqlite_schema WHERE type = 'table'");
        let tables = names.iter().filter_map(|name| Table::new(&connection, name)).collect();
        let texts = strings(&connection, "SELECT text FROM passage ORDER BY document, ordinal");
        let words = texts.iter().flat_map(|text| text.split_whitespace().map(str::to_owned)).collect();
        Self { connection, tables, words, chance: Chance(7) }
    }

    /// Copies one document after the other until there are so many passages; returns how many copies were made.
    fn fill(mut self, passages: usize) -> usize {
        let documents = strings(&self.connection, "SELECT id FROM document WHERE passages > 0 ORDER BY id");
        let mut copies = 0;
        while self.count() < passages {
            let change = self.connection.unchecked_transaction().unwrap();
            copy(&change, &self.tables, &documents[copies % documents.len()], &self.words, &mut self.chance);
            change.commit().unwrap();
            copies += 1;
        }
        copies
    }

    /// By what the documents say of themselves, which is quicker than to count.
    fn count(&self) -> usize {
        let sql = "SELECT sum(passages) FROM document";
        self.connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap() as usize
    }
}

/// Copies a document with all that belongs to it.
fn copy(connection: &Connection, tables: &[Table], document: &str, words: &[String], chance: &mut Chance) {
    let [one, two, three, four] = std::array::from_fn(|_| chance.next());
    let copy = format!("{one:016x}{two:016x}{three:016x}{four:016x}");
    let mut passages = HashMap::<Vec<u8>, Vec<u8>>::new();
    for table in tables {
        let mut select = connection.prepare_cached(&table.select).unwrap();
        let mut insert = connection.prepare_cached(&table.insert).unwrap();
        let mut rows = select.query([document]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values = table.columns.iter().enumerate().map(|(at, column)| match (column, row.get(at).unwrap()) {
                (Column::Document, _) => Value::Text(copy.clone()),
                (Column::Passage, Value::Blob(id)) => {
                    Value::Blob(passages.entry(id).or_insert_with(|| chance.id()).clone())
                }
                (Column::Path, Value::Text(path)) => Value::Text(format!("{path} {copy}")),
                (Column::Text, Value::Text(text)) => Value::Text(exchange(&text, words, chance)),
                (Column::Vector, Value::Blob(vector)) => Value::Blob(aside(&vector, chance)),
                (_, value) => value,
            });
            insert.execute(params_from_iter(values)).unwrap();
        }
    }
}

impl Table {
    /// None if its rows belong to no document.
    fn new(connection: &Connection, table: &str) -> Option<Self> {
        let names = strings(connection, &format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"));
        let columns: Vec<Column> = names.iter().map(|name| Column::new(connection, table, name)).collect();
        let named = |wanted: fn(&Column) -> bool| columns.iter().position(wanted).map(|at| &names[at]);
        let belongs = match (named(|it| matches!(it, Column::Document)), named(|it| matches!(it, Column::Passage))) {
            (Some(column), _) => format!("\"{column}\" = ?"),
            (None, Some(column)) => format!("\"{column}\" IN (SELECT id FROM passage WHERE document = ?)"),
            (None, None) => return None,
        };
        let list = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let places = vec!["?"; names.len()].join(", ");
        let select = format!("SELECT {list} FROM \"{table}\" WHERE {belongs}");
        let insert = format!("INSERT INTO \"{table}\" ({list}) VALUES ({places})");
        Some(Self { columns, select, insert })
    }
}

impl Column {
    fn new(connection: &Connection, table: &str, name: &str) -> Self {
        let parents = format!("SELECT \"table\" FROM pragma_foreign_key_list('{table}') WHERE \"from\" = '{name}'");
        let parents = strings(connection, &parents);
        match (table, name, parents.first().map_or(name, String::as_str)) {
            ("document", "id", _) | (_, _, "document") => Self::Document,
            ("passage", "id", _) | (_, _, "passage") => Self::Passage,
            ("location", "path", _) => Self::Path,
            ("passage", "text", _) => Self::Text,
            (_, "vector", _) => Self::Vector,
            _ => Self::Other,
        }
    }
}

fn strings(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The text with some of its words replaced, common words by common words.
fn exchange(text: &str, words: &[String], chance: &mut Chance) -> String {
    let word = |word| if chance.below(EXCHANGED) == 0 { words[chance.below(words.len())].as_str() } else { word };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A vector of length one near this one.
fn aside(vector: &[u8], chance: &mut Chance) -> Vec<u8> {
    let (numbers, _) = vector.as_chunks::<4>();
    // Numbers between -1 and 1 have a mean square of a third.
    let most = NOISE * (3.0 / numbers.len() as f32).sqrt();
    let moved: Vec<f32> =
        numbers.iter().map(|number| f32::from_le_bytes(*number) + most * (2.0 * chance.share() - 1.0)).collect();
    let length = moved.iter().map(|number| number * number).sum::<f32>().sqrt();
    moved.iter().flat_map(|number| (number / length).to_le_bytes()).collect()
}

/// Numbers that look random and are the same in every run (xorshift, Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// From 0 to 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// As long as a UUID.
    fn id(&mut self) -> Vec<u8> {
        [self.next().to_le_bytes(), self.next().to_le_bytes()].concat()
    }
}

/// A process that computes a tenth of this long in this time is at rest.
const QUIET: Duration = Duration::from_secs(3);

/// A search as a face would ask for it.
fn request(query: &str, stages: SearchStages) -> SearchRequest {
    SearchRequest { query: query.to_owned(), limit: 10, stages, ..SearchRequest::default() }
}

async fn measure(library: &Path, questions: &[String]) {
    let began = Instant::now();
    let opened = open(library).await;
    let opening = began.elapsed().as_secs_f64();
    settle().await;
    let questions: Vec<&str> = (0..QUESTIONS).map(|at| questions[at * questions.len() / QUESTIONS].as_str()).collect();
    println!("| {QUESTIONS} questions | p50 | p95 | p99 |\n| --- | ---: | ---: | ---: |");
    search(&opened, "without re-rank", SearchStages::Fused, &questions).await;
    search(&opened, "with re-rank", SearchStages::Full, &questions).await;
    answer(&opened, &questions).await;
    let searched = opened.search(request(questions[0], SearchStages::Fused)).await.unwrap().searched;
    println!("\n| | |\n| --- | ---: |");
    println!("| documents, passages | {}, {} |", searched.documents, searched.passages);
    println!("| until the library is open | {opening:.1} s |");
    println!("| resident memory | {} MB |", memory("VmRSS") >> 20);
    println!("| of this, not backed by files | {} MB |", memory("RssAnon") >> 20);
    println!("| most resident memory | {} MB |", memory("VmHWM") >> 20);
    println!("| index | {} MB |", size(&library.join("index")) >> 20);
    println!("| catalog | {} MB |", size(&library.join("catalog.sqlite")) >> 20);
}

/// Returns when the process has nothing to do any more: the index is made quicker in the background.
async fn settle() {
    loop {
        let before = computed();
        tokio::time::sleep(QUIET).await;
        if computed() - before < QUIET.as_millis() as u64 / 10 {
            return;
        }
    }
}

/// Milliseconds that this process has computed, by Linux's account in hundredths of a second.
fn computed() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
    10 * (ticks(11) + ticks(12))
}

async fn search(library: &Library, name: &str, stages: SearchStages, questions: &[&str]) {
    let mut took = Vec::new();
    for question in questions.iter().take(WARMING).chain(questions) {
        let began = Instant::now();
        assert!(!library.search(request(question, stages)).await.unwrap().hits.is_empty());
        took.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    report(name, took);
}

/// Asks each question and waits for the first words, or the plain word that there are none; the rest is waited for too,
/// so that no two are answered at once.
async fn answer(library: &Library, questions: &[&str]) {
    let mut took = Vec::new();
    for question in questions.iter().take(WARMING).chain(questions) {
        let began = Instant::now();
        let mut events = library.ask(AskRequest { question: (*question).to_owned(), ..AskRequest::default() });
        let mut first = None;
        while let Some(event) = events.recv().await {
            match event {
                AnswerEvent::Text { .. } if first.is_none() => first = Some(began.elapsed()),
                AnswerEvent::Error(error) => panic!("{question}: {}", error.message),
                _ => {}
            }
        }
        took.push(first.expect("something is said").as_secs_f64() * 1000.0);
    }
    report("first words of an answer", took);
}

/// A row of the table, of milliseconds.
fn report(name: &str, mut took: Vec<f64>) {
    took.drain(..WARMING);
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    println!("| {name} | {:.1} ms | {:.1} ms | {:.1} ms |", at(0.5), at(0.95), at(0.99));
}

/// Bytes of memory of this process, by Linux's account.
fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    1024 * value.and_then(|value| value.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0)
}

/// Bytes of a file, or of all files in a folder.
fn size(path: &Path) -> u64 {
    if !path.is_dir() {
        return path.metadata().map_or(0, |file| file.len());
    }
    std::fs::read_dir(path).unwrap().map(|entry| size(&entry.unwrap().path())).sum()
}
