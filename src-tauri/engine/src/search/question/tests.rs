use super::*;

fn day(year: u16, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

#[test]
fn a_plain_question_stays_as_it_is() {
    for typed in ["How far is the moon?", "see http://a.b at 12:30, note: this", "5'10\" before:lunch", "猫は何ですか"]
    {
        assert_eq!(Asked::parse(typed), Asked { text: typed.to_owned(), ..Asked::default() });
    }
}

#[test]
fn filters_and_phrases_are_taken_out() {
    let asked = Asked::parse(" What is \"net  zero\" document:\"annual report\" page:3-7 after:2019 before:2020-05 ? ");
    assert_eq!(asked.text, "What is net zero ?");
    assert_eq!(asked.phrases, ["net  zero"]);
    assert_eq!(asked.documents, ["annual report"]);
    assert_eq!(asked.pages, [PageRange::Numbers { first: 3, last: 7 }]);
    assert_eq!((asked.after, asked.before), (Some(day(2019, 1, 1)), Some(day(2020, 5, 1))));
}

#[test]
fn filters_alone_leave_no_text() {
    let asked = Asked::parse("datei:a doc:b seite:iv");
    assert_eq!(asked.text, "");
    assert_eq!(asked.documents, ["a", "b"], "any of them is meant");
    assert_eq!(asked.exhaustive, None);
}

#[test]
fn the_narrower_of_two_days_counts() {
    let asked = Asked::parse("x before:2020 before:2019 after:2001 after:2010");
    assert_eq!((asked.after, asked.before), (Some(day(2010, 1, 1)), Some(day(2019, 1, 1))));
}

#[test]
fn every_document_with_a_phrase() {
    let asked = Asked::parse("Which documents mention \"net zero\"?");
    let subject = asked.exhaustive.expect("every document is asked for");
    assert_eq!((subject.text.as_str(), subject.phrases), ("net zero", vec!["net zero".to_owned()]));
}

#[test]
fn anything_at_all_may_be_typed() {
    let pieces = [
        "\"",
        "„",
        "“",
        "”",
        "«",
        "»",
        "「",
        "'",
        ":",
        "page:",
        "document:\"",
        "before:",
        "\u{202e}",
        "漢",
        "ﬁ",
        "\u{301}",
        " ",
        "\n",
        "\0",
        "which documents mention ",
        "and ",
        "it ",
        "where is ",
        "x",
        "3",
        "-",
        "?",
        "😀",
        "ß",
    ];
    for piece in pieces {
        let typed = piece.repeat((1 << 20) / piece.len());
        let turn = Turn { question: typed.clone(), answer: typed.clone() };
        let asked = Asked::parse(&typed);
        assert!(asked.text.len() <= typed.len(), "nothing is added");
        assert!(self_contained("and why?", &[turn]).len() < 1000, "an earlier question is quoted in short");
    }
    let mut seed = 1_u32;
    for _ in 0..3000 {
        let mut typed = String::new();
        for _ in 0..12 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            typed.push_str(pieces[(seed >> 16) as usize % pieces.len()]);
        }
        let turn = Turn { question: typed.clone(), answer: typed.clone() };
        let asked = Asked::parse(&self_contained(&typed, &[turn]));
        for phrase in asked.phrases {
            assert!(contains_phrase(&phrase, &phrase) || phrase.chars().all(|letter| !letter.is_ascii()), "{phrase:?}");
        }
    }
}

#[test]
fn quotation_marks_of_prose_ask_for_nothing() {
    let prose = format!("{} It was called a \"model\" then.", "A long story was told of it. ".repeat(12));
    assert!(Asked::parse(&prose).phrases.is_empty());
}
