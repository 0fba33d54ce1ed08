#pragma once
// One connection to a PostgreSQL server, over libpq: connects within a limit, tells apart what went wrong. Whatever goes wrong is thrown as a StoreError that names the server. Internal to postgres.cpp.
//
// Statements may be sent one after the other without waiting (send), and their answers read later, in the same order
// (receive): libpq's pipeline. It begins with the first send() and lasts until end_pipeline(); only send() and receive() may
// be called meanwhile. When a statement is refused, those sent after it are not run.

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

// The server's number of the type that a parameter of this kind has.
[[nodiscard]] unsigned type_of(ValueKind kind);

// Parameters as libpq takes them; lengths and formats are null where all are text.
struct PostgresValues {
  int count = 0;
  const char* const* values = nullptr;
  const int* lengths = nullptr;
  const int* formats = nullptr;
};

// Parameters as text; kept between calls for its memory.
class PostgresParameters {
 public:
  void set(std::span<const Parameter> parameters);
  [[nodiscard]] PostgresValues values() const {
    return {static_cast<int>(values_.size()), values_.data(), nullptr, nullptr};
  }
  // Differs for parameters that differ.
  void append_key(std::string& key) const;

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
  // Of a statement that says the types of its parameters itself.
  void prepare(const std::string& statement, const std::string& sql);

  PostgresResult run(const std::string& statement, const PostgresValues& parameters);
  // Hands over one row at a time; when `take` says false the rest is not wanted, and null comes back.
  PostgresResult stream(const std::string& statement, const PostgresValues& parameters,
                        const std::function<bool(const pg_result&)>& take);

  void send(const std::string& statement, const PostgresValues& parameters);
  // Waits for the answer to the earliest statement that has none.
  PostgresResult receive();
  // No statement follows for now: the server is told, so that it hands over what it has.
  void close_pipeline();
  // What was not received is passed over.
  void end_pipeline() noexcept;
  [[nodiscard]] bool in_pipeline() const;

 private:
  void connect(const std::string& url, const std::string& application_name, std::chrono::milliseconds limit);
  void abandon() noexcept;
  PostgresResult checked(PostgresResult result);
  [[noreturn]] void fail(const pg_result* result);
  [[noreturn]] void fail_connecting(bool timed_out);
  [[nodiscard]] std::string place() const;

  pg_conn* connection_ = nullptr;

  // Of the pipeline: statements so far.
  std::int64_t sent_ = 0;
  std::int64_t flushed_ = 0;    // They have left this process.
  std::int64_t called_in_ = 0;  // The server was told to hand over their answers.
  std::int64_t received_ = 0;
  bool is_closed_ = false;
};

}  // namespace store
