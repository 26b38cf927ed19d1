//! Which questions cannot be understood without an earlier one.
//!
//! A question that is wrongly taken for one finds worse, so doubt counts for standing alone: a pronoun counts only
//! if nothing before it in the question can be what it stands for.

use super::languages::{Language, NOT_SAID_BEFORE};
use super::words::Word;

/// What a question lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lack {
    /// Nearly everything: "and in Spain?", "why?", "tell me more".
    Rest,
    /// What a pronoun stands for: "when was he born?".
    Antecedent,
}

/// Follow-ups are short; a longer question brings its own subject.
const MOST_WORDS: usize = 14;

/// A question under examination.
pub(super) struct Examined<'a> {
    /// As typed, without filters and quotation marks.
    pub(super) text: &'a str,
    /// Its words.
    pub(super) words: &'a [Word<'a>],
    /// Its language.
    pub(super) language: &'static Language,
}

/// How a pronoun stands in the sentence, which decides what it can stand for.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Subject,
    Object,
    Possessive,
    Place,
}

impl Examined<'_> {
    /// What it lacks, if it cannot stand alone.
    pub(super) fn lack(&self) -> Option<Lack> {
        if self.words.is_empty() || self.words.len() > MOST_WORDS {
            return None;
        }
        if self.says_nothing_alone() || self.is_fragment() {
            return Some(Lack::Rest);
        }
        let open = |at| self.role(at).is_some_and(|role| !self.is_bound(at, role));
        (0..self.words.len()).any(open).then_some(Lack::Antecedent)
    }

    /// How many words at the start only turn to another thing: "and", "what about".
    pub(super) fn turning(&self) -> usize {
        let begins = |way: &&str| {
            let mut wanted = way.split(' ');
            let fits = wanted.by_ref().zip(self.words).all(|(wanted, word)| word.folded == wanted);
            fits && way.split(' ').count() < self.words.len()
        };
        let ways = self.language.turning.split('|').filter(begins);
        let going_on = usize::from(self.is(0, self.language.going_on));
        ways.map(|way| way.split(' ').count()).max().unwrap_or(going_on)
    }

    fn says_nothing_alone(&self) -> bool {
        let all_small = self.words.iter().all(|word| self.language.is_small(&word.folded));
        let has = |list: &str| self.words.iter().any(|word| word.is_in(list));
        all_small
            && (has(self.language.more) || (has(self.language.asking) && !has("i you your my ich du dein deine tu te")))
    }

    fn is_fragment(&self) -> bool {
        let turning = self.turning();
        let Some(rest) = self.words.get(turning..).filter(|rest| !rest.is_empty()) else { return false };
        let has = |list: &str| rest.iter().any(|word| word.is_in(list));
        let content = rest.iter().filter(|word| !self.language.is_small(&word.folded)).count();
        let asks = has(self.language.asking);
        let sentence = (has(self.language.auxiliaries) && content > 0) || (asks && content > 1);
        if self.is(0, "which") && self.is(1, "one ones") {
            return !self.is(2, "of");
        }
        if turning > 1 {
            return rest.len() <= 6 && !sentence;
        }
        let short = rest.len() <= 4 && !sentence && !self.is(turning, self.language.orders);
        let follows_on = turning == 1 || (self.is(0, self.language.prepositions) && self.text.ends_with('?'));
        short && follows_on && (turning == 1 || !asks)
    }

    fn role(&self, at: usize) -> Option<Role> {
        let language = self.language;
        let word = self.words.get(at)?;
        let last = at + 1 == self.words.len();
        let after_auxiliary = at > 0 && self.is(at - 1, language.auxiliaries);
        let polite = language.capital_nouns && at > 0 && word.is_capitalised();
        if polite {
            None
        } else if word.folded == "it" && word.is_in(language.nominatives) {
            let role = if after_auxiliary || at == 0 { Role::Subject } else { Role::Object };
            (!self.stands_for_nothing(at)).then_some(role)
        } else if word.folded == "es" && word.is_in(language.objects) {
            (at > 0 && self.is(at - 1, language.having)).then_some(Role::Object)
        } else if word.is_in(language.nominatives) {
            Some(Role::Subject)
        } else if word.is_in(language.objects) || (word.folded == "her" && (last || self.is_small(at + 1))) {
            Some(Role::Object)
        } else if word.is_in(language.possessives) {
            Some(Role::Possessive)
        } else if word.is_in(language.pointing) {
            self.points_back(at).then_some(Role::Subject)
        } else {
            let place = word.is_in(language.places) && (word.folded != "there" || (last && !after_auxiliary));
            place.then_some(Role::Place)
        }
    }

    /// "How long does it take to …", "what time is it", "is it true that …", "is it raining".
    fn stands_for_nothing(&self, at: usize) -> bool {
        let be = "is was be been";
        let beside = (at > 0 && self.is(at - 1, be)) || self.is(at + 1, be) || self.is(at + 1, "take takes took mean");
        let announces =
            (at + 2..self.words.len().saturating_sub(1)).any(|later| self.is(later, "to that if when whether like"));
        let day = |word: &Word| word.is_in("time late rain raining rains snow snowing day");
        (beside && announces) || self.words.iter().any(day)
    }

    /// Whether "this" or "that" points at what was said, not at the library or at now, and joins no clause.
    fn points_back(&self, at: usize) -> bool {
        let joins =
            self.is(at, "that") && at > 0 && at + 1 < self.words.len() && !self.is(at - 1, self.language.auxiliaries);
        let opens_clause = self.is(at, "those these") && self.is(at + 1, "who that which with of in");
        !joins && !opens_clause && !self.is(at + 1, NOT_SAID_BEFORE)
    }

    /// Whether the question itself may say what the pronoun stands for.
    fn is_bound(&self, at: usize, role: Role) -> bool {
        let language = self.language;
        if role == Role::Object && at > 0 && self.is_content(at - 1) && self.is_one_clause(at) {
            // "Why did Luther attack him?": nobody does it to himself without saying so.
            return false;
        }
        let names_follow = (at + 1..self.words.len()).any(|later| self.is_name(later));
        if role == Role::Possessive && self.is(0, language.prepositions) && names_follow {
            return true;
        }
        if role == Role::Possessive && self.is(0, "who wer") && self.is_content(1) {
            // "Who lost his head?"
            return true;
        }
        let mut start = 0;
        while start < at {
            let length = (start..at).take_while(|word| self.is_content(*word)).count();
            if length > 0 && self.run_binds(start, start + length, at, role) {
                return true;
            }
            start += length.max(1);
        }
        false
    }

    /// Whether the pronoun at `at` may stand for something in the words from `start` to `end`, all of which mean
    /// something and none of whose neighbours does.
    fn run_binds(&self, start: usize, end: usize, at: usize, role: Role) -> bool {
        let language = self.language;
        let before = |list: &str| start > 0 && self.is(start - 1, list);
        let amount = start > 1 && before(language.amounts) && self.is(start - 2, language.asking_with_noun);
        if amount || (before(language.asking_with_noun) && !before("how wie")) {
            // "Which books did he write?" asks for books; "which country lost its king?" is about the country.
            let is_library = self.is(start, NOT_SAID_BEFORE);
            let has_own = role == Role::Possessive && self.is(end, language.having);
            let apart = self.is(end, language.auxiliaries) && end + 1 == at && !has_own;
            return !is_library && !apart && role != Role::Place;
        }
        let determined = before(language.determiners);
        let by_preposition = self.is(end, language.prepositions) && end + 1 == at;
        if end - start == 1 && (by_preposition || end == at) && (determined || before(language.auxiliaries)) {
            // "The name of his wife": the name has none.
            return false;
        }
        if (start..end).any(|word| self.is_name(word)) {
            return true;
        }
        let noun = determined || before(language.auxiliaries) || end - start > 1 || self.is(end, language.auxiliaries);
        noun && (role != Role::Place || determined)
    }

    fn is_one_clause(&self, at: usize) -> bool {
        let comma = self
            .words
            .get(at)
            .and_then(|word| self.text.get(..word.range.start))
            .is_some_and(|text| text.contains(','));
        !comma && !(1..at).any(|word| self.is(word, self.language.joining))
    }

    fn is_name(&self, at: usize) -> bool {
        at > 0 && self.is_content(at) && self.words.get(at).is_some_and(Word::is_capitalised)
    }

    fn is_content(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| !self.language.is_small(&word.folded))
    }

    fn is_small(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| self.language.is_small(&word.folded))
    }

    fn is(&self, at: usize, list: &str) -> bool {
        self.words.get(at).is_some_and(|word| word.is_in(list))
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn lack(text: &str) -> Option<Lack> {
        let words = words(text);
        Examined { text, words: &words, language: Language::of(&words) }.lack()
    }

    #[test]
    fn fragments_lack_the_rest() {
        for text in [
            "why?",
            "And in 1990?",
            "what about Spain?",
            "How about the Netherlands?",
            "and where?",
            "tell me more",
            "More details",
            "What happened to them?",
            "What does that mean?",
            "and the population?",
            "but why not in Spain?",
            "in Spain?",
            "Which one is bigger?",
            "What were the consequences?",
            "und in Spanien?",
            "warum?",
            "Und wann?",
            "Was ist mit Spanien?",
            "Erzähl mir mehr",
            "pourquoi ?",
            "et en Espagne ?",
            "¿por qué?",
            "¿Y en España?",
            "为什么?",
        ] {
            assert_eq!(lack(text), Some(Lack::Rest), "{text}");
        }
    }

    #[test]
    fn open_pronouns_lack_what_they_stand_for() {
        for text in [
            "who wrote it?",
            "When was he born?",
            "who was his wife?",
            "What is the name of his wife?",
            "how many children did he have?",
            "Which books did she write?",
            "Why did Luther attack him?",
            "How does it work?",
            "When did this war end?",
            "how many people live there?",
            "which documents mention him?",
            "Wann wurde er geboren?",
            "Wer war seine Frau?",
            "Wie viele Bücher hat er geschrieben?",
            "Was ist der Name seiner Frau?",
            "Wer hat es geschrieben?",
            "Wie viele Menschen leben dort?",
        ] {
            assert_eq!(lack(text), Some(Lack::Antecedent), "{text}");
        }
    }

    #[test]
    fn whole_questions_lack_nothing() {
        for text in [
            "",
            "What is the capital of France?",
            "When did Luther publish his theses?",
            "when did luther publish his theses?",
            "How do bees find their way?",
            "Why do cats purr when they are happy?",
            "Who lost his head?",
            "Which country lost its colonies?",
            "In his theses, what did Luther criticise?",
            "What time is it?",
            "How long does it take to reach the moon?",
            "Is it true that the moon shrinks?",
            "How many moons are there?",
            "And what is the capital of Spain?",
            "And who was Calvin?",
            "And how old was Luther?",
            "And list all rivers",
            "What is this document about?",
            "What happened this year?",
            "Which documents mention that treaty's author?",
            "Who are those who signed the treaty?",
            "who are you?",
            "What can you do?",
            "If the contract is terminated, who pays for it?",
            "Spain",
            "on liberty",
            "What is the law that governs trade?",
            "What did the king say about his son?",
            "Can dogs see their owners?",
            "Wann veröffentlichte Luther seine Thesen?",
            "Wie spät ist es?",
            "Gibt es Leben auf dem Mars?",
            "Welches Land hat seine Kolonien verloren?",
            "Können Sie mir Rom zeigen?",
            "Wie groß ist Deutschland?",
            "Quand est né Napoléon ?",
            "¿Cuál es la capital de España?",
            "猫は何ですか",
            "Who discovered penicillin and named it?",
            "hello",
            "thanks",
        ] {
            assert_eq!(lack(text), None, "{text}");
        }
    }
}
