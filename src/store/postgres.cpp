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
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "store/engine.hpp"
#include "store/postgres_link.hpp"
#include "store/postgres_many.hpp"
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

// Rows that wait to be sent together: so many of one query, or so large. More are hardly cheaper, and while the server is at
// them the next come into being.
constexpr std::size_t kMostRows = 128;
constexpr std::size_t kMostBytes = 1U << 20U;

// A set of answers to one statement, and which of its rows belong to one question.
struct Answer {
  std::shared_ptr<const pg_result> result;  // Null until it has come.
  int begin = 0;
  int end = 0;
};
using Asked = std::unordered_map<std::string, Answer>;

struct Statement {
  std::string name;  // As the server knows it.
  const char* query = nullptr;
  const QueryShape* shape = nullptr;
  std::vector<int> columns;

  // For many rows or questions at once, where that can be.
  struct Many {
    std::string sql;
    std::string name;              // Empty until the server knows it.
    std::string table;             // Of rows.
    int rank = 0;                  // Rows of a table are sent after those of tables with a lower one, which they may name.
    std::vector<std::size_t> key;  // See InsertOfMany.
    PostgresRows waiting;
    std::unordered_set<std::string> keys;    // Of the rows that wait.
    std::vector<Asked::value_type*> asking;  // Of the questions that wait: who keeps each one's answer.
  };
  std::unique_ptr<Many> many;
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
    Statement& statement = prepared(query, shape);
    const bool is_unheard = delivery == Delivery::unheard && access_ == Access::write;
    if (is_unheard && statement.many && !is_asking_) return gather(statement, parameters);
    parameters_.set(parameters);
    if (is_asking_) return ask(statement, parameters);
    if (const auto asked = find_asked(statement); asked != asked_.end()) return hand_over_asked(statement, asked, sink);
    send_waiting();
    if (is_unheard) return send(query, statement.name, parameters_.values(), {});
    return delivery == Delivery::streamed ? stream(query, statement, sink) : run_at_once(query, statement, sink);
  }

  bool begin_asking() override {
    if (!waiting_rows_.empty()) send_waiting();
    return is_asking_ = true;
  }
  void end_asking() override { is_asking_ = false; }
  void forget_asked() override {
    forget_waiting_questions();
    for (auto& sent : under_way_) sent.asking.clear();
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
    read_ranks();
    commit();
    marks_ = true;
  }

  std::optional<bool> take_settled() override { return std::exchange(settled_, std::nullopt); }

 private:
  void open() {
    under_way_.clear();
    forget_all_waiting();
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

  struct Sent {
    const char* query;
    std::vector<Asked::value_type*> asking;  // Who keeps the answer to each question of it; empty when nobody wants any.
    bool is_many = false;
  };

  std::int64_t send(const char* query, const std::string& name, const PostgresValues& values,
                    std::vector<Asked::value_type*> asking, bool is_many = false) {
    if (under_way_.size() >= kMostUnderWay) receive();
    refusing(query, [&] { link_->send(name, values); });
    under_way_.push_back({query, std::move(asking), is_many});
    return 0;
  }

  std::int64_t ask(Statement& statement, std::span<const Parameter> parameters) {
    const auto [entry, is_new] = asked_.try_emplace(key_of(statement));
    if (!is_new) return 0;
    if (!statement.many) return send(statement.query, statement.name, parameters_.values(), {&*entry});
    keep(statement, parameters, waiting_questions_);
    statement.many->asking.push_back(&*entry);
    if (statement.many->waiting.count() >= kMostRows) send_waiting();
    return 0;
  }

  std::string key_of(const Statement& statement) const {
    std::string key = statement.name;
    parameters_.append_key(key);
    return key;
  }

  Asked::iterator find_asked(const Statement& statement) {
    return asked_.empty() ? asked_.end() : asked_.find(key_of(statement));
  }

  std::int64_t hand_over_asked(const Statement& statement, Asked::iterator asked, RowSink sink) {
    if (asked->second.result == nullptr) send_waiting();
    while (asked->second.result == nullptr) receive();
    const auto answer = std::move(asked->second);
    asked_.erase(asked);
    return hand_over(statement, *answer.result, answer.begin, answer.end, sink);
  }

  // The earliest answer that is still to come. A refusal ends all that was sent after it.
  PostgresResult receive() {
    const Sent earliest = std::move(under_way_.front());
    under_way_.pop_front();
    try {
      auto result = refusing(earliest.query, [&] { return link_->receive(); });
      if (earliest.asking.empty()) return result;
      refusing(earliest.query, [&] { keep_answers(earliest, std::move(result)); });
      return nullptr;
    } catch (const StoreError&) {
      give_up_pipeline();
      throw;
    }
  }

  // The rows stand in the order of the questions; which one, from 1, is in the last column.
  static void keep_answers(const Sent& sent, PostgresResult received) {
    const std::shared_ptr<const pg_result> result(received.release(), ClearResult{});
    const int rows = PQntuples(result.get());
    if (!sent.is_many) {
      sent.asking.front()->second = {result, 0, rows};
      return;
    }
    const int column = PQnfields(result.get()) - 1;
    int row = 0;
    for (std::size_t i = 0; i < sent.asking.size(); ++i) {
      const int begin = row;
      const std::string question = std::to_string(i + 1);
      while (row < rows && question == PQgetvalue(result.get(), row, column)) ++row;
      sent.asking[i]->second = {result, begin, row};
    }
    if (row != rows) throw StoreError(Trouble::statement, "the answers came in another order than the questions");
  }

  // --- Rows and questions that wait to go together

  std::int64_t gather(Statement& statement, std::span<const Parameter> row) {
    auto& many = *statement.many;
    const bool has_other = std::ranges::any_of(
        waiting_rows_, [&](const Statement* other) { return other != &statement && other->many->table == many.table; });
    if (has_other) send_waiting();
    if (!many.key.empty() && !many.keys.insert(key_in(many, row)).second) {
      send_waiting();
      many.keys.insert(key_in(many, row));
    }
    keep(statement, row, waiting_rows_);
    if (many.waiting.count() >= kMostRows || many.waiting.bytes() >= kMostBytes) send_waiting();
    return 0;
  }

  // Those of a lower rank stand first.
  static void keep(Statement& statement, std::span<const Parameter> parameters, std::vector<Statement*>& waiting) {
    auto& many = *statement.many;
    if (many.waiting.count() == 0) {
      const auto rank_of = [](const Statement* other) { return other->many->rank; };
      waiting.insert(std::ranges::upper_bound(waiting, many.rank, {}, rank_of), &statement);
    }
    many.waiting.add(parameters);
  }

  std::string key_in(const Statement::Many& many, std::span<const Parameter> row) {
    std::vector<Parameter> key;
    for (const auto parameter : many.key) key.push_back(row[parameter]);
    parameters_.set(key);
    std::string text;
    parameters_.append_key(text);
    return text;
  }

  // Questions go first: whoever put one had all rows of before sent (begin_asking).
  void send_waiting() {
    if (waiting_questions_.empty() && waiting_rows_.empty()) return;
    auto waiting = std::exchange(waiting_questions_, {});
    const auto rows = std::exchange(waiting_rows_, {});
    waiting.insert(waiting.end(), rows.begin(), rows.end());
    try {
      for (auto* statement : waiting) send_together(*statement);
    } catch (const StoreError&) {
      for (auto* statement : waiting) forget_waiting(*statement);
      throw;
    }
  }

  void send_together(Statement& statement) {
    auto& many = *statement.many;
    const bool is_many = many.waiting.count() > 1;
    if (is_many && many.name.empty()) prepare_many(statement);
    send(statement.query, is_many ? many.name : statement.name, is_many ? many.waiting.as_arrays() : many.waiting.as_row(),
         std::exchange(many.asking, {}), is_many);
    forget_waiting(statement);
  }

  void prepare_many(Statement& statement) {
    receive_all();
    const std::string name = statement.name + "*";
    refusing(statement.query, [&] { link_->prepare(name, statement.many->sql); });
    statement.many->name = name;
  }

  static void forget_waiting(Statement& statement) {
    statement.many->waiting.clear();
    statement.many->keys.clear();
    statement.many->asking.clear();
  }

  void forget_all_waiting() noexcept {
    for (auto* statement : waiting_rows_) forget_waiting(*statement);
    for (auto* statement : waiting_questions_) forget_waiting(*statement);
    waiting_rows_.clear();
    waiting_questions_.clear();
  }

  void forget_waiting_questions() noexcept {
    for (auto* statement : waiting_questions_) forget_waiting(*statement);
    waiting_questions_.clear();
  }

  // How many tables stand between a table and those that it names in no way.
  void read_ranks() {
    const auto links = link_->run_script(
        "SELECT DISTINCT c.relname, p.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid "
        "JOIN pg_class p ON p.oid = k.confrelid WHERE k.contype = 'f' AND c.oid <> p.oid "
        "AND c.relnamespace = current_schema()::regnamespace");
    ranks_.clear();
    const int count = PQntuples(links.get());
    // As often as there are links at most: tables that name each other in a ring have no order.
    bool changed = true;
    for (int round = 0; changed && round <= count; ++round) {
      changed = false;
      for (int i = 0; i < count; ++i) {
        int& rank = ranks_[PQgetvalue(links.get(), i, 0)];
        const int least = ranks_[PQgetvalue(links.get(), i, 1)] + 1;
        if (rank >= least) continue;
        rank = least;
        changed = true;
      }
    }
  }

  void give_up_pipeline() noexcept {
    under_way_.clear();
    forget_all_waiting();
    link_->end_pipeline();
  }

  // Everything is sent, every answer there is to come is there, and the connection is ready for anything else.
  void drain() {
    if (refusal_ || !link_) forget_all_waiting();
    send_waiting();
    receive_all();
  }

  void receive_all() {
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
    receive_all();
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
    statement->many = many_of(query, shape);
    return statement;
  }

  // Not before the tables are what they will be (get_ready), and not for readers, who wait for every answer.
  [[nodiscard]] std::unique_ptr<Statement::Many> many_of(const EmbeddedQuery& query, const QueryShape& shape) const {
    if (!marks_) return nullptr;
    Statement::Many many{{}, {}, {}, 0, {}, PostgresRows(shape.parameters), {}, {}};
    if (auto question = shape.members.empty() ? std::nullopt : question_of_many(query.sql, shape.parameters)) {
      many.sql = *std::move(question);
    } else if (auto insert = insert_of_many(query.sql, shape.parameters)) {
      many.sql = std::move(insert->sql);
      many.table = std::move(insert->table);
      many.key = std::move(insert->key);
      const auto rank = ranks_.find(many.table);
      many.rank = rank == ranks_.end() ? 0 : rank->second;
    } else {
      return nullptr;
    }
    return std::make_unique<Statement::Many>(std::move(many));
  }

  std::int64_t run_at_once(const char* query, const Statement& statement, RowSink sink) {
    if (!link_->in_pipeline()) {
      const auto result = refusing(query, [&] { return link_->run(statement.name, parameters_.values()); });
      return hand_over(statement, *result, 0, PQntuples(result.get()), sink);
    }
    send(query, statement.name, parameters_.values(), {});
    PostgresResult result;
    while (!under_way_.empty()) result = receive();
    return hand_over(statement, *result, 0, PQntuples(result.get()), sink);
  }

  // The rows from `begin` to before `end`.
  static std::int64_t hand_over(const Statement& statement, const pg_result& result, int begin, int end, RowSink sink) {
    if (sink.take != nullptr) {
      PostgresRow row(statement.query, statement);
      for (int i = begin; i < end; ++i) {
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
    const auto result = refusing(query, [&] { return link_->stream(statement.name, parameters_.values(), take); });
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
  std::vector<Statement*> waiting_rows_;
  std::vector<Statement*> waiting_questions_;
  std::map<std::string, int> ranks_;
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
