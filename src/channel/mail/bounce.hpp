#pragma once
// Reports that a mail could not be delivered: RFC 3464, and those that mail systems write in words.

#include <optional>
#include <string_view>

#include "channel/mail/mime.hpp"

namespace mail {

// By a part that is a report for machines. None where there is none, and where it says that all was delivered.
[[nodiscard]] std::optional<Bounce> find_report(const Mime& mime);

// By what the mail says, `text`, where it comes from a mail system.
[[nodiscard]] std::optional<Bounce> find_bounce_in_words(const Fields& fields, const Address& from, std::string_view subject,
                                                         std::string_view text);

}  // namespace mail
