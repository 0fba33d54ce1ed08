#pragma once
// Handing mail in (RFC 6409): one connection a mail. What left decides the outcome: before the dot that ends a mail is written the
// server has none and may be asked again; after that, only its answer tells.
//
// The words of a failure are for whoever set the mailbox up; `unauthenticated` for a sign-in that the server refuses.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/email/server.hpp"
#include "net/task.hpp"

namespace email {

struct Envelope {
  std::string sender;  // Empty for automatic mail: nothing shall come back to it (RFC 3834 §3.3).
  std::string recipient;
  std::string helo;  // The domain that we say we are.
};

// `mail`: lines end in CRLF, none longer than 998 bytes, and 7 bit but for addresses beyond ASCII. One attempt. Of `sent` only the
// outcome is set.
net::Task<channel::SendResult> submit_mail(net::Dialer& dialer /*outlives*/, Server server, Credentials credentials,
                                           Envelope envelope, std::string mail);

// Connects and signs in, and sends nothing.
net::Task<base::Result<void>> prove_submission(net::Dialer& dialer /*outlives*/, Server server, Credentials credentials,
                                               std::string helo);

// A line that is a dot would end the mail (RFC 5321 §4.5.2).
[[nodiscard]] std::string stuff_dots(std::string_view mail);

}  // namespace email
