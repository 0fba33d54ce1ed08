#pragma once
// An answer → a mail: its head with the thread, plain text and HTML that say the same, signature, attachments. The same message gives
// the same bytes each time, its id among them: what is handed in twice is one mail wherever a receiver looks at ids. Pure.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/email/settings.hpp"
#include "connectors/email/smtp.hpp"

namespace email {

struct ComposedMail {
  std::string id;  // Message id without its angle brackets: the external id.
  Envelope envelope;
  std::string bytes;
  std::string context;  // Of this mail, for what follows it.
};

// `rejected`: nobody to send it to, or a machine's answer to a machine (RFC 3834 §2).
[[nodiscard]] base::Result<ComposedMail> compose(const Settings& settings, const channel::OutboundMessage& message);

// "Re: " and the subject without what earlier answers put before it, in whatever language.
[[nodiscard]] std::string answer_subject(std::string_view subject);

// The text as a page: escaped, lines kept, addresses of pages as links.
[[nodiscard]] std::string html_page(std::string_view text, std::string_view signature);

}  // namespace email
