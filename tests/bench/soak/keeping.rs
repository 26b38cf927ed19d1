//! The process that keeps the library: the engine and nothing else, so that what it takes of the machine is what a face
//! would see, and so that it can be killed.

use std::io::Write;
use std::path::PathBuf;

use paperside_engine::messages::{
    AddRequest, AnswerEvent, AskRequest, ChatPlace, ErrorMessage, ExportRequest, ImportOutcome, LibraryEvent,
    SealedImportRequest, SearchRequest,
};
use paperside_engine::{Config, Library, Result, WorkerCommand};
use serde::Serialize;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};

use super::deeds::{Asked, Deed, Told};

/// What it says when the library is open.
pub(super) const OPEN: &str = "open";

/// As many hits as a person looks through.
const LIMIT: u32 = 10;

/// Does what stands on the standard input, line by line, until that ends.
pub(super) async fn keep(library: PathBuf) {
    let mut config = Config::locate(Some(library), None).unwrap();
    config.worker = WorkerCommand { program: env!("CARGO_BIN_EXE_paperside").into() };
    let library = Library::open(config).await.unwrap();
    say(OPEN);
    let mut deeds = BufReader::new(tokio::io::stdin()).lines();
    while let Some(deed) = deeds.next_line().await.unwrap() {
        let told: Told =
            perform(&library, serde_json::from_str(&deed).unwrap()).await.map_err(|error| ErrorMessage::from(&error));
        say(&serde_json::to_string(&told).unwrap());
    }
}

fn say(line: &str) {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}").and_then(|()| output.flush()).unwrap();
}

async fn perform(library: &Library, deed: Deed) -> Result<Value> {
    Ok(match deed {
        Deed::Add { paths, collection, meanwhile, cancelled_after } => {
            let request = AddRequest { paths, collection, password: None };
            value(&add(library, request, meanwhile, cancelled_after).await?)
        }
        Deed::Finish => {
            let mut batch = library.finish_queue().await?;
            while batch.next().await.is_some() {}
            Value::Null
        }
        Deed::Remove { document } => value(&library.remove(document).await?),
        Deed::Put { document, collection } => value(&library.file_documents(vec![document], collection).await?),
        Deed::Take { document, collection } => value(&library.unfile_documents(vec![document], collection).await?),
        Deed::Rename { from, to } => value(&library.rename_collection(from, to).await?),
        Deed::Delete { collection } => value(&library.delete_collection(collection).await?),
        Deed::Search { query, collection } => value(&library.search(request(query, collection)).await?),
        Deed::Mentions { query } => value(&library.mentions(request(query, None)).await?),
        Deed::Ask { question, is_kept, is_stopped } => value(&ask(library, question, is_kept, is_stopped).await),
        Deed::Pin { question, document } => value(&library.pin(question, document, 0).await?),
        Deed::Unpin { pin } => value(&library.unpin(pin).await?),
        Deed::CheckPins => value(&library.check_pins().await?),
        Deed::DeleteChat { chat } => value(&library.delete_chat(chat).await?),
        Deed::Export { file, collection } => {
            value(&library.export(ExportRequest { file, collection, ..ExportRequest::default() }).end().await?)
        }
        Deed::Import { file } => {
            value(&library.import_sealed(SealedImportRequest { file, collection: None, passphrase: None }).end().await?)
        }
        Deed::List => value(&library.list().await?),
        Deed::Show { document } => value(&library.show(document).await?),
        Deed::Collections => value(&library.collections().await?),
        Deed::Imports => value(&library.imports().await?),
        Deed::Pins => value(&library.pins().await?),
        Deed::Chats => value(&library.chats(None).await?),
        Deed::Health => value(&library.health().await),
    })
}

fn value(told: &impl Serialize) -> Value {
    serde_json::to_value(told).unwrap()
}

fn request(query: String, collection: Option<String>) -> SearchRequest {
    SearchRequest { query, limit: LIMIT, collections: collection.into_iter().collect(), ..SearchRequest::default() }
}

/// How each file ended. Whoever calls it off does not wait for the first event.
async fn add(
    library: &Library,
    request: AddRequest,
    meanwhile: Vec<String>,
    cancelled_after: Option<u32>,
) -> Result<Vec<ImportOutcome>> {
    let mut batch = library.add(request).await?;
    let import = async {
        let mut outcomes = Vec::new();
        for number in 0_u32.. {
            if cancelled_after == Some(number) {
                batch.cancellation().cancel();
            }
            match batch.next().await {
                Some(LibraryEvent::Document(outcome)) => outcomes.push(outcome),
                Some(_) => {}
                None => break,
            }
        }
        outcomes
    };
    let searches = async {
        for query in meanwhile {
            library.search(self::request(query, None)).await?;
        }
        Ok(())
    };
    let (outcomes, searched) = tokio::join!(import, searches);
    searched.map(|()| outcomes)
}

async fn ask(library: &Library, question: String, is_kept: bool, is_stopped: bool) -> Asked {
    let place = is_kept.then(ChatPlace::default);
    let mut answer = library.ask(AskRequest { question, place, ..AskRequest::default() });
    let mut asked = Asked::default();
    while let Some(event) = answer.recv().await {
        match event {
            AnswerEvent::Hits { hits, .. } => {
                asked.documents.extend(hits.into_iter().map(|hit| hit.document.id));
                if is_stopped {
                    break;
                }
            }
            AnswerEvent::Kept(kept) => asked.chat = Some(kept.chat),
            AnswerEvent::Done(answer) => {
                asked.documents.extend(answer.citations.into_iter().map(|citation| citation.document.id));
                asked.is_answered = true;
            }
            AnswerEvent::Error(problem) => asked.problem = Some(problem),
            _ => {}
        }
    }
    asked
}
