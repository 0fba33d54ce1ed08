#include "channel/mail/ids.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace mail {
namespace {

constexpr std::size_t kLongestId = 500;

void add(std::string_view text, std::vector<std::string>& out) {
  std::string id(text);
  std::erase_if(id, [](char c) { return c == ' ' || c == '\t'; });  // Where folding broke it.
  if (!id.empty() && id.size() <= kLongestId && std::ranges::find(out, id) == out.end()) out.push_back(std::move(id));
}

}  // namespace

std::vector<std::string> read_ids(std::string_view field) {
  std::vector<std::string> out;
  constexpr std::size_t kMostLooked = 1'000;  // Each is compared with those before it.
  for (auto open = field.find('<'); open != std::string_view::npos && out.size() < kMostLooked;
       open = field.find('<', open + 1)) {
    const auto close = field.find('>', open);
    if (close != std::string_view::npos) open = field.rfind('<', close);  // The innermost of several.
    add(field.substr(open + 1, close == std::string_view::npos ? close : close - open - 1), out);
    if (close == std::string_view::npos) break;
    open = close;
  }
  if (!out.empty()) return out;
  for (const auto word : base::split(field.substr(0, kLongestId), ' ')) {
    if (word.find('@') != std::string_view::npos) add(word, out);
  }
  return out;
}

}  // namespace mail
