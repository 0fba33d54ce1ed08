#pragma once
// The deliveries that wait to be taken in: a line for each inbox, with a bound on the memory of each and of all. Filled on
// the event loop, emptied where the next transaction begins. Internal to intake.hpp.

#include <cstddef>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "domain/inbox/inbox.hpp"
#include "workflow/intake.hpp"

namespace workflow {

struct IntakeWaiter {
  IntakeWaiter() = default;
  virtual ~IntakeWaiter() = default;
  IntakeWaiter(const IntakeWaiter&) = delete;
  IntakeWaiter& operator=(const IntakeWaiter&) = delete;
  virtual void wake() = 0;
};

// A delivery on its way: who waits, and what came of it.
struct WaitingDelivery {
  std::shared_ptr<const inbox::Inbox> inbox;
  Delivery delivery;
  std::unique_ptr<IntakeWaiter> waiter;
  IntakeCounts counts;
  std::optional<base::Failure> failure;
  std::exception_ptr broken;
};

class IntakeLines {
 public:
  using Batch = std::vector<std::shared_ptr<WaitingDelivery>>;

  explicit IntakeLines(const IntakeOptions& options) : options_(options) {}

  // Counts a refusal where there is none.
  [[nodiscard]] bool has_room_for(const WaitingDelivery& waiting);
  void add(std::shared_ptr<WaitingDelivery> waiting);

  // One delivery of each inbox in turn, until the batch is full or nothing waits.
  [[nodiscard]] Batch take();

  [[nodiscard]] bool empty() const;
  [[nodiscard]] IntakeStats stats() const;

 private:
  struct Line {
    std::deque<std::shared_ptr<WaitingDelivery>> waiting;
    std::size_t bytes = 0;
  };

  const IntakeOptions options_;
  mutable std::mutex mutex_;
  std::map<ids::Inbox, Line> lines_;
  ids::Inbox last_served_;
  IntakeStats stats_;
};

}  // namespace workflow
