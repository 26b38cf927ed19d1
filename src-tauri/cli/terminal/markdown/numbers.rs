//! Numbers in brackets behind sentences: not Markdown's, but citations.

use std::fmt::Write;

use crate::cli::terminal::lines::{Line, Span, push};
use crate::cli::terminal::looks::CODE;

/// Digits of the longest number that is one of a citation.
const LONGEST: usize = 4;

/// The number in brackets at the beginning of a text, and how long that is.
fn number(text: &str) -> Option<(u32, usize)> {
    let inner = text.strip_prefix('[')?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let is_one = (1..=LONGEST).contains(&digits) && inner[digits..].starts_with(']');
    is_one.then(|| inner[..digits].parse().ok()).flatten().map(|number| (number, digits + 2))
}

/// The text with such numbers escaped, so that Markdown does not take one for the name of a link.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, from) = rest.split_at(at);
        escaped.push_str(before);
        match number(from) {
            Some((number, length)) if !before.ends_with('\\') => {
                let _ = write!(escaped, "\\[{number}\\]");
                rest = &from[length..];
            }
            _ => {
                escaped.push('[');
                rest = &from[1..];
            }
        }
    }
    escaped + rest
}

/// What was escaped, in places where Markdown knows no escapes.
pub(super) fn unescaped(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\[") {
        let digits = rest[at + 2..].bytes().take_while(u8::is_ascii_digit).count();
        let end = at + 2 + digits;
        unescaped.push_str(&rest[..at]);
        if digits > 0 && rest[end..].starts_with("\\]") {
            let _ = write!(unescaped, "[{}]", &rest[at + 2..end]);
            rest = &rest[end + 2..];
        } else {
            unescaped.push_str("\\[");
            rest = &rest[at + 2..];
        }
    }
    unescaped + rest
}

/// The line with its citations as they are shown. A number that is none of them, or stands in code, stays as it is.
pub(super) fn cited(line: Line, cite: &dyn Fn(u32) -> Option<Span>) -> Line {
    let mut cited = Line::new();
    for span in line {
        if span.style.get_fg_color() == CODE.get_fg_color() {
            push(&mut cited, span);
            continue;
        }
        let mut rest = span.text.as_str();
        let mut from = 0;
        while let Some(at) = rest[from..].find('[').map(|at| from + at) {
            let known = number(&rest[at..]).and_then(|(number, length)| Some((cite(number)?, length)));
            let Some((shown, length)) = known else {
                from = at + 1;
                continue;
            };
            push(&mut cited, span.with(&rest[..at]));
            push(&mut cited, shown);
            (rest, from) = (&rest[at + length..], 0);
        }
        push(&mut cited, span.with(rest));
    }
    cited
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::terminal::lines::said;
    use crate::cli::terminal::looks::NUMBER;

    #[test]
    fn numbers_are_escaped_and_others_are_not() {
        assert_eq!(escaped("a [1][22] [x] [12345] [] \\[3] [^4]"), "a \\[1\\]\\[22\\] [x] [12345] [] \\[3] [^4]");
        assert_eq!(unescaped(&escaped("a[0] = b[12]; \\[x")), "a[0] = b[12]; \\[x");
    }

    #[test]
    fn known_numbers_are_shown_as_citations() {
        let line = vec![Span::plain("so [1] and [9]"), Span::new("a[1]", CODE), Span::plain(" end [2].")];
        let cite = |number: u32| (number < 3).then(|| Span::new(format!("<{number}>"), NUMBER));
        let cited = cited(line, &cite);
        assert_eq!(said(&cited), "so <1> and [9]a[1] end <2>.");
        assert_eq!(cited[1], Span::new("<1>", NUMBER));
    }
}
