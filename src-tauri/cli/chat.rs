//! `chat`: question after question in the terminal, for when there is no window.

use std::path::Path;

use paperside_engine::messages::{AddRequest, AskRequest, ChatPlace, KeptTurn};
use paperside_engine::{Library, Result};
use tokio::io::{AsyncBufReadExt, BufReader, Lines, Stdin};

use super::{Exit, Output, add, ask};

const WELCOME: &str = "Paperside in the terminal. Type a question, or the path of a file or folder to import it.
An empty line or Ctrl-D ends.";

/// Reads lines until the input ends: paths are imported, all else is asked.
pub(super) async fn run(library: &Library, output: Output) -> Result<Exit> {
    output.note(WELCOME);
    let documents = library.list().await?.len();
    output.note(&format!("{documents} documents in the library."));
    let mut place = ChatPlace::default();
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = prompt(&mut lines, output).await {
        // A dropped file is often pasted in quotes.
        let path = line.trim_matches(['"', '\'']);
        if Path::new(path).exists() {
            let request = AddRequest { paths: vec![path.to_owned()], ..AddRequest::default() };
            let batch = library.add(request).await?;
            add::follow(library, batch, add::Afterwards::GoesOn, output).await?;
        } else {
            let request = AskRequest { question: line, place: Some(place), ..AskRequest::default() };
            if let Some(KeptTurn { chat, turn }) = ask::answer(library, request, output).await.kept {
                place = ChatPlace { chat: Some(chat), parent: Some(turn) };
            }
        }
    }
    Ok(Exit::Done)
}

async fn prompt(lines: &mut Lines<BufReader<Stdin>>, output: Output) -> Option<String> {
    if output.is_watched() {
        output.text("\n> ");
    }
    let line = lines.next_line().await.ok()??;
    let line = line.trim().to_owned();
    (!line.is_empty()).then_some(line)
}
