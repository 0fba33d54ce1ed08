#pragma once
// Hands push services what is due for browsers.
//
//   PushSender sender(executor, parts);
//   sender.start();
//   co_await sender.stop();
//
// On the event loop's thread.

#include <functional>
#include <string>

#include "base/clock.hpp"
#include "channel/push_message.hpp"
#include "store/store.hpp"
#include "store/task.hpp"
#include "workflow/courier.hpp"
#include "workflow/vault.hpp"

namespace net {
class HttpClient;
}

namespace workflow {

// All of it outlives the sender.
struct PushParts {
  store::Store& store;
  const Vault& vault;
  const base::Clock& clock;
  net::HttpClient& http;
  std::string contact;                                 // Where a service may complain: "https://…" or "mailto:…".
  std::function<void(const std::string&)> on_trouble;  // A sentence for the log, without addresses.
};

class PushSender {
 public:
  PushSender(const store::Executor& executor, PushParts parts);

  void start() { courier_.start(); }
  // What was under way is sent again at the next start.
  store::Task<void> stop() { return courier_.stop(); }

 private:
  struct Work;
  std::shared_ptr<Work> work_;
  Courier courier_;
};

}  // namespace workflow
