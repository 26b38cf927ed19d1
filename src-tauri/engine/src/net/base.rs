//! Where the calls of a server are, as people write its address down: with or without `/v1`, with or without the call.

use reqwest::Url;

use super::{NetError, is_loopback, parse};

/// The places below which calls such as `models` or `chat/completions` may be, the likeliest first.
///
/// # Errors
/// [`NetError::Unsendable`].
pub(crate) fn bases(text: &str, calls: &[&str]) -> Result<Vec<Url>, NetError> {
    let mut url = read(text)?;
    url.set_fragment(None);
    let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    let call = calls.iter().map(|call| call.split('/').collect::<Vec<_>>()).find(|call| parts.ends_with(call));
    let above = &parts[..parts.len() - call.as_ref().map_or(0, Vec::len)];
    let path = format!("/{}", above.join("/"));
    let versioned = format!("{}/v1", path.trim_end_matches('/'));
    let paths = if above.last().is_some_and(|last| is_version(last)) {
        vec![path]
    } else if above.is_empty() && call.is_none() {
        vec![versioned, path]
    } else {
        vec![path, versioned]
    };
    let place = |path: String| {
        let mut place = url.clone();
        place.set_path(&path);
        place
    };
    Ok(paths.into_iter().map(place).collect())
}

/// The address of a call below another address.
pub(crate) fn below(base: &Url, call: &str) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(call.split('/'));
    }
    url
}

/// Reads the address of a server. Only on this computer it goes without saying that there is no encryption.
///
/// # Errors
/// [`NetError::Unsendable`].
pub(crate) fn read(text: &str) -> Result<Url, NetError> {
    let text = text.trim();
    if text.contains("://") {
        return parse(text);
    }
    match parse(&format!("http://{text}")) {
        Ok(url) if is_loopback(&url) => Ok(url),
        _ => Err(NetError::Unsendable {
            reason: "the address of the server must begin with http:// or https://".to_owned(),
        }),
    }
}

/// `v1`, `v1beta`.
fn is_version(part: &str) -> bool {
    part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<String> {
        let calls = ["chat/completions", "models"];
        bases(text, &calls).expect("an address").into_iter().map(String::from).collect()
    }

    #[test]
    fn forgives_what_people_leave_out_or_add() {
        let local = ["http://localhost:8080/v1", "http://localhost:8080/"];
        assert_eq!(places("http://localhost:8080"), local);
        assert_eq!(places(" localhost:8080/ "), local);
        assert_eq!(places("http://localhost:8080/chat/completions"), [local[1], local[0]]);
        for whole in ["/v1", "/v1/", "/v1/chat/completions", "/v1/chat/completions/", "/v1/models", "//v1//#x"] {
            assert_eq!(places(&format!("http://localhost:8080{whole}")), [local[0]], "{whole}");
        }
        assert_eq!(places("https://example.org/api"), ["https://example.org/api", "https://example.org/api/v1"]);
        assert_eq!(places("https://example.org/api/v3"), ["https://example.org/api/v3"]);
        assert_eq!(places("https://example.org/v1?version=2")[0], "https://example.org/v1?version=2");
    }

    #[test]
    fn wants_to_know_about_encryption() {
        for wrong in ["example.org", "", "192.168.0.2:11434", "ftp://example.org"] {
            assert!(matches!(bases(wrong, &[]), Err(NetError::Unsendable { .. })), "{wrong}");
        }
    }

    #[test]
    fn a_call_goes_below() {
        for base in ["http://localhost/v1", "http://localhost/v1/"] {
            let url = below(&parse(base).expect("an address"), "chat/completions");
            assert_eq!(url.as_str(), "http://localhost/v1/chat/completions");
        }
    }
}
