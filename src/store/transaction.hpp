#pragma once
// What work on the record is given. A Reading sees one consistent snapshot; a Transaction also changes, and tells what it
// changed by publish(). Both are used inside a plain function that cannot await (store/store.hpp runs it).
//
// When the database refuses a statement (a unique key that is taken, say) StoreError is thrown and the function is over:
// catching it and carrying on does not save it, on neither engine. Where a taken key is to be expected, write
// `INSERT … ON CONFLICT DO NOTHING RETURNING id` and look whether a row came back. A refusal may come late: with a later
// statement, or when the function has returned.

#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/id.hpp"
#include "domain/event.hpp"
#include "domain/ids.hpp"
#include "store/checked_query.hpp"
#include "store/query.hpp"
#include "store/statement.hpp"

namespace store {

class Reading {
 public:
  Reading(Connection& connection /*outlives*/, base::Time now) : connection_(connection), now_(now) {}
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  // Every row of the query's answer.
  template <class Row, class... Params>
  [[nodiscard]] std::vector<Row> rows(const Query<Row(Params...)>& query, const std::type_identity_t<Params>&... params) {
    std::vector<Row> out;
    run_statement(
        connection_, query, Delivery::at_once, [&](const RowReader& row) { out.push_back(read_row<Row>(row)); }, params...);
    return out;
  }

  // The first row, if there is one.
  template <class Row, class... Params>
  [[nodiscard]] std::optional<Row> one(const Query<Row(Params...)>& query, const std::type_identity_t<Params>&... params) {
    std::optional<Row> out;
    run_statement(
        connection_, query, Delivery::at_once,
        [&](const RowReader& row) {
          if (!out) out.emplace(read_row<Row>(row));
        },
        params...);
    return out;
  }

  // Hands over each row as it comes, without keeping them: for reports and exports. `take` may not run queries itself.
  template <class Row, class... Params, class Each>
  void each(const Query<Row(Params...)>& query, Each&& take, const std::type_identity_t<Params>&... params) {
    run_statement(
        connection_, query, Delivery::streamed, [&](const RowReader& row) { take(read_row<Row>(row)); }, params...);
  }

  // When this work began; the same for the whole function.
  [[nodiscard]] base::Time now() const { return now_; }

 protected:
  Connection& connection_;
  base::Time now_;
};

class Transaction : public Reading {
 public:
  // Of what may be published there is a lot: it is made and destroyed in event_log.cpp alone, where that is compiled once.
  Transaction(Connection& connection /*outlives*/, base::Time now, base::IdMaker& ids /*outlives*/);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // Runs an INSERT, UPDATE or DELETE, without waiting for its answer where that is a journey.
  template <class... Params>
  void run(const Query<void(Params...)>& query, const std::type_identity_t<Params>&... params) {
    (void)run_statement(connection_, query, Delivery::unheard, nullptr, params...);
  }
  // Waits for the answer: the number of rows it touched.
  template <class... Params>
  [[nodiscard]] std::int64_t run_counted(const Query<void(Params...)>& query,
                                         const std::type_identity_t<Params>&... params) {
    return run_statement(connection_, query, Delivery::at_once, nullptr, params...);
  }

  // Asks many questions at once that would otherwise be asked one by one, each a journey to the database: `ask` puts them as
  // they will be put again, and is told nothing yet. Whoever puts one of them later, for the first time, is given the answer of
  // now. So nothing may change it in between; who does after all calls forget_asked(). Where there is no journey `ask` is not
  // called, and false comes back.
  template <class Ask>
  bool ask_ahead(Ask&& ask) {
    if (!connection_.begin_asking()) return false;
    struct Asking {
      Connection& connection;
      ~Asking() { connection.end_asking(); }
    } const asking{connection_};
    std::forward<Ask>(ask)();
    return true;
  }
  void forget_asked() { connection_.forget_asked(); }

  template <class AnyId>
  [[nodiscard]] AnyId new_id() {
    return ids_.next<AnyId>();
  }

  // Tells what happened; stored in this same transaction under the organization's next number, handed to the listeners
  // after the commit.
  void publish(ids::Organization organization, event::Event happened);

  // What was published so far, in order; the store takes it at commit.
  struct Published {
    ids::Organization organization_id;
    std::int64_t seq = 0;
    base::Time at{};
    event::Event event;
  };
  [[nodiscard]] std::vector<Published>& published() { return published_; }

 private:
  base::IdMaker& ids_;
  std::vector<Published> published_;
};

using Published = Transaction::Published;
// What one commit published, handed to every listener without a copy.
using PublishedBatch = std::shared_ptr<const std::vector<Published>>;

}  // namespace store
