//! Web addresses: which are on this computer, what of them may be shown, and where a redirect may lead.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

use super::NetError;

/// The addresses of this computer, which no name server is asked for.
pub(super) const HERE: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];

/// Reads an address of the web.
///
/// # Errors
/// [`NetError::Unsendable`], without the address: what cannot be read cannot be rid of its secrets.
pub(crate) fn parse(text: &str) -> Result<Url, NetError> {
    let unsendable = |reason: String| NetError::Unsendable { reason };
    let url =
        Url::parse(text.trim()).map_err(|error| unsendable(format!("the address is no web address ({error})")))?;
    if !is_web(&url) {
        return Err(unsendable("an address must begin with http:// or https:// and name a host".to_owned()));
    }
    Ok(url)
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty())
}

/// The address without what may be secret: name and password before the host, and what follows the path.
pub(crate) fn shown(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
}

/// Host and port.
pub(super) fn host(url: &Url) -> String {
    let port = url.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}", url.host_str().unwrap_or_default())
}

/// Whether the host is this computer whatever a name server says.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return address.is_loopback();
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<Ipv6Addr>() {
        Ok(address) => address.to_canonical().is_loopback(),
        // The client is told its addresses and asks nobody for them.
        Err(_) => host == "localhost",
    }
}

/// Where a redirect leads.
///
/// # Errors
/// [`NetError::InvalidAnswer`] if it must not be followed: encryption is not given up on the way, and nobody else
/// sends us to a server on this computer.
pub(super) fn next(from: &Url, location: &str) -> Result<Url, NetError> {
    let refused = |reason: &str| NetError::InvalidAnswer { url: shown(from), reason: reason.to_owned() };
    let to = from.join(location).map_err(|_| refused("it sends the request on to what is no address"))?;
    if !is_web(&to) {
        return Err(refused("it sends the request on to what is no web address"));
    }
    if from.scheme() == "https" && to.scheme() == "http" {
        return Err(refused("it sends the request on to an address without encryption"));
    }
    if is_loopback(&to) && !is_loopback(from) {
        return Err(refused("it sends the request on to a server on this computer"));
    }
    Ok(to)
}

/// Whether two addresses are of the same server.
pub(super) fn same_server(left: &Url, right: &Url) -> bool {
    left.origin() == right.origin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        parse(text).expect("an address")
    }

    #[test]
    fn knows_this_computer() {
        for here in ["http://127.0.0.1:8080/", "http://127.8.9.1", "http://[::1]:1", "http://localhost/x"] {
            assert!(is_loopback(&url(here)), "{here}");
        }
        assert!(is_loopback(&url("http://[::ffff:127.0.0.1]/")), "an IPv4 address in an IPv6 one");
        assert!(is_loopback(&url("http://2130706433/")), "a number is an address, too");
        for elsewhere in [
            "http://192.168.0.1",
            "http://0.0.0.0",
            "http://localhost.example.org",
            "http://127.0.0.1.example.org",
            "http://localhost@example.org",
            "http://[2001:db8::1]",
            "http://localhost./",
        ] {
            assert!(!is_loopback(&url(elsewhere)), "{elsewhere}");
        }
    }

    #[test]
    fn shows_nothing_secret() {
        let address = url("https://me:word@example.org:444/v1?key=secret#part");
        assert_eq!(shown(&address), "https://example.org:444/v1");
        assert_eq!(host(&address), "example.org:444");
        assert_eq!(host(&url("https://example.org")), "example.org:443");
    }

    #[test]
    fn reads_addresses_of_the_web_only() {
        for wrong in ["", "example.org/x", "file:///etc/passwd", "ftp://example.org", "http://"] {
            let error = parse(wrong).expect_err("it is no web address");
            assert!(matches!(error, NetError::Unsendable { .. }), "{wrong}: {error}");
        }
        let error = parse("https://me:secret@exa mple.org").expect_err("it is no web address");
        assert!(!error.to_string().contains("secret"), "{error}");
    }

    #[test]
    fn follows_where_it_is_safe() {
        let hub = url("https://example.org/a/b");
        assert_eq!(next(&hub, "../c").expect("it is relative").as_str(), "https://example.org/c");
        assert_eq!(next(&hub, "https://cdn.example.org/f").expect("elsewhere").as_str(), "https://cdn.example.org/f");
        let plain = url("http://example.org/");
        assert!(next(&plain, "https://example.org/").is_ok(), "encryption may be gained");
        for bad in ["http://example.org/", "https://127.0.0.1/", "https://localhost/", "file:///etc/passwd", "http://["]
        {
            assert!(matches!(next(&hub, bad), Err(NetError::InvalidAnswer { .. })), "{bad}");
        }
        assert!(next(&url("http://127.0.0.1:1/"), "http://localhost:2/").is_ok(), "it stays on this computer");
    }
}
