#pragma once
// The folder that holds what one installation keeps on its own disk: heed.db (embedded record), heed.key (encrypts stored
// secrets) and heed.lock (held by the process that works on the folder, with its pid, what it does and its address).
//
//   auto folder = DataFolder::open("data");          // made when it is not there
//   auto lock = folder->lock("serve");               // a failure names who holds it
//   lock->set_address("http://127.0.0.1:8080");      // once it listens

#include <sys/types.h>

#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace heed {

// Held as long as the object lives, and given up by the system if the process dies.
class FolderLock {
 public:
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

  // What others are told, next to the pid: where this server answers.
  void set_address(const std::string& address);

 private:
  friend class DataFolder;
  FolderLock(int file, std::string purpose);
  void write(const std::string& address);

  int file_;
  std::string purpose_;
};

class DataFolder {
 public:
  // Makes the folder (0700) and the key (0600) where they are missing, and checks that files can be written. The failure
  // is a sentence for the operator.
  static base::Result<DataFolder> open(const std::string& path);

  // Takes the folder for one process: `purpose` is its command, "serve", "import".
  [[nodiscard]] base::Result<FolderLock> lock(const std::string& purpose) const;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const base::Secret& key() const { return key_; }  // 32 bytes
  [[nodiscard]] std::string database_path() const { return path_ + "/heed.db"; }

 private:
  DataFolder(std::string path, base::Secret key) : path_(std::move(path)), key_(std::move(key)) {}

  std::string path_;
  base::Secret key_;
};

// Who works on a data folder now.
struct FolderHolder {
  pid_t pid = 0;
  std::string purpose;  // "serve"
  std::string address;  // "http://127.0.0.1:8080"; empty while it starts, and for other commands.
};
[[nodiscard]] std::optional<FolderHolder> holder_of(const std::string& path);

// "A server runs on data (pid 42, http://127.0.0.1:8080)"; nothing when nobody works on it. The caller adds what to do.
[[nodiscard]] std::optional<std::string> describe_holder(const std::string& path);

}  // namespace heed
