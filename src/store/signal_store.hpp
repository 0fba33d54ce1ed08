#pragma once
// Rows of signals, and the series: how often each kind was done, and something said, on each inbox in each ten minutes.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "domain/signal/series.hpp"
#include "domain/signal/signal.hpp"
#include "store/transaction.hpp"

namespace store {

// False when the inbox has a signal of that kind with that external id.
[[nodiscard]] bool insert_signal(Transaction& transaction, const signals::Signal& signal);
// What was done to the message before it arrived.
[[nodiscard]] std::vector<signals::Signal> list_waiting_signals(Reading& reading, ids::Organization organization,
                                                                ids::Inbox inbox, const std::string& target_external_id);
void set_signal_message(Transaction& transaction, ids::Organization organization, ids::Signal signal, ids::Message message);
// Everything that was done to one message was done to another.
void move_signals(Transaction& transaction, ids::Organization organization, ids::Message from, ids::Message to);
[[nodiscard]] std::optional<signals::Signal> find_latest_edit(Reading& reading, ids::Organization organization,
                                                              ids::Message message);

struct SignalCount {
  ids::Inbox inbox_id;
  signals::Series kind = signals::Series::message;
  std::int64_t bucket = 0;  // Times of signals::kBucket since the epoch.
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(SignalCount, (), (inbox_id, kind, bucket, count))

void add_signal_count(Transaction& transaction, ids::Organization organization, const SignalCount& more);
// Buckets from `from`, before `until`; of one inbox or of all.
[[nodiscard]] std::vector<SignalCount> list_signal_counts(Reading& reading, ids::Organization organization,
                                                          std::optional<ids::Inbox> inbox, std::int64_t from,
                                                          std::int64_t until);

}  // namespace store
