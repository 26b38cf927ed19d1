//! Questions for every document: "which documents mention X?".
//!
//! Such a question is answered by a list with a statement of what was searched, not by the best few passages, so
//! an ordinary question must never be taken for one. "List the causes of the war" is ordinary: only a question
//! with documents, pages, mentions and the like as its object counts.

use super::frames::subject_words;
use super::phrase::contains_phrase;
use super::words::{Word, among, words};

/// What every document asked for must mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    /// In the person's words, without those that ask for documents.
    pub(crate) text: String,
    /// The quoted phrases in it, which must stand in the document as they are; the other words need only be met.
    pub(crate) phrases: Vec<String>,
}

/// A longer question is prose, in which a frame stands by chance.
const LONGEST: usize = 400;

/// Ways to begin that ask nothing themselves.
const POLITE: [&str; 22] = [
    "please",
    "and",
    "can you",
    "could you",
    "would you",
    "will you",
    "tell me",
    "let me know",
    "do you know",
    "i want to know",
    "i would like",
    "i d like",
    "i want",
    "i need",
    "give me a list of",
    "give me",
    "a list of",
    "bitte",
    "und",
    "kannst du",
    "sag mir",
    "por favor",
];

/// Words that stand for something said before: there is nothing to look for in them.
const PRONOUNS: &str = "it him her them this that these those he she they ihn ihm sie es das dies diese le la les lo \
    los ella first last";

/// Ways to end that narrow nothing down.
const EVERYWHERE: [&str; 16] = [
    "please",
    "bitte",
    "anywhere",
    "in my documents",
    "in the documents",
    "in these documents",
    "in all documents",
    "in my files",
    "in the files",
    "in the library",
    "in my library",
    "in the collection",
    "in this collection",
    "in meinen dokumenten",
    "in den dokumenten",
    "auf",
];

/// What must be mentioned, if a question without its quotation marks asks for every document that does.
pub(super) fn subject(question: &str, phrases: &[String]) -> Option<Subject> {
    if question.len() > LONGEST {
        return None;
    }
    let end = question.find(['?', '!']).unwrap_or(question.len());
    let end = if question.starts_with('?') { question.len() } else { end };
    let (head, tail) = question.split_at_checked(end)?;
    let head_words = words(head);
    let asking = after_politeness(&head_words);
    let range = subject_words(asking)?;
    let within = before_everywhere(asking.get(range.clone())?);
    let text = if within.iter().all(|word| among(PRONOUNS, &word.folded)) {
        // A follow-up names what the pronoun stands for behind the question mark.
        trimmed(tail)
    } else if words(tail).is_empty() && !begins_an_infinitive(asking, range.start) {
        let from = range.start.checked_sub(1).and_then(|before| asking.get(before)).map_or(0, |word| word.range.end);
        let to = asking.get(range.start + within.len()).map_or(head.len(), |word| word.range.start);
        trimmed(head.get(from..to)?)
    } else {
        return None;
    };
    let phrases = phrases.iter().filter(|phrase| contains_phrase(text, phrase)).cloned().collect();
    text.contains(char::is_alphanumeric).then(|| Subject { text: text.to_owned(), phrases })
}

fn trimmed(text: &str) -> &str {
    let text = text.trim_start_matches(|letter: char| letter.is_whitespace() || ",;:?!\"'".contains(letter));
    text.trim_end_matches(|letter: char| letter.is_whitespace() || ",;:?!.\"'".contains(letter))
}

/// "Which documents are about to expire?" does not ask for what is said about expiring.
fn begins_an_infinitive(asking: &[Word], start: usize) -> bool {
    asking.get(start).is_some_and(|word| word.folded == "to")
}

fn after_politeness<'w, 'a>(mut question: &'w [Word<'a>]) -> &'w [Word<'a>] {
    while let Some(length) = POLITE.iter().find_map(|polite| length_of_start(question, polite)) {
        question = question.get(length..).unwrap_or_default();
    }
    question
}

fn length_of_start(question: &[Word], start: &str) -> Option<usize> {
    let mut length = 0;
    for wanted in start.split(' ') {
        question.get(length).filter(|word| word.folded == wanted)?;
        length += 1;
    }
    Some(length)
}

fn before_everywhere<'w, 'a>(mut subject: &'w [Word<'a>]) -> &'w [Word<'a>] {
    let length_of_end = |subject: &[Word], end: &str| {
        let start = subject.len().checked_sub(end.split(' ').count()).filter(|start| *start > 0)?;
        length_of_start(subject.get(start..)?, end)
    };
    while let Some(length) = EVERYWHERE.iter().find_map(|end| length_of_end(subject, end)) {
        subject = subject.get(..subject.len() - length).unwrap_or_default();
    }
    subject
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_for_every_document() {
        for (question, expected) in [
            ("Which documents mention Siemens?", "Siemens"),
            ("which of my contracts contain a termination clause?", "a termination clause"),
            ("Which papers are about deep learning", "deep learning"),
            ("what files refer to the Treaty of Rome?", "the Treaty of Rome"),
            ("List all documents that mention St. Gallen.", "St. Gallen"),
            ("please list every document mentioning C++", "C++"),
            ("Can you show me all emails about the merger?", "the merger"),
            ("list all mentions of the king", "the king"),
            ("all occurrences of net zero", "net zero"),
            ("find all documents with tables", "tables"),
            ("How many documents mention Luther?", "Luther"),
            ("how many times is Luther mentioned?", "Luther"),
            ("where is the moon mentioned?", "the moon"),
            ("Where does X appear in my documents?", "X"),
            ("In which documents does Dr. Faust appear?", "Dr. Faust"),
            ("Which pages is Luther mentioned on?", "Luther"),
            ("Does any document mention .NET?", ".NET"),
            ("do any of my files contain passwords in the library?", "passwords"),
            ("is Luther mentioned anywhere?", "Luther"),
            ("Is there a document about whales?", "whales"),
            ("which documents mention him? Luther", "Luther"),
            ("Welche Dokumente erwähnen Österreich?", "Österreich"),
            ("Liste alle Dokumente auf, die Luther erwähnen.", "Luther"),
            ("In welchen Dokumenten kommt der Mond vor?", "der Mond"),
            ("Wie viele Dokumente nennen den König?", "den König"),
            ("Wo wird Luther erwähnt?", "Luther"),
            ("Finde alle Verträge mit Siemens", "Siemens"),
            ("Zeige alle Seiten, auf denen Luther erwähnt wird", "Luther"),
            ("Quels documents mentionnent l'énergie ?", "l'énergie"),
            ("Liste tous les documents qui parlent de Paris", "Paris"),
            ("Où est mentionné Napoléon ?", "Napoléon"),
            ("¿Qué documentos mencionan a Cervantes?", "a Cervantes"),
            ("¿En qué documentos aparece Madrid?", "Madrid"),
            ("Lista todos los documentos sobre energía", "energía"),
        ] {
            let found = subject(question, &[]).map(|subject| subject.text);
            assert_eq!(found.as_deref(), Some(expected), "{question}");
        }
    }

    #[test]
    fn ordinary_questions() {
        for question in [
            "Which document types exist in the archive system?",
            "List the causes of World War I",
            "List all causes of World War I",
            "What documents did Luther nail to the door?",
            "What documents do I need to apply?",
            "Which contracts with Siemens expire in 2025?",
            "Which documents are about to expire?",
            "What is the report about?",
            "How many pages does the report contain?",
            "How many documents are there?",
            "Where does the moon appear in winter?",
            "Where is the moon?",
            "How often does Halley's comet appear?",
            "Find the page with the table of contents",
            "Find all prime numbers",
            "Which document mentions it?",
            "What books contain recipes? And who wrote them?",
            "Wo kommt Gold vor?",
            "Welche Dokumente brauche ich für den Antrag?",
            "Wie viele Seiten hat der Bericht?",
            "Où est Paris ?",
            "¿Qué documentos necesito?",
            "documents",
            "",
            "?",
        ] {
            assert_eq!(subject(question, &[]), None, "{question}");
        }
    }

    #[test]
    fn quoted_phrases_of_the_subject_are_kept() {
        let phrases = ["net zero".to_owned(), "elsewhere".to_owned()];
        let found = subject("which documents mention net zero", &phrases).map(|subject| subject.phrases);
        assert_eq!(found, Some(vec!["net zero".to_owned()]));
    }
}
