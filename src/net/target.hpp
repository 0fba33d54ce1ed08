#pragma once
// The target of a request line taken apart: "/a%20b?c=d" → path "/a b", query "c=d". Whatever could mean one thing to a
// proxy and another to Heed is refused: malformed escapes, encoded slashes and backslashes, "." and ".." segments,
// control characters, text that is not UTF-8. Runs of slashes become one.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace net {

struct Target {
  std::string path;   // "*" for "OPTIONS *".
  std::string query;  // Raw.
};

// Takes the origin form ("/path?query"), the absolute form ("http://host/path") and "*".
base::Result<Target> parse_target(std::string_view target);

}  // namespace net
