//! Which terms are taken: those that let the app be given away under its own, and ask for no more than to be named.

/// By their SPDX names. The same list is in `.cargo/deny.toml`, and a test compares them.
pub(crate) const TAKEN: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Whether an SPDX expression can be met with these terms alone. What is no expression cannot.
pub(crate) fn is_taken(expression: &str, terms: &[&str]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = &words[..];
    any(&mut rest, terms).is_some_and(|is_met| is_met && rest.is_empty())
}

/// Parts between `OR`s.
fn any(words: &mut &[&str], terms: &[&str]) -> Option<bool> {
    let mut is_met = every(words, terms)?;
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        is_met |= every(words, terms)?;
    }
    Some(is_met)
}

/// Parts between `AND`s, which bind closer.
fn every(words: &mut &[&str], terms: &[&str]) -> Option<bool> {
    let mut is_met = one(words, terms)?;
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        is_met &= one(words, terms)?;
    }
    Some(is_met)
}

/// A licence, with its exception if it has one, or an expression in brackets.
fn one(words: &mut &[&str], terms: &[&str]) -> Option<bool> {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let is_met = any(words, terms)?;
            let [")", rest @ ..] = *words else { return None };
            *words = rest;
            Some(is_met)
        }
        [licence, "WITH", exception, rest @ ..] => {
            *words = rest;
            Some(terms.contains(&&*format!("{licence} WITH {exception}")))
        }
        [licence, rest @ ..] => {
            *words = rest;
            Some(terms.contains(licence))
        }
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_taken_if_a_choice_of_it_is() {
        for taken in [
            "MIT",
            "MIT/Apache-2.0",
            "MIT / Apache-2.0",
            "GPL-2.0-only OR Apache-2.0",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception",
            "(GPL-3.0-only AND MIT) OR (ISC AND (Zlib OR AGPL-3.0-only))",
        ] {
            assert!(is_taken(taken, &TAKEN), "{taken}");
        }
    }

    #[test]
    fn crates_and_packages_of_the_ui_are_held_to_the_same_terms() {
        let config = crate::process::root().join(".cargo/deny.toml");
        let config = std::fs::read_to_string(config).expect("it is there");
        let (_, allowed) = config.split_once("\nallow = [").expect("it has a list");
        let (allowed, _) = allowed.split_once(']').expect("the list ends");
        assert!(allowed.split('"').skip(1).step_by(2).eq(TAKEN), "{allowed}");
    }

    #[test]
    fn an_expression_without_such_a_choice_is_not() {
        for refused in [
            "",
            "GPL-3.0-only",
            "MIT AND AGPL-3.0-only",
            "(MIT OR GPL-2.0-only) AND GPL-2.0-only",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "MIT OR",
            "(MIT",
            "MIT)",
            "MIT ISC",
            "SEE LICENSE IN FILE",
        ] {
            assert!(!is_taken(refused, &TAKEN), "{refused}");
        }
    }
}
