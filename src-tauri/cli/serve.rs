//! `serve`: the library for other programs on this computer.

use paperside_engine::{Error, Library, Result};
use serde::Serialize;

use super::arguments::ServeArguments;
use super::{Exit, Output};
use crate::serve::{Options, Server};

/// Where the library is served, for programs.
#[derive(Serialize)]
struct Serving<'a> {
    r#type: &'static str,
    url: &'a str,
    token: &'a str,
    port: u16,
}

/// Serves until Ctrl-C or a signal to end; a second Ctrl-C ends the process at once.
///
/// # Errors
/// If the port is taken, or the token cannot be kept.
pub(super) async fn run(library: Library, arguments: ServeArguments, output: Output) -> Result<Exit> {
    let ServeArguments { port, new_token, max_file_size } = arguments;
    let options = Options { port, new_token, largest_file: u64::from(max_file_size) << 20 };
    let end = end().map_err(|source| Error::File { path: "the system's signals".into(), source })?;
    let server = Server::start(library, options).await?;
    let (url, token) = (server.url(), server.token());
    let line = Serving { r#type: "serving", url: &url, token, port: server.port() };
    output.result(&line, || format!("{url}\nToken: {token}\n"));
    output.note("Every request shows the token: “Authorization: Bearer TOKEN”. Ctrl-C ends this.");
    end.await;
    let impatience = tokio::spawn(async {
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(130);
        }
    });
    server.stop().await;
    impatience.abort();
    Ok(Exit::Done)
}

/// What ends with Ctrl-C, or when the system wants the program to end. Neither is missed from now on.
#[cfg(unix)]
fn end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// What ends with Ctrl-C.
#[cfg(not(unix))]
fn end() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupted = tokio::signal::windows::ctrl_c()?;
    Ok(async move { drop(interrupted.recv().await) })
}
