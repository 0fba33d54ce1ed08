#pragma once
// Mails what is due to users who were told something by name and have not seen it.
//
//   AlertMailer mailer(executor, parts);
//   mailer.start();
//   co_await mailer.stop();     // Before the inboxes at work end.
//
// On the event loop's thread.

#include <functional>
#include <memory>
#include <string>

#include "channel/channel_inbox.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/store.hpp"
#include "store/task.hpp"
#include "workflow/courier.hpp"

namespace workflow {

// All of it outlives the mailer.
struct AlertMailParts {
  store::Store& store;
  std::function<store::Task<channel::SendResult>(inbox::Inbox through, channel::OutboundMessage)> send;
  std::string public_url;                              // Where people reach this server, no slash; empty where nobody knows.
  std::function<void(const std::string&)> on_trouble;  // A sentence for the log.
};

class AlertMailer {
 public:
  AlertMailer(const store::Executor& executor, AlertMailParts parts);

  void start() { courier_.start(); }
  store::Task<void> stop() { return courier_.stop(); }

 private:
  struct Work;
  std::shared_ptr<Work> work_;
  Courier courier_;
};

}  // namespace workflow
