#pragma once
// winmail.dat: how Outlook wraps a mail for another Outlook (MS-OXTNEF). Read here and not by libytnef, which prints what it
// thinks to standard output and has given memory away more than once; this is only bounds-checked reading of what is needed. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mail {

struct TnefFile {
  std::string name;
  std::string type;  // May be empty.
  std::string content_id;
  std::string bytes;
};

struct Tnef {
  std::string text;  // UTF-8; may be empty.
  std::string html;  // UTF-8; may be empty.
  std::vector<TnefFile> files;
};

// None for what is no TNEF. Of one that breaks off what is there.
[[nodiscard]] std::optional<Tnef> read_tnef(std::string_view bytes);

}  // namespace mail
