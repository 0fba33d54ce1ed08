#pragma once
// Whether a text says anything at all.

#include <string_view>

namespace base {

// Nothing to be seen in it: empty, or white space of any script, or marks without width.
[[nodiscard]] bool is_blank(std::string_view text);

}  // namespace base
