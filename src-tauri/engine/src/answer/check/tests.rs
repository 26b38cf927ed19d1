//! Answers that are right, and answers that lie in known ways.

use super::*;

/// A stemmer for tests: small words have no stem, a plural s and the ends of verbs go.
pub(super) fn plain_stems(word: &str) -> Vec<String> {
    const SMALL: &[&str] = &[
        "a", "an", "the", "of", "and", "in", "on", "at", "to", "is", "was", "were", "by", "it", "he", "she", "they",
        "not", "with", "from", "that", "for", "had", "has", "did", "been", "no", "before", "after", "which", "his",
        "its", "as", "but", "only", "also", "than", "so", "us", "and",
    ];
    let folded = normal::fold(word);
    if SMALL.contains(&folded.as_str()) {
        return Vec::new();
    }
    let end = ["ing", "ed", "es", "e", "s"].iter().find(|end| folded.len() > end.len() + 2 && folded.ends_with(**end));
    vec![folded[..folded.len() - end.map_or(0, |end| end.len())].to_owned()]
}

#[test]
fn a_sentence_stands_without_its_numbers() {
    assert_eq!(without_markers("It is so [1]. And [2, 3] so [a] [4"), "It is so. And so [a] [4");
}

const CRISIS: &str = "The 1973 oil crisis began in October 1973 when the members of OAPEC proclaimed an oil embargo. \
    By \
    the end of the embargo in March 1974, the price of oil had risen from US$3 per barrel to nearly $12 globally. \
    Henry \
    Kissinger negotiated an Israeli troop withdrawal from parts of the Sinai Peninsula.";
const LUTHER: &str = "Martin Luther was born on 10 November 1483 in Eisleben. He was ordained to the priesthood in \
    1507. \
    He came to reject several teachings of the Roman Catholic Church.";

fn sources() -> [Source<'static>; 2] {
    [
        Source { number: 1, text: CRISIS, context: "1973 oil crisis" },
        Source { number: 2, text: LUTHER, context: "Martin Luther" },
    ]
}

fn checked(answer: &str) -> Vec<CheckedSentence> {
    check(answer, &sources(), &plain_stems, &|_, _| None, &Thresholds::default())
}

#[track_caller]
fn only(answer: &str) -> CheckedSentence {
    let mut checked = checked(answer);
    assert_eq!(checked.len(), 1, "{answer} must be one sentence: {checked:?}");
    checked.remove(0)
}

fn lit(sentence: &CheckedSentence) -> Vec<&'static str> {
    let text = |number: u32| if number == 1 { CRISIS } else { LUTHER };
    let ranges =
        sentence.citations.iter().flat_map(|cited| cited.evidence.iter().map(|range| (cited.number, range.clone())));
    ranges.map(|(number, range)| &text(number)[range]).collect()
}

#[test]
fn the_sources_own_words_are_quoted_and_lit() {
    let sentence = only("The price of oil had risen from US$3 per barrel to nearly $12 globally [1].");
    assert_eq!(sentence.verdict, Some(Verdict::Quoted));
    assert_eq!(lit(&sentence), ["the price of oil had risen from US$3 per barrel to nearly $12 globally"]);
    assert!(sentence.problems.is_empty());
}

#[test]
fn other_words_for_the_same_are_supported() {
    for answer in [
        "In October 1973, OAPEC members proclaimed an embargo, which began the oil crisis [1].",
        "Luther was ordained as a priest in 1507 [2].",
        "Luther was born on 1483-11-10 in Eisleben [2].",
        "Kissinger negotiated that Israeli troops withdraw from the Sinai Peninsula [1].",
    ] {
        let sentence = only(answer);
        assert!(matches!(sentence.verdict, Some(Verdict::Supported | Verdict::Quoted)), "{answer}: {sentence:?}");
        assert_eq!(sentence.problems, [], "{answer}");
    }
}

#[test]
fn wrong_numbers_are_caught() {
    for (answer, wrong) in [
        ("Luther was ordained to the priesthood in 1517 [2].", "1517"),
        ("Luther was ordained to the priesthood in 1483 [2].", "1483"),
        ("Martin Luther was born on 12 November 1483 in Eisleben [2].", "12 November 1483"),
    ] {
        let sentence = only(answer);
        assert_eq!(sentence.verdict, Some(Verdict::Unsupported), "{answer}");
        assert_eq!(sentence.problems, [Problem::NumberNotFound { text: wrong.to_owned() }], "{answer}");
    }
}

#[test]
fn swapped_names_are_caught() {
    let sentence = only("Martin Luther negotiated an Israeli troop withdrawal from parts of the Sinai Peninsula [1].");
    assert_eq!(sentence.problems, [Problem::NameNotFound { text: "Martin Luther".to_owned() }]);
}

#[test]
fn contradictions_are_caught() {
    let sentence = only("Luther was not ordained to the priesthood in 1507 [2].");
    assert!(matches!(sentence.problems[..], [Problem::Contradiction { .. }]), "{sentence:?}");
    let sentence = only("The price of oil had fallen from US$3 per barrel to nearly $12 globally [1].");
    assert_eq!(sentence.problems, [Problem::Contradiction { said: "fallen".to_owned(), stands: "risen".to_owned() }]);
}

#[test]
fn unknown_and_wrong_sources_are_caught() {
    let sentence = only("Martin Luther was born on 10 November 1483 in Eisleben [7].");
    assert_eq!(sentence.problems, [Problem::UnknownSource { number: 7 }]);
    assert_eq!((sentence.citations[0].number, sentence.citations[0].claimed_by), (2, ClaimedBy::Us));
    let sentence = only("Martin Luther was born on 10 November 1483 in Eisleben [1].");
    assert_eq!(sentence.problems, [Problem::WrongSource { cited: 1, better: Some(2) }]);
    assert_eq!(sentence.verdict, Some(Verdict::Quoted), "the claim stands all the same");
}

#[test]
fn a_sentence_without_citation_gets_one() {
    let sentence = only("Luther was ordained to the priesthood in 1507.");
    assert_eq!((sentence.citations[0].number, sentence.citations[0].claimed_by), (2, ClaimedBy::Us));
    assert_eq!(sentence.problems, []);
    let sentence = only("Bananas are yellow because of their carotenoids.");
    assert_eq!((sentence.verdict, sentence.problems), (Some(Verdict::Unsupported), vec![Problem::NoEvidence]));
}

#[test]
fn several_sources_carry_a_sentence_together() {
    let sentence =
        only("Martin Luther was born in Eisleben, and Henry Kissinger negotiated a troop withdrawal [1][2].");
    assert_eq!(sentence.problems, []);
    assert!(sentence.citations.iter().all(|cited| cited.verdict != Verdict::Unsupported && !cited.evidence.is_empty()));
    let sentence = only("Martin Luther was born on 10 November 1483 in Eisleben [1, 2].");
    assert_eq!(sentence.problems, [Problem::WrongSource { cited: 1, better: Some(2) }]);
}

#[test]
fn numbers_that_changed_places_within_a_sentence_are_caught() {
    let right =
        "OAPEC members proclaimed an oil embargo in 1973 [1], and Luther was ordained to the priesthood in 1507 [2].";
    assert_eq!(only(right).problems, []);
    let wrong =
        "OAPEC members proclaimed an oil embargo in 1973 [2], and Luther was ordained to the priesthood in 1507 [1].";
    let moved = |cited, better| Problem::WrongSource { cited, better: Some(better) };
    assert_eq!(only(wrong).problems, [moved(2, 1), moved(1, 2)]);
}

#[test]
fn meaning_can_only_take_a_verdict_away() {
    let answer = "Luther was ordained as a priest in 1507 [2].";
    let verdict = |likeness: f32| {
        check(answer, &sources(), &plain_stems, &|_, _| Some(likeness), &Thresholds::default())[0].verdict
    };
    assert_eq!((verdict(0.9), verdict(0.01)), (Some(Verdict::Supported), Some(Verdict::Unsupported)));
}

#[test]
fn refusals_are_recognised() {
    for answer in [
        "The documents do not say when the engine was built.",
        "I could not find this in your documents. You may want to add more of them.",
        "Hello! Unfortunately, the sources contain no information about that [1][2].",
        "Dazu steht nichts in den Dokumenten.",
    ] {
        assert!(is_refusal(answer), "{answer}");
    }
    for answer in [
        "",
        "Luther was born in 1483 [2].",
        "The documents do not say when he died. He was born in 1483 [2].",
        "Luther was born in 1483 [2]. The documents do not say when he died.",
    ] {
        assert!(!is_refusal(answer), "{answer}");
    }
}

#[test]
fn other_languages_are_checked_as_well() {
    let text = "Der Vertrag wurde am 14. März 2023 in Bonn von der Nordwind GmbH geschlossen. \
        Die Miete beträgt 1.284,50 \
        Euro im Monat und darf nicht erhöht werden.";
    let sources = [Source { number: 1, text, context: "Mietvertrag" }];
    let flaws = |answer: &str| {
        let checked = check(answer, &sources, &plain_stems, &|_, _| None, &Thresholds::default());
        checked.into_iter().flat_map(|sentence| sentence.problems).collect::<Vec<_>>()
    };
    assert_eq!(flaws("Die Miete beträgt 1284,50 Euro im Monat [1]."), []);
    assert_eq!(flaws("Laut dem Dokument wurde der Vertrag am 14.03.2023 in Bonn geschlossen [1]."), []);
    assert_eq!(flaws("Die Miete beträgt 1.384,50 Euro im Monat [1].").len(), 1);
    assert!(matches!(flaws("Die Miete darf erhöht werden [1].")[..], [Problem::Contradiction { .. }]));
}

/// Pseudo-random numbers (xorshift), so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

const PIECES: &[&str] = &[
    "[1]",
    "[2, 3]",
    "【1】",
    "(Source 2)",
    "[^1]",
    "[",
    "]",
    "(",
    "*",
    "**",
    "_",
    "`",
    "|",
    "# ",
    "- ",
    "\n",
    "\n\n",
    ". ",
    ".",
    "!",
    "?",
    ":",
    " ",
    "ä",
    "ﬁ",
    "猫",
    "は。",
    "\u{ad}",
    "\u{301}",
    "\u{200b}",
    "🦀",
    "e\u{301}",
    "1,284.50",
    "12 %",
    "14",
    "March",
    "2023",
    "-",
    "–",
    "'s",
    "n't",
    "not",
    "Luther",
    "was",
    "born",
    "the",
    "İ",
    "ẞ",
    "½",
    "1.2.3",
    "99999999999999999999",
    "\u{a0}",
    "twenty-five",
    "hundred",
    "US",
    "U.S.",
    "cannot",
    "CANNOT",
    "According to the document, ",
    "Source 1",
    "ordained",
];

fn gibberish(dice: &mut Dice, length: usize) -> String {
    (0..length).map(|_| PIECES[dice.roll(PIECES.len())].to_owned() + if dice.roll(3) == 0 { " " } else { "" }).collect()
}

#[test]
fn anything_can_be_checked_and_all_ranges_are_between_characters() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..1500 {
        let length = dice.roll(40);
        let (answer, text) = (gibberish(&mut dice, length), gibberish(&mut dice, 60));
        let sources =
            [Source { number: 1, text: &text, context: "March" }, Source { number: 2, text: LUTHER, context: "" }];
        for sentence in check(&answer, &sources, &plain_stems, &|_, _| None, &Thresholds::default()) {
            assert!(answer.get(sentence.range.clone()).is_some(), "{answer:?}: {sentence:?}");
            for cited in &sentence.citations {
                let source =
                    sources.iter().find(|source| source.number == cited.number).expect("only known ones are listed");
                assert!(
                    cited.evidence.iter().all(|range| source.text.get(range.clone()).is_some()),
                    "{answer:?}: {cited:?}"
                );
                assert!(cited.evidence.is_sorted_by(|one, next| one.end <= next.start), "{cited:?} must rise");
            }
        }
        is_refusal(&answer);
    }
}

#[test]
fn ranges_rise_and_do_not_overlap() {
    let mut dice = Dice(7);
    for _ in 0..300 {
        let answer = gibberish(&mut dice, 60);
        let ranges: Vec<_> = checked(&answer).into_iter().map(|sentence| sentence.range).collect();
        assert!(ranges.is_sorted_by(|one, next| one.start <= next.start), "{answer:?}: {ranges:?}");
    }
}

#[test]
fn long_answers_stay_quick() {
    let mut dice = Dice(42);
    let answers = [
        "Luther was born. ".repeat(6000),
        "a ".repeat(50_000),
        "[1]".repeat(33_000),
        "[".repeat(100_000),
        "Luther 12 not ".repeat(7000),
        "*".repeat(100_000),
        gibberish(&mut dice, 25_000),
        "x".repeat(100_000),
    ];
    for answer in &answers {
        let started = std::time::Instant::now();
        checked(answer);
        let sources = [Source { number: 1, text: answer, context: "" }];
        check("Luther was born 12 times, a x.", &sources, &plain_stems, &|_, _| None, &Thresholds::default());
        let start: String = answer.chars().take(8).collect();
        assert!(started.elapsed().as_secs() < 20, "{start:?}… took {:?} in an unoptimised build", started.elapsed());
    }
}
