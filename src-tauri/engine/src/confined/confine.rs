//! Linux's own means to confine a process: Landlock and seccomp.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreatedAttr, Scope,
};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};

/// The newest version of Landlock whose rights are known here; older kernels take as many as they know.
const LANDLOCK: ABI = ABI::V6;

/// What a process calls without conditions: memory, threads, clocks, open files, and its own end.
const ALLOWED: &[i64] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_lseek,
    libc::SYS_fcntl,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_clone3,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_prlimit64,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_tgkill,
    libc::SYS_restart_syscall,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// Lets the process read the files in a folder, or one file, and neither open nor change any other; bars TCP and the
/// sockets of other programs. Does nothing where the kernel does not know Landlock.
///
/// # Errors
/// If it cannot be opened or the kernel refuses.
pub(super) fn files(readable: &Path) -> io::Result<()> {
    let confine = || -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(LANDLOCK))?
            .handle_access(AccessNet::from_all(LANDLOCK))?
            .scope(Scope::from_all(LANDLOCK))?
            .create()?
            .add_rule(PathBeneath::new(PathFd::new(readable)?, AccessFs::ReadFile))?
            .restrict_self()?;
        Ok(())
    };
    confine().map_err(io::Error::other)
}

/// Refuses every system call that computing and reading do not need, with "not permitted". Does nothing where the kernel was
/// built without seccomp.
///
/// # Errors
/// If the kernel refuses.
pub(super) fn system_calls() -> io::Result<()> {
    let Ok(architecture) = std::env::consts::ARCH.try_into() else { return Ok(()) };
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    let writing = libc::O_WRONLY | libc::O_RDWR | libc::O_CREAT | libc::O_TRUNC;
    rules.insert(libc::SYS_openat, only_if(2, SeccompCmpOp::MaskedEq(writing as u64), 0)?);
    let thread = libc::CLONE_THREAD as u64;
    rules.insert(libc::SYS_clone, only_if(0, SeccompCmpOp::MaskedEq(thread), thread)?);
    rules.insert(libc::SYS_prctl, only_if(0, SeccompCmpOp::Eq, libc::PR_SET_NAME as u64)?);
    let refused = SeccompAction::Errno(libc::EPERM as u32);
    let allowed = SeccompFilter::new(rules, refused, SeccompAction::Allow, architecture).map_err(io::Error::other)?;
    // What clone3 is asked for cannot be looked at, so it is said not to exist, and threads are made by clone.
    let absent = SeccompAction::Errno(libc::ENOSYS as u32);
    let clone = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    let no_clone = SeccompFilter::new(clone, SeccompAction::Allow, absent, architecture).map_err(io::Error::other)?;
    // The second is installed first: the list of what is allowed does not allow installing.
    for filter in [no_clone, allowed] {
        let program: BpfProgram = filter.try_into().map_err(io::Error::other)?;
        match seccompiler::apply_filter(&program) {
            Err(seccompiler::Error::Prctl(error)) if error.raw_os_error() == Some(libc::EINVAL) => return Ok(()),
            other => other.map_err(io::Error::other)?,
        }
    }
    Ok(())
}

/// The call is allowed if this argument, counted from 0, compares so with the value.
fn only_if(argument: u8, comparison: SeccompCmpOp, value: u64) -> io::Result<Vec<SeccompRule>> {
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, comparison, value);
    let rule = condition.and_then(|condition| SeccompRule::new(vec![condition]));
    rule.map(|rule| vec![rule]).map_err(io::Error::other)
}
