#include "domain/triage/quality.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace triage {
namespace {

std::set<std::string> names_in(const std::string& value) {
  std::set<std::string> names;
  for (std::size_t from = 0; from < value.size();) {
    const auto to = std::min(value.find(',', from), value.size());
    names.insert(value.substr(from, to - from));
    from = to + 1;
  }
  return names;
}

std::int64_t sum_of(const Counts& counts) {
  std::int64_t sum = 0;
  for (const auto& [value, count] : counts) sum += count;
  return sum;
}

double share(const Counts& counts, const std::string& value, std::size_t values) {
  const auto found = counts.find(value);
  const double count = found == counts.end() ? 0 : static_cast<double>(found->second);
  return (count + 0.5) / (static_cast<double>(sum_of(counts)) + 0.5 * static_cast<double>(values));
}

}  // namespace

std::vector<Confused> confusion(Field field, std::span<const Correction> corrections) {
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  for (const auto& correction : corrections) {
    if (correction.field != field || correction.undone_at) continue;
    if (field != Field::intents) {
      ++counts[{correction.said.empty() ? kNone : correction.said, correction.meant}];
      continue;
    }
    const auto said = names_in(correction.said), meant = names_in(correction.meant);
    for (const auto& name : said) ++counts[{name, meant.contains(name) ? name : kNone}];
    for (const auto& name : meant)
      if (!said.contains(name)) ++counts[{kNone, name}];
  }
  std::vector<Confused> out;
  for (const auto& [pair, count] : counts) out.push_back({pair.first, pair.second, count});
  return out;
}

double stability_index(const Counts& before, const Counts& now) {
  if (sum_of(before) == 0 || sum_of(now) == 0) return 0;
  std::set<std::string> values;
  for (const auto& [value, count] : before) values.insert(value);
  for (const auto& [value, count] : now) values.insert(value);
  double index = 0;
  for (const auto& value : values) {
    const double then = share(before, value, values.size()), at_present = share(now, value, values.size());
    index += (at_present - then) * std::log(at_present / then);
  }
  return index;
}

}  // namespace triage
