#include "store/sqlite_gather.hpp"

#include <sqlite3.h>

#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "base/check.hpp"

namespace store {
namespace {

constexpr std::size_t kPiece = 96 * 1024;  // SQLite's own files write at most 131,071 bytes a call.

sqlite3_vfs* real_vfs() { return sqlite3_vfs_find(nullptr); }

class GatheredFile {
 public:
  GatheredFile(const sqlite3_vfs& vfs, bool gathers) : gathers(gathers), memory_(static_cast<std::size_t>(vfs.szOsFile)) {
    std::memset(memory_.data(), 0, memory_.size());
  }

  [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(memory_.data()); }
  [[nodiscard]] const sqlite3_io_methods& methods() { return *real()->pMethods; }

  int write(const char* data, std::size_t size, sqlite3_int64 at) {
    if (const int code = take_failure(); code != SQLITE_OK) return code;
    const bool follows = at == begin_ + static_cast<sqlite3_int64>(gathered_.size());
    if (!follows || gathered_.size() + size > kPiece) {
      if (const int code = write_out(); code != SQLITE_OK) return code;
      begin_ = at;
    }
    if (size > kPiece) return methods().xWrite(real(), data, static_cast<int>(size), at);
    if (gathered_.capacity() == 0) gathered_.reserve(kPiece);
    gathered_.insert(gathered_.end(), data, data + size);
    return SQLITE_OK;
  }

  // What failed is gone, as it is when SQLite's own write fails.
  int write_out() {
    if (const int code = take_failure(); code != SQLITE_OK) return code;
    if (gathered_.empty()) return SQLITE_OK;
    const int code = methods().xWrite(real(), gathered_.data(), static_cast<int>(gathered_.size()), begin_);
    gathered_.clear();
    return code;
  }
  // Where no error can be told: it is told by the next call that can.
  void write_out_later_told() { failure_ = write_out(); }

  [[nodiscard]] bool holds(sqlite3_int64 at, int size) const {
    return at < begin_ + static_cast<sqlite3_int64>(gathered_.size()) && at + size > begin_;
  }

  // Only logs do. Pages that are moved from the log into the database are written at once: the shared memory tells others to read
  // them there without any call in between that could have them written, or say that they were not.
  const bool gathers;
  // A log and its database: what is told in the database's shared memory is about the log.
  GatheredFile* log = nullptr;
  GatheredFile* database = nullptr;

 private:
  int take_failure() { return std::exchange(failure_, SQLITE_OK); }

  std::vector<char> memory_;  // Of the real file; SQLite says how much.
  std::vector<char> gathered_;
  sqlite3_int64 begin_ = 0;  // Where in the file it goes.
  int failure_ = SQLITE_OK;
};

// What SQLite knows of a file.
struct Handle {
  sqlite3_file base;
  GatheredFile* file;
};

GatheredFile& file_of(sqlite3_file* handle) { return *reinterpret_cast<Handle*>(handle)->file; }

int write_out_both(GatheredFile& file) {
  if (file.log != nullptr) {
    if (const int code = file.log->write_out(); code != SQLITE_OK) return code;
  }
  return file.write_out();
}

int close_file(sqlite3_file* handle) {
  const std::unique_ptr<GatheredFile> file(&file_of(handle));
  if (file->database != nullptr) file->database->log = nullptr;
  if (file->log != nullptr) file->log->database = nullptr;
  const int written = file->write_out();
  const int closed = file->methods().xClose(file->real());
  return written != SQLITE_OK ? written : closed;
}

int read_file(sqlite3_file* handle, void* to, int size, sqlite3_int64 at) {
  auto& file = file_of(handle);
  if (file.holds(at, size)) {
    if (const int code = file.write_out(); code != SQLITE_OK) return code;
  }
  return file.methods().xRead(file.real(), to, size, at);
}

int write_file(sqlite3_file* handle, const void* from, int size, sqlite3_int64 at) {
  auto& file = file_of(handle);
  if (!file.gathers) return file.methods().xWrite(file.real(), from, size, at);
  return file.write(static_cast<const char*>(from), static_cast<std::size_t>(size), at);
}

// A call that may be made once what was gathered is written.
template <class Call>
int after_writing(sqlite3_file* handle, Call&& call) {
  auto& file = file_of(handle);
  const int code = write_out_both(file);
  return code == SQLITE_OK ? call(file.methods(), file.real()) : code;
}

using Methods = sqlite3_io_methods;

int truncate_file(sqlite3_file* handle, sqlite3_int64 size) {
  return after_writing(handle, [=](const Methods& methods, sqlite3_file* real) { return methods.xTruncate(real, size); });
}
int sync_file(sqlite3_file* handle, int flags) {
  return after_writing(handle, [=](const Methods& methods, sqlite3_file* real) { return methods.xSync(real, flags); });
}
int size_of_file(sqlite3_file* handle, sqlite3_int64* size) {
  return after_writing(handle, [=](const Methods& methods, sqlite3_file* real) { return methods.xFileSize(real, size); });
}
int lock_file(sqlite3_file* handle, int level) {
  return after_writing(handle, [=](const Methods& methods, sqlite3_file* real) { return methods.xLock(real, level); });
}
int unlock_file(sqlite3_file* handle, int level) {
  return after_writing(handle, [=](const Methods& methods, sqlite3_file* real) { return methods.xUnlock(real, level); });
}
int check_lock(sqlite3_file* handle, int* result) {
  auto& file = file_of(handle);
  return file.methods().xCheckReservedLock(file.real(), result);
}
int control_file(sqlite3_file* handle, int what, void* with) {
  auto& file = file_of(handle);
  return file.methods().xFileControl(file.real(), what, with);
}
int sector_size(sqlite3_file* handle) {
  auto& file = file_of(handle);
  return file.methods().xSectorSize(file.real());
}
int characteristics(sqlite3_file* handle) {
  auto& file = file_of(handle);
  return file.methods().xDeviceCharacteristics(file.real());
}
int map_shared(sqlite3_file* handle, int region, int size, int extend, void volatile** out) {
  auto& file = file_of(handle);
  return file.methods().xShmMap(file.real(), region, size, extend, out);
}
int lock_shared(sqlite3_file* handle, int offset, int count, int flags) {
  return after_writing(
      handle, [=](const Methods& methods, sqlite3_file* real) { return methods.xShmLock(real, offset, count, flags); });
}
void shared_barrier(sqlite3_file* handle) {
  auto& file = file_of(handle);
  if (file.log != nullptr) file.log->write_out_later_told();
  file.methods().xShmBarrier(file.real());
}
int unmap_shared(sqlite3_file* handle, int remove) {
  auto& file = file_of(handle);
  return file.methods().xShmUnmap(file.real(), remove);
}

// The second version of the interface: without SQLite's mapping of files, which would not see what is gathered.
constexpr Methods kMethods{
    2,           close_file,     read_file,    write_file,   truncate_file, sync_file,       size_of_file,
    lock_file,   unlock_file,    check_lock,   control_file, sector_size,   characteristics, map_shared,
    lock_shared, shared_barrier, unmap_shared, nullptr,      nullptr};

int open_file(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* handle, int flags, int* out_flags) {
  auto* vfs = real_vfs();
  handle->pMethods = nullptr;
  const bool is_log = (flags & SQLITE_OPEN_WAL) != 0;
  auto file = std::make_unique<GatheredFile>(*vfs, is_log);
  if (const int code = vfs->xOpen(vfs, name, file->real(), flags, out_flags); code != SQLITE_OK) {
    if (file->real()->pMethods != nullptr) file->methods().xClose(file->real());
    return code;
  }
  if (is_log) {
    file->database = &file_of(sqlite3_database_file_object(name));
    file->database->log = file.get();
  }
  handle->pMethods = &kMethods;
  reinterpret_cast<Handle*>(handle)->file = file.release();
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* /*vfs*/, const char* name, int sync_folder) {
  return real_vfs()->xDelete(real_vfs(), name, sync_folder);
}
int access_file(sqlite3_vfs* /*vfs*/, const char* name, int flags, int* out) {
  return real_vfs()->xAccess(real_vfs(), name, flags, out);
}
int full_path(sqlite3_vfs* /*vfs*/, const char* name, int size, char* out) {
  return real_vfs()->xFullPathname(real_vfs(), name, size, out);
}
int random_bytes(sqlite3_vfs* /*vfs*/, int size, char* out) { return real_vfs()->xRandomness(real_vfs(), size, out); }
int sleep_for(sqlite3_vfs* /*vfs*/, int us) { return real_vfs()->xSleep(real_vfs(), us); }
int current_time(sqlite3_vfs* /*vfs*/, double* out) { return real_vfs()->xCurrentTime(real_vfs(), out); }
int current_time_ms(sqlite3_vfs* /*vfs*/, sqlite3_int64* out) { return real_vfs()->xCurrentTimeInt64(real_vfs(), out); }
int last_error(sqlite3_vfs* /*vfs*/, int size, char* out) { return real_vfs()->xGetLastError(real_vfs(), size, out); }

sqlite3_vfs make_vfs() {
  sqlite3_vfs vfs{};
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(Handle);
  vfs.mxPathname = real_vfs()->mxPathname;
  vfs.zName = "heed_gather";
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = random_bytes;
  vfs.xSleep = sleep_for;
  vfs.xCurrentTime = current_time;
  vfs.xGetLastError = last_error;
  vfs.xCurrentTimeInt64 = current_time_ms;
  return vfs;
}

}  // namespace

const char* gathering_vfs() {
  static sqlite3_vfs vfs = make_vfs();
  [[maybe_unused]] static const int kOnce = sqlite3_vfs_register(&vfs, 0);
  HEED_CHECK(kOnce == SQLITE_OK, "SQLite takes no file system");
  return vfs.zName;
}

}  // namespace store
