//! Letting others go first.

/// How much less of a busy processor a thread that gives way is given; of 19. At 10 it gets a tenth of what another
/// thread gets, and all of it when nobody else wants it.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Lowers the priority of the thread that calls it, and of what it starts. Elsewhere than on Linux priorities belong
/// to whole processes, so nothing is done there.
pub(crate) fn give_way() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICENESS) {
        tracing::debug!(%error, "a thread keeps its priority");
    }
}
