//! Text to words, so that a thing is found however it was written.
//!
//! "AB-1234/5", "self-adjoint" and "mail@example.com" are words by their parts and one more word as a whole;
//! "1,000" is 1000, "C++" keeps its plus signs, `camelCase` has its humps. Scripts without blanks between words
//! give pairs of neighbouring characters, which find a word wherever it stands.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::fold;

/// How much of a text is read. A passage is a hundredth of it; the bound is for hostile text.
const MAX_BYTES: usize = 64 * 1024;

/// How many words of a text count. A passage has about a hundred.
pub(super) const MAX_WORDS: usize = 2048;

/// How many characters of a word count. Longer ones are noise: encoded pictures, keys, lines drawn with letters.
const MAX_LETTERS: usize = 64;

/// Compounds of more parts are paths and addresses, which nobody types as a whole.
const MAX_PARTS: usize = 8;

/// Ends that English hangs on a word with an apostrophe; none says what the word is about.
const CLITIC_ENDS: &[&str] = &["s", "d", "m", "t", "ll", "re", "ve"];

/// Articles and prepositions that French and Italian tie to a word with an apostrophe.
const CLITIC_STARTS: &[&str] = &[
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "lorsqu", "puisqu", "jusqu", "quelqu", "dell", "nell", "all", "dall",
    "sull", "un", "quell", "quest",
];

/// Letters after a number that leave it the same number: the 1990s, the 19th.
const NUMBER_ENDS: &[&str] = &["s", "st", "nd", "rd", "th", "er", "e", "eme", "o", "a"];

/// What a word is, which says how it is weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word of its own, with endings to take off.
    Plain,
    /// A number or a name with signs: nothing may be taken off.
    Fixed,
    /// Two characters of a script without blanks.
    Pair,
    /// Another way to find what stands there in other words already: the whole of a compound, the humps of a name.
    Extra,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// In lowercase with its accents, as stemmers want it.
    pub(super) written: String,
    /// As words are compared.
    pub(super) folded: String,
    /// How it is weighed.
    pub(super) kind: Kind,
    /// Written in capitals amid small letters: "WHO" and "IT" are names, not the small words they look like.
    pub(super) shouted: bool,
}

impl Word {
    fn new(letters: &str, kind: Kind, shouted: bool) -> Self {
        let written: String = letters.to_lowercase().chars().take(MAX_LETTERS).collect();
        Self { folded: fold(&written), written, kind, shouted }
    }

    /// Whether it has a digit, and so is no word of any language.
    pub(super) fn has_digit(&self) -> bool {
        self.folded.contains(|letter: char| letter.is_numeric())
    }
}

/// The words of a text in their order, at most [`MAX_WORDS`].
pub(super) fn words(text: &str) -> Vec<Word> {
    let text = &text[..text.floor_char_boundary(MAX_BYTES)];
    let letters: Vec<char> = text.nfkc().filter(|letter| !is_invisible(*letter)).collect();
    let mixed = letters.iter().any(|letter| letter.is_lowercase());
    let mut scanner = Scanner { letters: &letters, mixed, found: Vec::new() };
    let mut at = 0;
    while at < letters.len() && scanner.found.len() < MAX_WORDS {
        if is_letter(letters[at]) {
            let end = scanner.compound_end(at);
            scanner.compound(at, end);
            at = end;
        } else {
            at += 1;
        }
    }
    scanner.found
}

struct Scanner<'a> {
    letters: &'a [char],
    /// Whether there are small letters, so that capitals mean something.
    mixed: bool,
    found: Vec<Word>,
}

impl Scanner<'_> {
    fn letter(&self, at: usize) -> Option<char> {
        self.letters.get(at).copied()
    }

    /// Where the compound that starts here ends: letters, tied by single signs.
    fn compound_end(&self, start: usize) -> usize {
        let mut end = start;
        loop {
            while self.letter(end).is_some_and(is_inside_word) {
                end += 1;
            }
            let (Some(sign), Some(next)) = (self.letter(end), self.letter(end + 1)) else { return end };
            let digits = self.letters[end - 1].is_numeric() && next.is_numeric();
            if !(is_letter(next) && (is_joiner(sign) || (sign == ',' && digits))) {
                return end;
            }
            end += 1;
        }
    }

    fn compound(&mut self, start: usize, end: usize) {
        let letters = &self.letters[start..end];
        if let Some(number) = number(letters) {
            self.push(&number, Kind::Fixed);
            return;
        }
        if self.signed_name(start, end) {
            return;
        }
        let parts = without_clitics(parts(letters));
        for part in &parts {
            self.part(part);
        }
        if (2..=MAX_PARTS).contains(&parts.len()) {
            self.push(&joined(&parts), Kind::Extra);
        }
    }

    /// "C++", "C#", ".NET": names of which a sign is a part.
    fn signed_name(&mut self, start: usize, end: usize) -> bool {
        let letters = &self.letters[start..end];
        if !letters.iter().all(|letter| letter.is_alphabetic()) || letters.iter().any(|letter| has_no_blanks(*letter)) {
            return false;
        }
        let name: String = letters.iter().collect();
        let after = (self.letter(end), self.letter(end + 1));
        let free = |at: Option<usize>| at.and_then(|at| self.letter(at)).is_none_or(|c| !is_letter(c) && c != '.');
        let dotted = start.checked_sub(1).and_then(|at| self.letter(at)) == Some('.') && free(start.checked_sub(2));
        let signed = match after {
            (Some('+'), Some('+')) => format!("{name}++"),
            (Some('#'), next) if !next.is_some_and(is_letter) => format!("{name}#"),
            _ if dotted => format!(".{name}"),
            _ => return false,
        };
        self.push(&signed, Kind::Fixed);
        if letters.len() > 1 {
            self.push(&name, Kind::Extra);
        }
        true
    }

    /// A part of a compound between two signs.
    fn part(&mut self, part: &[char]) {
        for run in part.chunk_by(|a, b| has_no_blanks(*a) == has_no_blanks(*b)) {
            if has_no_blanks(run[0]) {
                self.pairs(run);
                continue;
            }
            let kind = if run.iter().any(|letter| letter.is_numeric()) { Kind::Fixed } else { Kind::Plain };
            self.push(&run.iter().collect::<String>(), kind);
            for extra in number_alone(run).map_or_else(|| humps(run), |number| vec![number]) {
                self.push(&extra.iter().collect::<String>(), Kind::Extra);
            }
        }
    }

    fn pairs(&mut self, run: &[char]) {
        if run.len() == 1 {
            self.push(&run.iter().collect::<String>(), Kind::Pair);
        }
        for pair in run.windows(2) {
            self.push(&pair.iter().collect::<String>(), Kind::Pair);
        }
    }

    fn push(&mut self, letters: &str, kind: Kind) {
        if self.found.len() >= MAX_WORDS {
            return;
        }
        let shouted = self.mixed && letters.chars().count() > 1 && letters.chars().all(|letter| !letter.is_lowercase());
        let word = Word::new(letters, kind, shouted);
        // A vowel mark that stands alone leaves nothing.
        if !word.folded.is_empty() {
            self.found.push(word);
        }
    }
}

/// A compound cut at its signs; true where the sign before is an apostrophe.
fn parts(letters: &[char]) -> Vec<(bool, &[char])> {
    let mut after_apostrophe = false;
    let mut parts = Vec::new();
    for piece in letters.split_inclusive(|letter| !is_inside_word(*letter)) {
        let sign = piece.last().filter(|letter| !is_inside_word(**letter));
        let part = &piece[..piece.len() - usize::from(sign.is_some())];
        parts.push((after_apostrophe, part));
        after_apostrophe = sign.is_some_and(|sign| is_apostrophe(*sign));
    }
    parts
}

/// Leaves out what is only tied on: the end of "Newton's", the article of "l'école". "don't" stays whole, because
/// it is a small word as a whole.
fn without_clitics(parts: Vec<(bool, &[char])>) -> Vec<Vec<char>> {
    let mut kept: Vec<Vec<char>> = Vec::new();
    for (after_apostrophe, part) in parts {
        if let Some(last) = kept.last_mut().filter(|_| after_apostrophe) {
            if is_any_of(part, &["t"]) && last.ends_with(&['n']) {
                last.extend_from_slice(part);
                continue;
            }
            if is_any_of(part, CLITIC_ENDS) {
                continue;
            }
            if is_any_of(last, CLITIC_STARTS) {
                kept.pop();
            }
        }
        kept.push(part.to_vec());
    }
    kept
}

fn is_any_of(part: &[char], list: &[&str]) -> bool {
    list.iter().any(|other| {
        part.len() == other.len() && part.iter().zip(other.chars()).all(|(a, b)| a.to_ascii_lowercase() == b)
    })
}

/// The whole of a compound without its signs; between digits a full stop stays, so that 1.2 is not 12.
fn joined(parts: &[Vec<char>]) -> String {
    let mut whole = String::new();
    for part in parts {
        let meets = |end: Option<char>| end.is_some_and(char::is_numeric);
        if meets(whole.chars().next_back()) && meets(part.first().copied()) {
            whole.push('.');
        }
        whole.extend(part);
    }
    whole
}

/// A number without the signs between its thousands and with a full stop before its decimals, whichever country
/// wrote it. 3.125 and 3,125 are the same then; without the country nobody can tell. Absent for other compounds
/// of digits, such as dates, versions and addresses.
fn number(letters: &[char]) -> Option<String> {
    let is_sign = |letter: &char| matches!(letter, '.' | ',') || is_apostrophe(*letter);
    if !letters.iter().all(|letter| letter.is_ascii_digit() || is_sign(letter)) {
        return None;
    }
    let groups: Vec<String> = letters.split(is_sign).map(|group| group.iter().collect()).collect();
    let (first, rest) = groups.split_first()?;
    let thousands = first.len() <= 3 && first != "0";
    if rest.is_empty() || (thousands && rest.iter().all(|group| group.len() == 3)) {
        return Some(groups.concat());
    }
    let (decimals, middle) = rest.split_last()?;
    let whole = middle.is_empty() || (thousands && middle.iter().all(|group| group.len() == 3));
    whole.then(|| format!("{first}{}.{decimals}", middle.concat()))
}

/// The number in "1990s" and "19th".
fn number_alone(run: &[char]) -> Option<&[char]> {
    let digits = run.iter().take_while(|letter| letter.is_numeric()).count();
    (digits > 0 && is_any_of(&run[digits..], NUMBER_ENDS)).then(|| &run[..digits])
}

/// The parts of `camelCase`, `HTTPServer` and "covid19", each of two letters or more; none if there is nothing to
/// part, or so much that it is no name.
fn humps(run: &[char]) -> Vec<&[char]> {
    let mut humps = Vec::new();
    let mut start = 0;
    for at in 1..run.len() {
        let (before, here) = (run[at - 1], run[at]);
        let next_is_small = run.get(at + 1).is_some_and(|next| next.is_lowercase());
        let rises = before.is_lowercase() && here.is_uppercase();
        let ends_capitals = before.is_uppercase() && here.is_uppercase() && next_is_small;
        let changes = before.is_numeric() != here.is_numeric();
        if (rises || ends_capitals || changes) && at - start > 1 && run.len() - at > 1 {
            humps.push(&run[start..at]);
            start = at;
        }
    }
    if start == 0 || humps.len() >= MAX_PARTS {
        return Vec::new();
    }
    humps.push(&run[start..]);
    humps
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric()
}

fn is_inside_word(letter: char) -> bool {
    letter.is_alphanumeric() || (!letter.is_ascii() && is_combining_mark(letter))
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{2bc}' | '`')
}

/// Signs that tie parts to one compound: hyphens, dashes and minus signs, and those of addresses and codes.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2013}' | '\u{2212}' | '.' | '_' | '@' | '/' | '&') || is_apostrophe(letter)
}

/// Soft hyphens, joiners and direction marks, which stand inside words and mean nothing to a search.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Scripts written without blanks between words, and Korean, whose particles are tied to the words.
fn has_no_blanks(letter: char) -> bool {
    matches!(letter,
        '\u{e00}'..='\u{eff}'          // Thai, Lao
        | '\u{1000}'..='\u{109f}'      // Myanmar
        | '\u{1100}'..='\u{11ff}'      // Hangul parts
        | '\u{1780}'..='\u{17ff}'      // Khmer
        | '\u{3005}'..='\u{3007}'      // repeated and zero ideographs
        | '\u{3041}'..='\u{30ff}'      // kana
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' // ideographs
        | '\u{ac00}'..='\u{d7ff}') // Hangul
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn numbers_are_the_same_whichever_country_wrote_them() {
        for (text, number) in [
            ("1,000", "1000"),
            ("1.000.000", "1000000"),
            ("1'000", "1000"),
            ("3.5", "3.5"),
            ("3,5", "3.5"),
            ("1,234.56", "1234.56"),
            ("1.234,56", "1234.56"),
            ("0.125", "0.125"),
            ("１２３", "123"),
        ] {
            assert_eq!(found(text), [number], "{text:?} is one number");
        }
        assert_eq!(found("1.2.3"), ["1", "2", "3", "1.2.3"], "a version is its parts and a whole");
        assert_eq!(found("the 1990s"), ["the", "1990s", "1990"], "a decade is found by its year");
    }

    #[test]
    fn compounds_are_their_parts_and_a_whole() {
        for (text, expected) in [
            ("AB-1234/5", vec!["ab", "1234", "5", "ab1234.5"]),
            ("self-adjoint", vec!["self", "adjoint", "selfadjoint"]),
            ("self\u{2011}adjoint", vec!["self", "adjoint", "selfadjoint"]),
            ("COVID-19", vec!["covid", "19", "covid19"]),
            ("covid19", vec!["covid19", "covid", "19"]),
            ("x86_64", vec!["x86", "64", "x86.64"]),
            ("snake_case", vec!["snake", "case", "snakecase"]),
            ("camelCase", vec!["camelcase", "camel", "case"]),
            ("HTTPServer", vec!["httpserver", "http", "server"]),
            ("jane.doe@example.com", vec!["jane", "doe", "example", "com", "janedoeexamplecom"]),
            ("AT&T", vec!["at", "t", "att"]),
        ] {
            assert_eq!(found(text), expected, "{text:?} must be found whole and by its parts");
        }
    }

    #[test]
    fn names_keep_their_signs() {
        assert_eq!(found("C++, C# and F#"), ["c++", "c#", "and", "f#"], "the sign is all that tells them apart");
        assert_eq!(found("On .NET."), ["on", ".net", "net"], "a framework is found with its dot and without");
        assert_eq!(found("the end. Net gain"), ["the", "end", "net", "gain"], "a full stop is no part of a name");
    }

    #[test]
    fn what_is_tied_on_with_an_apostrophe_goes() {
        assert_eq!(found("Newton’s l'école don't O'Brien"), ["newton", "ecole", "dont", "o", "brien", "obrien"]);
    }

    #[test]
    fn scripts_without_blanks_give_pairs() {
        assert_eq!(found("東京都に"), ["東京", "京都", "都に"], "a word is found wherever it stands");
        assert_eq!(found("Tokyo東京2020"), ["tokyo", "東京", "2020"], "scripts are parted");
        assert_eq!(found("山"), ["山"], "one character alone is a word");
        assert!(found("ภาษาไทย").contains(&"ไท".to_owned()), "Thai has no blanks either");
    }

    #[test]
    fn invisible_signs_and_ligatures_do_not_hide_a_word() {
        assert_eq!(found("co\u{ad}operation ef\u{fb01}cient"), ["cooperation", "efficient"]);
        assert_eq!(found("cafe\u{301}"), found("café"), "an accent may be a letter of its own");
    }

    #[test]
    fn capitals_amid_small_letters_are_noted() {
        assert!(words("the WHO said").iter().any(|word| word.shouted), "WHO is a name");
        assert!(!words("WHO SAID THAT").iter().any(|word| word.shouted), "a headline shouts every word");
    }

    #[test]
    fn hostile_text_gives_a_bounded_number_of_words() {
        let long = "x".repeat(1 << 20);
        assert_eq!(found(&long), ["x".repeat(MAX_LETTERS)], "a word of a megabyte is cut");
        let many: Vec<String> = (0..1_000_000).map(|number| format!("w{number}")).collect();
        assert!(words(&many.join(" ")).len() <= MAX_WORDS, "a million words are not all read");
        for hostile in ["東".repeat(1 << 20), "a-".repeat(1 << 20), "aB".repeat(1 << 20), "\u{301}".repeat(1 << 20)] {
            assert!(words(&hostile).len() <= MAX_WORDS, "no way of writing gets around the bound");
        }
    }
}
