#include "workflow/thread_of.hpp"

#include "store/conversation_store.hpp"
#include "store/message_store.hpp"

namespace workflow {
namespace {

constexpr int kLongestChain = 100;  // Posts of ours one under the other; a circle ends here too.

Thread awaiting(std::string external_id) { return {external_id, external_id}; }

}  // namespace

Thread thread_of(store::Reading& reading, const inbox::Inbox& inbox, const channel::InboundItem& item) {
  if (!item.by_replies) return {item.thread_key, std::nullopt};
  return thread_of_reply(reading, inbox, item.external_id, item.parent_external_id);
}

Thread thread_of_reply(store::Reading& reading, const inbox::Inbox& inbox, const std::string& external_id,
                       const std::string& parent_external_id) {
  if (parent_external_id.empty()) return {external_id, std::nullopt};
  std::string parent = parent_external_id;
  for (int i = 0; i < kLongestChain; ++i) {
    const auto message = store::find_message(reading, inbox.organization_id, parent, inbox.id);
    if (!message) return awaiting(parent);
    if (message->conversation_id) {
      const auto conversation = store::find_conversation(reading, inbox.organization_id, *message->conversation_id);
      if (!conversation) return awaiting(parent);
      const auto& key = conversation->thread_key;
      if (key.empty()) return {key, std::nullopt};
      const bool is_there = store::find_message(reading, inbox.organization_id, key, inbox.id).has_value();
      return {key, is_there ? std::nullopt : std::optional(key)};
    }
    if (message->parent_external_id.empty()) return {message->external_id, std::nullopt};
    parent = message->parent_external_id;
  }
  return awaiting(parent);
}

}  // namespace workflow
