//! Sentences that claim nothing a document could carry: greetings, questions, and the plain word that nothing is there.

use super::normal::{fold_text, is_in};

/// Words for what was searched.
const DOCUMENTS: &str = "document documents source sources passage passages text texts context excerpt excerpts \
    information \
    material materials file files page pages article articles content report dokument dokumente dokumenten quelle \
    quellen \
    unterlagen texte auszuge auszugen abschnitte abschnitten informationen documentos fuentes documents textes";

/// Words before them that mean those that were searched, and no others.
const THESE: &str = "the these this your my our any provided given available supplied above cited retrieved die den \
    der das \
    diese diesen dieser ihre ihren deine deinen meine vorliegenden los estos las les ces vos";

/// Words that deny.
const DENYING: &str = "not no nothing none neither nor never cannot unable unclear unknown without insufficient \
    nicht kein \
    keine keinen keinerlei nichts weder ningun ninguna pas aucun aucune dont doesnt didnt cant couldnt isnt arent \
    wasnt";

/// Verbs of telling and finding, by their beginnings.
const TELLING: &str = "contain say said mention provid stat specif includ giv address discuss find found answer \
    indicat have \
    has tell describ cover explain determin know locate see offer refer list name report reveal available present \
    enthalt \
    erwahn gefunden steht stehen sagt sagen nenn genannt beantwort angab angegeben hervor vorhanden entnehm mencion \
    contien \
    indiqu";

/// Nouns of telling: "there is no mention of".
const TOLD: &str = "information mention evidence answer detail details reference indication data informationen angabe \
    angaben hinweis hinweise antwort erwahnung informacion";

/// Who looked: "I could not find".
const LOOKING: &str = "i we ich wir leider unfortunately sorry es there it this that das dazu hierzu";

/// Who speaks for the answer itself.
const SPEAKING: &str = "i we ich wir";

/// Answers to a yes-or-no question, before the reason.
const AGREEING: &str = "sure certainly thanks yes no ja nein ok okay correct right si oui non";

/// How sentences begin that are about the answer itself.
const ABOUT_THE_ANSWER: &[&str] = &[
    "here is ",
    "here are ",
    "heres what ",
    "below is ",
    "below are ",
    "hello ",
    "hi ",
    "i hope ",
    "let me know ",
    "feel free ",
    "please let ",
    "great question ",
    "thank you ",
    "you asked ",
    "i found the following ",
    "i have found ",
    "hier ist ",
    "hier sind ",
    "im folgenden ",
    "hallo ",
    "gerne ",
    "ich hoffe ",
    "lass mich wissen ",
    "das habe ich gefunden ",
];

/// A longer sentence that begins so says something after all.
const LONGEST_REMARK: usize = 16;

/// A refusal says so early; what comes later in a sentence is about something else.
const WITHIN_WORDS: usize = 22;

/// What a sentence is, before any source is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Something that a source must carry.
    Claim,
    /// That the documents do not tell.
    Refusal,
    /// Anything else.
    Nothing,
}

/// Tells what a sentence is.
pub(super) fn kind(sentence: &str) -> Kind {
    let words = plain_words(sentence);
    if refuses(&words[..words.len().min(WITHIN_WORDS)]) {
        Kind::Refusal
    } else if says_nothing(sentence, &words) {
        Kind::Nothing
    } else {
        Kind::Claim
    }
}

fn plain_words(sentence: &str) -> Vec<String> {
    let lower = fold_text(sentence);
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).take(2 * WITHIN_WORDS).map(str::to_owned).collect()
}

/// Signs alone, a question, the head of a list, a remark on the answer, a bare yes or no.
fn says_nothing(sentence: &str, words: &[String]) -> bool {
    let trimmed = sentence.trim().trim_end_matches(['*', '_', ' ', '"', '”', ')']);
    let line = words.join(" ") + " ";
    let remark = words.len() < LONGEST_REMARK && ABOUT_THE_ANSWER.iter().any(|start| line.starts_with(start));
    let agreeing = words.iter().all(|word| is_in(AGREEING, word));
    trimmed.ends_with(['?', '？', ':', '：', '…']) || remark || agreeing
}

/// Whether somebody says that the documents, or their reading, told nothing.
fn refuses(words: &[String]) -> bool {
    let Some(denied) = words.iter().position(|word| is_in(DENYING, word)) else { return false };
    let (before, after) = words.split_at(denied);
    let among = |list: &str, words: &[String], most: usize| words.iter().take(most).any(|word| is_in(list, word));
    let tells = |words: &[String], most: usize| words.iter().take(most).any(|word| is_telling(word));
    let looked = before.is_empty() || among(LOOKING, before, 4);
    let documents_after = among(DOCUMENTS, after, WITHIN_WORDS);
    let by_us = among(SPEAKING, before, 4) && tells(after, 5);
    let by_documents = names_these(before) && tells(after, 5);
    let nothing_found = looked && (among(TOLD, after, 4) || (documents_after && (tells(after, 5) || tells(before, 4))));
    by_us || by_documents || nothing_found || (documents_after && tells(after, 3) && after.len() < 10)
}

fn is_telling(word: &str) -> bool {
    is_in(TOLD, word) || TELLING.split_whitespace().any(|start| word.starts_with(start))
}

/// Whether a text speaks early of the documents that were searched: "the documents", "your files", but not "some
/// documents".
fn names_these(words: &[String]) -> bool {
    let early = &words[..words.len().min(8)];
    let at_start = early.first().is_some_and(|word| is_in(DOCUMENTS, word));
    at_start || early.windows(2).any(|pair| is_in(THESE, &pair[0]) && is_in(DOCUMENTS, &pair[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_known() {
        for sentence in [
            "The documents do not say when the treaty was signed.",
            "I cannot find this in your documents.",
            "I could not find any information about that.",
            "There is no mention of a second contract in the sources.",
            "The provided passages don't contain the answer.",
            "Unfortunately, the price is not mentioned in the documents.",
            "This is not specified in the provided context.",
            "I don't know.",
            "No information about the warranty is available.",
            "Die Dokumente enthalten keine Angaben zum Preis.",
            "Ich kann dazu in den Dokumenten nichts finden.",
            "Das steht nicht in den Unterlagen.",
            "Dazu steht nichts in den Dokumenten.",
            "Dazu habe ich keine Informationen gefunden.",
        ] {
            assert_eq!(kind(sentence), Kind::Refusal, "{sentence}");
        }
    }

    #[test]
    fn greetings_and_questions_claim_nothing() {
        for sentence in [
            "Here is what I found:",
            "Hello!",
            "Is there more?",
            "Yes.",
            "Certainly!",
            "—",
            "Let me know if you need more.",
        ] {
            assert_eq!(kind(sentence), Kind::Nothing, "{sentence}");
        }
    }

    #[test]
    fn claims_with_a_no_are_claims() {
        for sentence in [
            "The embargo did not end in 1973.",
            "Luther was not allowed to enter the city.",
            "No ships were lost in the storm.",
            "The committee found no fault with the engine.",
            "Some documents prove this theory was not discussed before.",
            "Der Vertrag wurde nicht verlängert.",
            "There is no king in Poland.",
            "The following year he died.",
            "Of course, some ships were lost.",
        ] {
            assert_eq!(kind(sentence), Kind::Claim, "{sentence}");
        }
    }
}
