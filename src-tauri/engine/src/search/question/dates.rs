//! Days as people write them in a filter.

/// A day of the calendar. Ordered as time runs, so that a document's day is compared with `<`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    /// 0 to 9999.
    pub(crate) year: u16,
    /// 1 to 12.
    pub(crate) month: u8,
    /// 1 to 31, as far as the month goes.
    pub(crate) day: u8,
}

impl Date {
    /// The first day of what is written as `2020`, `2020-05`, `2020-05-17`, `2020/05/17` or `17.05.2020`.
    ///
    /// The first day serves both filters, as search engines have it: `after:2020` begins with 2020-01-01 and
    /// `before:2020` ends ahead of it. `05/17/2020` is not read, since half the world means another day by it.
    pub(super) fn parse(written: &str) -> Option<Self> {
        let separator = written.chars().find(|letter| !letter.is_ascii_digit());
        let mut parts: Vec<&str> = match separator {
            None => vec![written],
            Some(mark @ ('-' | '/' | '.')) => written.splitn(4, mark).collect(),
            Some(_) => return None,
        };
        if separator == Some('.') {
            parts.reverse();
        }
        let month = parts.get(1).map_or(Some(1), |part| number(part, 2))?;
        let day = parts.get(2).map_or(Some(1), |part| number(part, 2))?;
        let year = parts.first().filter(|part| part.len() == 4).and_then(|part| number(part, 4))?;
        if parts.len() > 3 || !(1..=12).contains(&month) || day == 0 || day > days_in(year, month) {
            return None;
        }
        Some(Self { year, month: month as u8, day: day as u8 })
    }
}

fn number(digits: &str, longest: usize) -> Option<u16> {
    let plain = digits.len() <= longest && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

fn days_in(year: u16, month: u16) -> u16 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_months_and_days_are_read() {
        for (written, year, month, day) in [
            ("2020", 2020, 1, 1),
            ("2020-05", 2020, 5, 1),
            ("2020-5-7", 2020, 5, 7),
            ("2020/05/17", 2020, 5, 17),
            ("17.05.2020", 2020, 5, 17),
            ("05.2020", 2020, 5, 1),
            ("2024-02-29", 2024, 2, 29),
        ] {
            assert_eq!(Date::parse(written), Some(Date { year, month, day }), "{written}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for written in [
            "",
            "lunch",
            "20",
            "2020-",
            "2020-13",
            "2020-00",
            "2023-02-29",
            "2020-05-17-1",
            "05/17/2020",
            "-5",
            "+020",
            "2020-+5",
            "99999",
            "２０２０",
            "2020.",
            ".",
            "2020:05",
        ] {
            assert_eq!(Date::parse(written), None, "{written}");
        }
    }
}
