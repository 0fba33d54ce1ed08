// PostgreSQL as an engine. The tables live in the connection's default schema.
//
// A connection that is lost is made anew at the next begin(), with growing pauses between attempts. Only a connection
// lost during COMMIT leaves a doubt: the writer therefore notes a number of its own in the table store_writers within each
// transaction, and looks for it as soon as the server is back.
//
// Every statement is a journey to the server and back, and a batch of posts needs thousands. So those nobody waits for, and
// questions asked ahead, are sent without waiting; what is waited for is answered after them, in order (decision 0023).
// Rows for the same table, and questions of the same kind, go together as one statement (decision 0025).

#include <postgresql/libpq-fe.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <exception>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "store/engine.hpp"
#include "store/postgres_link.hpp"
#include "store/postgres_pipeline.hpp"
#include "store/prepared.hpp"

namespace store {
namespace {

using Statement = PostgresStatement;
using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

constexpr const char* kLost = "The connection to PostgreSQL was lost.";

constexpr Milliseconds kConnectTime{5000};   // One attempt at most.
constexpr Milliseconds kFirstPause{100};     // After an attempt that failed; then twice as long each time,
constexpr Milliseconds kLongestPause{2000};  // up to this.
constexpr Milliseconds kSettleTime{5000};    // How long callers wait to learn what became of a COMMIT.

template <class Number>
bool parse(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

class PostgresRow final : public RowReader {
 public:
  explicit PostgresRow(const Statement& statement) : RowReader(statement.query, *statement.shape, statement.columns) {}

  void move_to(const pg_result& result, int row) {
    result_ = &result;
    row_ = row;
  }

 private:
  bool is_null_at(int column) const override { return PQgetisnull(result_, row_, column) != 0; }
  bool boolean_at(int column, int /*member*/) const override { return *PQgetvalue(result_, row_, column) == 't'; }
  std::int64_t integer_at(int column, int member) const override {
    std::int64_t value = 0;
    if (!parse(text_at(column, member), value)) refuse(member, "does not hold a whole number that fits");
    return value;
  }
  double real_at(int column, int member) const override {
    double value = 0;
    if (!parse(text_at(column, member), value)) refuse(member, "does not hold a number");
    return value;
  }
  std::string_view text_at(int column, int /*member*/) const override {
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }

  const pg_result* result_ = nullptr;
  int row_ = 0;
};

// Whether the column's type can be read as the member's.
bool is_readable(ValueKind column, ValueKind member) {
  if (column == member) return true;
  const auto is_number = [](ValueKind kind) { return kind == ValueKind::integer || kind == ValueKind::real; };
  return is_number(column) && is_number(member);
}

std::string random_name() {
  std::random_device random;
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";
  std::string name;
  while (name.size() < 16) name += kLetters[random() % kLetters.size()];
  return name;
}

std::int64_t changed_rows(const pg_result& result) {
  std::int64_t rows = 0;
  const std::string_view tag = PQcmdTuples(const_cast<pg_result*>(&result));
  const bool is_select = std::string_view(PQcmdStatus(const_cast<pg_result*>(&result))).starts_with("SELECT");
  return !is_select && parse(tag, rows) ? rows : 0;
}

class PostgresConnection final : public EngineConnection {
 public:
  PostgresConnection(std::string url, Access access, std::shared_ptr<const Catalogue> catalogue)
      : url_(std::move(url)), access_(access), catalogue_(std::move(catalogue)), name_(random_name()) {
    open();
  }

  std::int64_t run(const char* query, const QueryShape& shape, std::span<const Parameter> parameters, RowSink sink,
                   Delivery delivery) override {
    if (refusal_) throw StoreError(*refusal_);
    if (streaming_) refuse_nested(query);
    check_parameters(query, parameters);
    if (!link_) throw StoreError(Trouble::away, kLost);
    Statement& statement = prepared(query, shape);
    if (is_asking_) {
      pipeline_.ask(statement, parameters);
      return 0;
    }
    const bool is_unheard = delivery == Delivery::unheard && access_ == Access::write;
    if (is_unheard && statement.many) {
      pipeline_.keep(statement, parameters);
      return 0;
    }
    if (const auto answer = pipeline_.take_answer(statement, parameters))
      return hand_over(statement, *answer->result, answer->begin, answer->end, sink);
    pipeline_.send_waiting();
    parameters_.set(parameters);
    if (is_unheard) {
      pipeline_.send(query, statement.name, parameters_.values());
      return 0;
    }
    return delivery == Delivery::streamed ? stream(statement, sink) : run_at_once(statement, sink);
  }

  bool begin_asking() override {
    pipeline_.begin_asking();
    return is_asking_ = true;
  }
  void end_asking() override { is_asking_ = false; }
  void forget_asked() override { pipeline_.forget_asked(); }

  void catch_up() noexcept override {
    try {
      pipeline_.drain();
    } catch (const StoreError&) {}  // Which is the refusal now.
    forget_asked();
  }

  void begin() override {
    const char* sql = access_ == Access::write ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                                               : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    is_release_due_ = false;
    if (link_ && link_->alive()) {
      try {
        link_->run_script(sql);
        return;
      } catch (const StoreError&) {
        drop_link();  // It died while nobody used it, or is a stand-by now; nothing is lost yet.
      }
    }
    reconnect();
    link_->run_script(sql);
  }

  void commit() override {
    try {
      pipeline_.drain();
    } catch (const StoreError&) {
      rollback();
      throw;
    }
    if (!in_transaction()) throw StoreError(Trouble::away, kLost);  // COMMIT alone would say yes.
    const std::string sql = marks_ ? mark_sql(++mark_) + "; COMMIT" : "COMMIT";
    try {
      const auto done = link_->run_script(sql);
      if (std::string_view(PQcmdStatus(done.get())) == "COMMIT") return;
    } catch (const StoreError& error) {
      if (link_->alive() && error.trouble() != Trouble::away) {
        rollback();
        throw;
      }
      settle(error);
      return;
    }
    throw StoreError(Trouble::statement, "PostgreSQL rolled the transaction back.");
  }

  void rollback() noexcept override {
    catch_up();
    if (!in_transaction()) return;
    try {
      link_->run_script("ROLLBACK");
    } catch (const StoreError&) {
      drop_link();  // What cannot be rolled back ends with its connection.
    }
  }

  // The release of the last savepoint and the next one go to the server together.
  void savepoint() override {
    control(std::exchange(is_release_due_, false) ? "RELEASE SAVEPOINT one; SAVEPOINT one" : "SAVEPOINT one");
  }
  void release_savepoint() override { is_release_due_ = true; }
  void rollback_to_savepoint() override {
    control("ROLLBACK TO SAVEPOINT one");
    is_release_due_ = true;
  }
  bool in_transaction() const override { return link_ && link_->alive() && link_->in_transaction(); }

  void begin_migration() override {
    begin();
    control("SET LOCAL lock_timeout = '5min'");  // Another program's migration may take its time.
    control("SELECT pg_advisory_xact_lock(hashtext('heed.migrate.' || COALESCE(current_schema(), '')))");
  }
  void run_script(std::string_view sql) override { control(std::string(sql)); }

  void check(const CheckedQuery& query) override { (void)prepared(query.name, *query.shape); }

  void get_ready() override {
    begin_migration();  // IF NOT EXISTS does not help two programs that create it at once.
    control(
        "CREATE TABLE IF NOT EXISTS store_writers (writer TEXT PRIMARY KEY, mark BIGINT NOT NULL, "
        "seen_at TIMESTAMPTZ NOT NULL)");
    control("DELETE FROM store_writers WHERE seen_at < now() - INTERVAL '30 days'");
    pipeline_.learn_tables();
    commit();
    marks_ = true;
  }

  std::optional<bool> take_settled() override { return std::exchange(settled_, std::nullopt); }

 private:
  void open() {
    pipeline_.use(nullptr);
    statements_.clear();
    link_ = std::make_unique<PostgresLink>(url_, "heed " + name_, kConnectTime);
    pipeline_.use(link_.get());
    streaming_ = false;
  }

  void drop_link() noexcept {
    pipeline_.use(nullptr);
    link_.reset();
  }

  // Throws `away` when there is no connection, and without trying when the last attempt was a moment ago.
  void reconnect() {
    if (SteadyClock::now() < next_attempt_) throw StoreError(Trouble::away, last_failure_);
    try {
      drop_link();
      open();
      pause_ = kFirstPause;
      if (is_unsettled_) settled_ = is_kept();
      is_unsettled_ = false;
    } catch (const StoreError& error) {
      drop_link();
      last_failure_ = error.what();
      std::minstd_rand random(std::random_device{}());
      next_attempt_ = SteadyClock::now() + pause_ + pause_ * static_cast<int>(random() % 100) / 200;
      pause_ = std::min(pause_ * 2, kLongestPause);
      throw StoreError(Trouble::away, last_failure_);
    }
  }

  std::string mark_sql(std::int64_t mark) const {
    return "INSERT INTO store_writers (writer, mark, seen_at) VALUES ('" + name_ + "', " + std::to_string(mark) +
           ", now()) ON CONFLICT (writer) DO UPDATE SET mark = EXCLUDED.mark, seen_at = EXCLUDED.seen_at";
  }

  // Returns when the COMMIT that was under way took place after all; throws `away` when it did not, `unsettled` when that
  // cannot be found out soon.
  void settle(const StoreError& lost) {
    unsettled_backend_ = link_->backend();
    drop_link();
    if (!marks_) throw StoreError(Trouble::away, lost.what());
    is_unsettled_ = true;
    for (const auto end = SteadyClock::now() + kSettleTime; is_unsettled_ && SteadyClock::now() < end;) {
      try {
        reconnect();
      } catch (const StoreError&) {
        std::this_thread::sleep_for(Milliseconds(50));
      }
    }
    if (is_unsettled_) {
      throw StoreError(Trouble::unsettled, std::string(lost.what()) +
                                               " It was saving just then: what was sent may have been kept or "
                                               "not. Ask again with the same Idempotency-Key.");
    }
    if (!take_settled().value_or(false)) throw StoreError(Trouble::away, lost.what());
  }

  // Looks for the mark, after making sure that the old session cannot commit any more.
  bool is_kept() {
    const std::string old_session = " FROM pg_stat_activity WHERE pid = " + std::to_string(unsettled_backend_) +
                                    " AND application_name = 'heed " + name_ + "'";
    for (int attempts = 0; PQntuples(link_->run_script("SELECT pg_terminate_backend(pid)" + old_session).get()) > 0;
         ++attempts) {
      if (attempts >= 100) throw StoreError(Trouble::away, "PostgreSQL still works at a transaction that is in doubt.");
      std::this_thread::sleep_for(Milliseconds(20));
    }
    const auto found =
        link_->run_script("SELECT 1 FROM store_writers WHERE writer = '" + name_ + "' AND mark = " + std::to_string(mark_));
    return PQntuples(found.get()) > 0;
  }

  Statement& prepared(const char* query, const QueryShape& shape) {
    return statements_.get(query, shape,
                           [this](const char* name, const QueryShape& wanted) { return prepare(name, wanted); });
  }

  std::unique_ptr<Statement> prepare(const char* name, const QueryShape& shape) {
    const auto& query = find_query(*catalogue_, name);
    match_parameters(query, shape);
    auto statement = std::make_unique<Statement>();
    statement->name = std::string(name) + "#" + std::to_string(++prepared_count_);
    statement->query = name;
    pipeline_.receive_all();
    const auto description =
        refusing(name, [&] { return link_->prepare(statement->name, std::string(query.sql), shape.parameters); });
    statement->columns = match_columns(name, shape, description.columns);
    statement->shape = &shape;
    for (std::size_t i = 0; i < shape.members.size(); ++i) {
      const auto& member = shape.members[i];
      if (is_readable(description.kinds[static_cast<std::size_t>(statement->columns[i])], member.kind)) continue;
      throw StoreError(Trouble::setup, "query " + std::string(name) + ", column " + std::string(member.name) + " of " +
                                           std::string(shape.row_type) + ": the column's type is not the member's");
    }
    // Readers wait for every answer.
    if (access_ == Access::write) statement->many = pipeline_.many_of(query, shape);
    return statement;
  }

  std::int64_t run_at_once(const Statement& statement, RowSink sink) {
    PostgresResult result;
    if (link_->in_pipeline()) {
      pipeline_.send(statement.query, statement.name, parameters_.values());
      result = pipeline_.receive_last();
    } else {
      result = refusing(statement.query, [&] { return link_->run(statement.name, parameters_.values()); });
    }
    return hand_over(statement, *result, 0, PQntuples(result.get()), sink);
  }

  // The rows from `begin` to before `end`.
  static std::int64_t hand_over(const Statement& statement, const pg_result& result, int begin, int end, RowSink sink) {
    if (sink.take != nullptr) {
      PostgresRow row(statement);
      for (int i = begin; i < end; ++i) {
        row.move_to(result, i);
        sink.take(sink.object, row);
      }
    }
    return changed_rows(result);
  }

  std::int64_t stream(const Statement& statement, RowSink sink) {
    pipeline_.drain();
    struct Streaming {
      bool& flag;
      explicit Streaming(bool& on) : flag(on) { flag = true; }
      ~Streaming() { flag = false; }
    } const streaming(streaming_);
    PostgresRow row(statement);
    std::exception_ptr thrown;
    const auto take = [&](const pg_result& result) {
      try {
        row.move_to(result, 0);
        sink.take(sink.object, row);
      } catch (...) {
        thrown = std::current_exception();
      }
      return thrown == nullptr;
    };
    const auto result = refusing(statement.query, [&] { return link_->stream(statement.name, parameters_.values(), take); });
    if (thrown) {
      refuse_unfinished(statement.query);
      std::rethrow_exception(thrown);
    }
    return changed_rows(*result);
  }

  void control(const std::string& sql) {
    if (!link_) throw StoreError(Trouble::away, kLost);
    pipeline_.drain();
    refusing("", [&] { return link_->run_script(sql); });
  }

  template <class Call>
  std::invoke_result_t<Call&> refusing(std::string_view query, Call&& call) {
    return pipeline_.refusing(query, std::forward<Call>(call));
  }

  std::string url_;
  Access access_;
  std::shared_ptr<const Catalogue> catalogue_;
  std::string name_;  // Of this connection, whatever session it has: in pg_stat_activity and store_writers.
  std::unique_ptr<PostgresLink> link_;
  StatementCache<Statement> statements_;
  PostgresPipeline pipeline_{refusal_};
  PostgresParameters parameters_;
  std::int64_t prepared_count_ = 0;
  bool is_asking_ = false;
  bool streaming_ = false;
  bool is_release_due_ = false;

  bool marks_ = false;
  std::int64_t mark_ = 0;
  bool is_unsettled_ = false;
  int unsettled_backend_ = 0;
  std::optional<bool> settled_;

  Milliseconds pause_ = kFirstPause;
  SteadyClock::time_point next_attempt_{};
  std::string last_failure_;
};

class Postgres final : public Engine {
 public:
  Postgres(std::string url, std::shared_ptr<const Catalogue> catalogue)
      : url_(std::move(url)), catalogue_(std::move(catalogue)) {
    PostgresLink::check_address(url_);
  }
  std::unique_ptr<EngineConnection> connect(Access access) override {
    return std::make_unique<PostgresConnection>(url_, access, catalogue_);
  }

 private:
  std::string url_;
  std::shared_ptr<const Catalogue> catalogue_;
};

}  // namespace

std::unique_ptr<Engine> make_postgres(const std::string& url, std::shared_ptr<const Catalogue> catalogue) {
  return std::make_unique<Postgres>(url, std::move(catalogue));
}

}  // namespace store
