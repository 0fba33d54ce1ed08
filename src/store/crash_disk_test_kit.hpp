#pragma once
// A disk that loses power. While a CrashDisk lives, SQLite keeps its files through it: what is written since the last sync of
// a file may or may not outlive the power, whole or in part, in any order. For tests only.
//
//   CrashDisk disk;
//   disk.fail_after(120);                  // The power goes in the 120th write, truncation, deletion or sync from here on,
//   … use a store until it fails …         // and nothing is written any more.
//   store.reset();
//   disk.restart(random);                  // Leaves on the real disk what that power loss left.
//   … open the store again, look …
//
// The rules. A sync makes a file's bytes lasting. Until then each write survives as a random choice of its 512-byte sectors,
// each truncation or not at all. A name that was made or deleted lasts from the next sync of its folder, which SQLite does
// with the first sync of a journal it made; until then either may be found. Bytes that were not written to stay as they
// were (SQLITE_IOCAP_POWERSAFE_OVERWRITE). The shared memory beside the file is gone.

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace store::test {

class CrashDisk {
 public:
  using Random = std::mt19937_64;
  using Image = std::map<std::string, std::string>;  // Path → contents.

  // `weakened`: what every store's wish for synchronous=FULL becomes instead ("NORMAL"), to see that a test notices.
  explicit CrashDisk(std::string weakened = "") : weakened_(std::move(weakened)) {
    if (current() != nullptr) throw std::logic_error("there is one CrashDisk at a time");
    current() = this;
    real_ = sqlite3_vfs_find(nullptr);
    vfs_ = *real_;
    vfs_.zName = "crash_disk";
    vfs_.pNext = nullptr;
    vfs_.szOsFile = static_cast<int>(sizeof(OpenFile)) + real_->szOsFile;
    vfs_.xOpen = &CrashDisk::open;
    vfs_.xDelete = &CrashDisk::remove;
    sqlite3_vfs_register(&vfs_, 1);
    if (!weakened_.empty()) sqlite3_auto_extension(reinterpret_cast<void (*)()>(&CrashDisk::weaken));
  }
  ~CrashDisk() {
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&CrashDisk::weaken));
    sqlite3_vfs_register(real_, 1);
    sqlite3_vfs_unregister(&vfs_);
    current() = nullptr;
  }
  CrashDisk(const CrashDisk&) = delete;
  CrashDisk& operator=(const CrashDisk&) = delete;

  void fail_after(std::int64_t changes) {
    const std::lock_guard lock(mutex_);
    left_ = changes;
  }
  // How often something was to be changed after the power had gone.
  [[nodiscard]] std::int64_t tries_since() const {
    const std::lock_guard lock(mutex_);
    return tries_since_;
  }

  // No connection may be open. Afterwards the power is back, and stays.
  void restart(Random& random) {
    const std::lock_guard lock(mutex_);
    const Loss loss(random, order_);
    std::map<std::string, std::shared_ptr<File>> left = lasting_names_;
    for (const auto& [name, file] : names_) left.emplace(name, nullptr);
    for (auto& [name, file] : left) {
      const auto lasting = lasting_names_.find(name), newest = names_.find(name);
      const bool takes_newest = random() % 2 == 0;
      if (takes_newest) file = newest != names_.end() ? newest->second : nullptr;
      else file = lasting != lasting_names_.end() ? lasting->second : nullptr;
    }
    Image image;
    for (const auto& [name, file] : left) {
      if (file != nullptr) image.emplace(name, what_is_left(*file, loss, random));
    }
    put(image);
  }

  // Everything as it would be found after a quiet moment, to begin with again later. No connection may be open.
  [[nodiscard]] Image image() const {
    const std::lock_guard lock(mutex_);
    Image image;
    for (const auto& [name, file] : names_) image.emplace(name, read_file(name));
    return image;
  }
  void load(const Image& image) {
    const std::lock_guard lock(mutex_);
    put(image);
  }

 private:
  static constexpr std::int64_t kSector = 512;

  struct Change {
    std::int64_t number = 0;  // In the order of all changes to all files.
    bool truncates = false;
    std::int64_t at = 0;
    std::string bytes;
  };
  struct File {
    std::string lasting;
    std::vector<Change> pending;
  };
  // What SQLite holds; the real file stands behind it in the same piece of memory.
  struct OpenFile {
    sqlite3_file base;
    CrashDisk* disk;
    File* file;  // Null for files without a name.
    bool is_folder_sync_due;
    [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };

  // How this power loss treats what was not synced.
  struct Loss {
    enum class Kind { all, none, later, some } kind;
    std::int64_t last = 0;  // later: what came after this is gone, and this is torn.
    unsigned percent = 0;   // some: that each change survives.
    Loss(Random& random, std::int64_t newest)
        : kind(static_cast<Kind>(random() % 4)),
          last(newest - static_cast<std::int64_t>(random() % 40)),
          percent(static_cast<unsigned>(random() % 100)) {}
  };

  static CrashDisk*& current() {
    static CrashDisk* disk = nullptr;
    return disk;
  }

  // --- What is left

  static std::string what_is_left(const File& file, const Loss& loss, Random& random) {
    std::string bytes = file.lasting;
    for (const auto& change : file.pending) {
      switch (loss.kind) {
        case Loss::Kind::all: break;
        case Loss::Kind::none: apply(bytes, change); break;
        case Loss::Kind::later:
          if (change.number < loss.last) apply(bytes, change);
          else if (change.number == loss.last) apply_torn(bytes, change, random);
          break;
        case Loss::Kind::some:
          if (random() % 100 < loss.percent) apply(bytes, change);
          else if (random() % 2 == 0) apply_torn(bytes, change, random);
          break;
      }
    }
    return bytes;
  }

  static void apply(std::string& bytes, const Change& change) {
    if (change.truncates) return bytes.resize(static_cast<std::size_t>(change.at));
    overwrite(bytes, change.at, change.bytes);
  }
  static void apply_torn(std::string& bytes, const Change& change, Random& random) {
    if (change.truncates) return;
    const auto size = static_cast<std::int64_t>(change.bytes.size());
    for (std::int64_t from = 0; from < size;) {
      const std::int64_t to = std::min(size, from + kSector - (change.at + from) % kSector);
      const auto part =
          std::string_view(change.bytes).substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
      if (random() % 2 == 0) overwrite(bytes, change.at + from, part);
      from = to;
    }
  }
  static void overwrite(std::string& bytes, std::int64_t at, std::string_view part) {
    const auto begin = static_cast<std::size_t>(at);
    if (bytes.size() < begin + part.size()) bytes.resize(begin + part.size());
    bytes.replace(begin, part.size(), part);
  }

  void put(const Image& image) {
    for (const auto& [name, file] : names_) std::filesystem::remove(name);
    names_.clear();
    files_.clear();
    for (const auto& [name, contents] : image) {
      std::ofstream(name, std::ios::binary | std::ios::trunc) << contents;
      names_.emplace(name, new_file(contents));
      std::filesystem::remove(name + "-shm");
    }
    lasting_names_ = names_;
    failed_ = false;
    left_ = -1;
    tries_since_ = 0;
  }
  static std::string read_file(const std::string& name) {
    std::ifstream in(name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::shared_ptr<File> new_file(std::string contents) {
    return files_.emplace_back(std::make_shared<File>(File{std::move(contents), {}}));
  }

  // --- What SQLite does. All of it under the lock.

  // False from the change on in which the power goes.
  bool has_power() {
    if (failed_) ++tries_since_;
    if (failed_ || left_ < 0) return !failed_;
    failed_ = left_-- == 0;
    return !failed_;
  }
  void note(File& file, bool truncates, std::int64_t at, std::string bytes) {
    file.pending.push_back({++order_, truncates, at, std::move(bytes)});
  }
  void sync_folder() { lasting_names_ = names_; }

  static int open(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    CrashDisk& disk = *current();
    auto* opened = reinterpret_cast<OpenFile*>(file);
    opened->base.pMethods = nullptr;
    const std::lock_guard lock(disk.mutex_);
    const bool is_named = name != nullptr;
    const bool is_new = is_named && !disk.names_.contains(name);
    if (is_new && disk.failed_) return SQLITE_CANTOPEN;
    const int code = disk.real_->xOpen(disk.real_, name, opened->real(), flags, out_flags);
    if (code != SQLITE_OK) return code;
    opened->base.pMethods = &methods();
    opened->disk = &disk;
    opened->file = nullptr;
    opened->is_folder_sync_due = is_new && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    if (is_new) disk.names_.emplace(name, disk.new_file(""));
    if (is_named) opened->file = disk.names_.at(name).get();
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* /*vfs*/, const char* name, int sync_folder) {
    CrashDisk& disk = *current();
    const std::lock_guard lock(disk.mutex_);
    const bool was_gone = disk.failed_;
    const bool has_power = disk.has_power();  // Where it goes just now, the name may be gone or not.
    if (was_gone) return SQLITE_IOERR_DELETE;
    const int code = disk.real_->xDelete(disk.real_, name, 0);
    if (code != SQLITE_OK) return code;
    disk.names_.erase(name);
    if (has_power && sync_folder != 0) disk.sync_folder();
    return has_power ? SQLITE_OK : SQLITE_IOERR_DELETE;
  }

  static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    auto& opened = *reinterpret_cast<OpenFile*>(file);
    CrashDisk& disk = *opened.disk;
    const std::lock_guard lock(disk.mutex_);
    const bool was_gone = disk.failed_;
    const bool has_power = disk.has_power();
    if (was_gone) return SQLITE_IOERR_WRITE;
    if (opened.file != nullptr)
      disk.note(*opened.file, false, at, std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size)));
    return has_power ? opened.real()->pMethods->xWrite(opened.real(), bytes, size, at) : SQLITE_IOERR_WRITE;
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    auto& opened = *reinterpret_cast<OpenFile*>(file);
    CrashDisk& disk = *opened.disk;
    const std::lock_guard lock(disk.mutex_);
    const bool was_gone = disk.failed_;
    const bool has_power = disk.has_power();
    if (was_gone) return SQLITE_IOERR_TRUNCATE;
    if (opened.file != nullptr) disk.note(*opened.file, true, size, "");
    return has_power ? opened.real()->pMethods->xTruncate(opened.real(), size) : SQLITE_IOERR_TRUNCATE;
  }

  // The real disk need not be waited for.
  static int sync(sqlite3_file* file, int /*flags*/) {
    auto& opened = *reinterpret_cast<OpenFile*>(file);
    CrashDisk& disk = *opened.disk;
    const std::lock_guard lock(disk.mutex_);
    if (!disk.has_power()) return SQLITE_IOERR_FSYNC;
    if (opened.file == nullptr) return SQLITE_OK;
    for (const auto& change : opened.file->pending) apply(opened.file->lasting, change);
    opened.file->pending.clear();
    if (std::exchange(opened.is_folder_sync_due, false)) disk.sync_folder();
    return SQLITE_OK;
  }

  static int control(sqlite3_file* file, int what, void* argument) {
    auto& opened = *reinterpret_cast<OpenFile*>(file);
    if (what == SQLITE_FCNTL_PRAGMA && !opened.disk->weakened_.empty()) {
      const char* const* words = static_cast<char**>(argument);
      const bool wants_full =
          words[2] != nullptr && std::string_view(words[1]) == "synchronous" && std::string_view(words[2]) == "FULL";
      if (wants_full) return SQLITE_OK;  // Done, SQLite takes it.
    }
    return opened.real()->pMethods->xFileControl(opened.real(), what, argument);
  }
  static int weaken(sqlite3* connection, char** /*error*/, const sqlite3_api_routines* /*routines*/) {
    const std::string sql = "PRAGMA synchronous = " + current()->weakened_;
    return sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr);
  }

  // The rest goes to the real file.
  template <auto Method, class... Arguments>
  static int pass(sqlite3_file* file, Arguments... arguments) {
    sqlite3_file* real = reinterpret_cast<OpenFile*>(file)->real();
    return (real->pMethods->*Method)(real, arguments...);
  }
  static void barrier(sqlite3_file* file) {
    sqlite3_file* real = reinterpret_cast<OpenFile*>(file)->real();
    real->pMethods->xShmBarrier(real);
  }

  static const sqlite3_io_methods& methods() {
    using M = sqlite3_io_methods;
    static const M kMethods{2,
                            &pass<&M::xClose>,
                            &pass<&M::xRead, void*, int, sqlite3_int64>,
                            &CrashDisk::write,
                            &CrashDisk::truncate,
                            &CrashDisk::sync,
                            &pass<&M::xFileSize, sqlite3_int64*>,
                            &pass<&M::xLock, int>,
                            &pass<&M::xUnlock, int>,
                            &pass<&M::xCheckReservedLock, int*>,
                            &CrashDisk::control,
                            &pass<&M::xSectorSize>,
                            &pass<&M::xDeviceCharacteristics>,
                            &pass<&M::xShmMap, int, int, int, void volatile**>,
                            &pass<&M::xShmLock, int, int, int>,
                            &CrashDisk::barrier,
                            &pass<&M::xShmUnmap, int>,
                            nullptr,
                            nullptr};
    return kMethods;
  }

  const std::string weakened_;
  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs vfs_{};
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<File>> files_;  // Also those whose names are gone, which may still be open.
  std::map<std::string, std::shared_ptr<File>> names_, lasting_names_;
  std::int64_t order_ = 0;
  std::int64_t left_ = -1;  // Changes until the power goes; negative: it stays.
  bool failed_ = false;
  std::int64_t tries_since_ = 0;
};

}  // namespace store::test
