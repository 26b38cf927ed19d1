//! Work that must not hold up the event loop.

/// Runs what blocks or computes on a thread of its own. A panic in it goes on here.
pub(crate) async fn off_the_loop<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The app is ending, and this with it.
            Err(_) => std::future::pending().await,
        },
    }
}
