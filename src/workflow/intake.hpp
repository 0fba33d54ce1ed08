#pragma once
// Where deliveries of items wait for their commit. Whatever waits, of whichever inbox, goes into the record in one
// transaction with one synced commit; then everybody who delivered is told. Inboxes take turns, so that a flood on one
// does not hold up the others; past its share of the memory an inbox is refused with `unavailable` and a time to come
// again, before memory grows. An item that the record refuses by itself goes to the quarantine with its bytes.
//
//   auto counts = co_await intake.take(inbox, std::move(delivery));   // Resolves when it is on disk.
//
// All on the event loop. It goes after the loop's last coroutine, and before the store.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/store.hpp"
#include "store/task.hpp"

namespace workflow {

struct Delivery {
  channel::WebhookItems items;
  std::size_t bytes = 0;  // As it came; what the memory is counted by.
  // How far the platform has been read with it; stored in the transaction that stores the (last of the) items.
  std::optional<std::string> cursor;
  std::vector<channel::StateChange> state;  // The same.
};

struct IntakeCounts {
  std::int64_t stored = 0;
  std::int64_t known = 0;
  std::int64_t quarantined = 0;
};

// Whoever delivers waits for the answer: what may wait is what is taken in within a few seconds.
struct IntakeOptions {
  std::size_t most_bytes = 8 * 1024 * 1024;           // Of all inboxes together.
  std::size_t most_bytes_of_inbox = 2 * 1024 * 1024;  // Of one.
  std::size_t batch = 512;                            // Items in one transaction, about.
};

struct IntakeStats {
  std::uint64_t deliveries = 0;
  std::uint64_t items = 0;
  std::uint64_t refused = 0;
  std::uint64_t commits = 0;
  std::size_t waiting_bytes = 0;
};

class Intake {
 public:
  Intake(const store::Executor& executor, store::Store& store /*outlives*/, IntakeOptions options = {});
  ~Intake();
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  store::Task<base::Result<IntakeCounts>> take(std::shared_ptr<const inbox::Inbox> inbox, Delivery delivery);

  [[nodiscard]] IntakeStats stats() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace workflow
