//! `chat`: question after question in the terminal, with what was asked before in mind.
//!
//! # Layout
//! - [`commands`]: what a line can ask for besides an answer
//! - [`prompt`]: lines, as a person types them or a program writes them
//! - [`editor`]: the prompt on a terminal
//! - [`opener`]: files in the person's own programs

mod commands;
mod editor;
mod opener;
mod prompt;

use std::path::{Path, PathBuf};

use paperside_engine::messages::{AddRequest, AskRequest, ChatPlace, Citation, KeptTurn};
use paperside_engine::{Library, Result};
use serde_json::json;

use super::answers::source_lines;
use super::{Exit, Output, add, ask, chats, originals};
use commands::{Command, Line, help};
use prompt::{Prompt, Typed};

const WELCOME: &str = "Paperside in the terminal. Type a question, or the path of a file or folder to import it.
/help lists what else there is; Ctrl-D ends.";

/// Reads lines until the input ends: paths are imported, commands obeyed, all else is asked. What goes wrong with one
/// is told, and the next is read all the same.
pub(super) async fn run(library: &Library, output: Output) -> Result<Exit> {
    output.note(WELCOME);
    let documents = library.counts().await?.documents;
    output.note(&format!("{documents} documents in the library."));
    let mut conversation = Conversation::new(library, output);
    let mut prompt = Prompt::new(output);
    loop {
        match prompt.next(library, conversation.collection.as_deref()).await {
            Typed::End => break,
            Typed::Nothing => {}
            Typed::Line(line) => {
                if conversation.take(&line, prompt.is_edited()).await == Next::End {
                    break;
                }
            }
        }
    }
    // A program that writes the lines is told how they went.
    Ok(if prompt.is_edited() { Exit::Done } else { Exit::of(conversation.done, conversation.failed) })
}

/// What comes behind a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Another one.
    Line,
    /// Nothing.
    End,
}

/// What was said so far.
struct Conversation<'a> {
    library: &'a Library,
    output: Output,
    /// Where the next question is kept.
    place: ChatPlace,
    /// The collection that is asked, if not all of the library.
    collection: Option<String>,
    /// What the last answer cited.
    sources: Vec<Citation>,
    /// Lines that did what they asked for, and lines that did not.
    done: u32,
    failed: u32,
}

impl<'a> Conversation<'a> {
    fn new(library: &'a Library, output: Output) -> Self {
        let (place, collection, sources) = (ChatPlace::default(), None, Vec::new());
        Self { library, output, place, collection, sources, done: 0, failed: 0 }
    }

    async fn take(&mut self, line: &str, is_terminal: bool) -> Next {
        let did = match Line::parse(line) {
            Line::Nothing => return Next::Line,
            Line::Command(Command::Quit) => return Next::End,
            Line::Command(command) => self.obey(command, is_terminal).await,
            Line::Wrong(hint) => {
                self.output.refusal("usage", &hint);
                Ok(Exit::Usage)
            }
            Line::Other(text) => match paths(&text) {
                Some(paths) => self.import(paths).await,
                None => Ok(self.ask(text).await),
            },
        };
        let exit = did.unwrap_or_else(|error| {
            self.output.error(&error);
            Exit::Failed
        });
        *(if exit == Exit::Done { &mut self.done } else { &mut self.failed }) += 1;
        Next::Line
    }

    async fn ask(&mut self, question: String) -> Exit {
        let collections = self.collection.iter().cloned().collect();
        let request = AskRequest { question, collections, place: Some(self.place), ..AskRequest::default() };
        let answered = ask::answer(self.library, request, self.output).await;
        if let Some(KeptTurn { chat, turn }) = answered.kept {
            self.place = ChatPlace { chat: Some(chat), parent: Some(turn) };
        }
        if let Some(answer) = answered.answer {
            self.sources = answer.citations;
        }
        answered.exit
    }

    async fn import(&self, paths: Vec<String>) -> Result<Exit> {
        let request = AddRequest { paths, collection: self.collection.clone(), password: None };
        let batch = self.library.add(request).await?;
        add::follow(self.library, batch, add::Afterwards::GoesOn, self.output).await
    }

    async fn obey(&mut self, command: Command, is_terminal: bool) -> Result<Exit> {
        match command {
            Command::New => {
                (self.place, self.sources) = (ChatPlace::default(), Vec::new());
                self.output.note("A new chat begins with the next question.");
            }
            Command::Sources => self.show_sources().await,
            Command::Open(number) => return self.open(number, is_terminal).await,
            Command::Collection(name) => self.choose(name).await?,
            Command::Chats => return chats::list(self.library, None, self.output).await,
            Command::Help => self.output.note(&help()),
            // Whoever reads the lines ends with it.
            Command::Quit => {}
        }
        Ok(Exit::Done)
    }

    async fn show_sources(&self) {
        if self.sources.is_empty() {
            self.output.note("The last answer cites nothing, or nothing was asked yet.");
        }
        let addresses = originals::of_citations(self.library, &self.sources).await;
        let object = json!({"type": "sources", "citations": self.sources});
        self.output.drawn(&object, |screen| source_lines(&self.sources, &addresses, screen.columns));
    }

    /// Tells where the file of a source is, and opens it for a person.
    async fn open(&self, number: u32, is_terminal: bool) -> Result<Exit> {
        let Some(source) = self.sources.iter().find(|citation| citation.number == number) else {
            self.output
                .refusal("usage", &format!("the last answer has no source {number}; /sources lists those it has"));
            return Ok(Exit::Usage);
        };
        let file = self.library.file(source.document.id.clone()).await?;
        let object = json!({"type": "source", "number": number, "path": file, "page": source.page});
        self.output.result(&object, || format!("{}, page {}\n", file.display(), source.page_label));
        if is_terminal {
            opener::open(&file);
        }
        Ok(Exit::Done)
    }

    async fn choose(&mut self, name: Option<String>) -> Result<()> {
        self.collection = match name {
            None => None,
            Some(name) => Some(self.library.collection_name(name).await?),
        };
        self.output.object(&json!({"type": "collection", "name": self.collection}));
        match &self.collection {
            Some(name) => self.output.note(&format!("“{name}” is asked from now on, and files are put into it.")),
            None => self.output.note("The whole library is asked from now on."),
        }
        Ok(())
    }
}

/// The files and folders that a line names: one, or several below each other as they are pasted. A dropped file is often
/// pasted in quotes.
fn paths(line: &str) -> Option<Vec<String>> {
    let paths = line.lines().map(|line| line.trim().trim_matches(['"', '\''])).filter(|line| !line.is_empty());
    let paths: Vec<PathBuf> = paths.map(PathBuf::from).collect();
    let are_there = !paths.is_empty() && paths.iter().all(|path| Path::new(path).exists());
    are_there.then(|| paths.iter().map(|path| path.to_string_lossy().into_owned()).collect())
}
