//! Why a request failed, without anything that must stay secret.

use std::error::Error;
use std::io;
use std::time::Duration;

use reqwest::Url;

use super::address::{host, shown};

/// What some servers answer who have too much to do; it is of no standard.
const OVERLOADED: u16 = 529;

/// Nothing at all came back from where a server should be.
const NOTHING_THERE: &str = "nothing answers there; check the address and the internet connection";

/// No name server knows the name.
const UNKNOWN_NAME: &str = "its name is not known here; check the address and the internet connection";

/// Why a request failed. Addresses in it are without passwords and without what follows their path; texts of
/// servers are without keys.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NetError {
    /// The app is offline and the server is on another computer.
    #[error("Paperside is offline and may not reach {host}; allow connections in the settings to go on")]
    Offline {
        /// Host and port.
        host: String,
    },
    /// No connection could be made.
    #[error("{url} cannot be reached: {reason}")]
    Unreachable {
        /// What was asked for.
        url: String,
        /// What stands in the way.
        reason: String,
    },
    /// It cannot be told whether the server is who it says.
    #[error(
        "the connection to {host} is not safe and was not used: {reason}. Check the date of this computer, and whether \
         your network needs a certificate to be installed"
    )]
    Untrusted {
        /// Host and port.
        host: String,
        /// What is wrong with its certificate.
        reason: String,
    },
    /// The connection ended before the answer did.
    #[error("the connection to {url} broke off: {reason}. Try again")]
    Broken {
        /// What was asked for.
        url: String,
        /// How it ended.
        reason: String,
    },
    /// The server was silent for too long.
    #[error("{url} did not answer in time; try again later")]
    TimedOut {
        /// What was asked for.
        url: String,
    },
    /// The server answered that it will not or cannot do it.
    #[error("{url} answered {status}{}{}", said(.body_excerpt), advice(*.status))]
    Status {
        /// What was asked for.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The beginning of what it said.
        body_excerpt: String,
        /// When it may be asked again, if it said so.
        retry_after: Option<Duration>,
    },
    /// The answer is larger than anything that makes sense.
    #[error("the answer of {url} is larger than {limit} bytes and was not taken; check the address")]
    TooLarge {
        /// What was asked for.
        url: String,
        /// How much would have been taken.
        limit: u64,
    },
    /// The answer is not what was asked for.
    #[error("{url} gave no usable answer: {reason}; check the address")]
    InvalidAnswer {
        /// What was asked for.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The request cannot be sent as it is.
    #[error("this cannot be sent: {reason}")]
    Unsendable {
        /// What is wrong with it.
        reason: String,
    },
    /// The person called it off.
    #[error("it was cancelled")]
    Cancelled,
}

impl NetError {
    /// What the client reports, told so that a person can act on it. The client's own words may hold the whole
    /// address and are not used.
    pub(super) fn of(error: &reqwest::Error, url: &Url) -> Self {
        let causes = causes(error);
        if let Some(reason) = causes.iter().find_map(|cause| certificate_fault(*cause)) {
            return Self::Untrusted { host: host(url), reason };
        }
        let url = shown(url);
        if error.is_connect() && error.is_timeout() {
            Self::Unreachable { url, reason: NOTHING_THERE.to_owned() }
        } else if error.is_connect() {
            Self::Unreachable { url, reason: connect_fault(&causes) }
        } else if error.is_timeout() {
            Self::TimedOut { url }
        } else if error.is_builder() {
            Self::Unsendable { reason: format!("there is no request to be made of {url}") }
        } else {
            Self::Broken { url, reason: innermost(&causes) }
        }
    }

    /// No connection came about in time.
    pub(super) fn silent(url: &Url) -> Self {
        Self::Unreachable { url: shown(url), reason: NOTHING_THERE.to_owned() }
    }

    /// The name in the address leads nowhere.
    pub(super) fn unknown_name(url: &Url) -> Self {
        Self::Unreachable { url: shown(url), reason: UNKNOWN_NAME.to_owned() }
    }

    /// What the system reports of a connection that did not come about.
    pub(super) fn of_connection(error: &io::Error, url: &Url) -> Self {
        let causes = causes(error);
        if let Some(reason) = causes.iter().find_map(|cause| certificate_fault(*cause)) {
            return Self::Untrusted { host: host(url), reason };
        }
        let reason = if let [alone] = causes.as_slice()
            && matches!(error.kind(), io::ErrorKind::Other | io::ErrorKind::UnexpectedEof)
        {
            alone.to_string()
        } else {
            connect_fault(&causes)
        };
        Self::Unreachable { url: shown(url), reason }
    }

    /// The error of this kind that caused another one, if one did.
    pub(crate) fn within(error: &(dyn Error + 'static)) -> Option<Self> {
        causes(error).into_iter().find_map(|cause| cause.downcast_ref::<Self>()).cloned()
    }

    /// Whether the same request may succeed a little later.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Broken { .. } | Self::TimedOut { .. } => true,
            Self::Status { status, .. } => matches!(*status, 429 | 502 | 503 | 504 | OVERLOADED),
            _ => false,
        }
    }

    /// When the server wants to be asked again, if it said so.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        if let Self::Status { retry_after, .. } = self { *retry_after } else { None }
    }
}

fn said(excerpt: &str) -> String {
    if excerpt.is_empty() { String::new() } else { format!(" (“{excerpt}”)") }
}

/// What to do about a status.
fn advice(status: u16) -> &'static str {
    match status {
        401 | 403 => "; check the key",
        404 | 405 | 410 => "; check the address",
        429 => "; it is asked too often, try again later",
        500.. => "; something is wrong there, try again later",
        _ => "",
    }
}

/// The error and what caused it, the innermost last.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    // What an input or output error wraps is no cause of it as far as the standard library is concerned.
    let inner = |error: &'a (dyn Error + 'static)| match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped as &'a (dyn Error + 'static)),
        None => error.source(),
    };
    std::iter::successors(Some(error), |error| inner(*error)).collect()
}

fn innermost(causes: &[&(dyn Error + 'static)]) -> String {
    // The outermost is the client's, which names the address.
    causes.iter().skip(1).last().map_or_else(|| "no reason was given".to_owned(), ToString::to_string)
}

fn certificate_fault(cause: &(dyn Error + 'static)) -> Option<String> {
    match cause.downcast_ref::<rustls::Error>()? {
        fault @ (rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented) => {
            Some(fault.to_string())
        }
        _ => None,
    }
}

fn connect_fault(causes: &[&(dyn Error + 'static)]) -> String {
    if let Some(fault) = causes.iter().find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        return format!("it does not encrypt as it should ({fault}); check whether the address begins with https://");
    }
    let kind = causes.iter().find_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind);
    if causes.iter().any(|cause| cause.to_string() == "dns error") {
        return UNKNOWN_NAME.to_owned();
    }
    match kind {
        Some(io::ErrorKind::ConnectionRefused) => "no program answers there; start it, or check the address".to_owned(),
        Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkDown) => {
            "there is no way to it; check the internet connection".to_owned()
        }
        _ => innermost(causes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_to_do() {
        let url = "https://example.org/v1".to_owned();
        let status = |status, body_excerpt: &str| NetError::Status {
            url: url.clone(),
            status,
            body_excerpt: body_excerpt.to_owned(),
            retry_after: None,
        };
        assert_eq!(
            status(401, "who are you?").to_string(),
            "https://example.org/v1 answered 401 (“who are you?”); check the key"
        );
        assert_eq!(status(404, "").to_string(), "https://example.org/v1 answered 404; check the address");
        assert_eq!(status(418, "").to_string(), "https://example.org/v1 answered 418");
    }

    #[test]
    fn tells_what_passes() {
        let status = |status| NetError::Status {
            url: String::new(),
            status,
            body_excerpt: String::new(),
            retry_after: Some(Duration::from_secs(3)),
        };
        assert!([429, 502, 503, 504, OVERLOADED].into_iter().all(|code| status(code).is_passing()));
        assert!(![400, 401, 404, 500].into_iter().any(|code| status(code).is_passing()));
        assert!(!NetError::Offline { host: String::new() }.is_passing());
        assert_eq!(status(503).retry_after(), Some(Duration::from_secs(3)));
    }
}
