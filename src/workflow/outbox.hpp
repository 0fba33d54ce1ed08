#pragma once
// What leaves through one inbox, one message after another: in order within a conversation, and over the inbox as long as
// nothing holds one of them up. An attempt is durable before its first byte, and its outcome before the next begins; what is in
// doubt is settled by delivery_rules.hpp, after a crash too.
//
//   Outbox outbox(executor, store, clock, inbox_at_work, channel, inbox, random, log);
//   co_spawn(executor, outbox.run(), …);   // Until stop(), or cancelled (terminal).
//   outbox.notify();                       // Something may wait: after a commit that tells of a queued message of this inbox.
//
// Where the platform is away, or asks us to slow down, the whole inbox waits and then tries one message; after stop() what is
// being sent is still recorded. Cancelled during send(), a message stays in doubt, and is settled by the next run. All on the event
// loop. run() throws StoreError when the record is broken.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "channel/channel.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/store.hpp"
#include "store/task.hpp"

namespace workflow {

// How it goes, for the inbox's health.
struct OutboxState {
  std::int64_t failures = 0;             // In a row, of the platform.
  std::optional<base::Time> held_until;  // Until then nothing is sent; none while all is well.
  std::string reason;                    // Why, in a sentence.
  bool needs_login = false;              // Nothing gets through until a person puts the inbox's settings right.
  std::optional<base::Time> sent_at;     // The last time that something got through.
};

class Outbox {
 public:
  Outbox(const store::Executor& executor, store::Store& store /*outlives*/, const base::Clock& clock /*outlives*/,
         channel::ChannelInbox& at_work /*outlives*/, const channel::ChannelType& channel /*outlives*/, inbox::Inbox inbox,
         std::function<std::uint64_t()> random, std::function<void(const std::string&)> log);
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  store::Task<void> run();
  void notify();
  void stop();

  // A piece of run(), by hand: begin() first, then step() again and again. It sends what is due, one message at most, and says
  // when there is more to do: a time in the past for at once, none when nothing waits.
  store::Task<void> begin();
  store::Task<std::optional<base::Time>> step();

  [[nodiscard]] const OutboxState& state() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace workflow
