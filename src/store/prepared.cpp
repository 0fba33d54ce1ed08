#include "store/prepared.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "base/text.hpp"
#include "store/errors.hpp"

namespace store {
namespace {

[[noreturn]] void refuse(std::string_view query, const std::string& why) {
  throw StoreError(Trouble::setup, "query " + std::string(query) + ": " + why);
}

std::string list_of(std::span<const std::string> names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

int column_of(std::string_view query, const QueryShape& shape, const MemberShape& member,
              std::span<const std::string> columns) {
  const auto found = std::find(columns.begin(), columns.end(), member.name);
  if (found == columns.end()) {
    refuse(query,
           std::string(shape.row_type) + "." + std::string(member.name) + " has no column; there are: " + list_of(columns));
  }
  if (std::find(found + 1, columns.end(), member.name) != columns.end()) {
    refuse(query, "there are two columns named " + *found);
  }
  return static_cast<int>(found - columns.begin());
}

[[noreturn]] void refuse_parameter(const char* query, std::size_t index, const std::string& wanted) {
  throw StoreError(Trouble::statement,
                   "query " + std::string(query) + ": $" + std::to_string(index + 1) + " is not " + wanted);
}

}  // namespace

std::vector<int> match_columns(std::string_view query, const QueryShape& shape, std::span<const std::string> columns) {
  if (!shape.by_name) {
    if (columns.size() != shape.members.size()) {
      refuse(query, "gives " + std::to_string(columns.size()) + " columns (" + list_of(columns) + ") where " +
                        (shape.members.empty() ? "none is taken" : "one " + std::string(shape.row_type) + " is taken"));
    }
    return std::vector<int>(columns.size(), 0);
  }
  std::vector<int> matched;
  matched.reserve(shape.members.size());
  for (const auto& member : shape.members) matched.push_back(column_of(query, shape, member, columns));
  for (const auto& column : columns) {
    const bool is_known =
        std::any_of(shape.members.begin(), shape.members.end(), [&](const auto& member) { return member.name == column; });
    if (!is_known) refuse(query, "column " + column + " has no member in " + std::string(shape.row_type));
  }
  return matched;
}

void match_parameters(const EmbeddedQuery& query, const QueryShape& shape) {
  if (static_cast<std::size_t>(query.parameters) != shape.parameters.size()) {
    refuse(query.name, "takes " + std::to_string(query.parameters) + " parameters (" + std::string(query.place) +
                           "), is given " + std::to_string(shape.parameters.size()));
  }
}

void check_parameters(const char* query, std::span<const Parameter> parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (const auto* text = std::get_if<std::string_view>(&parameters[i])) {
      if (!base::is_storable(*text)) [[unlikely]]
        refuse_parameter(query, i, "text: it holds NUL or is not UTF-8");
    } else if (const auto* real = std::get_if<double>(&parameters[i])) {
      if (!std::isfinite(*real)) [[unlikely]]
        refuse_parameter(query, i, "a finite number");
    }
  }
}

const EmbeddedQuery& find_query(const Catalogue& catalogue, const char* name) {
  const auto* query = catalogue.find(name);
  if (query == nullptr) refuse(name, "no such block in src/store/queries");
  return *query;
}

}  // namespace store
