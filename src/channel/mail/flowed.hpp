#pragma once
// Paragraphs of format=flowed (RFC 3676), whose lines were broken for transport, in one line again.

#include <string>
#include <string_view>

namespace mail {

// `deletes_space` (DelSp=yes): the space at a soft break was added too.
[[nodiscard]] std::string unflow(std::string_view text, bool deletes_space);

}  // namespace mail
