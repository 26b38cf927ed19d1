//! A question's answer, as it streams and as it stands at the end.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ChatPlace, ContextLedger, DocumentReference, EarlierTurn, ErrorMessage, KeptTurn, LeftOut, Mentions, PageBox,
    PageSpan, SearchHit, Searched, SentenceProblem, Understood,
};

/// A question to answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct AskRequest {
    /// The question, as the person typed it.
    pub question: String,
    /// Only from these collections; empty means the whole library.
    #[serde(default)]
    pub collections: Vec<String>,
    /// Only from these documents (ids); empty means all.
    #[serde(default)]
    pub documents: Vec<String>,
    /// Which answerer to use: `extractive` or `model`; the one that was chosen if absent.
    #[serde(default)]
    pub answerer: Option<String>,
    /// Where the question and its answer are kept; nowhere if absent. What was asked before is then taken from there.
    #[serde(default)]
    pub place: Option<ChatPlace>,
    /// What was asked and answered before, oldest first, for questions such as "and in Spain?".
    #[serde(default)]
    pub earlier: Vec<EarlierTurn>,
}

/// How well the cited words carry the sentence that cites them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The sentence is the document's own.
    Quoted,
    /// The document says so in other words.
    Supported,
    /// Nothing in the document was found to say so.
    Unsupported,
}

/// From a sentence of the answer to the words of a document that carry it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Citation {
    /// The number in brackets behind the sentence, from 1.
    pub number: u32,
    /// The sentence of the answer, without its number.
    pub sentence: String,
    /// How well it is carried.
    pub verdict: Verdict,
    /// The document cited.
    pub document: DocumentReference,
    /// Index from 0 of the page where the quote starts.
    pub page: u32,
    /// The label printed on that page, or its number from 1.
    pub page_label: String,
    /// The passage the quote is from.
    pub passage: String,
    /// The document's own words.
    pub quote: String,
    /// The quote's lines on the page; empty for documents without pages to look at.
    pub boxes: Vec<PageBox>,
    /// Where the quote stands in the text of its pages.
    pub spans: Vec<PageSpan>,
}

/// A sentence of an answer that a language model wrote, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct AnswerSentence {
    /// Where it begins in the text of the answer, counted in UTF-16 units as the window counts.
    pub start: u32,
    /// Where it ends, with its numbers.
    pub end: u32,
    /// How well the documents carry it; none if it claims nothing that they could.
    pub verdict: Option<Verdict>,
    /// The numbers of its citations.
    pub numbers: Vec<u32>,
    /// What the person should know of it; empty if all is well.
    pub problems: Vec<SentenceProblem>,
}

/// Where the time of an answer went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct AnswerMilliseconds {
    /// Until the hits were known.
    pub search: u32,
    /// Until the first words of the answer.
    pub first_text: u32,
    /// Until the end.
    pub total: u32,
}

/// A whole answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Answer {
    /// All the text that was streamed, with `[n]` behind each cited sentence.
    pub answer: String,
    /// True if the library was found to hold no answer; the text then says so.
    pub refused: bool,
    /// How likely the library was thought to hold an answer, 0 to 1; absent where that was not asked.
    pub support: Option<f32>,
    /// One a citation, in the order of the text.
    pub citations: Vec<Citation>,
    /// Each sentence, checked, if a language model answered; otherwise all are the documents' own.
    #[serde(default)]
    pub sentences: Vec<AnswerSentence>,
    /// How the room of the language model was used, if one answered.
    #[serde(default)]
    pub ledger: Option<ContextLedger>,
    /// Whether the language model had no room for the end of it.
    #[serde(default)]
    pub is_cut_off: bool,
    /// Who answered.
    pub answerer: String,
    /// How complete the search was.
    pub searched: Searched,
    /// Where the time went.
    pub milliseconds: AnswerMilliseconds,
}

impl Answer {
    /// The sentences of a language model that the documents were not found to carry.
    pub fn unsupported_sentences(&self) -> Vec<String> {
        let units: Vec<u16> = self.answer.encode_utf16().collect();
        let unsupported = self.sentences.iter().filter(|sentence| sentence.verdict == Some(Verdict::Unsupported));
        let said = unsupported.filter_map(|sentence| units.get(sentence.start as usize..sentence.end as usize));
        said.map(|said| String::from_utf16_lossy(said).trim().to_owned()).collect()
    }
}

/// An answer as it comes: the hits once, text in pieces, then `done` or `error` as the last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AnswerEvent {
    /// The passages the answer will be made from, best first.
    Hits {
        /// The passages.
        hits: Vec<SearchHit>,
        /// How the question was understood.
        understood: Understood,
        /// The next best passages, and why they are not among them.
        left_out: Vec<LeftOut>,
    },
    /// Every document that mentions what was asked for, where that was the question; there are no hits then.
    Mentions(Mentions),
    /// How the room of the language model is used that will answer.
    Ledger(ContextLedger),
    /// What a language model thinks before it answers; not for the answer.
    Thinking {
        /// To be put behind what came before.
        text: String,
    },
    /// The next piece of text. What a language model writes is told as it comes; `done` has it with the numbers of its
    /// citations.
    Text {
        /// To be put behind what came before.
        text: String,
    },
    /// Where question and answer were kept, just before the end.
    Kept(KeptTurn),
    /// The end.
    Done(Answer),
    /// The end, without an answer.
    Error(ErrorMessage),
}
