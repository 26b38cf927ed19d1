//! The prompt on a terminal: lines that can be edited, those of before, and what Tab completes.

use std::path::{Path, PathBuf};

use paperside_engine::{private, state_folder};
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Helper};
use tokio::sync::mpsc;

use super::super::terminal::harmless::harmless;
use super::commands::COMMANDS;
use super::prompt::Typed;

/// Lines of before that are kept.
const KEPT_LINES: usize = 1000;

/// The name of the file that keeps them.
const HISTORY: &str = "chat-history";

/// A line that is wanted.
struct Wanted {
    prompt: String,
    /// The collections that there are.
    collections: Vec<String>,
}

/// A thread that waits for keys, since somebody may take minutes for the next one.
pub(super) struct Editor {
    wanted: mpsc::Sender<Wanted>,
    typed: mpsc::Receiver<Typed>,
}

impl Editor {
    /// Starts the thread. It ends when this value does, or with the input.
    pub(super) fn start() -> Self {
        let (wanted, wants) = mpsc::channel(1);
        let (tells, typed) = mpsc::channel(1);
        let started = std::thread::Builder::new().name("prompt".to_owned()).spawn(move || edit(wants, &tells));
        if let Err(error) = started {
            tracing::warn!(%error, "there is no thread for the prompt");
        }
        Self { wanted, typed }
    }

    /// The next line. While nothing is wanted the terminal is as it was, and Ctrl-C a signal.
    pub(super) async fn next(&mut self, prompt: String, collections: Vec<String>) -> Typed {
        if self.wanted.send(Wanted { prompt, collections }).await.is_err() {
            return Typed::End;
        }
        self.typed.recv().await.unwrap_or(Typed::End)
    }
}

fn edit(mut wants: mpsc::Receiver<Wanted>, tells: &mpsc::Sender<Typed>) {
    let Ok(mut editor) = editor() else { return };
    let history = history();
    if let Some(history) = &history {
        // There is none the first time.
        let _ = editor.load_history(history);
    }
    while let Some(Wanted { prompt, collections }) = wants.blocking_recv() {
        editor.set_helper(Some(Completing { collections }));
        let typed = match editor.readline(&prompt) {
            Ok(line) => {
                remember(&mut editor, &line, history.as_deref());
                Typed::Line(line)
            }
            Err(ReadlineError::Interrupted) => Typed::Nothing,
            Err(_) => Typed::End,
        };
        if tells.blocking_send(typed).is_err() {
            return;
        }
    }
}

fn editor() -> rustyline::Result<rustyline::Editor<Completing, FileHistory>> {
    let config = Config::builder()
        .max_history_size(KEPT_LINES)?
        .history_ignore_dups(true)?
        .history_ignore_space(true)
        .completion_type(CompletionType::List)
        .bracketed_paste(true)
        .build();
    rustyline::Editor::with_config(config)
}

/// Where lines are kept: in a folder that only the person can read, and a file that the editor makes so.
fn history() -> Option<PathBuf> {
    let folder = state_folder()?;
    private::make_folder(&folder).ok()?;
    Some(folder.join(HISTORY))
}

/// Keeps a line for another time. One that begins with a blank is not kept.
fn remember(editor: &mut rustyline::Editor<Completing, FileHistory>, line: &str, history: Option<&Path>) {
    let is_new = !line.trim().is_empty() && editor.add_history_entry(line).unwrap_or(false);
    if let (true, Some(history)) = (is_new, history) {
        // A full disk is no reason not to answer.
        let _ = editor.append_history(history);
    }
}

/// What Tab completes.
struct Completing {
    collections: Vec<String>,
}

impl Completer for Completing {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (from, candidates) = candidates(&line[..at], &self.collections);
        let pair = |candidate: String| Pair { display: candidate.clone(), replacement: candidate };
        Ok((from, candidates.into_iter().map(pair).collect()))
    }
}

impl Hinter for Completing {
    type Hint = String;
}

impl Highlighter for Completing {}

impl Validator for Completing {}

impl Helper for Completing {}

/// What the end of a line can become, and where that begins.
fn candidates(line: &str, collections: &[String]) -> (usize, Vec<String>) {
    let begins = |name: &str, typed: &str| name.to_lowercase().starts_with(&typed.to_lowercase());
    if let Some(typed) = line.strip_prefix("/collection ") {
        // A name that a terminal would obey is one that can only be typed.
        let names = collections.iter().filter(|name| harmless(name) == name.as_str() && begins(name, typed));
        return (line.len() - typed.len(), names.cloned().collect());
    }
    if !line.starts_with('/') || line.contains(char::is_whitespace) {
        return (line.len(), Vec::new());
    }
    let fitting = COMMANDS.iter().filter(|known| known.name.starts_with(line));
    let blank = |is_given: bool| if is_given { " " } else { "" };
    (0, fitting.map(|known| format!("{}{}", known.name, blank(known.is_given_something()))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_collections_are_completed() {
        let collections = ["Work".to_owned(), "My papers".to_owned(), "evil\u{1b}[2J".to_owned()];
        assert_eq!(candidates("/co", &collections), (0, vec!["/collection ".to_owned()]));
        assert_eq!(candidates("/", &collections).1.len(), COMMANDS.len());
        assert_eq!(candidates("/collection my", &collections), (12, vec!["My papers".to_owned()]));
        assert_eq!(candidates("/collection ", &collections).1.len(), 2);
        assert!(candidates("What is /", &collections).1.is_empty());
    }
}
