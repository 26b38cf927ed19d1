//! The conversation of standard input and output, on a connection to the server: another process of this program has an
//! assistant at its own, and cannot open the library itself.
//!
//! It begins as a request, behind the same door as all others, and goes on message by message. So a client sees no
//! difference, whatever version of the protocol it speaks: what it calls off is taken back, and what it leaves goes on.

use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, UPGRADE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper_util::rt::TokioIo;

use super::super::Shared;
use super::super::problem::Problem;
use super::speak;

/// Where it is asked for.
pub(in crate::serve) const PATH: &str = "/mcp/lines";

/// What is spoken from then on.
pub(in crate::serve) const PROTOCOL: &str = "mcp-lines";

/// Goes on in that protocol, until the client closes its side or the server ends.
pub(in crate::serve) async fn converse(
    State(serving): State<Shared>,
    mut request: Request,
) -> Result<Response, Problem> {
    let wanted = request.headers().get(UPGRADE).map(HeaderValue::as_bytes);
    if wanted.is_none_or(|wanted| !wanted.eq_ignore_ascii_case(PROTOCOL.as_bytes())) {
        let message = "this is for `paperside mcp`; other programs speak the Model Context Protocol at /mcp";
        return Err(Problem::new(StatusCode::UPGRADE_REQUIRED, "upgrade_required", message));
    }
    let upgrading = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        let Ok(upgraded) = upgrading.await else { return };
        let (input, output) = tokio::io::split(TokioIo::new(upgraded));
        let (library, stop) = (serving.library.clone(), serving.stop.clone());
        let ended = tokio::select! {
            ended = speak(library, stop.child_token(), input, output) => ended,
            () = stop.cancelled() => Ok(()),
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a conversation did not begin");
        }
    });
    let agreed = [(CONNECTION, "upgrade"), (UPGRADE, PROTOCOL)];
    Ok((StatusCode::SWITCHING_PROTOCOLS, agreed).into_response())
}
