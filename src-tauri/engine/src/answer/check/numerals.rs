//! Digits and number words to values.

/// Words that are numbers; "one" and "first" are not among them, because they are more often no numbers at all.
const NUMBER_WORDS: &[(&str, u32)] = &[
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("eleventh", 11),
    ("twelfth", 12),
    ("thirteenth", 13),
    ("fourteenth", 14),
    ("fifteenth", 15),
    ("sixteenth", 16),
    ("seventeenth", 17),
    ("eighteenth", 18),
    ("nineteenth", 19),
    ("twentieth", 20),
    ("zwei", 2),
    ("drei", 3),
    ("vier", 4),
    ("funf", 5),
    ("sechs", 6),
    ("sieben", 7),
    ("acht", 8),
    ("neun", 9),
    ("zehn", 10),
    ("elf", 11),
    ("zwolf", 12),
    ("zwanzig", 20),
    ("dreissig", 30),
    ("vierzig", 40),
    ("funfzig", 50),
];

/// Words by which the number before them is multiplied.
const SCALES: &[(&str, f64)] = &[
    ("hundred", 1e2),
    ("hundert", 1e2),
    ("thousand", 1e3),
    ("thousands", 1e3),
    ("tausend", 1e3),
    ("million", 1e6),
    ("millions", 1e6),
    ("millionen", 1e6),
    ("billion", 1e9),
    ("billions", 1e9),
    ("bn", 1e9),
    ("milliarde", 1e9),
    ("milliarden", 1e9),
    ("trillion", 1e12),
];

/// Letters behind digits that leave it the same number: the 19th, the 1990s.
const NUMBER_ENDS: &[&str] = &["st", "nd", "rd", "th", "s"];

/// Letters behind digits that are a word of their own: 5km.
const TIED_UNITS: &[&str] = &[
    "km", "m", "cm", "mm", "kg", "g", "mg", "ml", "l", "mi", "ft", "lb", "lbs", "mph", "mb", "gb", "tb", "kw", "kwh",
    "mw", "gw", "hz", "khz", "mhz", "ghz", "bn", "am", "pm", "c", "f", "k",
];

/// More digits are no quantity that two texts would write in different ways.
const MOST_DIGITS: usize = 24;

/// The value of a folded word that is a number: digits as they were written, or a number word.
pub(super) fn value(folded: &str, written: &str) -> Option<f64> {
    if !folded.starts_with(|letter: char| letter.is_ascii_digit()) {
        return NUMBER_WORDS.iter().find(|(word, _)| *word == folded).map(|(_, value)| f64::from(*value));
    }
    let digits = written.trim_end_matches(char::is_alphabetic);
    let ends = written[digits.len()..].to_lowercase();
    let plain = if digits.is_ascii() || digits.chars().any(is_thin_space) { digits } else { folded };
    (ends.is_empty() || NUMBER_ENDS.contains(&ends.as_str())).then(|| parse(plain)).flatten()
}

/// By how much a word multiplies the number before it.
pub(super) fn scale(folded: &str) -> Option<f64> {
    SCALES.iter().find(|(word, _)| *word == folded).map(|(_, scale)| *scale)
}

/// The bytes of the number at the beginning of a text, with the separators in it and the letters that belong to it.
/// What is tied to it and is neither a unit nor an ending makes it a name, such as "3D".
pub(super) fn digits_length(text: &str) -> usize {
    let first = run_length(text, |letter| letter.is_ascii_digit());
    let number = with_separators(text, first);
    let letters = run_length(&text[number..], char::is_alphanumeric);
    let tied = text[number..number + letters].to_lowercase();
    match tied.as_str() {
        "" => number,
        tied if TIED_UNITS.contains(&tied) => number,
        _ => number + letters,
    }
}

fn run_length(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

/// Goes on over separators with digits behind them as long as the whole is a number.
fn with_separators(text: &str, first: usize) -> usize {
    let mut end = first;
    while let Some(separator) = text[end..].chars().next() {
        let start = end + separator.len_utf8();
        let digits = run_length(&text[start..], |letter| letter.is_ascii_digit());
        let blank = separator == ' ' || is_thin_space(separator);
        let thousands = digits == 3 && first <= 3 && !text.starts_with('0');
        let fits = if blank { thousands } else { matches!(separator, '.' | ',') && digits > 0 };
        if !fits || start + digits > 2 * MOST_DIGITS {
            break;
        }
        let month = separator == '.' && digits == 4 && text[..end].parse().is_ok_and(|month: u8| month <= 12);
        if month || parse(&text[..start + digits]).is_none() {
            // Not thousands after all: the parts of a date, a version or a list are numbers of their own.
            return first;
        }
        end = start + digits;
    }
    end
}

/// Spaces that are printed between thousands.
fn is_thin_space(letter: char) -> bool {
    matches!(letter, '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// The value of digits with separators, as either side of the Channel writes them.
fn parse(written: &str) -> Option<f64> {
    let bare: String = written.chars().filter(|letter| *letter != ' ' && !is_thin_space(*letter)).collect();
    let dots = bare.matches('.').count();
    let commas = bare.matches(',').count();
    let decimal = match (dots, commas) {
        (1, 0) => Some('.'),
        (0, 1) => (!groups_of_three(&bare, ',')).then_some(','),
        (1, _) if bare.rfind('.') > bare.rfind(',') => Some('.'),
        (_, 1) if bare.rfind(',') > bare.rfind('.') => Some(','),
        (0, _) | (_, 0) => None,
        _ => return None,
    };
    let (whole, fraction) = decimal.and_then(|sign| bare.rsplit_once(sign)).unwrap_or((&bare, ""));
    if [',', '.'].iter().any(|sign| whole.contains(*sign) && !groups_of_three(whole, *sign)) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).take(MOST_DIGITS).collect();
    format!("{whole}.{fraction}0").parse().ok()
}

fn groups_of_three(digits: &str, separator: char) -> bool {
    let mut groups = digits.split(separator);
    groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
}

/// Whether two values are the same. "1.284" is a thousand and more in German and one and a bit in English, so both
/// are allowed.
pub(super) fn same(one: f64, other: f64) -> bool {
    let near = |one: f64, other: f64| (one - other).abs() <= 1e-9 * one.abs().max(other.abs());
    let thousands =
        |small: f64, large: f64| (small * 1e2).fract() > 1e-6 && large.fract() == 0.0 && near(small * 1e3, large);
    near(one, other) || thousands(one, other) || thousands(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_as_they_are_written_in_many_places() {
        for written in ["1,284.50", "1284.5", "1 284,50", "1.284,50", "1\u{202f}284,5"] {
            assert_eq!(digits_length(written), written.len(), "{written} is one number");
            assert_eq!(parse(written), Some(1284.5), "{written}");
        }
        assert_eq!(parse("12,000"), Some(12000.0));
        assert_eq!(parse("1,5"), Some(1.5));
        assert!(same(1.284, 1284.0), "it depends on the language");
        assert!(!same(1.5, 1500.0), "only three digits are thousands");
    }

    #[test]
    fn lists_dates_and_years_are_several() {
        assert_eq!(digits_length("14.03.2023"), 2);
        assert_eq!(digits_length("03.2023"), 2, "the end of a date is no decimal");
        assert_eq!(digits_length("1,2,3"), 1);
        assert_eq!(digits_length("2003 450 people"), 4);
        assert_eq!(digits_length("5km"), 1);
        assert_eq!(digits_length("1990s"), 5);
        assert_eq!(digits_length("3D film"), 2);
    }

    #[test]
    fn words_are_numbers() {
        assert_eq!(value("twelve", "Twelve"), Some(12.0));
        assert_eq!(value("19th", "19th"), Some(19.0));
        assert_eq!(value("1990s", "1990s"), Some(1990.0));
        assert_eq!(value("3d", "3D"), None);
        assert_eq!(scale("million"), Some(1e6));
    }
}
