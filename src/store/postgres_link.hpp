#pragma once
// One connection to a PostgreSQL server, over libpq: connects within a limit, tells apart what went wrong, passes
// parameters as text. Whatever goes wrong is thrown as a StoreError that names the server. Internal to postgres.cpp.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/errors.hpp"
#include "store/query.hpp"
#include "store/statement.hpp"

struct pg_conn;
struct pg_result;

namespace store {

struct ClearResult {
  void operator()(pg_result* result) const;
};
using PostgresResult = std::unique_ptr<pg_result, ClearResult>;

// Parameters as libpq takes them; kept between calls for its memory.
class PostgresParameters {
 public:
  void set(std::span<const Parameter> parameters);
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }

 private:
  void append(const Parameter& parameter);

  std::string text_;  // Every value, each ended by NUL.
  std::vector<std::ptrdiff_t> begins_;
  std::vector<const char*> values_;
};

class PostgresLink {
 public:
  PostgresLink(const std::string& url, const std::string& application_name, std::chrono::milliseconds limit);
  ~PostgresLink();
  PostgresLink(const PostgresLink&) = delete;
  PostgresLink& operator=(const PostgresLink&) = delete;

  // Throws `setup` when libpq cannot read the address.
  static void check_address(const std::string& url);

  [[nodiscard]] bool alive() const;
  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] int backend() const;

  // One or several statements without parameters; the last one's result.
  PostgresResult run_script(const std::string& sql);

  struct Description {
    std::vector<std::string> columns;
    std::vector<ValueKind> kinds;
  };
  Description prepare(const std::string& statement, const std::string& sql, std::span<const ValueKind> parameters);

  PostgresResult run(const std::string& statement, const PostgresParameters& parameters);
  // Hands over one row at a time; when `take` says false the rest is not wanted, and null comes back.
  PostgresResult stream(const std::string& statement, const PostgresParameters& parameters,
                        const std::function<bool(const pg_result&)>& take);

 private:
  void connect(const std::string& url, const std::string& application_name, std::chrono::milliseconds limit);
  void abandon() noexcept;
  PostgresResult checked(PostgresResult result);
  [[noreturn]] void fail(const pg_result* result);
  [[noreturn]] void fail_connecting(bool timed_out);
  [[nodiscard]] std::string place() const;

  pg_conn* connection_ = nullptr;
};

}  // namespace store
