//! `chats`: what was asked and answered before.

use std::sync::Arc;

use paperside_engine::messages::{ChangedCitation, Chat, ChatSummary, ChatTurn, ExportForm};
use paperside_engine::{Library, Result};
use serde_json::{Value, json};

use super::answers::{answer_lines, source_lines};
use super::arguments::{ChatAction, ChatsArguments, Form};
use super::terminal::harmless::{harmless_json, on_one_line};
use super::terminal::lines::{Line, Margin, Span, blanks, wrap};
use super::terminal::looks::{PLAIN, QUIET, STRONG};
use super::terminal::screen::Screen;
use super::{Exit, Output, originals};

/// Lists chats, shows one, or changes them.
pub(super) async fn run(library: &Library, arguments: ChatsArguments, output: Output) -> Result<Exit> {
    match arguments.action.unwrap_or(ChatAction::List { search: None }) {
        ChatAction::List { search } => return list(library, search, output).await,
        ChatAction::Show { chat } => {
            let chat = library.chat(chat).await?;
            let addresses = addresses(library, &chat, output).await;
            output.drawn(&chat, |screen| describe(&chat, &addresses, screen));
        }
        ChatAction::Rename { chat, title } => {
            library.rename_chat(chat, title.clone()).await?;
            output.object(&json!({"type": "renamed", "chat": chat, "title": title}));
        }
        ChatAction::Delete { chats } => return Ok(delete(library, chats, output).await),
        ChatAction::Export { chat, form } => export(library, chat, form, output).await?,
    }
    Ok(Exit::Done)
}

/// Lists chats, those that were changed last first.
pub(super) async fn list(library: &Library, search: Option<String>, output: Output) -> Result<Exit> {
    for chat in library.chats(search).await? {
        output.drawn(&chat, |screen| line(&chat, screen));
    }
    Ok(Exit::Done)
}

/// Deletes chats; those that are not there are told of, and the others deleted all the same.
async fn delete(library: &Library, chats: Vec<u32>, output: Output) -> Exit {
    let (mut deleted, mut refused) = (0, 0);
    for chat in chats {
        match library.delete_chat(chat).await {
            Ok(()) => {
                deleted += 1;
                output.object(&json!({"type": "deleted", "chat": chat}));
            }
            Err(error) => {
                refused += 1;
                output.error(&error);
            }
        }
    }
    Exit::of(deleted, refused)
}

/// Writes a chat as a whole: a text, or an object on lines of its own. With `--json` it is on one line.
async fn export(library: &Library, chat: u32, form: Form, output: Output) -> Result<()> {
    let text = library.export_chat(chat, form.into()).await?;
    match form {
        Form::Markdown => output.result(&json!({"type": "export", "chat": chat, "text": text}), || text.clone()),
        Form::Json if output.is_json() => output.object(&serde_json::from_str::<Value>(&text).unwrap_or_default()),
        Form::Json => output.painted(&harmless_json(&text)),
    }
    Ok(())
}

fn line(chat: &ChatSummary, screen: Screen) -> Vec<Line> {
    let questions = if chat.turns == 1 { "question" } else { "questions" };
    let head = [
        Span::plain(format!("{:>3}. ", chat.id)),
        Span::new(on_one_line(&chat.title), STRONG),
        Span::new(format!("  ({} {questions})", chat.turns), QUIET),
    ];
    let below = Margin::blank("  1. ".len());
    let mut lines = wrap(&head, screen.columns, &Margin { first: Line::new(), ..below.clone() });
    if let Some(place) = &chat.place {
        lines.extend(wrap(&[Span::new(on_one_line(place), QUIET)], screen.columns, &below));
    }
    lines
}

/// Where the citations of each answer lead, for a person who can click on them. A document that was removed or has
/// changed since leads nowhere.
async fn addresses(library: &Library, chat: &Chat, output: Output) -> Vec<Vec<Option<Arc<str>>>> {
    let mut addresses = Vec::new();
    if output.screen().is_terminal {
        for turn in &chat.turns {
            let citations = turn.record.answer.as_ref().map_or(&[][..], |answer| &answer.citations);
            addresses.push(originals::of_citations(library, citations).await);
        }
    }
    addresses
}

fn describe(chat: &Chat, addresses: &[Vec<Option<Arc<str>>>], screen: Screen) -> Vec<Line> {
    let wide = screen.columns;
    let text = |text: String, style| wrap(&[Span::new(text, style)], wide, &Margin::default());
    let mut lines = text(on_one_line(&chat.title), STRONG);
    for (at, ChatTurn { question, record, changed, .. }) in chat.turns.iter().enumerate() {
        let addresses = addresses.get(at).map_or(&[][..], Vec::as_slice);
        lines.push(Line::new());
        let asked = Margin { first: vec![Span::plain("> ")], rest: blanks(2) };
        lines.extend(wrap(&[Span::new(question, STRONG)], wide, &asked));
        match &record.answer {
            None => lines.extend(text("(no answer)".to_owned(), PLAIN)),
            Some(answer) if screen.is_terminal => {
                lines.extend(answer_lines(answer, addresses, wide));
                lines.push(Line::new());
                lines.extend(source_lines(&answer.citations, addresses, wide));
            }
            Some(answer) => lines.extend(text(answer.answer.clone(), PLAIN)),
        }
        for ChangedCitation { number, before, after, .. } in changed {
            let now = after.as_deref().map_or("it is gone".to_owned(), |after| format!("now “{after}”"));
            lines.extend(text(format!("[{number}] was “{before}”; {now}"), QUIET));
        }
    }
    lines
}

impl From<Form> for ExportForm {
    fn from(form: Form) -> Self {
        match form {
            Form::Markdown => Self::Markdown,
            Form::Json => Self::Json,
        }
    }
}
