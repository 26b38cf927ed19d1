//! What a server is told and nobody else may read.

use reqwest::Url;

/// Shorter values are words, and hiding every such word would make a text unreadable.
const LEAST: usize = 8;

/// What stands in the place of a secret.
const HIDDEN: &str = "…";

/// Secrets of one request.
#[derive(Default)]
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    /// The key, and what of an address may be one.
    pub(super) fn of(key: Option<&str>, url: &Url) -> Self {
        let values = url.query_pairs().map(|(_, value)| value.into_owned());
        let raw = url.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
        let raw = raw.map(|(_, value)| value.to_owned());
        let long = values.chain(raw).filter(|value| value.len() >= LEAST);
        let sure = [key, url.password()].into_iter().flatten().filter(|secret| !secret.is_empty()).map(str::to_owned);
        Self(sure.chain(long).collect())
    }

    /// The text without them. Servers like to quote what they were sent.
    pub(super) fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret, HIDDEN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hides_keys_and_long_values() {
        let url = Url::parse("https://me:pass@example.org/?full=true&sign=abc%2Fdefgh").expect("an address");
        let secrets = Secrets::of(Some("sk-1"), &url);
        let text = secrets.hide("key sk-1, pass, abc/defgh and abc%2Fdefgh; true");
        assert_eq!(text, "key …, …, … and …; true");
    }
}
