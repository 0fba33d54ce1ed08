#pragma once
// What a connector keeps of its inbox, in the record: with a delivery, in its transaction, or by itself. Names and values are checked
// here, since they are made of what others sent.

#include <memory>
#include <vector>

#include "channel/channel_inbox.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/store.hpp"
#include "store/transaction.hpp"

namespace workflow {

inline constexpr std::size_t kLongestStateName = 1'000;  // Bytes.
inline constexpr std::size_t kLongestStateValue = 256 * 1024;

// `invalid` where an entry is too long or no text.
[[nodiscard]] base::Result<void> check_channel_state(const std::vector<channel::StateChange>& changes);
// In order; they were checked.
void keep_channel_state(store::Transaction& transaction, const inbox::Inbox& inbox,
                        const std::vector<channel::StateChange>& changes);

[[nodiscard]] std::unique_ptr<channel::ChannelState> make_channel_state(store::Store& store /*outlives*/,
                                                                        const inbox::Inbox& inbox);

}  // namespace workflow
