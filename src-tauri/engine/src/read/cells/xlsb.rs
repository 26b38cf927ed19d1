//! Binary workbooks (XLSB) made harmless: their reader believes what a string says of its length, and finds in
//! what was read before whatever is missing.

use crate::read::ReadError;

/// The type of a record with a string that cells share.
const STRING: u16 = 0x0013;

/// Makes sure that each string is as long as it says.
///
/// # Errors
/// [`ReadError::Damaged`] if one is not.
pub(in crate::read) fn check_strings(list: &[u8]) -> Result<(), ReadError> {
    let mut rest = list;
    while let Some((kind, data, after)) = record(rest) {
        let is_whole = match data {
            // A byte, how many units of two bytes follow, and these.
            [_, a, b, c, d, text @ ..] => u64::from(u32::from_le_bytes([*a, *b, *c, *d])) * 2 <= text.len() as u64,
            _ => false,
        };
        if kind == STRING && !is_whole {
            return Err(ReadError::Damaged { reason: "one of its texts is longer than the file".to_owned() });
        }
        rest = after;
    }
    Ok(())
}

/// The first record: its type, what it holds, and what comes after it.
fn record(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (kind, rest) = number(bytes, 2)?;
    let (length, rest) = number(rest, 4)?;
    let (data, rest) = rest.split_at_checked(length as usize)?;
    Some((kind as u16, data, rest))
}

/// A number of at most so many bytes with seven bits each, the last of which has no eighth.
fn number(bytes: &[u8], longest: usize) -> Option<(u32, &[u8])> {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate().take(longest) {
        value |= u32::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 || at + 1 == longest {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
pub(in crate::read) mod tests {
    use super::*;
    use crate::read::container::archive::pack;

    fn write(list: &mut Vec<u8>, kind: u16, data: &[u8]) {
        if kind < 0x80 {
            list.push(kind as u8);
        } else {
            list.extend([(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8]);
        }
        list.push(data.len() as u8);
        list.extend(data);
    }

    fn wide(text: &str) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&(units.len() as u32 / 2).to_le_bytes()[..], &units].concat()
    }

    fn strings(text: &[u8]) -> Vec<u8> {
        let mut list = Vec::new();
        write(&mut list, 0x009f, &[1, 0, 0, 0, 1, 0, 0, 0]);
        write(&mut list, STRING, &[&[0], text].concat());
        list
    }

    /// A small workbook with a shared text and a number.
    pub(in crate::read) fn workbook() -> Vec<u8> {
        let mut book = Vec::new();
        write(&mut book, 0x009c, &[&[0, 0, 0, 0, 1, 0, 0, 0][..], &wide("r1"), &wide("Binary")].concat());
        write(&mut book, 0x0090, &[]);
        write(&mut book, 0x009d, &[]);
        let mut sheet = Vec::new();
        write(&mut sheet, 0x0094, &[0; 16]);
        write(&mut sheet, 0x0091, &[]);
        write(&mut sheet, 0x0000, &[0; 17]);
        write(&mut sheet, 0x0007, &[0; 12]);
        write(&mut sheet, 0x0005, &[&[1, 0, 0, 0, 0, 0, 0, 0][..], &2.5_f64.to_le_bytes()].concat());
        write(&mut sheet, 0x0092, &[]);
        pack(&[
            ("[Content_Types].xml", b""),
            ("xl/workbook.bin", &book),
            ("xl/_rels/workbook.bin.rels", b"<R><Relationship Id='r1' Target='worksheets/sheet1.bin'/></R>"),
            ("xl/worksheets/sheet1.bin", &sheet),
            ("xl/sharedStrings.bin", &strings(&wide("Text"))),
        ])
    }

    #[test]
    fn strings_must_be_as_long_as_they_say() {
        assert!(check_strings(&strings(&wide("Text"))).is_ok());
        assert!(matches!(check_strings(&strings(&[0xff, 0xff, 0xff, 0, 1, 1])), Err(ReadError::Damaged { .. })));
        assert!(check_strings(&[0xff, 0xff, 0xff]).is_ok());
    }
}
