#pragma once
// Many rows, or many questions, as one statement: a statement of PostgreSQL costs several times what a row in it does. The SQL
// is made from the query's own, so that there is one text for both engines; parameters travel as arrays, one an original
// parameter, in the server's binary form. Internal to postgres.cpp.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/postgres_link.hpp"
#include "store/query.hpp"
#include "store/statement.hpp"

namespace store {

// Parameters (from 0) that are the value of a column and nothing more.
using ParameterOfColumn = std::map<std::string, std::size_t, std::less<>>;

// An INSERT of one row as an INSERT of many.
struct InsertOfMany {
  std::string sql;
  std::string table;
  ParameterOfColumn columns;
  // Parameters by which ON CONFLICT … DO UPDATE finds a row: no two rows of one statement may have the same.
  std::vector<std::size_t> key;
  bool may_conflict = false;  // It says what is done when the row is there.
};

// Null where the query is more than a row's values: it gives rows back, or says its parameters elsewhere too.
[[nodiscard]] std::optional<InsertOfMany> insert_of_many(std::string_view sql, std::span<const ValueKind> parameters);

// An UPDATE that sets columns to parameters where columns equal parameters, and nothing more.
struct ChangeOfRow {
  std::string table;
  std::vector<std::string> sets;
  ParameterOfColumn found_by;
};
[[nodiscard]] std::optional<ChangeOfRow> change_of_row(std::string_view sql);

// A SELECT that answers many questions: rows in the order of the questions, and which one (from 1) in a last column. Null
// where the query is no SELECT or has no parameters.
[[nodiscard]] std::optional<std::string> question_of_many(std::string_view sql, std::span<const ValueKind> parameters);

// Sets of parameters, kept until they are sent.
class PostgresRows {
 public:
  explicit PostgresRows(std::span<const ValueKind> parameters);

  void add(std::span<const Parameter> row);
  void clear();
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t bytes() const;

  // For the statement of many; until the next change here.
  [[nodiscard]] PostgresValues as_arrays();
  // For the query itself, when there is one row.
  [[nodiscard]] PostgresValues as_row();

 private:
  struct Column {
    ValueKind kind;
    std::string bytes;  // An array in binary: its head, then each element behind its length.
    bool has_null = false;
  };
  static void append(Column& column, const Parameter& value);
  [[nodiscard]] PostgresValues values() const;

  std::vector<Column> columns_;
  std::size_t count_ = 0;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

}  // namespace store
