//! What is counted: 5 km are not 5 miles.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A unit, by its usual sign. Two numbers with different ones are different, whatever their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Unit(&'static str);

impl Unit {
    /// Whether it may stand before its number.
    pub(super) fn is_money(self) -> bool {
        matches!(self.0, "$" | "€" | "£" | "¥")
    }
}

/// Each sign and the words for it, folded. Left out is what is more often another word: "in", "second", "pound".
const UNITS: &[&str] = &[
    "% percent percentage pct prozent pourcent",
    "$ dollar dollars usd",
    "€ euro euros eur",
    "£ gbp",
    "¥ yen yuan",
    "km kilometre kilometres kilometer kilometers",
    "m metre metres meter meters",
    "cm centimetre centimetres centimeter centimeters zentimeter",
    "mm millimetre millimetres millimeter millimeters",
    "mi mile miles meile meilen",
    "ft foot feet",
    "yd yard yards",
    "acre acres",
    "ha hectare hectares hektar",
    "kg kilogram kilograms kilo kilos kilogramm",
    "lb lbs",
    "t tonne tonnes ton tons tonnen",
    "l litre litres liter liters",
    "gal gallon gallons",
    "h hour hours stunde stunden",
    "min minute minutes minuten",
    "s seconds sekunden",
    "d day days tag tage tagen",
    "wk week weeks woche wochen",
    "mo month months monat monate monaten",
    "yr year years jahr jahre jahren",
    "decade decades jahrzehnt jahrzehnte",
    "century centuries jahrhundert jahrhunderte jahrhunderts",
    "kw kilowatt kilowatts",
    "mw megawatt megawatts",
    "gw gigawatt gigawatts",
    "kwh",
    "mb megabyte megabytes",
    "gb gigabyte gigabytes",
    "tb terabyte terabytes",
    "mph",
    "hz hertz",
    "khz kilohertz",
    "mhz megahertz",
    "ghz gigahertz",
];

/// Each word with its unit.
static WORDS: LazyLock<HashMap<&str, Unit>> = LazyLock::new(|| {
    let words = UNITS.iter().flat_map(|words| {
        let sign = words.split(' ').next().unwrap_or_default();
        words.split(' ').map(move |word| (word, Unit(sign)))
    });
    words.collect()
});

/// The unit that a folded word names.
pub(super) fn unit(folded: &str) -> Option<Unit> {
    WORDS.get(folded).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_words_are_one_unit() {
        assert_eq!(unit("%"), unit("percent"));
        assert_eq!(unit("km"), unit("kilometres"));
        assert_ne!(unit("km"), unit("miles"));
        assert_eq!(unit("ships"), None);
    }
}
