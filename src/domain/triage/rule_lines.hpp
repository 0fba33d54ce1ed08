#pragma once
// The lines of a rule file, taken apart: rules/README.md says what they are.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace triage {

struct RuleLine {
  enum class Kind { rule, match, unless, yes, no };
  Kind kind = Kind::rule;
  std::string language;  // Of all but `rule`.
  std::string text;      // A name, a pattern or an example.
  std::string intent;    // Of `rule`.
  int urgency = 0;
  int line = 0;
};
[[nodiscard]] base::Result<std::vector<RuleLine>> read_rule_lines(std::string_view text);

// The pattern as RE2 takes it: letters as PlainText writes them, "…" the rest of a word, "<3>" up to three words between, and a
// word's border at both ends in languages that have one. From "^" to "$" it is the whole of a message.
[[nodiscard]] std::string written_out(std::string_view pattern, std::string_view language);

}  // namespace triage
