//! English verbs whose forms no rule of endings brings together: "began" is "begin".

use std::collections::HashMap;
use std::sync::LazyLock;

/// A base and its other forms. The common verbs of reports and encyclopedias; forms that are also another word, such
/// as "saw" and "left", are there because in such texts they are nearly always the verb.
const VERBS: &[&str] = &[
    "become became",
    "begin began begun beginning",
    "break broke broken",
    "bring brought",
    "build built",
    "buy bought",
    "catch caught",
    "choose chose chosen",
    "come came",
    "deal dealt",
    "draw drew drawn",
    "drive drove driven",
    "eat ate eaten",
    "fall fell fallen",
    "feel felt",
    "fight fought",
    "find found",
    "fly flew flown",
    "forbid forbade forbidden",
    "get got gotten",
    "give gave given giving",
    "go went gone goes",
    "grow grew grown",
    "hear heard",
    "hold held",
    "keep kept",
    "know knew known",
    "lead led",
    "leave left leaving",
    "lend lent",
    "lose lost losing",
    "make made making",
    "mean meant",
    "meet met",
    "pay paid",
    "rise rose risen rising",
    "run ran running",
    "say said",
    "see saw seen",
    "seek sought",
    "sell sold",
    "send sent",
    "show shown",
    "sing sang sung",
    "sink sank sunk",
    "speak spoke spoken",
    "spend spent",
    "stand stood",
    "swim swam swum",
    "take took taken taking",
    "teach taught",
    "tell told",
    "think thought",
    "throw threw thrown",
    "wear wore worn",
    "win winning",
    "write wrote written writing",
    "die died dying dies dead",
];

/// Each form with its base.
static BASES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let forms = VERBS.iter().flat_map(|forms| {
        let base = forms.split(' ').next().unwrap_or_default();
        forms.split(' ').map(move |form| (form, base))
    });
    forms.collect()
});

/// The base of an irregular form, if it is one.
pub(super) fn base(folded: &str) -> Option<&'static str> {
    BASES.get(folded).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_have_one_base() {
        assert_eq!(base("began"), Some("begin"));
        assert_eq!(base("begin"), Some("begin"));
        assert_eq!(base("table"), None);
    }
}
