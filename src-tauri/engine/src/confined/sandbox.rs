//! The rights that a process gives up before it sees what may be made to break it.
//!
//! On Linux: memory, open files and written files are limited by the system; Landlock lets it read one folder or file
//! and nothing else, and bars TCP; seccomp lets it compute, read and answer, and refuses every other system call, among
//! them those that start programs or open connections. Where the kernel is too old for one of them, the others hold.
//! On other Unix systems only the limits hold, and elsewhere only what the app itself watches: the clock and the size
//! of what comes back.

use std::fs::File;
use std::io;
use std::path::Path;

/// What a confined process may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Bytes of memory that it writes to.
    pub memory: u64,
    /// Files that it has open at a time.
    pub open_files: u64,
}

/// The process's standard output, for itself alone: what a library prints goes to the standard error.
///
/// # Errors
/// Those of the system.
pub fn private_output() -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        rustix::stdio::dup2_stdout(io::stderr())?;
        Ok(output)
    }
    #[cfg(windows)]
    {
        use std::os::windows::io::AsHandle;
        Ok(File::from(io::stdout().as_handle().try_clone_to_owned()?))
    }
}

/// Confines the thread that calls it and all that it starts. Of all files, only those in `readable`, or that one file,
/// can be opened.
///
/// # Errors
/// Those of the system: a process that cannot be confined must not go on.
#[cfg_attr(not(unix), expect(unused_variables, reason = "there is nothing to confine with"))]
pub fn enter(readable: &Path, allowance: Allowance) -> io::Result<()> {
    #[cfg(unix)]
    limit_resources(allowance)?;
    #[cfg(target_os = "linux")]
    {
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
        super::confine::files(readable)?;
        super::confine::system_calls()?;
    }
    Ok(())
}

/// Lets the process compute for so many seconds more.
///
/// # Errors
/// Those of the system.
#[cfg_attr(not(unix), expect(unused_variables, clippy::unnecessary_wraps, reason = "there is no such limit"))]
pub fn allow_computing(seconds: u64) -> io::Result<()> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec as u64;
        let maximum = getrlimit(Resource::Cpu).maximum;
        setrlimit(Resource::Cpu, Rlimit { current: Some(used + seconds + 1), maximum })?;
    }
    Ok(())
}

#[cfg(unix)]
fn limit_resources(allowance: Allowance) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let hard = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    // Linux counts only what is written to, so a large document that is mapped is no burden; others do not know
    // this limit for what is mapped and take the whole address space.
    let memory = if cfg!(target_os = "linux") { Resource::Data } else { Resource::As };
    setrlimit(memory, hard(allowance.memory))?;
    setrlimit(Resource::Core, hard(0))?;
    setrlimit(Resource::Fsize, hard(0))?;
    setrlimit(Resource::Nofile, hard(allowance.open_files))?;
    Ok(())
}
