#pragma once
// A schema of its own in a PostgreSQL database, for `heed bench`; gone with the object. Throws StoreError.

#include <memory>
#include <string>

namespace store {

class EngineConnection;

class PostgresScratch {
 public:
  // The user of the address has to be allowed to create schemas in the database.
  explicit PostgresScratch(const std::string& address);
  ~PostgresScratch();
  PostgresScratch(const PostgresScratch&) = delete;
  PostgresScratch& operator=(const PostgresScratch&) = delete;

  // The address of the database as this schema sees it.
  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  std::unique_ptr<EngineConnection> connection_;
  std::string name_;
  std::string url_;
};

}  // namespace store
