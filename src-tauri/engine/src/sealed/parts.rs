//! The lines of each part. Fields may be added, never changed: a reader passes over those it does not know, and does
//! without those that are not there.

use serde::{Deserialize, Serialize};

use super::check::LONGEST_NAME;
use crate::messages::{OutlineEntry, PageState};
use crate::passage::{Passage, Span};
use crate::read::{DocumentInfo, Heading, Page, Word};

/// What is known of a document. Its id is the SHA-256 of its original.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DocumentLine {
    /// Its own title, or its file's name.
    pub(crate) title: String,
    /// The title it gives itself.
    #[serde(default)]
    pub(crate) own_title: Option<String>,
    /// Media type, such as `application/pdf`.
    pub(crate) content_type: String,
    /// Who wrote it, as it says itself.
    #[serde(default)]
    pub(crate) author: Option<String>,
    /// Its headings, as it lists them.
    #[serde(default)]
    pub(crate) outline: Vec<OutlineEntry>,
    /// When it was added, in milliseconds since 1970.
    #[serde(default)]
    pub(crate) added_at: i64,
    /// How many pages it has.
    pub(crate) pages: u32,
    /// How many passages it has.
    pub(crate) passages: u32,
    /// The collections it is in.
    #[serde(default)]
    pub(crate) collections: Vec<String>,
    /// Where it was seen.
    #[serde(default)]
    pub(crate) paths: Vec<SealedPath>,
}

/// Where a document was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SealedPath {
    /// The path on the machine where that was.
    pub(crate) path: String,
    /// When, in milliseconds since 1970.
    #[serde(default)]
    pub(crate) seen_at: i64,
}

impl DocumentLine {
    /// What the document says of itself.
    pub(crate) fn info(&self) -> DocumentInfo {
        DocumentInfo {
            content_type: self.content_type.clone().into(),
            title: self.own_title.clone(),
            author: self.author.clone(),
            outline: self.outline.clone(),
            pages: self.pages,
        }
    }
}

/// A page and its receipt; the places of its words stand apart, as plain numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct PageLine {
    /// Index from 0.
    pub(super) page: u32,
    /// The label printed on it, or its number from 1.
    pub(super) label: String,
    /// As shown, in points; 0 where there is no page to look at.
    pub(super) width: f32,
    /// The same.
    pub(super) height: f32,
    /// What stands on it.
    pub(super) text: String,
    /// How many of the words in `words.bin` are on it.
    pub(super) words: u32,
    /// First byte, one past the last byte, and depth of each heading.
    #[serde(default)]
    pub(super) headings: Vec<(u32, u32, u8)>,
    /// What became of it.
    pub(super) state: PageState,
    /// Which reader produced the text.
    #[serde(default)]
    pub(super) reader: String,
    /// What looked for text in its image, if anything did.
    #[serde(default)]
    pub(super) recogniser: Option<String>,
    /// Why it is not searchable, or why the second reader was needed.
    #[serde(default)]
    pub(super) reason: Option<String>,
    /// How long reading it took.
    #[serde(default)]
    pub(super) milliseconds: u32,
}

impl PageLine {
    /// Of a page.
    pub(super) fn of(page: &Page) -> Self {
        Self {
            page: page.index,
            label: page.label.clone(),
            width: page.width,
            height: page.height,
            text: page.text.clone(),
            words: page.words.len() as u32,
            headings: page.headings.iter().map(|heading| (heading.start, heading.end, heading.level)).collect(),
            state: page.state,
            reader: page.reader.to_string(),
            recogniser: page.recogniser.clone(),
            reason: page.reason.clone(),
            milliseconds: page.milliseconds,
        }
    }

    /// The page with its words.
    pub(super) fn page(self, words: Vec<Word>) -> Page {
        let heading = |(start, end, level)| Heading { start, end, level };
        Page {
            index: self.page,
            label: self.label,
            width: self.width,
            height: self.height,
            text: self.text,
            words,
            headings: self.headings.into_iter().map(heading).collect(),
            state: self.state,
            reader: self.reader.into(),
            recogniser: self.recogniser,
            reason: self.reason,
            milliseconds: self.milliseconds,
        }
    }
}

/// A passage. Its id is made of its document and its ordinal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PassageLine {
    /// Its place among the passages of its document, from 0.
    pub(super) ordinal: u32,
    /// What it says.
    pub(super) text: String,
    /// What it stands under.
    #[serde(default)]
    pub(super) context: String,
    /// Page, first byte and one past the last byte of each stretch.
    pub(super) spans: Vec<(u32, u32, u32)>,
}

impl PassageLine {
    /// Of a passage.
    pub(super) fn of(passage: &Passage) -> Self {
        Self {
            ordinal: passage.ordinal,
            text: passage.text.clone(),
            context: passage.context.clone(),
            spans: passage.spans.iter().map(|span| (span.page, span.start, span.end)).collect(),
        }
    }

    /// The passage.
    pub(super) fn passage(self) -> Passage {
        let span = |(page, start, end)| Span { page, start, end };
        Passage {
            ordinal: self.ordinal,
            text: self.text,
            context: self.context,
            spans: self.spans.into_iter().map(span).collect(),
        }
    }
}

/// A collection, with documents or without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CollectionLine {
    /// What it is called.
    pub(crate) name: String,
}

impl CollectionLine {
    /// The name of a collection as it can be written: a library holds any, but no file does.
    pub(crate) fn name_of(name: &str) -> String {
        let plain: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let short = plain[..plain.floor_char_boundary(LONGEST_NAME)].trim();
        if short.is_empty() { "?".to_owned() } else { short.to_owned() }
    }
}

/// A line of the chats: one begins, or goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChatLine {
    /// One begins; its turns follow.
    Chat(SealedChat),
    /// A turn of the chat that began last.
    Turn(SealedTurn),
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SealedChat {
    /// What it is called.
    pub(crate) title: String,
    /// When it was begun, in milliseconds since 1970.
    pub(crate) created_at: i64,
    /// When something was last asked in it.
    pub(crate) changed_at: i64,
    /// The last turn of the line that is shown.
    #[serde(default)]
    pub(crate) leaf: Option<u32>,
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SealedTurn {
    /// Names it within its chat.
    pub(crate) id: u32,
    /// The turn before it, which stands further up.
    #[serde(default)]
    pub(crate) parent: Option<u32>,
    /// When it was asked, in milliseconds since 1970.
    pub(crate) at: i64,
    /// As the person typed it.
    pub(crate) question: String,
    /// What was told, without the numbers of its citations.
    #[serde(default)]
    pub(crate) answer: String,
    /// All that was told, with its evidence: an object of JSON, written as a text, because only who shows it needs to
    /// understand it.
    pub(crate) record: String,
}

/// A page known to be the right answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PinLine {
    /// As it was asked.
    pub(crate) question: String,
    /// The document's id.
    pub(crate) document: String,
    /// Index from 0.
    pub(crate) page: u32,
}

/// Something that the person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SettingLine {
    /// What it is called.
    pub(crate) name: String,
    /// What was chosen.
    pub(crate) value: String,
}

/// A folder that was followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FolderLine {
    /// Where it is.
    pub(crate) path: String,
    /// The collection that its documents go into.
    #[serde(default)]
    pub(crate) collection: Option<String>,
}
