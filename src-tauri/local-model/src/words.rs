//! The bytes of tokens as text: a letter may be spread over several tokens.

/// Bytes on their way to be text.
#[derive(Default)]
pub(crate) struct Words {
    held: Vec<u8>,
}

impl Words {
    /// What is text with these bytes. What can be no letter any more becomes the sign for that.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> String {
        self.held.extend_from_slice(bytes);
        let mut text = String::new();
        loop {
            match std::str::from_utf8(&self.held) {
                Ok(rest) => {
                    text.push_str(rest);
                    self.held.clear();
                    return text;
                }
                Err(error) => {
                    let (good, bad) = self.held.split_at(error.valid_up_to());
                    text.push_str(&String::from_utf8_lossy(good));
                    let Some(length) = error.error_len() else {
                        self.held = bad.to_vec();
                        return text;
                    };
                    text.push(char::REPLACEMENT_CHARACTER);
                    self.held = bad[length..].to_vec();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_comes_whole() {
        let mut words = Words::default();
        let bytes = "ein Käse 🧀!".as_bytes();
        let text: String = bytes.iter().map(|byte| words.push(&[*byte])).collect();
        assert_eq!(text, "ein Käse 🧀!");
        assert_eq!(words.push(b"a\xff\xc3"), "a\u{fffd}");
        assert_eq!(words.push(b"\xa4"), "ä");
    }
}
