#pragma once
// Part of a text as a LIKE pattern for columns in lower case. Internal to the store.

#include <string>

#include "base/text.hpp"

namespace store {

// Wildcards of the text's own lose their meaning by becoming the one-letter wildcard. '%' for an empty part.
inline std::string like_pattern(const std::string& part) {
  if (part.empty()) return "%";
  std::string pattern = base::to_lower_ascii(part);
  for (char& c : pattern) {
    if (c == '%' || c == '\\') c = '_';
  }
  return "%" + pattern + "%";
}

}  // namespace store
