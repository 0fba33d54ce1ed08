// PostgreSQL as an engine. The tables live in the connection's default schema.
//
// A connection that is lost is made anew at the next begin(), with growing pauses between attempts. Only a connection
// lost during COMMIT leaves a doubt: the writer therefore notes a number of its own in the table store_writers within each
// transaction, and looks for it as soon as the server is back.
//
// Every statement is a journey to the server and back, and a batch of posts needs thousands. So those nobody waits for, and
// questions asked ahead, are sent without waiting; what is waited for is answered after them, in order (decision 0023).

#include <postgresql/libpq-fe.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <deque>
#include <exception>
#include <random>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>

#include "store/engine.hpp"
#include "store/postgres_link.hpp"
#include "store/prepared.hpp"

namespace store {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

constexpr const char* kLost = "The connection to PostgreSQL was lost.";

constexpr Milliseconds kConnectTime{5000};   // One attempt at most.
constexpr Milliseconds kFirstPause{100};     // After an attempt that failed; then twice as long each time,
constexpr Milliseconds kLongestPause{2000};  // up to this.
constexpr Milliseconds kSettleTime{5000};    // How long callers wait to learn what became of a COMMIT.

constexpr std::size_t kMostUnderWay = 4096;  // Statements sent whose answers are still to be read; a bound for memory.

struct Statement {
  std::string name;  // As the server knows it.
  const QueryShape* shape = nullptr;
  std::vector<int> columns;
};

template <class Number>
bool parse(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

class PostgresRow final : public RowReader {
 public:
  PostgresRow(std::string_view query, const Statement& statement) : RowReader(query, *statement.shape, statement.columns) {}

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
    const Statement& statement = prepared(query, shape);
    parameters_.set(parameters);
    if (is_asking_) return ask(query, statement);
    if (delivery == Delivery::unheard && access_ == Access::write) return send(query, statement);
    if (const auto asked = find_asked(statement); asked != asked_.end())
      return hand_over_asked(query, statement, asked, sink);
    return delivery == Delivery::streamed ? stream(query, statement, sink) : run_at_once(query, statement, sink);
  }

  bool begin_asking() override { return is_asking_ = true; }
  void end_asking() override { is_asking_ = false; }
  void forget_asked() override {
    for (auto& sent : under_way_) sent.asked = nullptr;
    asked_.clear();
  }

  void catch_up() noexcept override {
    try {
      drain();
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
        link_.reset();  // It died while nobody used it, or is a stand-by now; nothing is lost yet.
      }
    }
    reconnect();
    link_->run_script(sql);
  }

  void commit() override {
    try {
      drain();
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
      link_.reset();  // What cannot be rolled back ends with its connection.
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
    commit();
    marks_ = true;
  }

  std::optional<bool> take_settled() override { return std::exchange(settled_, std::nullopt); }

 private:
  void open() {
    under_way_.clear();
    forget_asked();
    link_ = std::make_unique<PostgresLink>(url_, "heed " + name_, kConnectTime);
    statements_.clear();
    streaming_ = false;
  }

  // Throws `away` when there is no connection, and without trying when the last attempt was a moment ago.
  void reconnect() {
    if (SteadyClock::now() < next_attempt_) throw StoreError(Trouble::away, last_failure_);
    try {
      link_.reset();
      open();
      pause_ = kFirstPause;
      if (is_unsettled_) settled_ = is_kept();
      is_unsettled_ = false;
    } catch (const StoreError& error) {
      link_.reset();
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
    link_.reset();
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

  // --- Statements under way (PostgresLink::send)

  using Asked = std::unordered_map<std::string, PostgresResult>;  // Null until the answer has come.
  struct Sent {
    const char* query;
    Asked::value_type* asked;  // Who keeps the answer; null when nobody wants it.
  };

  std::int64_t send(const char* query, const Statement& statement, Asked::value_type* asked = nullptr) {
    if (under_way_.size() >= kMostUnderWay) receive();
    refusing(query, [&] { return link_->send(statement.name, parameters_); });
    under_way_.push_back({query, asked});
    return 0;
  }

  std::int64_t ask(const char* query, const Statement& statement) {
    const auto [entry, is_new] = asked_.try_emplace(key_of(statement));
    return is_new ? send(query, statement, &*entry) : 0;
  }

  std::string key_of(const Statement& statement) const {
    std::string key = statement.name;
    parameters_.append_key(key);
    return key;
  }

  Asked::iterator find_asked(const Statement& statement) {
    return asked_.empty() ? asked_.end() : asked_.find(key_of(statement));
  }

  std::int64_t hand_over_asked(const char* query, const Statement& statement, Asked::iterator asked, RowSink sink) {
    while (asked->second == nullptr) receive();
    const auto result = std::move(asked->second);
    asked_.erase(asked);
    return hand_over(query, statement, *result, sink);
  }

  // The earliest answer that is still to come. A refusal ends all that was sent after it.
  PostgresResult receive() {
    const Sent earliest = under_way_.front();
    under_way_.pop_front();
    try {
      auto result = refusing(earliest.query, [&] { return link_->receive(); });
      if (earliest.asked == nullptr) return result;
      earliest.asked->second = std::move(result);
      return nullptr;
    } catch (const StoreError&) {
      give_up_pipeline();
      throw;
    }
  }

  void give_up_pipeline() noexcept {
    under_way_.clear();
    link_->end_pipeline();
  }

  // Every answer there is to come, and the connection is ready for anything else.
  void drain() {
    if (!link_ || !link_->in_pipeline()) return;
    try {
      refusing("", [&] { link_->close_pipeline(); });
    } catch (const StoreError&) {
      give_up_pipeline();
      throw;
    }
    while (!under_way_.empty()) receive();
    link_->end_pipeline();
  }

  const Statement& prepared(const char* query, const QueryShape& shape) {
    return statements_.get(query, shape,
                           [this](const char* name, const QueryShape& wanted) { return prepare(name, wanted); });
  }

  std::unique_ptr<Statement> prepare(const char* name, const QueryShape& shape) {
    const auto& query = find_query(*catalogue_, name);
    match_parameters(query, shape);
    auto statement = std::make_unique<Statement>();
    statement->name = std::string(name) + "#" + std::to_string(++prepared_count_);
    drain();
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
    return statement;
  }

  std::int64_t run_at_once(const char* query, const Statement& statement, RowSink sink) {
    if (!link_->in_pipeline()) {
      const auto result = refusing(query, [&] { return link_->run(statement.name, parameters_); });
      return hand_over(query, statement, *result, sink);
    }
    send(query, statement);
    PostgresResult result;
    while (!under_way_.empty()) result = receive();
    return hand_over(query, statement, *result, sink);
  }

  static std::int64_t hand_over(const char* query, const Statement& statement, const pg_result& result, RowSink sink) {
    if (sink.take != nullptr) {
      PostgresRow row(query, statement);
      for (int i = 0; i < PQntuples(&result); ++i) {
        row.move_to(result, i);
        sink.take(sink.object, row);
      }
    }
    return changed_rows(result);
  }

  std::int64_t stream(const char* query, const Statement& statement, RowSink sink) {
    drain();
    struct Streaming {
      bool& flag;
      explicit Streaming(bool& on) : flag(on) { flag = true; }
      ~Streaming() { flag = false; }
    } const streaming(streaming_);
    PostgresRow row(query, statement);
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
    const auto result = refusing(query, [&] { return link_->stream(statement.name, parameters_, take); });
    if (thrown) {
      refuse_unfinished(query);
      std::rethrow_exception(thrown);
    }
    return changed_rows(*result);
  }

  void control(const std::string& sql) {
    if (!link_) throw StoreError(Trouble::away, kLost);
    drain();
    refusing("", [&] { return link_->run_script(sql); });
  }

  // Remembers that the server refused a statement, and names the query in what is thrown.
  template <class Call>
  std::invoke_result_t<Call&> refusing(std::string_view query, Call&& call) {
    try {
      return call();
    } catch (const StoreError& error) {
      const bool is_named = error.trouble() == Trouble::statement && !query.empty();
      refusal_.emplace(error.trouble(), (is_named ? "query " + std::string(query) + ": " : "") + error.what());
      throw StoreError(*refusal_);
    }
  }

  std::string url_;
  Access access_;
  std::shared_ptr<const Catalogue> catalogue_;
  std::string name_;  // Of this connection, whatever session it has: in pg_stat_activity and store_writers.
  std::unique_ptr<PostgresLink> link_;
  StatementCache<Statement> statements_;
  PostgresParameters parameters_;
  std::int64_t prepared_count_ = 0;
  std::deque<Sent> under_way_;
  Asked asked_;
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
