#pragma once
// Whether a machine sent a mail, and whether a machine may answer it (RFC 3834, and what was usual before and beside it).

#include <string_view>

#include "channel/mail/mime.hpp"

namespace mail {

struct Automatic {
  bool sent_by_machine = false;
  bool may_be_answered_by_machine = true;  // Also not where people write to a list.
};

[[nodiscard]] Automatic read_automatic(const Fields& fields, const Address& from, std::string_view subject);

// "mailer-daemon@…", "postmaster@…"
[[nodiscard]] bool is_mail_system(std::string_view address);

}  // namespace mail
