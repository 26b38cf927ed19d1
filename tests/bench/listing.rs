//! `cargo bench --bench listing [DOCUMENTS]`: how long a window waits for the rows of a list of a hundred thousand
//! documents.
//!
//! The documents are rows of a catalog and nothing else: no list asks for more of them.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark reports on the terminal")]

use std::path::Path;
use std::time::Instant;

use clap::Parser;
use paperside_engine::messages::{DocumentKind, DocumentOrder, DocumentsRequest};
use paperside_engine::{Config, Library};
use rusqlite::{Connection, params};

/// Rows that a list asks for at once.
const STRETCH: u32 = 200;

/// Each request is made so many times.
const TIMES: usize = 15;

#[derive(Parser)]
#[command(about = "How long the rows of a long list of documents take")]
struct Arguments {
    /// How many documents there should be
    #[arg(default_value_t = 100_000)]
    documents: u32,
    /// Cargo says so to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir().unwrap();
    let config = || Config::locate(Some(folder.path().to_owned()), None).unwrap();
    drop(Library::open(config()).await.unwrap());
    fill(folder.path(), arguments.documents);
    let library = Library::open(config()).await.unwrap();
    library.create_collection("Some".to_owned()).await.unwrap();
    let all = DocumentsRequest { limit: STRETCH, is_descending: true, ..DocumentsRequest::default() };
    let middle = arguments.documents / 2;
    let requests = [
        ("the first rows", all.clone()),
        ("rows in the middle", DocumentsRequest { offset: middle, ..all.clone() }),
        ("by title, in the middle", DocumentsRequest { order: DocumentOrder::Title, offset: middle, ..all.clone() }),
        ("by pages, in the middle", DocumentsRequest { order: DocumentOrder::Pages, offset: middle, ..all.clone() }),
        ("with a word", DocumentsRequest { looked_for: "number 77".to_owned(), ..all.clone() }),
        ("of one kind", DocumentsRequest { kinds: vec![DocumentKind::Text], ..all.clone() }),
        ("not wholly read", DocumentsRequest { only_unread: true, ..all.clone() }),
        ("of an empty collection", DocumentsRequest { collection: Some("Some".to_owned()), ..all }),
    ];
    for (what, request) in requests {
        let mut milliseconds = Vec::new();
        let mut total = 0;
        for _ in 0..TIMES {
            let began = Instant::now();
            total = library.find(request.clone()).await.unwrap().total;
            milliseconds.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        milliseconds.sort_by(f64::total_cmp);
        println!(
            "{what:<26} {total:>7} fit  median {:>6.1} ms  slowest {:>6.1} ms",
            milliseconds[TIMES / 2],
            milliseconds[TIMES - 1]
        );
    }
    let began = Instant::now();
    library.counts().await.unwrap();
    println!("counting them              {:.1} ms", began.elapsed().as_secs_f64() * 1000.0);
}

fn fill(library: &Path, documents: u32) {
    /// About what the headings of a report take.
    const OUTLINE: usize = 1500;
    let mut connection = Connection::open(library.join("catalog.sqlite")).unwrap();
    let change = connection.transaction().unwrap();
    let outline = "x".repeat(OUTLINE);
    for number in 0..documents {
        let id = format!("{:016x}{:048x}", u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15), number);
        let title = format!("report number {number} on what was found");
        let content_type = if number % 5 == 0 { "text/plain" } else { "application/pdf" };
        let sql =
            "INSERT INTO document (id, title, folded_title, content_type, size, added_at, pages, pages_searchable,
             passages, pages_unread, outline, state) VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0, ?, ?, 'whole')";
        let row = params![
            id,
            title,
            title,
            content_type,
            1000 + number,
            number,
            number % 300,
            u32::from(number % 50 == 0),
            outline
        ];
        change.prepare_cached(sql).unwrap().execute(row).unwrap();
        let path = format!("/home/somebody/Documents/{}/report-{number}.pdf", number % 100);
        let sql = "INSERT INTO location (path, document, seen_at) VALUES (?, ?, 0)";
        change.prepare_cached(sql).unwrap().execute(params![path, id]).unwrap();
    }
    change.commit().unwrap();
}
