//! Why something failed, without what it failed with.

/// What our reasons say, each only in its own kind; what the system said is a number.
const KINDS: [(&str, &str); 10] = [
    ("files cannot be read", "unsupported"),
    ("the file is empty", "empty"),
    ("the file is damaged", "damaged"),
    ("cannot be read safely", "too_much"),
    ("needs a password", "needs_password"),
    ("password is not the right one", "wrong_password"),
    ("encrypted in a way", "encrypted"),
    ("reader cannot be started", "no_reader"),
    ("the disk is full", "disk_full"),
    ("it is nested too deeply", "nested"),
];

/// The kind of a reason as it was told. Nothing of the reason itself is in it, whatever that says.
pub(super) fn kind(reason: &str) -> String {
    let lower = reason.to_lowercase();
    if let Some((_, kind)) = KINDS.iter().find(|(said, _)| lower.contains(said)) {
        return (*kind).to_owned();
    }
    let number = lower.rsplit_once("(os error ").and_then(|(_, rest)| rest.split(')').next()?.parse::<i32>().ok());
    number.map_or_else(|| "other".to_owned(), |number| format!("os_error_{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;
    use crate::read::ReadError;

    #[test]
    fn each_reason_has_its_kind_and_nothing_more() {
        let reason = || "anna's letter".to_owned();
        let reasons = [
            (ReadError::Unsupported { kind: "ZIP archive".to_owned() }, "unsupported"),
            (ReadError::Empty, "empty"),
            (ReadError::Damaged { reason: reason() }, "damaged"),
            (ReadError::TooMuch { reason: reason() }, "too_much"),
            (ReadError::NeedsPassword, "needs_password"),
            (ReadError::WrongPassword, "wrong_password"),
            (ReadError::Encrypted, "encrypted"),
            (ReadError::NoReader { reason: reason() }, "no_reader"),
        ];
        for (error, expected) in reasons {
            assert_eq!(kind(&Error::from(error).to_string()), expected);
        }
        let gone = std::io::Error::from_raw_os_error(2);
        assert_eq!(kind(&Error::File { path: "/home/anna/letter.pdf".into(), source: gone }.to_string()), "os_error_2");
        assert_eq!(kind("anna (os error anna)"), "other");
    }
}
