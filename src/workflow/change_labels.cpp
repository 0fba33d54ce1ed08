#include "workflow/change_labels.hpp"

#include <algorithm>

#include "domain/automation/rule.hpp"
#include "store/label_store.hpp"
#include "workflow/conversation_change.hpp"

namespace workflow {
namespace {

constexpr std::size_t kMostLabels = 20;

}  // namespace

base::Result<std::vector<std::string>> add_label(store::Transaction& transaction, const rights::Principal& who,
                                                 ids::Conversation conversation, const std::string& label) {
  const auto state = find_workable(transaction, who, conversation);
  if (!state) return base::pass_on(state.error());
  const auto clean = automation::clean_label(label, "label");
  if (!clean) return base::pass_on(clean.error());
  const auto before = store::list_labels(transaction, who.organization_id, conversation);
  const bool is_there = std::ranges::find(before, *clean) != before.end();
  if (!is_there && before.size() >= kMostLabels)
    return base::fail(base::FailureKind::invalid, "label: at most 20 of them", "label");
  if (store::add_label(transaction, who.organization_id, conversation, *clean, who.user_id))
    tell_as_it_stands(transaction, *state, who.user_id);
  return store::list_labels(transaction, who.organization_id, conversation);
}

base::Result<std::vector<std::string>> remove_label(store::Transaction& transaction, const rights::Principal& who,
                                                    ids::Conversation conversation, const std::string& label) {
  const auto state = find_workable(transaction, who, conversation);
  if (!state) return base::pass_on(state.error());
  const auto clean = automation::clean_label(label, "label");
  if (!clean) return base::pass_on(clean.error());
  if (store::remove_label(transaction, who.organization_id, conversation, *clean))
    tell_as_it_stands(transaction, *state, who.user_id);
  return store::list_labels(transaction, who.organization_id, conversation);
}

}  // namespace workflow
