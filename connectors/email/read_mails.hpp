#pragma once
// Mails fetched and read, one by one where the server cannot give them together: one that cannot be had holds up no other.

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/email/imap.hpp"
#include "net/task.hpp"

namespace email {

// In the order of `mails`, as they were listed. What cannot be fetched, is too large or is nobody's word becomes unreadable; what is
// gone in the meantime is left out. A failure is about the connection.
net::Task<base::Result<channel::InboundBatch>> read_mails(ImapClient& client /*outlives*/, std::vector<FetchedMail> mails,
                                                          std::string own_address, const base::Clock& clock /*outlives*/);

}  // namespace email
