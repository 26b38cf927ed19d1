//! Web pages, and the pages inside of e-books and e-mails.
//!
//! The text is taken from the stream of tags and characters of an HTML5 tokenizer; no tree is built, so that
//! neither depth nor tags that are never closed can do harm.

use std::cell::{Cell, RefCell};

use encoding_rs::Encoding;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::read::blocks::{BlockPage, Blocks, Unit};
use crate::read::{DocumentInfo, Heading, PageSink, ReadError, text};

/// Within so many bytes a page tells its encoding.
const ENCODING_WITHIN: usize = 2048;

/// So many bytes are read at once.
const CHUNK: usize = 4096;

/// Each attribute of a tag is compared with all before it. So in one tag no more than these are read, and the page
/// ends there; no real one has as many.
const SEPARATORS: usize = 100_000;

/// Reads a web page in sections.
///
/// # Errors
/// [`ReadError::Unsupported`] if the bytes are no text, [`ReadError::Cancelled`].
pub(in crate::read) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let Plain { text, headings, title, author } = plain(&decode(bytes)?);
    let info = DocumentInfo::new("text/html", title, author);
    text::deliver(info, "html", text::sections(&text, &headings), sink)
}

/// What a web page says.
#[derive(Debug, Default)]
pub(in crate::read) struct Plain {
    /// Its text.
    pub(in crate::read) text: String,
    /// Its headings in the order of the text.
    pub(in crate::read) headings: Vec<Heading>,
    /// The title it gives itself.
    pub(in crate::read) title: Option<String>,
    /// Who wrote it.
    pub(in crate::read) author: Option<String>,
}

/// The text of a web page: blocks as paragraphs, rows of tables on a line of their own, `pre` as it is.
/// Scripts, styles and ways around the site are left out.
pub(in crate::read) fn plain(source: &str) -> Plain {
    plain_within(source, SEPARATORS)
}

fn plain_within(source: &str, most_separators: usize) -> Plain {
    let is_xml = source.trim_start().starts_with("<?xml");
    let walk = Walk { is_xml, tokens: Cell::new(0), state: RefCell::default() };
    let tokenizer = Tokenizer::new(walk, TokenizerOpts::default());
    let input = BufferQueue::default();
    let (mut rest, mut separators) = (source, 0);
    while !rest.is_empty() && separators < most_separators {
        let (chunk, after) = rest.split_at(rest.ceil_char_boundary(CHUNK));
        let tokens = tokenizer.sink.tokens.get();
        input.push_back(StrTendril::from_slice(chunk));
        while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
        let has_token = tokenizer.sink.tokens.get() > tokens;
        separators = if has_token { 0 } else { separators + count_separators(chunk) };
        rest = after;
    }
    tokenizer.end();
    let State { blocks, title, author, .. } = tokenizer.sink.state.into_inner();
    let BlockPage { text, headings } = blocks.finish_whole();
    Plain { text, headings, title: tidy(&title), author: tidy(&author) }
}

/// About how many attributes a stretch of a tag can have at most.
fn count_separators(chunk: &str) -> usize {
    let count = |is_wanted: fn(&u8) -> bool| chunk.as_bytes().iter().filter(|byte| is_wanted(byte)).count();
    // A picture that is written into its tag is full of slashes.
    count(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'')) + count(|byte| *byte == b'/') / 20
}

/// The characters of a web page: in the encoding of its mark, in the one it names, or in the likeliest one.
///
/// # Errors
/// [`ReadError::Unsupported`] if the bytes are no text.
pub(in crate::read) fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    match named_encoding(bytes).filter(|_| Encoding::for_bom(bytes).is_none()) {
        Some(encoding) => Ok(encoding.decode_without_bom_handling(bytes).0.into_owned()),
        None => text::decode(bytes),
    }
}

fn named_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(ENCODING_WITHIN)]).to_lowercase();
    let declared = beginning.strip_prefix("<?xml").and_then(|rest| rest.split_once("encoding="));
    let meta = || beginning.split("<meta").skip(1).find_map(|rest| rest.split('>').next()?.split_once("charset="));
    let (_, label) = declared.or_else(meta)?;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| c.is_whitespace() || "\"';/>?".contains(c)).unwrap_or(label.len());
    let encoding = Encoding::for_label(&label.as_bytes()[..end])?;
    // A page that can tell its encoding in ASCII is not in UTF-16; and one that is UTF-8 is, whatever it says.
    let is_wrong = !encoding.is_ascii_compatible() || std::str::from_utf8(bytes).is_ok();
    Some(if is_wrong { encoding_rs::UTF_8 } else { encoding })
}

/// Receives what the tokenizer finds.
struct Walk {
    is_xml: bool,
    /// How many tokens came.
    tokens: Cell<usize>,
    state: RefCell<State>,
}

/// What has been found so far.
#[derive(Default)]
struct State {
    blocks: Blocks,
    title: String,
    author: String,
    is_in_title: bool,
    /// How many `svg` are around; they have titles of their own.
    pictures: usize,
    /// How many lists are around.
    lists: usize,
    /// How many `pre` are around.
    verbatim: usize,
    /// The element whose text is left out, and how many of its kind are open.
    hidden: Option<(String, usize)>,
    /// The level of the heading that is open.
    heading: Option<u8>,
}

impl TokenSink for Walk {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.tokens.update(|tokens| tokens + 1);
        let mut state = self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.characters(&text),
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => state.close(&tag.name),
            Token::TagToken(tag) => {
                // In XML an element can be empty that in HTML would swallow all that follows.
                let is_empty = tag.self_closing && self.is_xml;
                state.open(&tag, is_empty);
                if let (false, Some(kind)) = (is_empty, raw_kind(&tag.name)) {
                    return TokenSinkResult::RawData(kind);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.is_xml
    }
}

/// Elements in which no tags are looked for.
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "title" | "textarea" => Some(RawKind::Rcdata),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
        "script" => Some(RawKind::ScriptData),
        _ => None,
    }
}

impl State {
    fn open(&mut self, tag: &Tag, is_empty: bool) {
        let name: &str = &tag.name;
        if self.open_hidden(name, is_empty) {
            return;
        }
        match name {
            "title" if self.pictures == 0 && self.title.is_empty() => self.is_in_title = !is_empty,
            "meta" if attribute(tag, "name").is_some_and(|name| name.eq_ignore_ascii_case("author")) => {
                attribute(tag, "content").unwrap_or_default().clone_into(&mut self.author);
            }
            "svg" if !is_empty => self.pictures += 1,
            "br" => self.blocks.break_line(),
            "table" => self.blocks.start_table(),
            "tr" => self.blocks.start_row(),
            "td" | "th" => self.blocks.end_cell(),
            _ if is_block(name) => self.blocks.end(self.unit()),
            _ => {}
        }
        // In a heading others may be set as blocks, but a paragraph begins where its end was forgotten.
        if is_block(name) && name != "div" {
            self.heading = heading_level(name).filter(|_| !is_empty);
        }
        self.lists += usize::from(is_list(name) && !is_empty);
        if matches!(name, "pre" | "listing" | "xmp" | "textarea") && !is_empty {
            self.verbatim += 1;
        }
    }

    /// Keeps count of what is hidden; whether this is.
    fn open_hidden(&mut self, name: &str, is_empty: bool) -> bool {
        // Where the contents begin, whatever was forgotten to be closed is closed.
        if matches!(name, "body" | "main") {
            self.hidden = None;
        }
        match &mut self.hidden {
            Some((hidden, count)) => *count += usize::from(hidden == name && !is_empty),
            None if is_hidden(name) => self.hidden = (!is_empty).then(|| (name.to_owned(), 1)),
            None => return false,
        }
        true
    }

    fn close(&mut self, name: &str) {
        if let Some((hidden, count)) = &mut self.hidden {
            *count -= usize::from(hidden == name);
            if *count == 0 || matches!(name, "body" | "html") {
                self.hidden = None;
            }
            return;
        }
        match name {
            "title" => self.is_in_title = false,
            "svg" => self.pictures = self.pictures.saturating_sub(1),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.blocks.end(self.heading.take().map_or(Unit::Paragraph, Unit::Heading));
            }
            "td" | "th" => self.blocks.end_cell(),
            "tr" => self.blocks.end_row(),
            "table" => self.blocks.end_table(),
            _ if is_block(name) => self.blocks.end(self.unit()),
            _ => {}
        }
        if is_list(name) {
            self.lists = self.lists.saturating_sub(1);
            if self.lists == 0 {
                self.blocks.end_group();
            }
        }
        if matches!(name, "pre" | "listing" | "xmp" | "textarea") {
            self.verbatim = self.verbatim.saturating_sub(1);
        }
    }

    /// What a block is here.
    fn unit(&self) -> Unit {
        match self.heading {
            Some(level) => Unit::Heading(level),
            None if self.lists > 0 => Unit::Item,
            None => Unit::Paragraph,
        }
    }

    fn characters(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        if self.is_in_title {
            self.title.push_str(text);
        } else if self.verbatim > 0 {
            self.blocks.push_verbatim(&text.replace("\r\n", "\n").replace('\r', "\n"));
        } else {
            self.flow(text);
        }
    }

    /// Adds text in which all blanks and line ends between two words are one blank.
    fn flow(&mut self, text: &str) {
        let mut words = text.split([' ', '\t', '\n', '\r', '\u{c}', '\u{a0}']);
        self.blocks.push(&words.next().unwrap_or_default().replace('\u{ad}', ""));
        for word in words {
            self.blocks.blank();
            self.blocks.push(&word.replace('\u{ad}', ""));
        }
    }
}

/// Elements whose text is not shown, or leads to other pages.
#[rustfmt::skip]
fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "script" | "style" | "template" | "noscript" | "nav" | "iframe" | "noembed" | "noframes" | "object"
            | "datalist" | "ix:header"
    )
}

/// Elements that begin and end a paragraph.
#[rustfmt::skip]
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "dd" | "details" | "dialog"
            | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" | "header" | "hgroup" | "hr" | "html" | "legend" | "li" | "listing" | "main"
            | "menu" | "ol" | "optgroup" | "option" | "p" | "pre" | "search" | "section" | "select" | "summary"
            | "tbody" | "textarea" | "tfoot" | "thead" | "ul" | "xmp"
    )
}

/// The level of a heading.
fn heading_level(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// Elements whose blocks stand on lines of their own, without empty lines between.
fn is_list(name: &str) -> bool {
    matches!(name, "ul" | "ol" | "dl" | "menu" | "select")
}

fn attribute<'tag>(tag: &'tag Tag, name: &str) -> Option<&'tag str> {
    tag.attrs.iter().find(|found| &*found.name.local == name).map(|found| &*found.value)
}

fn tidy(text: &str) -> Option<String> {
    Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tests::{assert_harmless, read_with};

    fn text(source: &str) -> String {
        plain(source).text
    }

    #[test]
    fn blocks_lists_and_tables_are_told_apart() {
        let source = "<!DOCTYPE html><html><head><title>The\n Title</title><style>p{}</style>\
            <meta name=Author content='Jane M&uuml;ller'></head>\
            <body><nav><ul><li>Home</ul></nav><h1>Head</h1><p>Some <b>bold</b>\n  text&nbsp;&amp; more.<br>next\
            <script>var a = '<p>';</script><noscript>no</noscript><ul><li>one<li><p>two</p></ul>\
            <table><caption>Cap</caption><tr><th>a<th>b<tr><td>1<td>2</table><pre>  x\n    y\n</pre><div>end";
        let plain = plain(source);
        assert_eq!(plain.title.as_deref(), Some("The Title"));
        assert_eq!(plain.author.as_deref(), Some("Jane Müller"));
        let expected = "Head\n\nSome bold text & more.\nnext\n\none\ntwo\n\nCap\n\na | b\n1 | 2\n\n  x\n    y\n\nend";
        assert_eq!(plain.text, expected);
    }

    #[test]
    fn headings_are_told_with_their_levels() {
        let source = "<h1> Über\n <b>Öl</b></h1><ul><li>a<h3>Größe</h3>b</ul><h2><div>Im Block</div></h2><p>c</h2>\
            <h4>Vergessen<p>d<table><tr><td><h1>e</h1><td>f</table><h6></h6><hr>g";
        let Plain { text, headings, .. } = plain(source);
        let said: Vec<_> = headings.iter().map(|it| (&text[it.start as usize..it.end as usize], it.level)).collect();
        assert_eq!(said, [("Über Öl", 1), ("Größe", 3), ("Im Block", 2), ("Vergessen", 4)]);
    }

    #[test]
    fn headings_are_found_on_the_pages_of_a_long_text() {
        let source = format!("<h1>Größe</h1><p>{}</p>", "wörter ".repeat(2000)).repeat(10);
        let read = read_with(read, source.as_bytes()).expect("it is read");
        assert!(read.pages.len() > 2);
        let said = read.headings();
        assert_eq!(said.len(), 10);
        assert!(said.iter().all(|(_, said, level)| (said.as_str(), *level) == ("Größe", 1)), "{said:?}");
    }

    #[test]
    fn empty_elements_of_xml_swallow_nothing() {
        let source = "<?xml version='1.0'?><html><head><title/><script src='a'/></head><body><p>text</p>\
                      <![CDATA[a < b]]></body></html>";
        assert_eq!(text(source), "text\n\na < b");
    }

    #[test]
    fn what_is_hidden_and_never_closed_ends_with_the_contents() {
        assert_eq!(text("<body><nav>menu<main>text"), "text");
        assert_eq!(text("<nav><nav>a</nav>b</nav>c"), "c");
    }

    #[test]
    fn encodings_are_found() {
        let pages: [&[u8]; 5] = [
            b"<meta charset=\"iso-8859-1\"><p>Gr\xfc\xdfe",
            b"<META http-equiv=Content-Type content='text/html; charset=windows-1252'><p>Gr\xfc\xdfe",
            b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><p>Gr\xfc\xdfe",
            "<meta charset=latin1><p>Grüße".as_bytes(),
            b"\xff\xfe<\0p\0>\0G\0r\0\xfc\0\xdf\0e\0",
        ];
        for page in pages {
            assert_eq!(text(&decode(page).expect("it is text")), "Grüße");
        }
    }

    #[test]
    fn a_tag_without_end_ends_the_page() {
        let attributes = (0..9000).map(|number| format!(" {number}=1")).collect::<Vec<_>>().concat();
        assert_eq!(plain_within(&format!("before<a{attributes}>after"), 3000).text, "before");
        let picture = format!("before <img src='data:{}'>after", "a/b+c".repeat(100_000));
        assert_eq!(text(&picture), "before after");
    }

    #[test]
    fn depth_and_breaks_do_no_harm() {
        for tag in ["<div>", "<table><tr><td>x", "<nav>", "<b>", "<svg>", "<ul><li>a"] {
            let deep = tag.repeat(200_000);
            assert!(read_with(read, deep.as_bytes()).is_ok(), "{tag}");
        }
        assert_harmless(read, b"<html><title>a</title><p>b<table><tr><td>c</table><pre>d</pre><!-- e --></html>");
    }
}
