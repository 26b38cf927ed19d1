//! Lines, as a person types them or a program writes them.

use std::io::IsTerminal;

use paperside_engine::Library;
use tokio::io::{AsyncBufReadExt, BufReader, Lines, Stdin};

use super::super::Output;
use super::super::terminal::harmless::on_one_line;
use super::editor::Editor;

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// A line, or several that were pasted.
    Line(String),
    /// Something was begun and thrown away.
    Nothing,
    /// There will be no more.
    End,
}

/// Where lines come from.
pub(super) struct Prompt {
    output: Output,
    source: Source,
}

enum Source {
    /// A person at a terminal, who can edit them.
    Edited(Editor),
    /// Anything else, line by line.
    Read(Lines<BufReader<Stdin>>),
}

impl Prompt {
    /// As suits the standard input and the output.
    pub(super) fn new(output: Output) -> Self {
        let is_edited = std::io::stdin().is_terminal() && output.screen().is_terminal;
        let read = || Source::Read(BufReader::new(tokio::io::stdin()).lines());
        Self { output, source: if is_edited { Source::Edited(Editor::start()) } else { read() } }
    }

    /// Whether a person types them.
    pub(super) fn is_edited(&self) -> bool {
        matches!(self.source, Source::Edited(_))
    }

    /// The next one. The prompt says which collection is asked.
    pub(super) async fn next(&mut self, library: &Library, collection: Option<&str>) -> Typed {
        let prompt = format!("{}> ", collection.map(on_one_line).unwrap_or_default());
        match &mut self.source {
            Source::Edited(editor) => {
                // Without their names the prompt does as well.
                let collections = library.collections().await.unwrap_or_default();
                let names = collections.into_iter().map(|collection| collection.name).collect();
                self.output.text("\n");
                editor.next(prompt, names).await
            }
            Source::Read(lines) => {
                // A terminal that can do nothing but show text.
                if self.output.is_seen_by_person() && std::io::stdin().is_terminal() {
                    self.output.text(&format!("\n{prompt}"));
                }
                let line = tokio::select! {
                    line = lines.next_line() => line,
                    _ = tokio::signal::ctrl_c() => return Typed::End,
                };
                line.ok().flatten().map_or(Typed::End, Typed::Line)
            }
        }
    }
}
