/* Makes a chosen write fail, for the tests in mod.rs: a library for LD_PRELOAD.
 *
 * It counts the calls of all functions of the C library that change files, as far as they concern files below one
 * folder, and lets the chosen one fail, or end the process as a crash would. What does not go through the C library is
 * not seen: writes to mapped memory (a full disk there is the signal SIGBUS) and direct system calls.
 *
 * FAULTS_FOLDER  the folder, as an absolute path; without it nothing is done at all
 * FAULTS_REPORT  a file to which a line is added for each call: number, "passed", "failed" or "killed", function, path
 * FAULTS_AT      which call fails, counted from 1; none if it is missing
 * FAULTS_ONLY    count the calls of this function only (the name without "64", such as "open")
 * FAULTS_ERRNO   the error's number; 0 sends SIGKILL instead, before the call is made
 * FAULTS_KEEP    1: all later calls that take room on the disk fail too, whatever FAULTS_ONLY says
 * FAULTS_PERSON  1: gives up what lets root pass over the permissions of files, so that they hold as for a person
 */
#define _GNU_SOURCE
#define _LARGEFILE64_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The function that this one stands before. */
#define NEXT(name) ((__typeof__(&(name)))next(#name))

static const char *folder, *only;
static int report = -1, error_number, keep;
static long at;
static atomic_long calls;
static atomic_int has_failed;

static void *next(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

static long number_in(const char *variable) {
    const char *value = getenv(variable);
    return value ? atol(value) : 0;
}

/* In this thread, which is the first one; all others inherit it. */
static void give_up_roots_rights(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data)) return;
    unsigned given_up = 1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH;
    data[0].effective &= ~given_up;
    data[0].permitted &= ~given_up;
    data[0].inheritable &= ~given_up;
    syscall(SYS_capset, &header, data);
}

__attribute__((constructor)) static void begin(void) {
    if (number_in("FAULTS_PERSON")) give_up_roots_rights();
    const char *path = getenv("FAULTS_REPORT");
    if (path) report = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    only = getenv("FAULTS_ONLY");
    error_number = (int)number_in("FAULTS_ERRNO");
    keep = (int)number_in("FAULTS_KEEP");
    at = number_in("FAULTS_AT");
    folder = getenv("FAULTS_FOLDER");
}

static void tell(long number, const char *what, const char *function, const char *path) {
    char line[PATH_MAX + 100];
    int length = snprintf(line, sizeof line, "%ld %s %s %s\n", number, what, function, path);
    if (report >= 0) syscall(SYS_write, report, line, length);
}

/* Whether this call must fail; then errno says how. */
static int fails_at(const char *path, const char *function, int takes_room) {
    size_t length = folder ? strlen(folder) : 0;
    if (!length || strncmp(path, folder, length) || (path[length] && path[length] != '/')) return 0;
    int is_counted = !only || !strcmp(only, function);
    long number = is_counted ? ++calls : calls;
    int fails = is_counted && number == at;
    if (fails && !error_number) {
        tell(number, "killed", function, path);
        syscall(SYS_kill, getpid(), SIGKILL);
    }
    if (fails) has_failed = 1;
    fails |= keep && takes_room && has_failed;
    if (is_counted || fails) tell(number, fails ? "failed" : "passed", function, path);
    if (fails) errno = error_number;
    return fails;
}

/* The path of an open file, or what the kernel calls it if it is none. */
static void path_of(int descriptor, char path[PATH_MAX]) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    int before = errno;
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    errno = before;
    path[length < 0 ? 0 : length] = 0;
}

static int fails(int descriptor, const char *function, int takes_room) {
    char path[PATH_MAX];
    if (!folder) return 0;
    path_of(descriptor, path);
    return fails_at(path, function, takes_room);
}

/* A path may be relative to an open folder; relative to the working folder it is none of ours. */
static int fails_in(int parent, const char *name, const char *function, int takes_room) {
    char path[2 * PATH_MAX] = "";
    if (!folder || name[0] == '/') return fails_at(name, function, takes_room);
    if (parent == AT_FDCWD) return 0;
    path_of(parent, path);
    strncat(path, "/", 2);
    strncat(path, name, PATH_MAX);
    return fails_at(path, function, takes_room);
}

static int fails_to_open(int parent, const char *name, int flags) {
    int writes = flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC);
    return writes && fails_in(parent, name, "open", flags & O_CREAT);
}

/* The mode is only there if the flags say so. */
#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        MODE(flags) \
        return fails_to_open(AT_FDCWD, path, flags) ? -1 : NEXT(name)(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int parent, const char *path, int flags, ...) { \
        MODE(flags) \
        return fails_to_open(parent, path, flags) ? -1 : NEXT(name)(parent, path, flags, mode); \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int file, const void *bytes, size_t count) {
    return fails(file, "write", 1) ? -1 : NEXT(write)(file, bytes, count);
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    return fails(file, "pwrite", 1) ? -1 : NEXT(pwrite)(file, bytes, count, offset);
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    return fails(file, "pwrite", 1) ? -1 : NEXT(pwrite64)(file, bytes, count, offset);
}
ssize_t writev(int file, const struct iovec *parts, int count) {
    return fails(file, "writev", 1) ? -1 : NEXT(writev)(file, parts, count);
}
ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
    return fails(file, "pwritev", 1) ? -1 : NEXT(pwritev)(file, parts, count, offset);
}
ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t offset) {
    return fails(file, "pwritev", 1) ? -1 : NEXT(pwritev64)(file, parts, count, offset);
}
ssize_t copy_file_range(int from, off64_t *at_from, int to, off64_t *at_to, size_t count, unsigned flags) {
    return fails(to, "copy_file_range", 1) ? -1 : NEXT(copy_file_range)(from, at_from, to, at_to, count, flags);
}
ssize_t sendfile(int to, int from, off_t *offset, size_t count) {
    return fails(to, "sendfile", 1) ? -1 : NEXT(sendfile)(to, from, offset, count);
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t count) {
    return fails(to, "sendfile", 1) ? -1 : NEXT(sendfile64)(to, from, offset, count);
}

int ftruncate(int file, off_t length) { return fails(file, "ftruncate", 1) ? -1 : NEXT(ftruncate)(file, length); }
int ftruncate64(int file, off64_t length) { return fails(file, "ftruncate", 1) ? -1 : NEXT(ftruncate64)(file, length); }
int fallocate(int file, int mode, off_t from, off_t length) {
    return fails(file, "fallocate", 1) ? -1 : NEXT(fallocate)(file, mode, from, length);
}
int fallocate64(int file, int mode, off64_t from, off64_t length) {
    return fails(file, "fallocate", 1) ? -1 : NEXT(fallocate64)(file, mode, from, length);
}
/* These two answer the error itself. */
int posix_fallocate(int file, off_t from, off_t length) {
    return fails(file, "fallocate", 1) ? error_number : NEXT(posix_fallocate)(file, from, length);
}
int posix_fallocate64(int file, off64_t from, off64_t length) {
    return fails(file, "fallocate", 1) ? error_number : NEXT(posix_fallocate64)(file, from, length);
}

int fsync(int file) { return fails(file, "fsync", 1) ? -1 : NEXT(fsync)(file); }
int fdatasync(int file) { return fails(file, "fdatasync", 1) ? -1 : NEXT(fdatasync)(file); }
/* A mapping does not say which file it is of; this program maps no others for writing. */
int msync(void *from, size_t length, int flags) {
    return folder && fails_at(folder, "msync", 1) ? -1 : NEXT(msync)(from, length, flags);
}

int rename(const char *from, const char *to) {
    return fails_in(AT_FDCWD, to, "rename", 1) ? -1 : NEXT(rename)(from, to);
}
int renameat(int from_parent, const char *from, int to_parent, const char *to) {
    return fails_in(to_parent, to, "rename", 1) ? -1 : NEXT(renameat)(from_parent, from, to_parent, to);
}
int renameat2(int from_parent, const char *from, int to_parent, const char *to, unsigned flags) {
    return fails_in(to_parent, to, "rename", 1) ? -1 : NEXT(renameat2)(from_parent, from, to_parent, to, flags);
}
int link(const char *from, const char *to) { return fails_in(AT_FDCWD, to, "link", 1) ? -1 : NEXT(link)(from, to); }
int linkat(int from_parent, const char *from, int to_parent, const char *to, int flags) {
    return fails_in(to_parent, to, "link", 1) ? -1 : NEXT(linkat)(from_parent, from, to_parent, to, flags);
}
int mkdir(const char *path, mode_t mode) {
    return fails_in(AT_FDCWD, path, "mkdir", 1) ? -1 : NEXT(mkdir)(path, mode);
}
int mkdirat(int parent, const char *path, mode_t mode) {
    return fails_in(parent, path, "mkdir", 1) ? -1 : NEXT(mkdirat)(parent, path, mode);
}
/* A full disk lets things be removed. */
int unlink(const char *path) { return fails_in(AT_FDCWD, path, "unlink", 0) ? -1 : NEXT(unlink)(path); }
int unlinkat(int parent, const char *path, int flags) {
    return fails_in(parent, path, "unlink", 0) ? -1 : NEXT(unlinkat)(parent, path, flags);
}
int rmdir(const char *path) { return fails_in(AT_FDCWD, path, "rmdir", 0) ? -1 : NEXT(rmdir)(path); }
