// A disk that can lose power, without a disk: preloaded into the server, it notes every write, sync, truncation and removal of
// the record's files in HEED_DISK_LOG, in order, before it is done. disk_log.py makes of it what a disk might hold after the
// power went: all that was synced, and any part of what was not.
//
// A note: kind (w write, t truncation, s sync, u removal), file (the end of its path, 8 bytes of length), offset, length, bytes.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_file = -2;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void put(const void* bytes, size_t length) {
  static ssize_t (*real)(int, const void*, size_t);
  if (!real) real = REAL(write);
  for (size_t done = 0; done < length;) {
    const ssize_t now = real(log_file, (const char*)bytes + done, length - done);
    if (now <= 0) abort();
    done += (size_t)now;
  }
}

static void note(char kind, const char* path, uint64_t offset, const void* bytes, uint64_t length) {
  pthread_mutex_lock(&lock);
  if (log_file == -2) {
    const char* where = getenv("HEED_DISK_LOG");
    log_file = where ? REAL(open)(where, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  }
  if (log_file >= 0) {
    const uint64_t name = strlen(path);
    put(&kind, 1);
    put(&name, 8);
    put(path, name);
    put(&offset, 8);
    put(&length, 8);
    if (bytes) put(bytes, length);
  }
  pthread_mutex_unlock(&lock);
}

// The file's path when it is one of the record's, else none.
static const char* record_file(int file, char* path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = readlink(link, path, 4095);
  if (length <= 0) return NULL;
  path[length] = 0;
  const char* name = strrchr(path, '/');
  if (!name || strncmp(name, "/heed.db", 8) != 0 || strstr(name, "-shm")) return NULL;
  return path;
}

ssize_t pwrite64(int file, const void* bytes, size_t length, off64_t offset) {
  char path[4096];
  if (record_file(file, path)) note('w', path, (uint64_t)offset, bytes, length);
  return REAL(pwrite64)(file, bytes, length, offset);
}

ssize_t pwrite(int file, const void* bytes, size_t length, off_t offset) {
  char path[4096];
  if (record_file(file, path)) note('w', path, (uint64_t)offset, bytes, length);
  return REAL(pwrite)(file, bytes, length, offset);
}

int ftruncate64(int file, off64_t length) {
  char path[4096];
  if (record_file(file, path)) note('t', path, (uint64_t)length, NULL, 0);
  return REAL(ftruncate64)(file, length);
}

int ftruncate(int file, off_t length) {
  char path[4096];
  if (record_file(file, path)) note('t', path, (uint64_t)length, NULL, 0);
  return REAL(ftruncate)(file, length);
}

// Noted once it is done: what was not synced when the power went may be lost.
int fdatasync(int file) {
  char path[4096];
  const int done = REAL(fdatasync)(file);
  if (done == 0 && record_file(file, path)) note('s', path, 0, NULL, 0);
  return done;
}

int fsync(int file) {
  char path[4096];
  const int done = REAL(fsync)(file);
  if (done == 0 && record_file(file, path)) note('s', path, 0, NULL, 0);
  return done;
}

int unlink(const char* path) {
  const char* name = strrchr(path, '/');
  if (name && strncmp(name, "/heed.db", 8) == 0 && !strstr(name, "-shm")) note('u', path, 0, NULL, 0);
  return REAL(unlink)(path);
}
