#include "main/data_folder.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/text.hpp"

namespace heed {
namespace {

using base::FailureKind;

constexpr std::size_t kKeyBytes = 32;

class File {
 public:
  File(const std::string& path, int flags, mode_t mode = 0) : number_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

std::string reason(int error) { return std::generic_category().message(error); }

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string read_all(int file) {
  std::string text;
  std::array<char, 512> buffer{};
  off_t offset = 0;
  for (;;) {
    const auto got = ::pread(file, buffer.data(), buffer.size(), offset);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    offset += got;
  }
}

// A new key, whole or not at all: written under another name, synced, then linked to its own. Another process that does
// the same at this moment wins or loses at the link; both then read the one that is there.
base::Result<void> make_key(const std::string& path) {
  if (sodium_init() < 0) throw std::runtime_error("The cryptography library does not start.");
  std::string key(kKeyBytes, '\0');
  randombytes_buf(key.data(), key.size());
  const std::string draft = path + "." + std::to_string(::getpid());
  {
    const File file(draft, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const bool written = file.is_open() && write_all(file.number(), key) && ::fsync(file.number()) == 0;
    sodium_memzero(key.data(), key.size());
    if (!written) {
      const int error = errno;
      ::unlink(draft.c_str());
      return base::fail(FailureKind::unavailable, path + " cannot be written: " + reason(error) + ".");
    }
  }
  const bool linked =
      ::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST || ::rename(draft.c_str(), path.c_str()) == 0;
  const int error = errno;
  ::unlink(draft.c_str());
  if (!linked) return base::fail(FailureKind::unavailable, path + " cannot be made: " + reason(error) + ".");
  return {};
}

base::Result<base::Secret> read_key(const std::string& path) {
  const File file(path, O_RDONLY);
  if (!file.is_open()) return base::fail(FailureKind::unavailable, path + " cannot be read: " + reason(errno) + ".");
  struct stat status{};
  if (::fstat(file.number(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return base::fail(
        FailureKind::invalid,
        path + " can be read by others on this machine. It encrypts stored secrets: `chmod 600 " + path + "`.");
  }
  base::Secret key(read_all(file.number()));
  if (key.reveal().size() != kKeyBytes) {
    return base::fail(FailureKind::invalid, path + " is damaged: it must hold " + std::to_string(kKeyBytes) +
                                                " bytes and has " + std::to_string(key.reveal().size()) +
                                                ". Put it back from a backup; without it stored secrets cannot be read.");
  }
  return key;
}

// Makes the name of a new folder last through a power cut.
base::Result<void> sync_name_of(const std::string& path) {
  auto parent = std::filesystem::path(path).parent_path().string();
  if (parent.empty()) parent = ".";
  const File folder(parent, O_RDONLY | O_DIRECTORY);
  if (folder.is_open() && ::fsync(folder.number()) == 0) return {};
  return base::fail(FailureKind::unavailable,
                    "The folder " + parent + " cannot be synced to the disk: " + reason(errno) + ".");
}

base::Result<void> make_folder(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return {};
  if (std::filesystem::exists(path, error)) {
    return base::fail(FailureKind::invalid, "The data folder " + path + " is a file. Name another with --data.");
  }
  if (const auto parent = std::filesystem::path(path).parent_path(); !parent.empty()) {
    std::filesystem::create_directories(parent, error);
  }
  if (!error && ::mkdir(path.c_str(), 0700) == 0) return sync_name_of(path);
  if (!error && errno == EEXIST) return {};
  return base::fail(FailureKind::unavailable,
                    "The data folder " + path + " cannot be made: " + (error ? error.message() : reason(errno)) + ".");
}

// A write lock on the whole file that belongs to the open file: unlike flock it can be asked for without being taken.
struct flock whole_file() {
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

std::string describe(const std::string& path, const FolderHolder& holder) {
  const std::string what = holder.purpose == "serve" ? "A server runs on " : "`heed " + holder.purpose + "` works on ";
  return what + path + " (pid " + std::to_string(holder.pid) + (holder.address.empty() ? "" : ", " + holder.address) + ")";
}

}  // namespace

FolderLock::FolderLock(int file, std::string purpose) : file_(file), purpose_(std::move(purpose)) { write(""); }

FolderLock::FolderLock(FolderLock&& other) noexcept
    : file_(std::exchange(other.file_, -1)), purpose_(std::move(other.purpose_)) {}

FolderLock::~FolderLock() {
  if (file_ >= 0) ::close(file_);
}

void FolderLock::set_address(const std::string& address) { write(address); }

// The lock is what counts; the text only tells people, so a full disk does not matter here.
void FolderLock::write(const std::string& address) {
  const std::string text = std::to_string(::getpid()) + "\n" + purpose_ + "\n" + address + "\n";
  if (::ftruncate(file_, 0) == 0 && ::lseek(file_, 0, SEEK_SET) == 0) write_all(file_, text);
}

base::Result<DataFolder> DataFolder::open(const std::string& path) {
  if (auto made = make_folder(path); !made) return base::pass_on(made.error());
  if (::access(path.c_str(), R_OK | W_OK | X_OK) != 0) {
    return base::fail(FailureKind::unavailable, "The data folder " + path + " is not writable for this user: " +
                                                    reason(errno) + ". Change its owner, or name another with --data.");
  }
  const std::string key_path = path + "/heed.key";
  if (::access(key_path.c_str(), F_OK) != 0) {
    if (auto made = make_key(key_path); !made) return base::pass_on(made.error());
  }
  auto key = read_key(key_path);
  if (!key) return base::pass_on(key.error());
  return DataFolder(path, std::move(*key));
}

base::Result<FolderLock> DataFolder::lock(const std::string& purpose) const {
  const std::string lock_path = path_ + "/heed.lock";
  File file(lock_path, O_RDWR | O_CREAT, 0600);
  if (!file.is_open()) return base::fail(FailureKind::unavailable, lock_path + " cannot be written: " + reason(errno) + ".");
  auto wanted = whole_file();
  if (::fcntl(file.number(), F_OFD_SETLK, &wanted) == 0) return FolderLock(file.release(), purpose);
  if (errno != EAGAIN && errno != EACCES) {
    return base::fail(FailureKind::unavailable, lock_path + " cannot be locked: " + reason(errno) + ".");
  }
  return base::fail(FailureKind::conflict, describe_holder(path_).value_or("Another process works on " + path_) + ".");
}

std::optional<FolderHolder> holder_of(const std::string& path) {
  const File file(path + "/heed.lock", O_RDWR);
  if (!file.is_open()) return std::nullopt;
  auto wanted = whole_file();
  if (::fcntl(file.number(), F_OFD_GETLK, &wanted) != 0 || wanted.l_type == F_UNLCK) return std::nullopt;
  const std::string text = read_all(file.number());
  const auto lines = base::split(text, '\n');
  FolderHolder holder;
  std::from_chars(lines[0].data(), lines[0].data() + lines[0].size(), holder.pid);
  if (lines.size() > 1) holder.purpose = lines[1];
  if (lines.size() > 2) holder.address = lines[2];
  return holder;
}

std::optional<std::string> describe_holder(const std::string& path) {
  const auto holder = holder_of(path);
  return holder ? std::optional(describe(path, *holder)) : std::nullopt;
}

}  // namespace heed
