#pragma once
// Hands over what arrives in a mailbox, in the order of its UIDs.
//
// The cursor is {uid_validity, uid, at}: all mails up to that UID were handed over, the last of them had arrived at `at`. Where the
// numbers lose their meaning (another UIDVALIDITY, or numbers that begin anew), everything that arrived since the day before `at` is handed
// over once more: the core knows what it has by its message id.

#include <string>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/email/server.hpp"
#include "connectors/email/settings.hpp"
#include "net/task.hpp"

namespace email {

struct MailboxPlan {
  Server server;
  Credentials credentials;
  std::string own_address;
  bool mark_as_read = false;
  int days_back = 0;  // Of the first time.
};

// Runs until it is cancelled or fails (ChannelInbox::receive).
net::Task<base::Failure> receive_mail(channel::ChannelServices services, MailboxPlan plan,
                                      channel::ItemSink& sink /*outlives*/, std::string cursor);

// Signs in and says where receiving begins.
net::Task<base::Result<std::string>> prove_mailbox(channel::ChannelServices services, MailboxPlan plan);

}  // namespace email
