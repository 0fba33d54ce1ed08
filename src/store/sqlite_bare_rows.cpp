#include "store/sqlite_bare_rows.hpp"

#include <sqlite3.h>

#include <chrono>
#include <ctime>
#include <limits>
#include <vector>

#include "store/errors.hpp"

namespace store {
namespace {

// Parents first. The first ones are few rows, and are written before the clock runs.
constexpr const char* kFew[] = {"organizations", "users", "teams", "inboxes"};
constexpr const char* kMany[] = {"contacts", "identities", "conversations", "messages", "clocks", "signals", "events"};

// A transaction of the record that is read: the last id made in it, and its moment. Ids grow with time (base/id.hpp).
struct Boundary {
  std::int64_t id = 0;
  std::int64_t at = 0;
};

struct Table {
  std::string name;
  int columns = 0;
  std::vector<sqlite3_value*> values;  // Row after row.
  sqlite3_stmt* insert = nullptr;
  std::size_t written = 0;
  [[nodiscard]] std::size_t rows() const { return columns == 0 ? 0 : values.size() / static_cast<std::size_t>(columns); }
};

class Database {
 public:
  Database(const std::string& path, int flags) {
    if (sqlite3_open_v2(path.c_str(), &db_, flags, nullptr) != SQLITE_OK) fail();
  }
  ~Database() { sqlite3_close_v2(db_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const std::string& sql) {
    if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
  }
  sqlite3_stmt* prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) fail();
    return statement;
  }
  void step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) fail();
    sqlite3_reset(statement);
  }
  [[noreturn]] void fail() { throw StoreError(Trouble::statement, sqlite3_errmsg(db_)); }

 private:
  sqlite3* db_ = nullptr;
};

// Events have no id: they are of the moment in their fifth column.
bool is_events(const Table& table) { return table.name == "events"; }

std::int64_t key_of(const Table& table, std::size_t row) {
  return sqlite3_value_int64(table.values[row * static_cast<std::size_t>(table.columns) + (is_events(table) ? 4 : 0)]);
}

Table read_table(Database& from, const char* name) {
  Table table;
  table.name = name;
  auto* select = from.prepare("SELECT * FROM " + table.name + (is_events(table) ? " ORDER BY seq" : " ORDER BY id"));
  table.columns = sqlite3_column_count(select);
  while (sqlite3_step(select) == SQLITE_ROW) {
    for (int i = 0; i < table.columns; ++i) table.values.push_back(sqlite3_value_dup(sqlite3_column_value(select, i)));
  }
  sqlite3_finalize(select);
  return table;
}

void prepare_insert(Database& to, Table& table) {
  std::string places;
  for (int i = 0; i < table.columns; ++i) places += i == 0 ? "?" : ", ?";
  table.insert = to.prepare("INSERT INTO " + table.name + " VALUES (" + places + ")");
}

void write_row(Database& to, const Table& table, std::size_t row) {
  for (int i = 0; i < table.columns; ++i) {
    sqlite3_bind_value(table.insert, i + 1,
                       table.values[row * static_cast<std::size_t>(table.columns) + static_cast<std::size_t>(i)]);
  }
  to.step(table.insert);
}

void write_up_to(Database& to, Table& table, const Boundary& end) {
  const std::int64_t last = is_events(table) ? end.at : end.id;
  for (; table.written < table.rows() && key_of(table, table.written) <= last; ++table.written)
    write_row(to, table, table.written);
}

// A message is the first thing that gets an id when an item comes in: before the next transaction's first message is
// everything of this one.
std::vector<Boundary> read_boundaries(Database& from) {
  std::vector<Boundary> boundaries;
  auto* select = from.prepare("SELECT MIN(id), created_at FROM messages GROUP BY created_at ORDER BY created_at");
  while (sqlite3_step(select) == SQLITE_ROW) {
    if (!boundaries.empty()) boundaries.back().id = sqlite3_column_int64(select, 0) - 1;
    boundaries.push_back({std::numeric_limits<std::int64_t>::max(), sqlite3_column_int64(select, 1)});
  }
  sqlite3_finalize(select);
  return boundaries;
}

void let_go(Table& table) {
  for (auto* value : table.values) sqlite3_value_free(value);
  sqlite3_finalize(table.insert);
}

double thread_cpu() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

}  // namespace

BareRows write_bare_rows(const std::string& from_path, const std::string& to_path) {
  Database from(from_path, SQLITE_OPEN_READONLY);
  Database to(to_path, SQLITE_OPEN_READWRITE);
  to.run(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 4000;"
      "PRAGMA cache_size = -65536");
  for (const auto* name : kFew) {
    auto table = read_table(from, name);
    prepare_insert(to, table);
    for (std::size_t row = 0; row < table.rows(); ++row) write_row(to, table, row);
    let_go(table);
  }
  BareRows done;
  std::vector<Table> tables;
  for (const auto* name : kMany) {
    prepare_insert(to, tables.emplace_back(read_table(from, name)));
    done.rows += static_cast<std::int64_t>(tables.back().rows());
  }
  const auto boundaries = read_boundaries(from);
  done.transactions = static_cast<std::int64_t>(boundaries.size());
  done.messages = static_cast<std::int64_t>(tables[3].rows());
  const auto began = std::chrono::steady_clock::now();
  const double cpu = thread_cpu();
  for (const auto& boundary : boundaries) {
    to.run("BEGIN IMMEDIATE");
    for (auto& table : tables) write_up_to(to, table, boundary);
    to.run("COMMIT");
  }
  done.cpu_seconds = thread_cpu() - cpu;
  done.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  for (auto& table : tables) let_go(table);
  return done;
}

}  // namespace store
