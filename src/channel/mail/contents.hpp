#pragma once
// The parts of a mail sorted into what is said and what is attached. Pure.

#include <string>
#include <vector>

#include "channel/mail/mime.hpp"

namespace mail {

// One thing said, perhaps in two forms. Mailing lists and virus scanners add pieces of their own below it. UTF-8.
struct Piece {
  std::string plain;
  std::string html;
};

struct Contents {
  std::vector<Piece> pieces;
  std::vector<Attachment> attachments;  // Without their hashes.
  std::vector<bool> in_related;         // Of each: it came along with an HTML text to be shown in it.
  Protection protection = Protection::none;
  std::string invitation;  // iCalendar; empty for none.
};

// Takes the bytes out of the parts.
[[nodiscard]] Contents sort_parts(Part&& root);

}  // namespace mail
