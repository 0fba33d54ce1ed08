// SQLite as an engine: WAL, synchronous=FULL, one connection a thread.

#include <sqlite3.h>

#include <sys/statvfs.h>

#include <atomic>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/check.hpp"
#include "store/engine.hpp"
#include "store/prepared.hpp"
#include "store/sqlite_checkpoint.hpp"
#include "store/sqlite_file.hpp"
#include "store/sqlite_gather.hpp"
#include "store/sqlite_terms.hpp"

namespace store {
namespace {

constexpr std::uint64_t kRoom = 1U << 20U;  // Bytes: with less a disk counts as full for who does not try.

struct Statement {
  sqlite3_stmt* handle = nullptr;
  const QueryShape* shape = nullptr;
  std::vector<int> columns;    // Of each member.
  std::vector<int> positions;  // SQLite's index of $1, $2 …
  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(handle); }
};

class SqliteRow final : public RowReader {
 public:
  SqliteRow(std::string_view query, const Statement& statement)
      : RowReader(query, *statement.shape, statement.columns), handle_(statement.handle) {}

 private:
  void expect(int column, int member, int type, std::string_view what) const {
    if (sqlite3_column_type(handle_, column) != type) [[unlikely]]
      refuse(member, "does not hold " + std::string(what));
  }
  bool is_null_at(int column) const override { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }
  bool boolean_at(int column, int member) const override {
    expect(column, member, SQLITE_INTEGER, "true or false");
    return sqlite3_column_int64(handle_, column) != 0;
  }
  std::int64_t integer_at(int column, int member) const override {
    expect(column, member, SQLITE_INTEGER, "a whole number");
    return sqlite3_column_int64(handle_, column);
  }
  double real_at(int column, int member) const override {
    if (sqlite3_column_type(handle_, column) != SQLITE_INTEGER) expect(column, member, SQLITE_FLOAT, "a number");
    return sqlite3_column_double(handle_, column);
  }
  std::string_view text_at(int column, int member) const override {
    expect(column, member, SQLITE_TEXT, "text");
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
  }

  sqlite3_stmt* handle_;
};

// Ends the statement's run however the function is left.
class Run {
 public:
  Run(bool& busy, sqlite3_stmt* handle) : busy_(busy), handle_(handle) { busy_ = true; }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  ~Run() {
    sqlite3_reset(handle_);
    busy_ = false;
  }

 private:
  bool& busy_;
  sqlite3_stmt* handle_;
};

class SqliteConnection final : public EngineConnection {
 public:
  SqliteConnection(std::string path, Access access, bool durable, std::shared_ptr<const Catalogue> catalogue,
                   std::shared_ptr<std::atomic<bool>> broken)
      : path_(std::move(path)),
        access_(access),
        catalogue_(std::move(catalogue)),
        broken_(std::move(broken)),
        checkpoint_(path_, durable) {
    open();
    try {
      set_up(durable);
    } catch (...) {
      close();
      throw;
    }
  }
  ~SqliteConnection() override { close(); }

  std::int64_t run(const char* query, const QueryShape& shape, std::span<const Parameter> parameters, RowSink sink,
                   Delivery delivery) override {
    if (refusal_) throw StoreError(*refusal_);
    if (busy_) refuse_nested(query);
    check_parameters(query, parameters);
    Statement& statement = prepared(query, shape);
    const Run running(busy_, statement.handle);
    if (const int code = bind(statement, parameters); code != SQLITE_OK) fail(query, code);
    return step(query, statement, sink, delivery);
  }

  void begin() override {
    control(access_ == Access::write ? begin_write_ : begin_read_);
    changes_before_ = sqlite3_total_changes64(db_);
  }
  void commit() override {
    try {
      control(commit_);
    } catch (...) {
      rollback();
      throw;
    }
  }
  void rollback() noexcept override {
    if (!in_transaction()) return;
    sqlite3_step(rollback_.handle);
    sqlite3_reset(rollback_.handle);
    HEED_CHECK(!in_transaction(), sqlite3_errmsg(db_));
  }
  void savepoint() override { control(savepoint_); }
  void release_savepoint() override { control(release_); }
  void rollback_to_savepoint() override {
    control(rollback_to_);
    control(release_);
  }
  bool in_transaction() const override { return sqlite3_get_autocommit(db_) == 0; }

  void begin_migration() override { begin(); }

  // A transaction that changed nothing writes nothing. Where there seems to be space again, it is made to: what it sets
  // stands there already, the page is written all the same.
  bool proves_space() override {
    if (sqlite3_total_changes64(db_) != changes_before_) return true;
    struct statvfs disk{};
    if (::statvfs(path_.c_str(), &disk) == 0 && disk.f_bavail * disk.f_frsize < kRoom) return false;
    if (const int code = sqlite3_exec(db_, kSetApplicationId, nullptr, nullptr, nullptr); code != SQLITE_OK) fail("", code);
    return true;
  }

  // SQLite's own automatic checkpoint would pass over an fsync that failed and try it again, when the kernel has already
  // forgotten what was to be written.
  //
  // Most of the log is moved beside us; what is appended meanwhile, in further rounds, until little is left for us to move. Only
  // with the whole log in the file does SQLite begin it anew.
  void tidy() override {
    if (*broken_) return;
    if (checkpoint_.is_running() && !plan_.is_too_long()) return;
    if (const auto round = checkpoint_.take()) {
      if (round->trouble && *round->trouble != Trouble::busy) fail_by(*round->trouble, round->said);
      plan_.round_ended(round->moved);
    }
    switch (plan_.next(is_short_of_space_)) {
      case CheckpointPlan::Step::wait: return;
      case CheckpointPlan::Step::round:
        plan_.round_began();
        checkpoint_.begin();
        return;
      case CheckpointPlan::Step::rest: move_the_rest();
    }
  }

  // The id of a row is SQLite's own row number only where the type is spelt INTEGER, and a table has none only where it says
  // so; otherwise every table would keep a second tree, a third of the cost of an insert.
  void run_script(std::string_view sql) override {
    std::string dialect(sql);
    for (const auto& [common, ours] :
         {std::pair<std::string_view, std::string_view>{"BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY"},
          {"/* WITHOUT ROWID */", "WITHOUT ROWID"}}) {
      for (auto at = dialect.find(common); at != std::string::npos; at = dialect.find(common, at))
        dialect.replace(at, common.size(), ours);
    }
    if (const int code = sqlite3_exec(db_, dialect.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK) fail("", code);
  }

  void check(const CheckedQuery& query) override { (void)prepared(query.name, *query.shape); }

 private:
  static int note_log(void* self, sqlite3* /*db*/, const char* /*schema*/, int pages) {
    static_cast<SqliteConnection*>(self)->plan_.log_has(pages);
    return SQLITE_OK;
  }

  void move_the_rest() {
    int pages = 0;
    int moved = 0;
    const int code = sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved);
    if (code != SQLITE_OK && trouble_of(db_, code) != Trouble::busy) fail("", code);
    if (code != SQLITE_OK) return plan_.put_off();
    plan_.rest_moved(pages, moved);
    if (moved == pages && is_short_of_space_) give_space_back();
  }

  // After the disk was full: the log keeps its size otherwise, and on a small disk it is what fills it.
  void give_space_back() {
    const int code = sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code == SQLITE_OK) is_short_of_space_ = false;
    else if (trouble_of(db_, code) != Trouble::busy) fail("", code);
  }

  // BEGIN and its like, prepared once.
  struct Control {
    const char* sql;
    sqlite3_stmt* handle = nullptr;
  };

  void open() {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const char* files = access_ == Access::write ? gathering_vfs() : nullptr;
    const int code = sqlite3_open_v2(path_.c_str(), &db_, flags, files);
    if (code == SQLITE_OK) return;
    const std::string said = sqlite3_errstr(code);
    close();
    throw StoreError(Trouble::setup, "The database " + path_ + " cannot be opened: " + said + ".");
  }

  void set_up(bool durable) {
    sqlite3_busy_timeout(db_, kSqliteBusyMs);
    make_ours(db_, path_);
    pragma(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
    pragma("PRAGMA foreign_keys = ON");
    pragma("PRAGMA secure_delete = OFF");  // Debian has it on: every freed page would be written with zeros.
    pragma("PRAGMA temp_store = MEMORY");
    pragma("PRAGMA trusted_schema = OFF");
    pragma("PRAGMA wal_autocheckpoint = 0");  // See tidy().
    sqlite3_wal_hook(db_, &SqliteConnection::note_log, this);
    pragma("PRAGMA journal_size_limit = 67108864");  // What a long reader made it grow to is given back.
    pragma(access_ == Access::write ? "PRAGMA cache_size = -32000" : "PRAGMA cache_size = -8000");
    if (access_ == Access::read) pragma("PRAGMA query_only = ON");
    if (const int code = add_terms_tokenizer(db_); code != SQLITE_OK) fail_setup(db_, path_, code);
    for (Control* control : controls_) prepare(*control);
  }

  // The last connection would move the log into the file, and sync it, also after a disk error. Then the log stays as it
  // is, for the next start to read again.
  void close() noexcept {
    if (const auto round = checkpoint_.take(); round && round->trouble == Trouble::broken) *broken_ = true;
    if (*broken_) sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    statements_.clear();
    for (Control* control : controls_) sqlite3_finalize(std::exchange(control->handle, nullptr));
    sqlite3_close(std::exchange(db_, nullptr));
  }

  Statement& prepared(const char* name, const QueryShape& wanted) {
    return statements_.get(name, wanted,
                           [this](const char* query, const QueryShape& shape) { return prepare(query, shape); });
  }

  std::unique_ptr<Statement> prepare(const char* name, const QueryShape& shape) {
    const auto& query = find_query(*catalogue_, name);
    match_parameters(query, shape);
    auto statement = std::make_unique<Statement>();
    const int code = sqlite3_prepare_v3(db_, query.sql.data(), static_cast<int>(query.sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement->handle, nullptr);
    if (code != SQLITE_OK) fail(name, code);
    std::vector<std::string> columns;
    for (int i = 0; i < sqlite3_column_count(statement->handle); ++i)
      columns.emplace_back(sqlite3_column_name(statement->handle, i));
    statement->columns = match_columns(name, shape, columns);
    statement->shape = &shape;
    for (int i = 1; i <= query.parameters; ++i) {
      statement->positions.push_back(sqlite3_bind_parameter_index(statement->handle, ("$" + std::to_string(i)).c_str()));
    }
    return statement;
  }

  static int bind(const Statement& statement, std::span<const Parameter> parameters) {
    int code = SQLITE_OK;
    for (std::size_t i = 0; i < parameters.size() && code == SQLITE_OK; ++i) {
      code = bind(statement.handle, statement.positions[i], parameters[i]);
    }
    return code;
  }

  static int bind(sqlite3_stmt* handle, int position, const Parameter& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(handle, position, *number);
    if (const auto* flag = std::get_if<bool>(&value)) return sqlite3_bind_int(handle, position, *flag ? 1 : 0);
    if (const auto* real = std::get_if<double>(&value)) return sqlite3_bind_double(handle, position, *real);
    if (const auto* text = std::get_if<std::string_view>(&value)) {
      const char* begin = text->data() != nullptr ? text->data() : "";  // Null would be NULL.
      return sqlite3_bind_text64(handle, position, begin, text->size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    return sqlite3_bind_null(handle, position);
  }

  std::int64_t step(const char* query, const Statement& statement, RowSink sink, Delivery delivery) {
    const SqliteRow row(query, statement);
    int code = 0;
    while ((code = sqlite3_step(statement.handle)) == SQLITE_ROW) {
      if (sink.take == nullptr) continue;
      try {
        sink.take(sink.object, row);
      } catch (...) {
        if (delivery == Delivery::streamed) refuse_unfinished(query);
        throw;
      }
    }
    if (code != SQLITE_DONE) fail(query, code);
    return sqlite3_stmt_readonly(statement.handle) != 0 ? 0 : sqlite3_changes64(db_);
  }

  void prepare(Control& control) {
    const int code = sqlite3_prepare_v3(db_, control.sql, -1, SQLITE_PREPARE_PERSISTENT, &control.handle, nullptr);
    if (code != SQLITE_OK) fail_setup(db_, path_, code);
  }

  void control(Control& control) {
    sqlite3_step(control.handle);
    if (const int code = sqlite3_reset(control.handle); code != SQLITE_OK) fail(control.sql, code);
  }

  [[noreturn]] void fail(std::string_view query, int code) {
    const Trouble trouble = trouble_of(db_, code);
    std::string said = sqlite3_errmsg(db_);
    if (trouble == Trouble::statement && !query.empty()) said = "query " + std::string(query) + ": " + said;
    fail_by(trouble, said);
  }

  [[noreturn]] void fail_by(Trouble trouble, const std::string& said) {
    if (trouble == Trouble::broken) *broken_ = true;
    if (trouble == Trouble::full) is_short_of_space_ = true;
    refusal_.emplace(trouble, explain(trouble, path_, said));
    throw StoreError(*refusal_);
  }

  void pragma(const char* sql) {
    if (const int code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); code != SQLITE_OK) fail_setup(db_, path_, code);
  }

  std::string path_;
  Access access_;
  std::shared_ptr<const Catalogue> catalogue_;
  std::shared_ptr<std::atomic<bool>> broken_;  // Of all connections to the file.
  SqliteCheckpoint checkpoint_;
  CheckpointPlan plan_;
  sqlite3* db_ = nullptr;
  bool busy_ = false;
  std::int64_t changes_before_ = 0;  // Rows changed before this transaction.
  bool is_short_of_space_ = false;   // The disk was full, and the log has not been emptied since.
  StatementCache<Statement> statements_;
  Control begin_write_{"BEGIN IMMEDIATE"};
  Control begin_read_{"BEGIN"};
  Control commit_{"COMMIT"};
  Control rollback_{"ROLLBACK"};
  Control savepoint_{"SAVEPOINT one"};
  Control release_{"RELEASE one"};
  Control rollback_to_{"ROLLBACK TO one"};
  Control* const controls_[7] = {&begin_write_, &begin_read_, &commit_, &rollback_, &savepoint_, &release_, &rollback_to_};
};

class Sqlite final : public Engine {
 public:
  Sqlite(const std::string& path, std::shared_ptr<const Catalogue> catalogue)
      : path_(path), catalogue_(std::move(catalogue)) {
    // Statistics behind a lock that nobody reads. It has no effect once SQLite is in use.
    [[maybe_unused]] static const int kOnce = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (path == ":memory:") {
      std::string folder = (std::filesystem::temp_directory_path() / "heed-XXXXXX").string();
      if (::mkdtemp(folder.data()) == nullptr) {
        throw StoreError(Trouble::setup,
                         "No folder can be made in " + std::filesystem::temp_directory_path().string() + ".");
      }
      passing_folder_ = folder;
      path_ = folder + "/heed.db";
    }
  }
  ~Sqlite() override {
    std::error_code ignored;
    if (!passing_folder_.empty()) std::filesystem::remove_all(passing_folder_, ignored);
  }

  std::unique_ptr<EngineConnection> connect(Access access) override {
    prepare_file(path_);
    auto connection = std::make_unique<SqliteConnection>(path_, access, passing_folder_.empty(), catalogue_, broken_);
    if (access == Access::write && passing_folder_.empty()) sync_folder_of(path_);
    return connection;
  }

 private:
  std::string path_;
  std::filesystem::path passing_folder_;
  std::shared_ptr<const Catalogue> catalogue_;
  std::shared_ptr<std::atomic<bool>> broken_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace

std::unique_ptr<Engine> make_sqlite(const std::string& path, std::shared_ptr<const Catalogue> catalogue) {
  return std::make_unique<Sqlite>(path, std::move(catalogue));
}

}  // namespace store
