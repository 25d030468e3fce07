/*
 * Preloaded into a program and all that it starts, it counts the calls that read or change a disk, and
 * makes one of them go wrong. The program itself is the real one and knows nothing of it.
 *
 *   FAULT_STATE  file that the processes share: the counts, and who is the leader
 *   FAULT_MODE   count: nothing goes wrong
 *                full: from change number FAULT_AT on, whatever needs space fails with ENOSPC
 *                kill: the leader dies by SIGKILL before call number FAULT_AT is made; what it started goes on
 *                killall: so do all processes of the machine
 *   FAULT_AT     number of a change, or of a call of any kind, from 1
 *   FAULT_AFTER  calls are counted from when the leader first wrote a line that begins so to its standard error
 *   FAULT_EIO    reading this path fails with EIO
 *
 * Beside FAULT_STATE lies FAULT_STATE.marks: each line that the leader wrote to its standard error, after
 * how many calls and how many changes there were by then. What libc does inside of fopen and fwrite is not
 * seen.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define PROC_MAGIC 0x9fa0
#define VARIABLES 6

enum kind { LOOK, CHANGE, CHANGE_WITH_SPACE };

struct shared {
  atomic_long calls;
  atomic_long changes;
  atomic_int leader;
  atomic_long began;
};

static struct shared *shared;
static int marks = -1;
static long at;
static enum { COUNT, FULL, KILL, KILL_ALL } mode;
static const char *eio;
static const char *after;
static char *kept[VARIABLES + 1];

#define REAL(type, name, ...)                             \
  static type (*real)(__VA_ARGS__);                       \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
  static const char *names[VARIABLES] = {"LD_PRELOAD", "FAULT_STATE", "FAULT_MODE", "FAULT_AT",
                                         "FAULT_AFTER", "FAULT_EIO"};
  int count = 0;
  for (int i = 0; i < VARIABLES; i++) {
    const char *value = getenv(names[i]);
    if (value && asprintf(&kept[count], "%s=%s", names[i], value) > 0) count++;
  }
  const char *state = getenv("FAULT_STATE");
  if (!state) return;
  int fd = syscall(SYS_openat, AT_FDCWD, state, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return;
  syscall(SYS_ftruncate, fd, 4096L);
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  syscall(SYS_close, fd);
  if (page == MAP_FAILED) return;
  const char *said = getenv("FAULT_MODE");
  mode = !said ? COUNT : !strcmp(said, "full") ? FULL : !strcmp(said, "kill") ? KILL : !strcmp(said, "killall") ? KILL_ALL : COUNT;
  at = getenv("FAULT_AT") ? atol(getenv("FAULT_AT")) : 0;
  eio = getenv("FAULT_EIO");
  after = getenv("FAULT_AFTER");
  struct shared *found = page;
  int nobody = 0;
  atomic_compare_exchange_strong(&found->leader, &nobody, getpid());
  if (atomic_load(&found->leader) == getpid()) {
    char name[PATH_MAX];
    snprintf(name, sizeof name, "%s.marks", state);
    marks = syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
  shared = found;
}

/* Counts a call; whether it must fail for want of space. */
static int step(enum kind kind) {
  if (!shared) return 0;
  long call = atomic_fetch_add(&shared->calls, 1) + 1;
  long change = kind == LOOK ? 0 : atomic_fetch_add(&shared->changes, 1) + 1;
  long began = after ? atomic_load(&shared->began) : 0;
  if ((mode == KILL || mode == KILL_ALL) && (!after || began) && call == began + at) {
    int leader = atomic_load(&shared->leader);
    if (mode == KILL_ALL) syscall(SYS_kill, -1, SIGKILL);
    syscall(SYS_kill, leader, SIGKILL);
    if (mode == KILL_ALL) syscall(SYS_kill, getpid(), SIGKILL);
    while (getpid() == leader) pause();
  }
  if (mode == FULL && kind == CHANGE_WITH_SPACE && change >= at) {
    errno = ENOSPC;
    return 1;
  }
  return 0;
}

static int on_disk(int fd) {
  struct stat status;
  struct statfs system;
  int saved = errno;
  int regular = syscall(SYS_fstat, fd, &status) == 0 && S_ISREG(status.st_mode) &&
                syscall(SYS_fstatfs, fd, &system) == 0 && system.f_type != PROC_MAGIC;
  errno = saved;
  return regular;
}

static void mark(int fd, const void *bytes, size_t size) {
  if (fd != 2 || marks < 0 || !shared) return;
  if (after && size >= strlen(after) && !memcmp(bytes, after, strlen(after))) {
    long never = 0;
    atomic_compare_exchange_strong(&shared->began, &never, atomic_load(&shared->calls));
  }
  char line[256];
  int length = snprintf(line, sizeof line, "%ld %ld %.*s", atomic_load(&shared->calls),
                        atomic_load(&shared->changes), (int)(size > 200 ? 200 : size),
                        (const char *)bytes);
  char *end = memchr(line, '\n', length);
  length = end ? end - line : length;
  line[length++] = '\n';
  syscall(SYS_write, marks, line, length);
}

static int fails_to_read(int fd) {
  step(LOOK);
  if (!eio) return 0;
  char link[64], target[PATH_MAX];
  int saved = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, target, sizeof target - 1);
  errno = saved;
  if (length < 0) return 0;
  target[length] = 0;
  if (strcmp(target, eio)) return 0;
  errno = EIO;
  return 1;
}

ssize_t read(int fd, void *bytes, size_t size) {
  REAL(ssize_t, read, int, void *, size_t);
  return fails_to_read(fd) ? -1 : real(fd, bytes, size);
}

ssize_t pread64(int fd, void *bytes, size_t size, off64_t offset) {
  REAL(ssize_t, pread64, int, void *, size_t, off64_t);
  return fails_to_read(fd) ? -1 : real(fd, bytes, size, offset);
}

ssize_t write(int fd, const void *bytes, size_t size) {
  REAL(ssize_t, write, int, const void *, size_t);
  mark(fd, bytes, size);
  return on_disk(fd) && step(CHANGE_WITH_SPACE) ? -1 : real(fd, bytes, size);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset) {
  REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
  return on_disk(fd) && step(CHANGE_WITH_SPACE) ? -1 : real(fd, bytes, size, offset);
}

ssize_t writev(int fd, const struct iovec *pieces, int count) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  return on_disk(fd) && step(CHANGE_WITH_SPACE) ? -1 : real(fd, pieces, count);
}

static int creates(int folder, const char *path, int flags) {
  if ((flags & O_TMPFILE) == O_TMPFILE) return 1;
  int saved = errno;
  int makes = (flags & O_CREAT) && syscall(SYS_faccessat, folder, path, F_OK) != 0;
  errno = saved;
  return makes;
}

#define MODE_OF(flags, last)                                  \
  mode_t mode_bits = 0;                                       \
  if ((flags) & (O_CREAT | O_TMPFILE)) {                      \
    va_list more;                                             \
    va_start(more, last);                                     \
    mode_bits = va_arg(more, mode_t);                         \
    va_end(more);                                             \
  }

int open(const char *path, int flags, ...) {
  REAL(int, open, const char *, int, ...);
  MODE_OF(flags, flags)
  return step(creates(AT_FDCWD, path, flags) ? CHANGE_WITH_SPACE : LOOK) ? -1 : real(path, flags, mode_bits);
}

int open64(const char *path, int flags, ...) {
  REAL(int, open64, const char *, int, ...);
  MODE_OF(flags, flags)
  return step(creates(AT_FDCWD, path, flags) ? CHANGE_WITH_SPACE : LOOK) ? -1 : real(path, flags, mode_bits);
}

int openat(int folder, const char *path, int flags, ...) {
  REAL(int, openat, int, const char *, int, ...);
  MODE_OF(flags, flags)
  return step(creates(folder, path, flags) ? CHANGE_WITH_SPACE : LOOK) ? -1 : real(folder, path, flags, mode_bits);
}

int openat64(int folder, const char *path, int flags, ...) {
  REAL(int, openat64, int, const char *, int, ...);
  MODE_OF(flags, flags)
  return step(creates(folder, path, flags) ? CHANGE_WITH_SPACE : LOOK) ? -1 : real(folder, path, flags, mode_bits);
}

#define CHANGES(kind, name, parameters, arguments)           \
  int name parameters {                                       \
    static int(*real) parameters;                             \
    if (!real) real = (int(*) parameters)dlsym(RTLD_NEXT, #name); \
    return step(kind) ? -1 : real arguments;                 \
  }

CHANGES(CHANGE_WITH_SPACE, mkdir, (const char *path, mode_t bits), (path, bits))
CHANGES(CHANGE_WITH_SPACE, mkdirat, (int folder, const char *path, mode_t bits), (folder, path, bits))
CHANGES(CHANGE_WITH_SPACE, link, (const char *from, const char *to), (from, to))
CHANGES(CHANGE_WITH_SPACE, linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags))
CHANGES(CHANGE_WITH_SPACE, symlink, (const char *target, const char *path), (target, path))
CHANGES(CHANGE_WITH_SPACE, symlinkat, (const char *target, int folder, const char *path), (target, folder, path))
CHANGES(CHANGE_WITH_SPACE, rename, (const char *from, const char *to), (from, to))
CHANGES(CHANGE_WITH_SPACE, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to))
CHANGES(CHANGE_WITH_SPACE, renameat2, (int a, const char *from, int b, const char *to, unsigned flags),
        (a, from, b, to, flags))
CHANGES(CHANGE_WITH_SPACE, fsetxattr, (int fd, const char *name, const void *value, size_t size, int flags),
        (fd, name, value, size, flags))
CHANGES(CHANGE_WITH_SPACE, fsync, (int fd), (fd))
CHANGES(CHANGE_WITH_SPACE, fdatasync, (int fd), (fd))
CHANGES(CHANGE_WITH_SPACE, syncfs, (int fd), (fd))
CHANGES(CHANGE, unlink, (const char *path), (path))
CHANGES(CHANGE, unlinkat, (int folder, const char *path, int flags), (folder, path, flags))
CHANGES(CHANGE, rmdir, (const char *path), (path))
CHANGES(CHANGE, fchmod, (int fd, mode_t bits), (fd, bits))
CHANGES(CHANGE, fchownat, (int folder, const char *path, uid_t user, gid_t group, int flags),
        (folder, path, user, group, flags))
CHANGES(CHANGE, futimens, (int fd, const struct timespec times[2]), (fd, times))
CHANGES(CHANGE, utimensat, (int folder, const char *path, const struct timespec times[2], int flags),
        (folder, path, times, flags))
CHANGES(CHANGE, ftruncate64, (int fd, off64_t size), (fd, size))

/* The variables of a new program, with ours among them: envsnap starts its programs with few. */
static char **with_ours(char *const given[]) {
  size_t count = 0;
  while (given && given[count]) count++;
  char **all = calloc(count + VARIABLES + 1, sizeof *all);
  if (!all) return (char **)given;
  size_t next = 0;
  for (size_t i = 0; i < count; i++)
    if (strncmp(given[i], "LD_PRELOAD=", 11) && strncmp(given[i], "FAULT_", 6)) all[next++] = given[i];
  for (int i = 0; kept[i]; i++) all[next++] = kept[i];
  return all;
}

int execve(const char *path, char *const words[], char *const variables[]) {
  REAL(int, execve, const char *, char *const[], char *const[]);
  return real(path, words, with_ours(variables));
}

int execvp(const char *file, char *const words[]) {
  REAL(int, execvpe, const char *, char *const[], char *const[]);
  return real(file, words, with_ours(environ));
}
