#include "base/json/traits.hpp"

#include <algorithm>

namespace base::json_detail {

std::string_view name_of(std::span<const Enumerator> enumerators, std::int64_t value) {
  const auto found = std::ranges::find(enumerators, value, &Enumerator::value);
  return found == enumerators.end() ? "?" : found->name;
}

const Enumerator* find_enumerator(std::span<const Enumerator> enumerators, std::string_view name) {
  const auto found = std::ranges::find_if(enumerators, [&](const auto& each) { return each.name == name; });
  return found == enumerators.end() ? nullptr : &*found;
}

std::vector<std::string> names_of(std::span<const Enumerator> enumerators) {
  std::vector<std::string> names;
  names.reserve(enumerators.size());
  for (const auto& each : enumerators) names.emplace_back(each.name);
  return names;
}

}  // namespace base::json_detail
