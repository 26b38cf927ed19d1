//! Markdown as a person reads it on a terminal.
//!
//! What language models write is Markdown. Nothing in it is fetched or opened: pictures are told of, and a link shows
//! its address beside it instead of hiding it, since a document may have wanted the model to write it. The only places
//! that lead anywhere are citations.
//!
//! # Layout
//! - `numbers`: citations within the text
//! - `table`: tables

mod numbers;
mod table;
#[cfg(test)]
mod tests;

use anstyle::{Effects, Style};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::lines::{Line, Margin, Span, blanks, push, width, wrap};
use super::looks::{CODE, PLAIN, QUIET, with};
use table::Table;

/// What stands before the lines of a quotation.
const BAR: &str = "│ ";

/// What stands before an item of a list without numbers.
const BULLET: &str = "• ";

/// Columns of the longest line between two parts of a text.
const RULE: usize = 40;

/// Columns before code.
const CODE_MARGIN: usize = 2;

/// The lines of a text in Markdown. `cite` shows a citation by its number, if there is one.
pub(crate) fn markdown(text: &str, columns: usize, cite: &dyn Fn(u32) -> Option<Span>) -> Vec<Line> {
    let escaped = numbers::escaped(text);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut writer = Writer::new(columns, cite);
    Parser::new_ext(&escaped, options).for_each(|event| writer.event(event));
    writer.flush();
    writer.lines
}

/// Lines that are being written.
struct Writer<'a> {
    columns: usize,
    cite: &'a dyn Fn(u32) -> Option<Span>,
    lines: Vec<Line>,
    /// What was read of the block that is being read.
    text: Line,
    /// Those of the parts that it is in.
    effects: Vec<Effects>,
    /// Those of the quotations and items that it is in.
    margins: Vec<Margin>,
    /// The next numbers of the lists that it is in; none in those without numbers.
    lists: Vec<Option<u64>>,
    /// The links that it is in: where each leads, and how much of the text stands before it.
    links: Vec<(String, usize)>,
    /// Code, as far as it was read.
    code: Option<String>,
    /// A table, as far as it was read.
    table: Option<Table>,
    /// Whether the next block stands apart from what is there.
    stands_apart: bool,
}

impl<'a> Writer<'a> {
    fn new(columns: usize, cite: &'a dyn Fn(u32) -> Option<Span>) -> Self {
        Self {
            columns,
            cite,
            lines: Vec::new(),
            text: Line::new(),
            effects: Vec::new(),
            margins: Vec::new(),
            lists: Vec::new(),
            links: Vec::new(),
            code: None,
            table: None,
            stands_apart: false,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.say(&text),
            },
            Event::Code(code) => {
                let style = self.effects.iter().fold(CODE, |style, effects| with(style, *effects));
                push(&mut self.text, Span::new(numbers::unescaped(&code), style));
            }
            Event::InlineHtml(html) if html.starts_with("<br") => self.say("\n"),
            Event::Html(html) | Event::InlineHtml(html) => self.say(&numbers::unescaped(&html)),
            Event::SoftBreak => self.say(" "),
            Event::HardBreak => self.say("\n"),
            Event::Rule => self.rule(),
            Event::TaskListMarker(is_done) => self.say(if is_done { "☑ " } else { "☐ " }),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.begin(),
            Tag::Heading { level, .. } => {
                self.begin();
                let line = if level == HeadingLevel::H1 { Effects::UNDERLINE } else { Effects::new() };
                self.effects.push(Effects::BOLD.insert(line));
            }
            Tag::BlockQuote(_) => {
                self.begin();
                let bar = vec![Span::new(BAR, QUIET)];
                self.margins.push(Margin { first: bar.clone(), rest: bar });
            }
            Tag::CodeBlock(_) => {
                self.begin();
                self.code = Some(String::new());
            }
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.begin();
                }
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Table(alignments) => {
                self.begin();
                self.table = Some(Table::new(alignments));
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.row();
                }
            }
            Tag::Emphasis => self.effects.push(Effects::ITALIC),
            Tag::Strong => self.effects.push(Effects::BOLD),
            Tag::Strikethrough => self.effects.push(Effects::STRIKETHROUGH),
            Tag::Link { dest_url, .. } => {
                self.links.push((numbers::unescaped(&dest_url), self.said().len()));
                self.effects.push(Effects::UNDERLINE);
            }
            Tag::Image { .. } => self.say("(picture: "),
            // What the options above leave out.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.end_block(),
            TagEnd::Heading(_) => {
                self.end_block();
                self.effects.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.margins.pop();
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::List(_) => {
                self.lists.pop();
                self.stands_apart = self.lists.is_empty();
            }
            TagEnd::Item => self.end_item(),
            TagEnd::TableCell => {
                let cell = numbers::cited(std::mem::take(&mut self.text), self.cite);
                if let Some(table) = &mut self.table {
                    table.cell(cell);
                }
            }
            TagEnd::Table => self.end_table(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.effects.pop();
            }
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.say(")"),
            _ => {}
        }
    }

    /// What was read of the block, without its looks.
    fn said(&self) -> String {
        self.text.iter().map(|span| span.text.as_str()).collect()
    }

    fn say(&mut self, text: &str) {
        let style = self.style();
        push(&mut self.text, Span::new(text, style));
    }

    fn style(&self) -> Style {
        self.effects.iter().fold(PLAIN, |style, effects| with(style, *effects))
    }

    /// What stands before the next block; the markers of items only once.
    fn margin(&mut self) -> Margin {
        let mut margin = Margin::default();
        for level in &mut self.margins {
            margin.first.append(&mut std::mem::replace(&mut level.first, level.rest.clone()));
            margin.rest.extend_from_slice(&level.rest);
        }
        margin
    }

    /// A block begins.
    fn begin(&mut self) {
        self.flush();
        if std::mem::take(&mut self.stands_apart) && !self.lines.is_empty() {
            let margin = self.margins.iter().flat_map(|margin| margin.rest.clone()).collect();
            self.lines.push(margin);
        }
    }

    /// Writes what was read.
    fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = numbers::cited(std::mem::take(&mut self.text), self.cite);
        let margin = self.margin();
        self.lines.extend(wrap(&text, self.columns, &margin));
    }

    fn end_block(&mut self) {
        self.flush();
        self.stands_apart = true;
    }

    /// Lines that are not to be broken.
    fn write(&mut self, lines: Vec<Line>) {
        let mut margin = self.margin();
        for mut line in lines {
            let mut whole = std::mem::replace(&mut margin.first, margin.rest.clone());
            whole.append(&mut line);
            self.lines.push(whole);
        }
        self.stands_apart = true;
    }

    fn rule(&mut self) {
        self.begin();
        self.write(vec![vec![Span::new("─".repeat(RULE.min(self.columns)), QUIET)]]);
    }

    fn item(&mut self) {
        self.flush();
        self.stands_apart = false;
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => BULLET.to_owned(),
        };
        let first = vec![Span::plain(marker)];
        let rest = blanks(width(&first));
        self.margins.push(Margin { first, rest });
    }

    fn end_item(&mut self) {
        self.flush();
        let is_unsaid = self.margins.last().is_some_and(|margin| margin.first != margin.rest);
        if is_unsaid {
            let margin = self.margin();
            self.lines.push(margin.first);
        }
        self.margins.pop();
        self.stands_apart = false;
    }

    fn end_code(&mut self) {
        let code = self.code.take().unwrap_or_default();
        let code = numbers::unescaped(code.trim_end_matches('\n')).replace('\t', "    ");
        let line = |line: &str| [blanks(CODE_MARGIN), vec![Span::new(line, CODE)]].concat();
        self.write(code.split('\n').map(line).collect());
    }

    fn end_table(&mut self) {
        let margin: usize = self.margins.iter().map(|margin| width(&margin.rest)).sum();
        if let Some(table) = self.table.take() {
            let lines = table.draw(self.columns.saturating_sub(margin));
            self.write(lines);
        }
    }

    fn end_link(&mut self) {
        self.effects.pop();
        let Some((address, before)) = self.links.pop() else { return };
        let said = self.said().split_off(before);
        if !address.is_empty() && address != said && address.strip_prefix("mailto:") != Some(&said) {
            push(&mut self.text, Span::new(format!(" ({address})"), QUIET));
        }
    }
}
