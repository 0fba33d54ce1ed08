#pragma once
// Tells one address of what happens, one event after another in the order of their numbers, each at least once, signed as Standard
// Webhooks has it. Where it stands is a number in the record, written once the address has taken the event; nothing is copied.
//
//   WebhookLine line(executor, parts, webhook);
//   co_spawn(executor, line.run(), …);   // Until stop(), or cancelled (terminal).
//   line.notify();                       // Something happened.
//   line.look_again();                   // It was changed, or something is to be told again.
//
// An address that fails is tried again with growing pauses; what it did not take for three days is given up, told as such and
// delivered when somebody asks for it, after what is newer. 410 switches it off. Redirects are not followed.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "domain/webhook/webhook.hpp"
#include "store/event_log.hpp"
#include "store/store.hpp"
#include "store/task.hpp"
#include "workflow/vault.hpp"

namespace net {
class Dialer;
class HttpClient;
}  // namespace net

namespace workflow {

// An event as an address is told of it: `data` of the body, as JSON; none where it is told of no such event.
using PresentEvent = std::function<std::optional<std::string>(ids::Organization, const store::StoredEvent&)>;

// All of it outlives the line.
struct WebhookParts {
  store::Store& store;
  const Vault& vault;
  const base::Clock& clock;
  net::HttpClient& http;
  net::Dialer& dialer;
  PresentEvent present;
  std::function<std::uint64_t()> random;
  std::function<void(const webhook::Webhook&, const std::string&)> on_trouble;  // A sentence for the log, without secrets.
};

class WebhookLine {
 public:
  WebhookLine(const store::Executor& executor, const WebhookParts& parts /*outlives*/, const webhook::Webhook& of);
  ~WebhookLine();
  WebhookLine(const WebhookLine&) = delete;
  WebhookLine& operator=(const WebhookLine&) = delete;

  store::Task<void> run();
  void notify();
  void look_again();
  void stop();

  // A piece of run(): tells of one event at most, and says when there is more to do; a time in the past for at once, none when
  // nothing waits.
  store::Task<std::optional<base::Time>> step();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Its secret, raw bytes: made from the installation's key, nothing of it is stored.
[[nodiscard]] base::Secret secret_of(const Vault& vault, const webhook::Webhook& of);

// What to sign with now: the one before, too, for a day after it was replaced.
[[nodiscard]] std::vector<base::Secret> secrets_of(const Vault& vault, const webhook::Webhook& of, base::Time now);

// Whether it asked to be told of events of this type.
[[nodiscard]] bool is_asked_for(const webhook::Webhook& by, std::string_view type);

}  // namespace workflow
