#include "channel/mail/flowed.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace mail {

std::string unflow(std::string_view text, bool deletes_space) {
  std::string out;
  bool goes_on = false;
  bool is_first = true;
  std::size_t depth_before = 0;
  for (std::string_view line : base::split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t depth = std::min(line.find_first_not_of('>'), line.size());
    line.remove_prefix(depth);
    if (line.starts_with(' ')) line.remove_prefix(1);  // Stuffed, so that it is no quote and no "From ".
    const bool is_signature = line == "-- ";
    if (!goes_on || depth != depth_before || is_signature) {
      if (!is_first) out += '\n';
      out.append(depth, '>');
      if (depth > 0) out += ' ';
    }
    goes_on = line.ends_with(' ') && !is_signature;
    if (goes_on && deletes_space) line.remove_suffix(1);
    out.append(line);
    depth_before = depth;
    is_first = false;
  }
  return out;
}

}  // namespace mail
