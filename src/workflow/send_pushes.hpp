#pragma once
// Hands push services what is due for browsers, some at a time; one that is slow holds up nobody else.
//
//   PushSender sender(executor, parts);
//   sender.start();
//   co_await sender.stop();
//
// On the event loop's thread.

#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "store/store.hpp"
#include "store/task.hpp"
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
  ~PushSender();
  PushSender(const PushSender&) = delete;
  PushSender& operator=(const PushSender&) = delete;

  void start();
  // Returns when nothing goes on; what was under way is sent again at the next start.
  store::Task<void> stop();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace workflow
