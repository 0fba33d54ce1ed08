#pragma once
// One attempt to hand a browser's push service something for it (RFC 8030).

#include <chrono>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "channel/push_message.hpp"
#include "net/http_client.hpp"
#include "net/task.hpp"

namespace channel {

struct PushCall {
  PushBrowser browser;           // Has passed check().
  std::string text;              // kLongestPush bytes at most.
  std::string contact;           // Where the service may complain: "https://…" or "mailto:…".
  std::chrono::seconds keep{0};  // How long the service keeps it for a browser that is away.
};

struct PushOutcome {
  bool taken = false;
  bool gone = false;   // There is no such browser any more: tell it nothing again.
  bool later = false;  // Not taken now; worth trying again.
  std::string reason;  // Where it was not taken: a sentence that names the service and no address.
  std::optional<std::chrono::seconds> retry_after;
};

[[nodiscard]] net::Task<PushOutcome> call_push(net::HttpClient& http /*outlives*/, const base::Clock& clock /*outlives*/,
                                               const PushKey& key /*outlives*/, PushCall call);

}  // namespace channel
