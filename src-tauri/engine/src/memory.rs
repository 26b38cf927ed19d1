//! Memory that is not needed any more.

/// Gives back to the system what was freed, after much was done; it takes some milliseconds.
///
/// glibc gives each thread a heap of its own, and by itself gives back only what lies at the end of one. Threads that
/// read, embed and write leave holes: after half an hour of hard use five sixths of the heaps were free
/// (`cargo xtask bench soak`). Allocators elsewhere do so by themselves.
pub(crate) fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(
        unsafe_code,
        reason = "a call into the C library; it takes its own locks and changes nothing that is in use"
    )]
    // SAFETY: malloc_trim has no preconditions (malloc_trim(3): MT-Safe).
    unsafe {
        libc::malloc_trim(0);
    }
}
