//! The engine's way to report a full disk is a panic.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use super::IndexError;

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Turns a panic into an error, and keeps it from being printed.
///
/// # Errors
/// [`IndexError::Engine`], if the work panics.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, IndexError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if IS_QUIET.get() {
                tracing::debug!(%panic, "the index panicked");
            } else {
                before(panic);
            }
        }));
    });
    IS_QUIET.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    IS_QUIET.set(false);
    done.map_err(|_| IndexError::Engine("the index could not be written; is the disk full?".to_owned()))
}
