#pragma once
// What SQLite and PostgreSQL have to offer for the store to run on them. Only src/store sees it.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/catalogue.hpp"
#include "store/errors.hpp"
#include "store/statement.hpp"
#include "store/store.hpp"

namespace store {

enum class Access { read, write };

// A connection with its transaction. All of it throws StoreError.
class EngineConnection : public Connection {
 public:
  // A connection that was lost is made anew here, unless the last attempt was a moment ago.
  virtual void begin() = 0;
  virtual void commit() = 0;  // When it throws, the transaction is over all the same.
  virtual void rollback() noexcept = 0;

  virtual void savepoint() = 0;
  virtual void release_savepoint() = 0;
  virtual void rollback_to_savepoint() = 0;  // And releases it.

  // False when the engine gave the transaction up by itself: a lost connection, a full disk.
  [[nodiscard]] virtual bool in_transaction() const = 0;

  // begin(), and no other process migrates until the end of the transaction.
  virtual void begin_migration() = 0;
  virtual void run_script(std::string_view sql) = 0;

  // After the migrations, before the first transaction of the store.
  virtual void get_ready() {}

  // Whether the commit that follows will say, by its success, that a full disk has space again: it writes something.
  virtual bool proves_space() { return true; }

  // Waits until every statement so far is answered; whether one was refused is known then (refusal()). Ends what was asked
  // ahead.
  virtual void catch_up() noexcept {}

  // Between transactions, when nobody waits for an answer: housekeeping.
  virtual void tidy() {}

  // Prepares the query and compares it with its types.
  virtual void check(const CheckedQuery& query) = 0;

  // After commit() threw `unsettled`: what became of it, once that is known.
  virtual std::optional<bool> take_settled() { return std::nullopt; }

  // The first statement since clear_refusal() that the database refused, or whose rows were not taken to the end. After it
  // no statement runs, whatever the function under way does with the exception: PostgreSQL would not, so SQLite does not
  // either.
  [[nodiscard]] const std::optional<StoreError>& refusal() const { return refusal_; }
  void clear_refusal() { refusal_.reset(); }

 protected:
  void refuse_unfinished(std::string_view query) {
    refusal_.emplace(Trouble::statement, "query " + std::string(query) + ": who was handed the rows did not want them all");
  }
  [[noreturn]] static void refuse_nested(std::string_view query) {
    throw StoreError(Trouble::statement,
                     "query " + std::string(query) + " is run while the rows of another are handed over");
  }

  std::optional<StoreError> refusal_;
};

class Engine {
 public:
  Engine() = default;
  virtual ~Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Throws StoreError when there is no connection to be had (`setup`: waiting does not help; `away`: it may).
  virtual std::unique_ptr<EngineConnection> connect(Access access) = 0;
};

// By the URL's scheme. Nothing is opened yet.
[[nodiscard]] std::unique_ptr<Engine> make_engine(const StoreOptions& options, std::shared_ptr<const Catalogue> catalogue);
[[nodiscard]] std::unique_ptr<Engine> make_sqlite(const std::string& path, std::shared_ptr<const Catalogue> catalogue);
[[nodiscard]] std::unique_ptr<Engine> make_postgres(const std::string& url, std::shared_ptr<const Catalogue> catalogue);

}  // namespace store
