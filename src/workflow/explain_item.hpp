#pragma once
// The life of one item, step by step: the journal of a stuck day. For people at a terminal (`heed inbox explain`).

#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"
#include "store/transaction.hpp"

namespace workflow {

// What happened, when, and why, in a sentence without what the customer said.
struct LifeStep {
  base::Time at{};
  std::string
      step;  // "said", "arrived", "placed", "routed", "triaged", "joined", "clock", "signal", "moved", "event", "waits"
  std::string text;
};
BOOST_DESCRIBE_STRUCT(LifeStep, (), (at, step, text))

struct ItemLife {
  ids::Message message_id;
  std::string inbox;
  std::vector<LifeStep> steps;  // In order of time.
};
BOOST_DESCRIBE_STRUCT(ItemLife, (), (message_id, inbox, steps))

// `item`: a message's id of ours, or the platform's; the platform's may stand in several inboxes.
[[nodiscard]] std::vector<ItemLife> explain_item(store::Reading& reading, ids::Organization organization,
                                                 const std::string& item);

}  // namespace workflow
