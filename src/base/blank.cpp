#include "base/blank.hpp"

#include <algorithm>
#include <array>

namespace base {
namespace {

// Unicode's White_Space, and what is drawn as nothing: the soft hyphen, the marks of width zero.
constexpr std::array<std::string_view, 32> kBlanks{
    " ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\u0085", "\u00A0", "\u00AD", "\u1680", "\u180E",
    "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A",
    "\u200B", "\u200C", "\u200D", "\u2028", "\u2029", "\u202F", "\u205F", "\u2060", "\u3000", "\uFEFF"};

}  // namespace

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    const auto* blank = std::ranges::find_if(kBlanks, [&](std::string_view one) { return text.starts_with(one); });
    if (blank == kBlanks.end()) return false;
    text.remove_prefix(blank->size());
  }
  return true;
}

}  // namespace base
