#include "store/postgres_many.hpp"

#include <algorithm>
#include <bit>
#include <cctype>
#include <charconv>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/text.hpp"

namespace store {
namespace {

// Of an array: dimensions, whether it holds NULL, type, elements, number of the first. Each four bytes, the highest first.
constexpr std::size_t kHead = 20;
constexpr std::size_t kLength = 4;
constexpr std::size_t kKeptBytes = 1U << 20U;  // A huge text does not hold its memory for ever.

std::string_view array_type(ValueKind kind) {
  switch (kind) {
    case ValueKind::boolean: return "boolean[]";
    case ValueKind::integer: return "bigint[]";
    case ValueKind::real: return "double precision[]";
    case ValueKind::text: return "text[]";
  }
  return "";
}

template <class Number>
void append_number(std::string& out, Number value) {
  using Bits = std::make_unsigned_t<Number>;
  const auto bits = static_cast<Bits>(value);
  for (int shift = static_cast<int>(sizeof(Bits)) * 8 - 8; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(static_cast<unsigned char>(bits >> static_cast<unsigned>(shift))));
}

void put_number(std::string& out, std::size_t at, std::int32_t value) {
  std::string bytes;
  append_number(bytes, value);
  std::ranges::copy(bytes, out.begin() + static_cast<std::ptrdiff_t>(at));
}

// "unnest($1::bigint[], $2::text[])"
std::string unnested(std::span<const ValueKind> parameters) {
  std::string out = "unnest(";
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (i > 0) out += ", ";
    out += "$" + std::to_string(i + 1) + "::";
    out += array_type(parameters[i]);
  }
  return out + ")";
}

// "p1, p2"
std::string names_of(std::size_t parameters) {
  std::string out;
  for (std::size_t i = 1; i <= parameters; ++i) out += (i > 1 ? ", p" : "p") + std::to_string(i);
  return out;
}

// $2 → one.p2. Only where no text is quoted, and no comment holds a quote.
std::string with_columns(std::string_view sql) {
  std::string out;
  for (const char c : sql) {
    if (c == '$') out += "one.p";
    else out.push_back(c);
  }
  return out;
}

// Comments would end what is put behind them.
std::string without_comments(std::string_view sql) {
  std::string out;
  for (const auto line : base::split(sql, '\n')) {
    out += line.substr(0, line.find("--"));
    out.push_back('\n');
  }
  auto trimmed = base::trim(out);
  if (trimmed.ends_with(';')) trimmed.remove_suffix(1);
  return std::string(trimmed);
}

// Takes `word` from the front of the text, and the blanks around it; false when something else stands there.
bool take(std::string_view& text, std::string_view word) {
  text = base::trim(text);
  if (!text.starts_with(word)) return false;
  text = base::trim(text.substr(word.size()));
  return true;
}

// What the brackets at the front of the text hold.
std::optional<std::string_view> take_brackets(std::string_view& text) {
  if (!text.starts_with('(')) return std::nullopt;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) {
      const auto inside = text.substr(1, i - 1);
      text = base::trim(text.substr(i + 1));
      return inside;
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> list_of(std::string_view text) {
  std::vector<std::string_view> items;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] == ',' && depth == 0)) {
      items.push_back(base::trim(text.substr(begin, i - begin)));
      begin = i + 1;
    } else if (text[i] == '(') {
      ++depth;
    } else if (text[i] == ')') {
      --depth;
    }
  }
  return items;
}

// The parameter, from 0, that a value is and nothing more.
std::optional<std::size_t> parameter_in(std::string_view value) {
  std::size_t number = 0;
  if (!value.starts_with('$')) return std::nullopt;
  const auto [end, error] = std::from_chars(value.data() + 1, value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || number == 0) return std::nullopt;
  return number - 1;
}

// The parameters behind the columns of "ON CONFLICT (a, b) DO UPDATE …"; empty where nothing is updated.
std::optional<std::vector<std::size_t>> key_of(std::string_view conflict, const ParameterOfColumn& columns) {
  std::vector<std::size_t> key;
  if (conflict.find("DO UPDATE") == std::string_view::npos) return key;
  if (!take(conflict, "ON CONFLICT")) return std::nullopt;
  const auto inside = take_brackets(conflict);
  if (!inside) return std::nullopt;
  for (const auto column : list_of(*inside)) {
    const auto found = columns.find(column);
    if (found == columns.end()) return std::nullopt;
    key.push_back(found->second);
  }
  return key;
}

// "a = $3"
std::optional<std::pair<std::string, std::size_t>> equation_in(std::string_view text) {
  const auto sign = text.find('=');
  const auto parameter = parameter_in(base::trim(text.substr(std::min(sign + 1, text.size()))));
  if (sign == std::string_view::npos || !parameter) return std::nullopt;
  const auto column = base::trim(text.substr(0, sign));
  const bool is_name =
      std::ranges::all_of(column, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
  if (column.empty() || !is_name) return std::nullopt;
  return std::pair(std::string(column), *parameter);
}

}  // namespace

std::optional<InsertOfMany> insert_of_many(std::string_view sql, std::span<const ValueKind> parameters) {
  const std::string plain = without_comments(sql);
  std::string_view rest = plain;
  if (parameters.empty() || plain.find('\'') != std::string::npos || !take(rest, "INSERT INTO ")) return std::nullopt;
  const auto table = base::trim(rest.substr(0, rest.find('(')));
  rest.remove_prefix(std::min(rest.find('('), rest.size()));
  const auto columns = take_brackets(rest);
  if (!columns || !take(rest, "VALUES")) return std::nullopt;
  const auto values = take_brackets(rest);
  if (!values || rest.find('$') != std::string_view::npos || rest.find("RETURNING") != std::string_view::npos)
    return std::nullopt;
  if (!rest.empty() && !rest.starts_with("ON CONFLICT")) return std::nullopt;
  const auto column_list = list_of(*columns);
  const auto value_list = list_of(*values);
  if (column_list.size() != value_list.size()) return std::nullopt;
  InsertOfMany many;
  many.table = table;
  for (std::size_t i = 0; i < column_list.size(); ++i) {
    if (const auto parameter = parameter_in(value_list[i])) many.columns.emplace(column_list[i], *parameter);
  }
  auto key = key_of(rest, many.columns);
  if (!key) return std::nullopt;
  many.key = *std::move(key);
  many.may_conflict = !rest.empty();
  many.sql = "INSERT INTO " + many.table + " (" + std::string(*columns) + ") SELECT " + with_columns(*values) + " FROM " +
             unnested(parameters) + " AS one (" + names_of(parameters.size()) + ") " + std::string(rest);
  return many;
}

std::optional<ChangeOfRow> change_of_row(std::string_view sql) {
  std::string plain = without_comments(sql);
  std::ranges::replace(plain, '\n', ' ');
  std::string_view rest = plain;
  const auto where = plain.rfind(" WHERE ");
  const auto set = plain.find(" SET ");
  if (set > where || where == std::string::npos || !take(rest, "UPDATE ")) return std::nullopt;
  ChangeOfRow change;
  change.table = base::trim(rest.substr(0, rest.find(" SET ")));
  constexpr std::string_view kSet = " SET ", kWhere = " WHERE ", kAnd = " AND ";
  for (const auto one : list_of(std::string_view(plain).substr(set + kSet.size(), where - set - kSet.size()))) {
    auto equation = equation_in(one);
    if (!equation) return std::nullopt;
    change.sets.push_back(std::move(equation->first));
  }
  for (rest = std::string_view(plain).substr(where + kWhere.size());;) {
    const auto end = rest.find(kAnd);
    auto equation = equation_in(rest.substr(0, end));
    if (!equation) return std::nullopt;
    change.found_by.insert(*std::move(equation));
    if (end == std::string_view::npos) return change;
    rest.remove_prefix(end + kAnd.size());
  }
}

// OFFSET 0 keeps the planner from joining the questions to whole tables: it looks each one up, as it does a single one.
std::optional<std::string> question_of_many(std::string_view sql, std::span<const ValueKind> parameters) {
  const std::string plain = without_comments(sql);
  if (parameters.empty() || !plain.starts_with("SELECT")) return std::nullopt;
  for (bool quoted = false; const char c : plain) {
    if (c == '\'') quoted = !quoted;
    if (c == '$' && quoted) return std::nullopt;
  }
  return "SELECT answer.*, one.question FROM " + unnested(parameters) + " WITH ORDINALITY AS one (" +
         names_of(parameters.size()) + ", question) CROSS JOIN LATERAL (" + with_columns(plain) + " OFFSET 0) AS answer";
}

PostgresRows::PostgresRows(std::span<const ValueKind> parameters) : formats_(parameters.size(), 1) {
  for (const auto kind : parameters) columns_.push_back({kind, std::string(kHead, '\0'), false});
}

void PostgresRows::add(std::span<const Parameter> row) {
  for (std::size_t i = 0; i < columns_.size(); ++i) append(columns_[i], row[i]);
  ++count_;
}

void PostgresRows::clear() {
  for (auto& column : columns_) {
    if (column.bytes.capacity() > kKeptBytes) column.bytes = {};
    column.bytes.assign(kHead, '\0');
    column.has_null = false;
  }
  count_ = 0;
}

std::size_t PostgresRows::bytes() const {
  std::size_t sum = 0;
  for (const auto& column : columns_) sum += column.bytes.size();
  return sum;
}

void PostgresRows::append(Column& column, const Parameter& value) {
  auto& out = column.bytes;
  std::visit(
      [&](const auto& one) {
        using T = std::remove_cvref_t<decltype(one)>;
        if constexpr (std::is_same_v<T, std::monostate>) {
          column.has_null = true;
          append_number(out, std::int32_t{-1});
        } else if constexpr (std::is_same_v<T, bool>) {
          append_number(out, std::int32_t{1});
          out.push_back(one ? '\1' : '\0');
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
          append_number(out, std::int32_t{8});
          append_number(out, one);
        } else if constexpr (std::is_same_v<T, double>) {
          append_number(out, std::int32_t{8});
          append_number(out, std::bit_cast<std::int64_t>(one));
        } else {
          append_number(out, static_cast<std::int32_t>(one.size()));
          out += one;
        }
      },
      value);
}

PostgresValues PostgresRows::as_arrays() {
  pointers_.clear();
  lengths_.clear();
  for (auto& column : columns_) {
    put_number(column.bytes, 0, 1);
    put_number(column.bytes, 4, column.has_null ? 1 : 0);
    put_number(column.bytes, 8, static_cast<std::int32_t>(type_of(column.kind)));
    put_number(column.bytes, 12, static_cast<std::int32_t>(count_));
    put_number(column.bytes, 16, 1);
    pointers_.push_back(column.bytes.data());
    lengths_.push_back(static_cast<int>(column.bytes.size()));
  }
  return values();
}

PostgresValues PostgresRows::as_row() {
  pointers_.clear();
  lengths_.clear();
  for (const auto& column : columns_) {
    pointers_.push_back(column.has_null ? nullptr : column.bytes.data() + kHead + kLength);
    lengths_.push_back(static_cast<int>(column.bytes.size() - kHead - kLength));
  }
  return values();
}

PostgresValues PostgresRows::values() const {
  return {static_cast<int>(pointers_.size()), pointers_.data(), lengths_.data(), formats_.data()};
}

}  // namespace store
