#include "workflow/intake_lines.hpp"

#include <algorithm>
#include <utility>

namespace workflow {

bool IntakeLines::has_room_for(const WaitingDelivery& waiting) {
  const std::lock_guard lock(mutex_);
  const auto line = lines_.find(waiting.inbox->id);
  const std::size_t of_inbox = line == lines_.end() ? 0 : line->second.bytes;
  // One that is larger than an inbox's share comes in when nothing of its inbox waits: else it never could.
  const std::size_t whole = waiting.delivery.bytes;
  const std::size_t bytes = of_inbox == 0 ? std::min(whole, options_.most_bytes_of_inbox) : whole;
  const bool has_room =
      stats_.waiting_bytes + bytes <= options_.most_bytes && of_inbox + bytes <= options_.most_bytes_of_inbox;
  if (!has_room) ++stats_.refused;
  return has_room;
}

void IntakeLines::add(std::shared_ptr<WaitingDelivery> waiting) {
  const std::lock_guard lock(mutex_);
  auto& line = lines_[waiting->inbox->id];
  line.bytes += waiting->delivery.bytes;
  stats_.waiting_bytes += waiting->delivery.bytes;
  ++stats_.deliveries;
  line.waiting.push_back(std::move(waiting));
}

IntakeLines::Batch IntakeLines::take() {
  const std::lock_guard lock(mutex_);
  Batch batch;
  std::size_t items = 0;
  while (!lines_.empty() && items < options_.batch && batch.size() < options_.batch) {
    auto next = lines_.upper_bound(last_served_);
    if (next == lines_.end()) next = lines_.begin();
    last_served_ = next->first;
    auto& line = next->second;
    auto waiting = std::move(line.waiting.front());
    line.waiting.pop_front();
    line.bytes -= waiting->delivery.bytes;
    stats_.waiting_bytes -= waiting->delivery.bytes;
    items += waiting->delivery.items.items.size() + waiting->delivery.items.unreadable.size();
    batch.push_back(std::move(waiting));
    if (line.waiting.empty()) lines_.erase(next);
  }
  stats_.items += items;
  if (!batch.empty()) ++stats_.commits;
  return batch;
}

bool IntakeLines::empty() const {
  const std::lock_guard lock(mutex_);
  return lines_.empty();
}

IntakeStats IntakeLines::stats() const {
  const std::lock_guard lock(mutex_);
  return stats_;
}

}  // namespace workflow
