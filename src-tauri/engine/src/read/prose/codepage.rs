//! Encodings by the numbers that Microsoft gave them.

use encoding_rs::Encoding;

/// The encoding of a code page, if it is known.
pub(in crate::read) fn of_number(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        874 => "windows-874",
        932 => "shift_jis",
        936 => "gbk",
        949 => "euc-kr",
        950 => "big5",
        10000 => "macintosh",
        65001 => "utf-8",
        1250..=1258 => return Encoding::for_label(format!("windows-{number}").as_bytes()),
        28591..=28606 => return Encoding::for_label(format!("iso-8859-{}", number - 28590).as_bytes()),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of a font's character set, if it has its own.
pub(in crate::read) fn of_character_set(number: i32) -> Option<&'static Encoding> {
    let page = match number {
        0 | 2 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    of_number(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_sets_have_an_encoding() {
        for set in [0, 2, 77, 128, 129, 134, 136, 161, 162, 163, 177, 178, 186, 204, 222, 238] {
            assert!(of_character_set(set).is_some(), "{set}");
        }
        assert_eq!(of_number(28605).map(Encoding::name), Some("ISO-8859-15"));
        assert_eq!(of_number(1), None);
    }
}
