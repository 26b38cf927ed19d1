//! The address of a server as people write it down: with or without a port, or with that of its web page.

use crate::net::{NetError, read};

/// Where a Qdrant server listens for gRPC unless it was told otherwise.
const PORT: u16 = 6334;

/// Where it listens for browsers and for programs that speak REST.
const REST_PORT: u16 = 6333;

/// The address with its scheme and the port for gRPC, and nothing else.
///
/// # Errors
/// [`NetError::Unsendable`].
pub fn server_address(text: &str) -> Result<String, NetError> {
    let url = read(text)?;
    let port = match url.port().or_else(|| named_port(text)) {
        None | Some(REST_PORT) => PORT,
        Some(port) => port,
    };
    Ok(format!("{}://{}:{port}", url.scheme(), url.host_str().unwrap_or_default()))
}

/// The port as it stands there: that of the scheme itself is otherwise taken for none.
fn named_port(text: &str) -> Option<u16> {
    let authority = text.trim().split_once("://").map_or(text, |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next()?;
    let behind = authority.rsplit(['@', ']']).next()?;
    behind.rsplit_once(':')?.1.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> String {
        server_address(text).expect("an address")
    }

    #[test]
    fn finds_the_port_for_grpc() {
        for text in ["localhost", " http://localhost ", "localhost:6334", "http://localhost:6333/dashboard#/welcome"] {
            assert_eq!(address(text), "http://localhost:6334", "{text}");
        }
        assert_eq!(address("https://me:word@qdrant.example.org/x?y=z"), "https://qdrant.example.org:6334");
        assert_eq!(address("http://10.0.0.5:7000"), "http://10.0.0.5:7000");
        assert_eq!(address("http://[::1]"), "http://[::1]:6334");
    }

    #[test]
    fn a_port_that_was_named_stays() {
        assert_eq!(address("https://qdrant.example.org:443"), "https://qdrant.example.org:443");
        assert_eq!(address("http://[::1]:80/"), "http://[::1]:80");
    }

    #[test]
    fn wants_to_know_about_encryption() {
        for wrong in ["qdrant.example.org", "10.0.0.5:6334", "", "file:///x"] {
            assert!(server_address(wrong).is_err(), "{wrong}");
        }
    }
}
