//! Words that say the opposite of each other.
//!
//! A word list and no more: it knows the opposites that reports, contracts and encyclopedias are made of. What is
//! missing here is caught only where a meaning is compared.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The side of a word in a pair of opposites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opposite {
    pair: usize,
    second: bool,
    /// Whether it is telling anywhere in a sentence. Others, such as "before", stand in many sentences beside their
    /// opposite and tell something only in its very place.
    pub(super) strong: bool,
}

/// Pairs that are telling anywhere.
const STRONG: &[(&str, &str)] = &[
    (
        "increase increases increased increasing rise rises rose risen grew grow grows grown growth gain expanded \
        expand raise raises raised",
        "decrease decreases decreased decreasing fall falls fell fallen decline declined declines shrank shrunk drop \
         dropped reduced reduce reduces reduction diminished lessened",
    ),
    ("won win wins winning victory victorious", "lost lose loses losing defeat"),
    (
        "allow allows allowed permit permits permitted authorized legal lawful",
        "forbid forbids forbade forbidden prohibit prohibits prohibited banned ban bans illegal unlawful outlawed \
         prevented prevent prevents",
    ),
    (
        "accept accepts accepted approved approve approves",
        "reject rejects rejected refuse refused refuses denied declined veto vetoed",
    ),
    ("support supports supported supporting favored", "oppose opposes opposed opposing opposition"),
    ("possible able", "impossible unable"),
    ("success successful successfully succeeded succeed", "failure unsuccessful unsuccessfully failed"),
    ("strong stronger strongest strengthened strengthen", "weak weaker weakest weakened weaken"),
    ("rich richer wealthy wealthier", "poor poorer poverty"),
    ("large larger largest big bigger biggest", "small smaller smallest"),
    ("high higher highest highly", "low lower lowest"),
    ("long longer longest", "short shorter shortest"),
    ("old older oldest", "young younger youngest"),
    ("fast faster fastest quick quickly rapid rapidly", "slow slower slowest slowly"),
    ("cheap cheaper inexpensive", "expensive costly"),
    ("common usual usually frequent frequently often", "rare rarely uncommon unusual seldom infrequently"),
    ("public publicly", "private privately"),
    ("war wars wartime", "peace peaceful peacetime"),
    ("male men man boys", "female women woman girls"),
    ("north northern northward", "south southern southward"),
    ("east eastern eastward", "west western westward"),
    ("northeast northeastern", "southwest southwestern"),
    ("northwest northwestern", "southeast southeastern"),
    ("guilty convicted", "innocent acquitted"),
    ("agree agreed agrees agreement", "disagree disagreed disagrees disagreement"),
    ("positive positively", "negative negatively"),
    ("easy easier easily easiest", "difficult hard harder hardest"),
    ("present presence", "absent absence"),
    ("dependent depends depend", "independent independently"),
    ("direct directly", "indirect indirectly"),
    ("active actively", "inactive passive"),
    ("true", "false untrue"),
    ("like liked likes loved", "dislike disliked hated"),
    ("similar similarly same identical", "different differently dissimilar unlike"),
    ("equal equally", "unequal unequally"),
    ("necessary required mandatory compulsory obligatory", "unnecessary optional voluntary"),
    ("include includes included including", "exclude excludes excluded excluding"),
    ("maximum", "minimum"),
    ("majority", "minority"),
    ("better best improved improve improves improvement", "worse worst worsened worsen deteriorated"),
    ("attack attacked attacks attacking", "defend defended defends defending"),
    ("import imports imported", "export exports exported"),
    ("buy bought buys purchased purchase", "sell sold sells"),
    ("hot hotter hottest warm warmer", "cold colder coldest cool cooler"),
    ("heavy heavier heaviest", "light lighter lightest"),
    ("deep deeper deepest", "shallow shallower"),
    ("wide wider widest broad broader", "narrow narrower narrowest"),
    ("known famous famously", "unknown obscure"),
    ("legitimate", "illegitimate"),
    ("regular regularly", "irregular irregularly"),
    ("complete completed completely finished", "incomplete unfinished"),
    ("simple simpler", "complex complicated"),
    ("ancient", "modern"),
    ("temporary temporarily", "permanent permanently"),
    ("natural naturally", "artificial artificially"),
    ("internal internally", "external externally"),
    ("domestic", "foreign"),
    ("urban", "rural"),
    ("arrive arrived arrives arrival", "depart departed departs departure"),
    ("advantage advantages beneficial benefit benefits", "disadvantage disadvantages harmful harm"),
    ("gestiegen stieg steigt stiegen erhoht", "gesunken sank sinkt sanken gesenkt verringert"),
    ("erlaubt gestattet zulassig", "verboten untersagt unzulassig"),
    ("gewann gewonnen gewinnt", "verlor verloren verliert"),
    ("grosser grossten gross", "kleiner kleinsten klein"),
    ("hoher hochsten hoch", "niedriger niedrigsten niedrig"),
];

/// Pairs that are telling only in each other's place.
const IN_PLACE: &[(&str, &str)] = &[
    ("before prior previously earlier", "after afterwards following later subsequently"),
    ("more", "less fewer"),
    ("most", "least"),
    ("first earliest initial initially", "last latest final finally"),
    ("all every always entirely fully each", "some few partly partially sometimes no none never"),
    ("many numerous several", "few"),
    ("only solely exclusively merely", "also additionally"),
    ("above over", "below under beneath"),
    ("with", "without"),
    ("up upward upwards", "down downward downwards"),
    ("inside within into", "outside"),
    (
        "created create creates made make founded established built",
        "destroyed destroy destroys demolished abolished dissolved",
    ),
    (
        "begin begins began begun beginning start started starts",
        "end ends ended ending stopped stop stops ceased finished",
    ),
    ("open opened opens", "close closed closes"),
    ("left", "right"),
    ("upper", "lower"),
    ("early", "late"),
    ("near close nearby", "far distant"),
    ("new newer newest", "old older oldest"),
    ("good", "bad poor"),
    ("both", "neither"),
    ("must shall", "may might could can"),
    ("minor", "major"),
    ("least", "most"),
    ("and", "or"),
    ("for pro", "against anti"),
    ("father son brother husband king uncle", "mother daughter sister wife queen aunt"),
    ("parent parents", "child children"),
    ("teacher teachers", "student students pupils"),
    ("employer", "employee employees"),
    ("vor", "nach"),
    ("mehr", "weniger"),
    ("alle immer", "einige manche nie"),
    ("mit", "ohne"),
    ("nur", "auch"),
    ("uber", "unter"),
];

/// Each word with its sides; a word may have several opposites.
static SIDES: LazyLock<HashMap<&str, Vec<Opposite>>> = LazyLock::new(|| {
    let mut sides: HashMap<&str, Vec<Opposite>> = HashMap::new();
    let pairs = STRONG.iter().map(|pair| (pair, true)).chain(IN_PLACE.iter().map(|pair| (pair, false)));
    for (pair, ((first, second), strong)) in pairs.enumerate() {
        for (words, second) in [(first, false), (second, true)] {
            for word in words.split_whitespace() {
                sides.entry(word).or_default().push(Opposite { pair, second, strong });
            }
        }
    }
    sides
});

/// The sides of a folded word; none if it has no opposite.
pub(super) fn opposites(folded: &str) -> &'static [Opposite] {
    SIDES.get(folded).map_or(&[], Vec::as_slice)
}

/// Whether two words say the opposite of each other.
pub(super) fn are_against(one: &[Opposite], other: &[Opposite]) -> bool {
    one.iter().any(|one| other.iter().any(|other| one.pair == other.pair && one.second != other.second))
}

/// Whether two words say the same as to some opposite.
pub(super) fn are_with(one: &[Opposite], other: &[Opposite]) -> bool {
    one.iter().any(|one| other.iter().any(|other| one.pair == other.pair && one.second == other.second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposites_are_against_each_other() {
        let side = opposites;
        assert!(are_against(side("increased"), side("decreased")));
        assert!(are_with(side("increased"), side("rose")));
        assert!(!are_against(side("increased"), side("lost")));
        assert!(are_against(side("old"), side("young")) && are_against(side("old"), side("new")));
        assert!(side("increased")[0].strong && !side("before")[0].strong);
        assert!(opposites("table").is_empty());
    }
}
