#include "store/label_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

constexpr Query<std::string(ids::Organization, ids::Conversation)> kList{"label_list"};
constexpr Query<void(ids::Organization, ids::Conversation, std::string, base::Time, std::optional<ids::User>)> kAdd{
    "label_add"};
constexpr Query<void(ids::Organization, ids::Conversation, std::string)> kRemove{"label_remove"};
constexpr Query<LabelCount(ids::Organization, std::int64_t)> kNames{"label_names"};

}  // namespace

std::vector<std::string> list_labels(Reading& reading, ids::Organization organization, ids::Conversation conversation) {
  return reading.rows(kList, organization, conversation);
}

bool add_label(Transaction& transaction, ids::Organization organization, ids::Conversation conversation,
               const std::string& label, std::optional<ids::User> by) {
  return transaction.run_counted(kAdd, organization, conversation, label, transaction.now(), by) > 0;
}

bool remove_label(Transaction& transaction, ids::Organization organization, ids::Conversation conversation,
                  const std::string& label) {
  return transaction.run_counted(kRemove, organization, conversation, label) > 0;
}

std::vector<LabelCount> count_labels(Reading& reading, ids::Organization organization, std::int64_t limit) {
  return reading.rows(kNames, organization, limit);
}

std::vector<CheckedQuery> label_queries() { return {kList, kAdd, kRemove, kNames}; }

}  // namespace store
