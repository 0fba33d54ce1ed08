#pragma once
// What connectors keep of their inboxes, by kind and name.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include "domain/ids.hpp"
#include "store/transaction.hpp"

namespace store {

struct ChannelStateRow {
  std::string kind;
  std::string name;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(ChannelStateRow, (), (kind, name, value))

[[nodiscard]] std::optional<ChannelStateRow> find_channel_state(Reading& reading, ids::Organization organization,
                                                                ids::Inbox inbox, const std::string& kind,
                                                                const std::string& name);
// The last name first, those before `before`; "" for all.
[[nodiscard]] std::vector<ChannelStateRow> list_channel_state(Reading& reading, ids::Organization organization,
                                                              ids::Inbox inbox, const std::string& kind,
                                                              const std::string& before, std::int64_t limit);
[[nodiscard]] std::int64_t count_channel_state(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                               const std::string& kind);
void put_channel_state(Transaction& transaction, ids::Organization organization, ids::Inbox inbox,
                       const ChannelStateRow& row);
void delete_channel_state(Transaction& transaction, ids::Organization organization, ids::Inbox inbox,
                          const std::string& kind, const std::string& name);

}  // namespace store
