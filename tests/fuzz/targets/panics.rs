//! Which panics count.

/// Ends the process at a panic in code of ours, even if it is caught. What others wrote may panic on bad input: that
/// is caught and told to the person, and only if it is not does the fuzzer see the process die.
pub fn count_ours() {
    std::panic::set_hook(Box::new(|panic| {
        if panic.location().is_some_and(|location| location.file().contains("src-tauri")) {
            eprintln!("{panic}\n{}", std::backtrace::Backtrace::force_capture());
            std::process::abort();
        }
    }));
}
