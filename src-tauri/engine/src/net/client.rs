//! How connections are made, and whom they trust.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use rustls::crypto::ring;
#[cfg(test)]
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

use super::address::HERE;

/// What the app calls itself.
pub(super) const AGENT: &str = concat!("Paperside/", env!("CARGO_PKG_VERSION"));

/// How long a connection may take to come about.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// One request at a time on a connection: dropping an answer closes it, and the server learns that nobody listens.
const ONE_AT_A_TIME: &[u8] = b"http/1.1";

/// Whose certificates are taken for good.
#[derive(Clone)]
pub(super) enum Trust {
    /// Those the system trusts, with what the person or their company added.
    System,
    /// These alone.
    #[cfg(test)]
    Only(Vec<CertificateDer<'static>>),
}

/// A client that keeps to the rules of [`Net`](super::Net): it goes straight to the server, and leaves redirects and
/// waiting to us.
///
/// # Errors
/// In words, for no caller tells them apart.
pub(super) fn build(trust: &Trust) -> Result<reqwest::Client, String> {
    // A name server could say that this name is another computer's; it is not asked. The port is the address's own.
    let here = HERE.map(|address| SocketAddr::new(address, 0));
    reqwest::Client::builder()
        .tls_backend_preconfigured(encryption(trust, ONE_AT_A_TIME).map_err(|error| error.to_string())?)
        .user_agent(AGENT)
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(Policy::none())
        .referer(false)
        .no_proxy()
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .resolve_to_addrs("localhost", &here)
        .build()
        .map_err(|error| error.without_url().to_string())
}

/// How servers are told apart from impostors, and which protocol is spoken with them.
///
/// # Errors
/// [`rustls::Error`], if this build could not encrypt at all.
pub(super) fn encryption(trust: &Trust, protocol: &[u8]) -> Result<ClientConfig, rustls::Error> {
    let builder = || {
        let provider = Arc::new(ring::default_provider());
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
    };
    #[cfg_attr(not(test), expect(unused_mut, reason = "only tests name whom they trust"))]
    let mut roots = RootCertStore::empty();
    match trust {
        Trust::System => match builder()?.with_platform_verifier() {
            Ok(builder) => return Ok(with_protocol(builder.with_no_client_auth(), protocol)),
            // Then nobody is trusted; servers on this computer need no certificate and can still be asked.
            Err(error) => tracing::warn!(%error, "this system lends no certificates"),
        },
        #[cfg(test)]
        Trust::Only(certificates) => drop(roots.add_parsable_certificates(certificates.iter().cloned())),
    }
    Ok(with_protocol(builder()?.with_root_certificates(roots).with_no_client_auth(), protocol))
}

fn with_protocol(mut config: ClientConfig, protocol: &[u8]) -> ClientConfig {
    config.alpn_protocols = vec![protocol.to_vec()];
    config
}
