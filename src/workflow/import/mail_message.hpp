#pragma once
// An e-mail as an import reads it: who wrote to whom, when, in which thread, and the first text in it. A modest reader:
// attachments, the other forms of the same text and what was quoted are not told apart.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "workflow/import/mail_headers.hpp"

namespace workflow {

struct MailMessage {
  MailAddress from;
  std::vector<MailAddress> to;  // And in copy.
  std::string subject;
  base::Time sent_at{};
  std::string id;                       // Without its angle brackets; made from the mail itself where it has none.
  std::vector<std::string> references;  // The thread before it, the first mail first.
  std::string text;                     // Perhaps empty.
};

// A failure says what is missing: "Date: no time". `raw` without its From_ line.
[[nodiscard]] base::Result<MailMessage> read_mail(std::string_view raw);

}  // namespace workflow
