//! What a question finds, by the score that the index would give it.

use super::*;

/// The product of both sides, without the rarity of words, which the index knows.
fn score_in(question: &str, context: &str, passage: &str) -> f32 {
    let keywords = Keywords::new();
    let passage = keywords.of_passage(context, passage);
    let question = keywords.of_question(question);
    let weight = |term: &u32| passage.indices.binary_search(term).map_or(0.0, |at| passage.values[at]);
    question.indices.iter().zip(&question.values).map(|(term, value)| value * weight(term)).sum()
}

fn score(question: &str, passage: &str) -> f32 {
    score_in(question, "", passage)
}

#[track_caller]
fn assert_finds(question: &str, passage: &str) {
    assert!(score(question, passage) > 0.0, "{question:?} must find {passage:?}");
}

#[track_caller]
fn assert_same(one: &str, other: &str) {
    assert_finds(one, other);
    assert_finds(other, one);
}

#[test]
fn stems_and_folds_and_leaves_stop_words_out() {
    let keywords = Keywords::new();
    assert_eq!(
        keywords.terms("the running cafés"),
        keywords.terms("run cafe"),
        "a question must find the passage whatever its endings and accents"
    );
    let words: Vec<String> = keywords.words("The Cafés of 1974 at AB-12").into_iter().collect();
    assert_eq!(words, ["ab", "cafes"], "spellings are of words as written, not of stems or numbers");
}

#[test]
fn terms_are_sorted_and_unique() {
    let vector = Keywords::new().of_passage("Rivers", "A river, the rivers, and RIVER banks: re-enter the re enter.");
    assert!(vector.indices.is_sorted_by(|a, b| a < b), "the index demands it");
    assert_eq!(vector.indices.len(), vector.values.len(), "terms and weights go in step");
    assert!(vector.values.iter().all(|value| value.is_finite() && *value > 0.0), "each term counts");
}

#[test]
fn other_languages_are_stemmed_and_folded() {
    for (question, passage) in [
        ("Welche Häuser sind alt?", "Das Haus steht in der Straße und ist sehr alt."),
        ("Wo liegt die Strasse?", "Das Haus steht in der Straße und ist sehr alt."),
        ("Quelles sont les nations européennes ?", "La nation européenne est née dans les villes de la région."),
        ("¿Cuáles son las canciones?", "Esta canción es la más conocida de todas."),
        ("Quali sono i libri?", "Il libro è sul tavolo e non si muove."),
        ("Где находятся книги?", "Эта книга была на столе, и она не моя."),
        ("елка", "Новогодняя ёлка стоит в доме."),
        ("Ποιες είναι οι πόλεις;", "Η πόλη είναι στο βουνό."),
    ] {
        assert_finds(question, passage);
    }
}

#[test]
fn a_question_whose_language_is_unclear_finds_passages_of_any() {
    assert_finds("Häuser", "Das Haus steht in der Straße und ist sehr alt.");
    assert_finds("canciones", "Esta canción es la más conocida de todas.");
    assert_finds("universities", "The university is one of the oldest.");
    assert_finds("Mitarbeiter 2023", "Die Zahl der Mitarbeiter ist im Jahr 2023 gestiegen.");
}

#[test]
fn compounds_find_each_other_however_they_are_written() {
    let ways = ["a self-adjoint operator", "a self adjoint operator", "a selfadjoint operator"];
    for question in ["self-adjoint", "self adjoint", "selfadjoint"] {
        ways.iter().for_each(|passage| assert_finds(question, passage));
    }
    assert_finds("data base", "the database is full");
}

#[test]
fn numbers_codes_and_names_are_found() {
    assert_same("1,000", "1000");
    assert_same("3,5", "3.5");
    assert_same("COVID-19", "covid19");
    assert_same("1990s", "1990");
    assert_same("the C++ compiler", "C++");
    for question in ["AB-1234/5", "AB 1234", "1234", "ab1234"] {
        assert_finds(question, "Order AB-1234/5 was shipped as AB1234.");
    }
    for question in ["jane.doe@example.com", "doe", "example.com"] {
        assert_finds(question, "Write to jane.doe@example.com.");
    }
    for question in ["x86_64", "user name", "getUserName", "getusername", "max_depth", ".NET", "net"] {
        assert_finds(question, "On x86_64 getUserName and max_depth run on .NET as well.");
    }
    assert!(score("C++", "C# is a language") == 0.0, "the signs are all that tells them apart");
    assert!(score("3.5", "35 people") == 0.0, "a decimal is another number");
}

#[test]
fn an_exact_form_counts_more_than_one_of_its_relatives() {
    assert!(score("universe", "the universe") > score("universe", "the university"), "a stem may join strangers");
}

#[test]
fn the_context_helps_but_less_than_the_words_themselves() {
    let own = score_in("Warsaw", "", "Warsaw has parks.");
    let lent = score_in("Warsaw", "Warsaw", "The city has parks.");
    assert!(0.0 < lent && lent < own, "a title finds its passages, those that name the thing first");
}

#[test]
fn openings_and_question_words_say_nothing() {
    let keywords = Keywords::new();
    let point = keywords.terms("steam engines");
    for question in [
        "Please tell me about the steam engines",
        "Can you explain what the steam engines are?",
        "which steam engines?",
    ] {
        let vector = keywords.of_question(question);
        let strong = vector.indices.iter().zip(&vector.values).filter(|(_, value)| **value >= 1.0);
        let strong: BTreeSet<u32> = strong.map(|(term, _)| *term).collect();
        assert_eq!(strong, point, "{question:?} has no more to say");
    }
    assert_finds("How did the show end?", "The show ran for two years.");
    for (question, bare) in [
        ("Bitte erkläre mir, was die Photosynthese ist", "Photosynthese"),
        ("Dis-moi ce qu'est la photosynthèse", "photosynthèse"),
        ("¿Puede explicarme qué es la fotosíntesis?", "fotosíntesis"),
        ("Spiegami che cosa è la fotosintesi", "fotosintesi"),
    ] {
        let (full, bare) = (keywords.of_question(question), keywords.of_question(bare));
        let strongest = full.indices.iter().zip(&full.values).filter(|(_, value)| **value >= 1.0);
        assert_eq!(strongest.clone().count(), 1, "{question:?} is about one thing");
        assert!(strongest.into_iter().all(|(term, _)| bare.indices.contains(term)), "{question:?}");
    }
}

#[test]
fn a_question_of_nothing_but_small_words_still_finds() {
    assert_finds("to be or not to be", "To be, or not to be, that is the question.");
    assert_finds("Describe", "They describe it.");
    assert!(score("what is the WHO", "The WHO met in May.") > 0.0, "a name in capitals is no small word");
    assert_eq!(Keywords::new().of_question("?!"), KeywordVector::default(), "without words there is nothing to find");
}

#[test]
fn scripts_without_blanks_are_found_by_parts() {
    assert_finds("東京", "日本の首都は東京です。");
    assert_finds("서울", "서울에서 만나요");
    assert_finds("ไทย", "ภาษาไทยเป็นภาษา");
    assert!(score("北京", "日本の首都は東京です。") == 0.0, "one shared character is another word");
}

#[test]
fn hostile_text_gives_a_bounded_number_of_terms() {
    let keywords = Keywords::new();
    let many: Vec<String> = (0..1_000_000).map(|number| format!("wörter{number}")).collect();
    let many = many.join(" ");
    let long = "x".repeat(1 << 20);
    for hostile in [&many, &long] {
        assert!(keywords.of_passage(hostile, hostile).indices.len() <= 4 * words::MAX_WORDS, "a passage stays small");
        assert!(keywords.of_question(hostile).indices.len() <= 32 * MAX_QUESTION_WORDS, "and so does a question");
    }
}

#[test]
fn the_hash_is_the_one_that_is_stored() {
    assert_eq!(hash("foobar"), 0xbf9c_f968 & 0x7fff_ffff, "another hash would need every index to be written anew");
}
