//! Which servers can be used.

/// The oldest version that can be used: those before do not understand how vectors are written now, and would keep
/// points without any.
pub(super) const LEAST: &str = "1.13.0";

/// Whether a server of this version can be used. One that does not tell a version in numbers is believed to be new.
pub(super) fn is_new_enough(version: &str) -> bool {
    match (numbers(version), numbers(LEAST)) {
        (Some(version), Some(least)) => version >= least,
        _ => true,
    }
}

/// The first two numbers; a release that only mends is as good as another.
fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim_start_matches('v').split(['.', '-', '+']);
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_numbers_and_no_letters() {
        for good in ["1.13.0", "1.13.4", "1.20.1", "2.0.0", "v1.14", "1.19.0-dev", "dev"] {
            assert!(is_new_enough(good), "{good}");
        }
        for old in ["1.12.9", "1.9.3", "0.11.0", "v1.2.0-rc1"] {
            assert!(!is_new_enough(old), "{old}");
        }
    }
}
