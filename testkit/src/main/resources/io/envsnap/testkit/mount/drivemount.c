// A mounted Google Drive as far as a program can tell: a FUSE file system that takes files into a CACHE folder of the machine and says
// which of them have reached the CLOUD folder. Nothing is ever sent by itself: whoever tests decides what arrives.
//
//   drivemount CACHE CLOUD MOUNT [WORD ...]      becomes a daemon once it is mounted, and ends with its mount
//
// It has no symbolic or hard links, no owners and no modes; it syncs no folders; a rename is a copy and a deletion. Words take more away:
//   nochmod   a changed mode is refused, else it is forgotten
//   norename  nothing is renamed
//   notime    a changed time is forgotten
//   short     of each file that is written, the last byte is not kept
//
// The attribute user.drive.id is `local-N` until the file has arrived, as DriveFS has it.
// The protocol is that of linux/fuse.h, described in fuse(4).
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NODES = 65536, LARGEST = 1 << 17, ROOM = LARGEST + 4096 };

static int fuse, nochmod, norename, notime, cut;
static const char *cloud;
static char *nodes[NODES];  // paths below the cache, which is the working folder; an entry of a deleted path is empty
static int used = 2;

static int node(const char *path) {
  for (int n = 1; n < used; n++)
    if (nodes[n] && !strcmp(nodes[n], path)) return n;
  if (used == NODES) abort();
  nodes[used] = strdup(path);
  return used++;
}

static const char *below(uint64_t parent, const char *name) {
  static char path[2][8192];
  static int turn;
  turn = !turn;
  snprintf(path[turn], sizeof path[turn], "%s/%s", nodes[parent], name);
  return path[turn];
}

static void answer(uint64_t unique, int error, const void *data, size_t size) {
  struct fuse_out_header head = {.len = sizeof head + size, .error = -error, .unique = unique};
  struct iovec parts[] = {{&head, sizeof head}, {(void *)data, size}};
  if (writev(fuse, parts, size ? 2 : 1) < 0 && errno != ENOENT) exit(0);
}

static void fill(struct fuse_attr *attr, const struct stat *st, int n) {
  memset(attr, 0, sizeof *attr);
  attr->ino = n;
  attr->size = st->st_size;
  attr->blocks = st->st_blocks;
  attr->mtime = attr->atime = st->st_mtim.tv_sec;
  attr->mtimensec = attr->atimensec = st->st_mtim.tv_nsec;
  attr->ctime = st->st_ctim.tv_sec;
  attr->ctimensec = st->st_ctim.tv_nsec;
  attr->mode = S_ISDIR(st->st_mode) ? S_IFDIR | 0700 : S_IFREG | 0600;
  attr->nlink = 1;
  attr->blksize = 4096;
}

static int entry(const char *path, struct fuse_entry_out *out) {
  struct stat st;
  if (lstat(path, &st)) return errno;
  memset(out, 0, sizeof *out);
  out->nodeid = node(path);
  fill(&out->attr, &st, out->nodeid);
  return 0;
}

static void answer_entry(uint64_t unique, const char *path) {
  struct fuse_entry_out out;
  int error = entry(path, &out);
  answer(unique, error, &out, error ? 0 : sizeof out);
}

static void answer_attr(uint64_t unique, int n) {
  struct stat st;
  struct fuse_attr_out out = {0};
  int error = nodes[n] && !lstat(nodes[n], &st) ? 0 : ENOENT;
  if (!error) fill(&out.attr, &st, n);
  answer(unique, error, &out, error ? 0 : sizeof out);
}

static int copied(const char *from, const char *to) {
  static char buffer[LARGEST];
  int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600), error = 0;
  if (in < 0 || out < 0) error = errno;
  for (ssize_t n; !error && (n = read(in, buffer, sizeof buffer)) > 0;)
    if (write(out, buffer, n) != n) error = EIO;
  close(in);
  close(out);
  return error;
}

static int renamed(uint64_t from_folder, const char *from, uint64_t to_folder, const char *to) {
  char old[8192], fresh[8192];
  struct stat st;
  strcpy(old, below(from_folder, from));
  strcpy(fresh, below(to_folder, to));
  if (norename) return EOPNOTSUPP;
  if (lstat(old, &st)) return errno;
  if (S_ISDIR(st.st_mode)) {
    if (rename(old, fresh)) return errno;
  } else {
    int error = copied(old, fresh);
    if (error) return error;
    unlink(old);
  }
  // An open file keeps its node, under its new name; what was there is a node no longer.
  for (int n = 1; n < used; n++)
    if (nodes[n] && !strcmp(nodes[n], fresh)) nodes[n][0] = 0;
  for (int n = 1; n < used; n++)
    if (nodes[n] && !strcmp(nodes[n], old)) {
      free(nodes[n]);
      nodes[n] = strdup(fresh);
    }
  return 0;
}

static void forget(const char *path) {
  for (int n = 1; n < used; n++)
    if (nodes[n] && !strcmp(nodes[n], path)) nodes[n][0] = 0;
}

static void set(struct fuse_in_header *head, struct fuse_setattr_in *in) {
  int error = 0;
  const char *path = nodes[head->nodeid];
  if (in->valid & (FATTR_UID | FATTR_GID)) error = EPERM;
  if (in->valid & FATTR_MODE && nochmod) error = EPERM;
  if (!error && in->valid & FATTR_SIZE && truncate(path, in->size)) error = errno;
  if (!error && in->valid & FATTR_MTIME && !notime) {
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {in->mtime, in->mtimensec}};
    if (in->valid & FATTR_MTIME_NOW) times[1].tv_nsec = UTIME_NOW;
    if (utimensat(AT_FDCWD, path, times, 0)) error = errno;
  }
  if (error)
    answer(head->unique, error, 0, 0);
  else
    answer_attr(head->unique, head->nodeid);
}

static void list(struct fuse_in_header *head, struct fuse_read_in *in) {
  static char page[LARGEST];
  size_t size = 0;
  DIR *folder = opendir(nodes[head->nodeid]);
  uint64_t at = 0;
  for (struct dirent *one; folder && (one = readdir(folder)); at++) {
    size_t length = strlen(one->d_name), whole = FUSE_DIRENT_ALIGN(FUSE_NAME_OFFSET + length);
    if (at < in->offset) continue;
    if (size + whole > in->size || size + whole > sizeof page) break;
    struct fuse_dirent *entry = (void *)(page + size);
    memset(entry, 0, whole);
    entry->ino = 1 + at;
    entry->off = at + 1;
    entry->namelen = length;
    entry->type = one->d_type;
    memcpy(entry->name, one->d_name, length);
    size += whole;
  }
  if (folder) closedir(folder);
  answer(head->unique, folder ? 0 : ENOENT, page, size);
}

static void attribute(struct fuse_in_header *head, struct fuse_getxattr_in *in) {
  char id[8300], far[8200];
  struct stat here, there;
  const char *path = nodes[head->nodeid];
  if (strcmp((char *)(in + 1), "user.drive.id")) {
    answer(head->unique, ENODATA, 0, 0);
    return;
  }
  snprintf(far, sizeof far, "%s/%s", cloud, path);
  int arrived = !lstat(path, &here) && !lstat(far, &there) && (S_ISDIR(here.st_mode) || here.st_size == there.st_size);
  snprintf(id, sizeof id, arrived ? "1Drive%dId" : "local-%d", (int)head->nodeid);
  struct fuse_getxattr_out size = {.size = strlen(id)};
  if (!in->size)
    answer(head->unique, 0, &size, sizeof size);
  else
    answer(head->unique, in->size < size.size ? ERANGE : 0, id, in->size < size.size ? 0 : size.size);
}

static void handle(struct fuse_in_header *head) {
  static char buffer[LARGEST];
  void *body = head + 1;
  char *name = body;
  uint64_t unique = head->unique;
  int error = 0;
  switch (head->opcode) {
    case FUSE_INIT: {
      struct fuse_init_in *in = body;
      struct fuse_init_out out = {.major = FUSE_KERNEL_VERSION,
                                  .minor = in->minor < FUSE_KERNEL_MINOR_VERSION ? in->minor : FUSE_KERNEL_MINOR_VERSION,
                                  .max_readahead = in->max_readahead,
                                  .flags = in->flags & (FUSE_BIG_WRITES | FUSE_ATOMIC_O_TRUNC),
                                  .max_write = LARGEST,
                                  .max_background = 12,
                                  .congestion_threshold = 9,
                                  .time_gran = 1};
      answer(unique, 0, &out, sizeof out);
      return;
    }
    case FUSE_LOOKUP: answer_entry(unique, below(head->nodeid, name)); return;
    case FUSE_GETATTR: answer_attr(unique, head->nodeid); return;
    case FUSE_SETATTR: set(head, body); return;
    case FUSE_MKDIR:
      name = (char *)((struct fuse_mkdir_in *)body + 1);
      if (mkdir(below(head->nodeid, name), 0700)) break;
      answer_entry(unique, below(head->nodeid, name));
      return;
    case FUSE_UNLINK:
      if (unlink(below(head->nodeid, name))) break;
      forget(below(head->nodeid, name));
      answer(unique, 0, 0, 0);
      return;
    case FUSE_RMDIR:
      if (rmdir(below(head->nodeid, name))) break;
      forget(below(head->nodeid, name));
      answer(unique, 0, 0, 0);
      return;
    case FUSE_RENAME:
    case FUSE_RENAME2: {
      uint64_t to = *(uint64_t *)body;
      name = (char *)body + (head->opcode == FUSE_RENAME ? sizeof(struct fuse_rename_in) : sizeof(struct fuse_rename2_in));
      answer(unique, renamed(head->nodeid, name, to, name + strlen(name) + 1), 0, 0);
      return;
    }
    case FUSE_OPEN:
    case FUSE_CREATE: {
      struct {
        struct fuse_entry_out entry;
        struct fuse_open_out open;
      } out = {0};
      int flags = head->opcode == FUSE_OPEN ? ((struct fuse_open_in *)body)->flags : ((struct fuse_create_in *)body)->flags;
      const char *path = head->opcode == FUSE_OPEN ? nodes[head->nodeid] : below(head->nodeid, (char *)((struct fuse_create_in *)body + 1));
      // The kernel appends and reads for itself, and direct I/O is between it and its caller.
      int file = open(path, (flags & ~(O_APPEND | O_DIRECT | O_ACCMODE | O_NOFOLLOW)) | O_RDWR, 0600);
      if (file < 0) break;
      out.open.fh = file;
      if (head->opcode == FUSE_OPEN) {
        answer(unique, 0, &out.open, sizeof out.open);
      } else {
        entry(path, &out.entry);
        answer(unique, 0, &out, sizeof out);
      }
      return;
    }
    case FUSE_READ: {
      struct fuse_read_in *in = body;
      ssize_t n = pread(in->fh, buffer, in->size < LARGEST ? in->size : LARGEST, in->offset);
      if (n < 0) break;
      answer(unique, 0, buffer, n);
      return;
    }
    case FUSE_WRITE: {
      struct fuse_write_in *in = body;
      ssize_t n = pwrite(in->fh, in + 1, in->size, in->offset);
      if (n < 0) break;
      struct fuse_write_out out = {.size = n};
      answer(unique, 0, &out, sizeof out);
      return;
    }
    case FUSE_RELEASE: {
      struct fuse_release_in *in = body;
      struct stat st;
      if (cut && in->flags & (O_WRONLY | O_RDWR) && !fstat(in->fh, &st) && st.st_size && ftruncate(in->fh, st.st_size - 1))
        error = EIO;
      close(in->fh);
      answer(unique, error, 0, 0);
      return;
    }
    case FUSE_FLUSH:
    case FUSE_FSYNC:
    case FUSE_RELEASEDIR: answer(unique, 0, 0, 0); return;
    case FUSE_OPENDIR: {
      struct fuse_open_out out = {0};
      answer(unique, 0, &out, sizeof out);
      return;
    }
    case FUSE_READDIR: list(head, body); return;
    case FUSE_STATFS: {
      struct fuse_statfs_out out = {0};
      struct statvfs st;
      if (statvfs(".", &st)) break;
      out.st.blocks = st.f_blocks;
      out.st.bfree = out.st.bavail = st.f_bavail;
      out.st.bsize = out.st.frsize = st.f_bsize;
      out.st.namelen = 255;
      answer(unique, 0, &out, sizeof out);
      return;
    }
    case FUSE_GETXATTR: attribute(head, body); return;
    case FUSE_FORGET:
    case FUSE_BATCH_FORGET:
    case FUSE_INTERRUPT: return;
    case FUSE_FSYNCDIR: answer(unique, EINVAL, 0, 0); return;
    case FUSE_SYMLINK:
    case FUSE_LINK:
    case FUSE_SETXATTR:
    case FUSE_REMOVEXATTR: answer(unique, EOPNOTSUPP, 0, 0); return;
    case FUSE_DESTROY: answer(unique, 0, 0, 0); exit(0);
    default: answer(unique, ENOSYS, 0, 0); return;
  }
  answer(unique, errno, 0, 0);
}

int main(int count, char **words) {
  char options[128];
  static char request[ROOM];
  if (count < 4) return 2;
  for (int n = 4; n < count; n++) {
    nochmod |= !strcmp(words[n], "nochmod");
    norename |= !strcmp(words[n], "norename");
    notime |= !strcmp(words[n], "notime");
    cut |= !strcmp(words[n], "short");
  }
  cloud = realpath(words[2], 0);
  fuse = open("/dev/fuse", O_RDWR | O_CLOEXEC);
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0,default_permissions,allow_other", fuse);
  if (!cloud || fuse < 0 || chdir(words[1]) || mount("drive", words[3], "fuse.drive", MS_NOSUID | MS_NODEV, options)) {
    perror(words[3]);
    return 1;
  }
  nodes[1] = strdup(".");
  if (fork()) return 0;
  setsid();
  for (int n = 0; n < 3; n++) close(n);
  for (;;) {
    ssize_t size = read(fuse, request, sizeof request);
    if (size < 0 && (errno == EINTR || errno == ENOENT || errno == EAGAIN)) continue;
    if (size < 0) return 0;
    handle((struct fuse_in_header *)request);
  }
}
