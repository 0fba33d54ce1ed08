#pragma once
// The head of an e-mail (RFC 5322): its fields unfolded, and what stands in the ones that an import needs. Lenient where
// mailers are careless; what comes out is always UTF-8.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace workflow {

struct MailAddress {
  std::string name;     // As shown; may be empty.
  std::string address;  // In lower case.
};

class MailHeaders {
 public:
  // Takes the lines up to the first empty one off the front of `text`.
  [[nodiscard]] static MailHeaders take(std::string_view& text);

  // The first field of that name, unfolded, as it stands; empty when there is none. Names are compared without case.
  [[nodiscard]] std::string_view field(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// "=?utf-8?q?caf=C3=A9?=" → "café" (RFC 2047).
[[nodiscard]] std::string decode_words(std::string_view text);
// Every address of a list; groups and comments are passed over.
[[nodiscard]] std::vector<MailAddress> mail_addresses(std::string_view field);
// What stands between < and >, in order.
[[nodiscard]] std::vector<std::string> message_ids(std::string_view field);
// "Tue, 1 Jul 2003 10:52:37 +0200"
[[nodiscard]] std::optional<base::Time> mail_time(std::string_view field);
// The value before the first semicolon in lower case, or a parameter's: `parameter("text/plain; charset=\"x\"", "charset")`.
[[nodiscard]] std::string field_value(std::string_view field);
[[nodiscard]] std::string parameter(std::string_view field, std::string_view name);

}  // namespace workflow
