#pragma once
// Fields of the form "value; name=value; …", as Content-Type and Content-Disposition are (RFC 2045), with parameters in pieces and
// in charsets (RFC 2231), in encoded words, unquoted, and in bytes above ASCII, as mailers write them.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mail {

struct ParameterField {
  std::string value;                                            // In lower case: "text/plain".
  std::vector<std::pair<std::string, std::string>> parameters;  // Names in lower case, values in UTF-8.

  [[nodiscard]] std::string_view find(std::string_view name) const;  // Empty for none.
};

// `field` is unfolded.
[[nodiscard]] ParameterField read_parameters(std::string_view field);

}  // namespace mail
