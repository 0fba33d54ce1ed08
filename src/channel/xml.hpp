#pragma once
// XML as platforms and websites send it, as a tree within limits of size, depth and count. No entity that a document declares
// is taken, none from elsewhere is loaded: neither bombs nor reading of files. Read by expat, which xml.cpp alone sees. Pure.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace channel {

inline constexpr std::size_t kLargestXml = 8UL * 1024 * 1024;

struct XmlNode {
  std::string space;                                            // The namespace's address; empty for none.
  std::string name;                                             // Local; empty for a text.
  std::string text;                                             // Of a text.
  std::vector<std::pair<std::string, std::string>> attributes;  // By local name.
  std::vector<XmlNode> children;

  [[nodiscard]] bool is(std::string_view in_space, std::string_view local) const {
    return name == local && space == in_space;
  }
  // Empty for none.
  [[nodiscard]] std::string_view attribute(std::string_view local) const;
  // All the text beneath it.
  [[nodiscard]] std::string all_text() const;
};

// The outermost element. `charset` is what the transport says, and wins over what the document says; empty where it says
// nothing. A failure names the line.
[[nodiscard]] base::Result<XmlNode> parse_xml(std::string_view bytes, std::string_view charset);

}  // namespace channel
