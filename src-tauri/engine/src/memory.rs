//! What the process keeps of memory that it does not need any more.
//!
//! glibc gives each thread a heap of its own. Of what is freed in one only what lies at its end is given back to the
//! system, and only when that is more than a limit, which glibc raises to 64 MB by itself once large pieces were freed.
//! Threads that read, embed and write leave much behind: after half an hour of hard use five sixths of the heaps were
//! free (`cargo xtask bench soak`). Allocators elsewhere give back by themselves, and nothing is done there.

/// Lets each heap keep little at its end, and large pieces be no part of one. To be called first of all, while there is
/// no second thread.
pub fn keep_little() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        /// In bytes: what each heap may keep at its end. A multiple of the usual 128 KiB, so that the system is not asked
        /// all the time.
        const KEPT: i32 = 256 << 10;
        /// In bytes: what is mapped by itself, and given back at once. Vectors and pages of text are smaller.
        const LARGE: i32 = 1 << 20;
        // SAFETY: mallopt takes numbers, and nobody else runs yet (mallopt(3): MT-Unsafe init).
        #[expect(unsafe_code, reason = "a call into the C library")]
        unsafe {
            libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT);
            libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
        }
    }
}

/// Gives back what is free in the midst of heaps, after much was done; it takes some milliseconds.
pub(crate) fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: malloc_trim takes its own locks and changes nothing that is in use (malloc_trim(3): MT-Safe).
    #[expect(unsafe_code, reason = "a call into the C library")]
    unsafe {
        libc::malloc_trim(0);
    }
}
