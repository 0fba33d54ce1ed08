#pragma once
// Rows of the labels of conversations.

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "store/transaction.hpp"

namespace store {

// In order of the letters.
[[nodiscard]] std::vector<std::string> list_labels(Reading& reading, ids::Organization organization,
                                                   ids::Conversation conversation);
// False where it had it already, or had it not.
bool add_label(Transaction& transaction, ids::Organization organization, ids::Conversation conversation,
               const std::string& label, std::optional<ids::User> by);
bool remove_label(Transaction& transaction, ids::Organization organization, ids::Conversation conversation,
                  const std::string& label);

struct LabelCount {
  std::string label;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(LabelCount, (), (label, count))
// Those of all conversations, the most frequent first.
[[nodiscard]] std::vector<LabelCount> count_labels(Reading& reading, ids::Organization organization, std::int64_t limit);

}  // namespace store
