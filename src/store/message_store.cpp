#include "store/message_store.hpp"

#include <algorithm>

#include "store/checked_query.hpp"

namespace store {
namespace {

using conversation::Delivery;
using conversation::Direction;
using conversation::Message;
using OptionalTime = std::optional<base::Time>;
using OptionalText = std::optional<std::string>;

constexpr Query<Message(ids::Organization, std::string, ids::Inbox)> kFind{"message_find_by_external_id"};
constexpr Query<std::int64_t(ids::Organization, std::string, ids::Inbox)> kIsKnown{"message_is_known"};
constexpr Query<std::int64_t(ids::Organization, std::string, std::string)> kKnown{"message_known_on_channel"};
constexpr Query<void(ids::Message, ids::Organization, ids::Inbox, std::optional<ids::Conversation>,
                     std::optional<ids::Identity>, std::optional<ids::User>, Direction, bool, std::string, std::string,
                     std::string, Delivery, base::Time, base::Time, OptionalTime, OptionalTime, OptionalText, std::string,
                     std::optional<conversation::Placement>)>
    kInsert{"message_insert"};
constexpr Query<NamedMessage(ids::Organization, ids::Conversation, std::optional<base::Time>, std::optional<ids::Message>,
                             std::int64_t)>
    kPage{"message_page"};
constexpr Query<conversation::Told(ids::Organization, ids::Conversation)> kStory{"message_story"};
constexpr Query<Message(ids::Organization, ids::Message)> kFindById{"message_find"};
constexpr Query<void(ids::Organization, ids::Message, std::optional<ids::Conversation>, std::string, Delivery, OptionalTime,
                     OptionalTime, OptionalText, std::string, std::optional<conversation::Placement>)>
    kUpdate{"message_update"};
constexpr Query<void(ids::Organization, ids::Conversation, ids::Conversation)> kMoveAll{"message_move_all"};
constexpr Query<void(ids::Organization, ids::Message, ids::Conversation, ids::Conversation)> kMoveOne{"message_move_one"};
constexpr Query<ids::Message(ids::Organization, ids::Conversation)> kIdsIn{"message_ids_in"};
constexpr Query<NamedMessage(ids::Organization, ids::Conversation)> kNewest{"message_newest_said"};
constexpr Query<NamedMessage(ids::Organization, ids::Inbox, ids::Contact, std::int64_t)> kForVisitor{
    "message_list_for_visitor"};
constexpr Query<Message(ids::Organization, ids::Conversation)> kNewestHeard{"message_newest_heard"};
constexpr Query<void(ids::Organization, ids::Message, std::string, std::string, base::Time)> kPlace{
    "message_place_outbound"};
constexpr Query<void(ids::Organization, ids::Message)> kDelete{"message_delete"};
constexpr Query<void(ids::Organization, ids::Message)> kMarkAutomatic{"message_mark_automatic"};
constexpr Query<ids::Message(ids::Organization, ids::Conversation, base::Time, base::Time)> kAutomatic{
    "message_list_automatic"};
constexpr Query<bool(ids::Organization, ids::Message)> kIsAutomatic{"message_is_automatic"};
constexpr Query<std::string(ids::Organization, ids::User)> kAuthorName{"message_author_name"};

}  // namespace

std::optional<Message> find_message(Reading& reading, ids::Organization organization, const std::string& external_id,
                                    ids::Inbox inbox) {
  return reading.one(kFind, organization, external_id, inbox);
}

std::optional<Message> find_message(Reading& reading, ids::Organization organization, ids::Message id) {
  return reading.one(kFindById, organization, id);
}

bool is_known(Reading& reading, ids::Organization organization, const std::string& external_id, ids::Inbox inbox) {
  return reading.one(kIsKnown, organization, external_id, inbox).has_value();
}

bool is_known_on_channel(Reading& reading, ids::Organization organization, const std::string& external_id,
                         const std::string& channel) {
  return reading.one(kKnown, organization, external_id, channel).has_value();
}

void insert_message(Transaction& transaction, const Message& m) {
  transaction.run(kInsert, m.id, m.organization_id, m.inbox_id, m.conversation_id, m.identity_id, m.user_id, m.direction,
                  m.is_public, m.text, m.external_id, m.parent_external_id, m.delivery, m.said_at, m.created_at, m.edited_at,
                  m.deleted_at, m.original_text, m.language, m.placed);
}

void mark_automatic(Transaction& transaction, ids::Organization organization, ids::Message id) {
  transaction.run(kMarkAutomatic, organization, id);
}

bool is_automatic(Reading& reading, ids::Organization organization, ids::Message id) {
  return reading.one(kIsAutomatic, organization, id).value_or(false);
}

std::vector<ids::Message> list_automatic(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                         base::Time first, base::Time last) {
  return reading.rows(kAutomatic, organization, conversation, first, last);
}

void update_message(Transaction& transaction, const Message& m) {
  transaction.run(kUpdate, m.organization_id, m.id, m.conversation_id, m.text, m.delivery, m.edited_at, m.deleted_at,
                  m.original_text, m.language, m.placed);
}

void place_outbound(Transaction& transaction, const Message& m) {
  transaction.run(kPlace, m.organization_id, m.id, m.external_id, m.parent_external_id, m.said_at);
}

void delete_message(Transaction& transaction, ids::Organization organization, ids::Message id) {
  transaction.run(kDelete, organization, id);
}

void move_messages(Transaction& transaction, ids::Organization organization, ids::Conversation from, ids::Conversation to) {
  transaction.run(kMoveAll, organization, from, to);
}

bool move_message(Transaction& transaction, ids::Organization organization, ids::Message message, ids::Conversation from,
                  ids::Conversation to) {
  return transaction.run_counted(kMoveOne, organization, message, from, to) == 1;
}

std::vector<ids::Message> list_message_ids(Reading& reading, ids::Organization organization,
                                           ids::Conversation conversation) {
  return reading.rows(kIdsIn, organization, conversation);
}

std::vector<NamedMessage> page_messages(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                        std::optional<base::Time> before_said_at, std::optional<ids::Message> before_id,
                                        std::int64_t limit) {
  return reading.rows(kPage, organization, conversation, before_said_at, before_id, limit);
}

std::vector<conversation::Told> list_story(Reading& reading, ids::Organization organization,
                                           ids::Conversation conversation) {
  auto words = reading.rows(kStory, organization, conversation);
  std::ranges::sort(words, conversation::said_before);
  return words;
}

std::optional<NamedMessage> find_newest_said(Reading& reading, ids::Organization organization,
                                             ids::Conversation conversation) {
  return reading.one(kNewest, organization, conversation);
}

std::optional<Message> find_newest_heard(Reading& reading, ids::Organization organization, ids::Conversation conversation) {
  return reading.one(kNewestHeard, organization, conversation);
}

std::vector<NamedMessage> list_for_visitor(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                           ids::Contact contact, std::int64_t limit) {
  return reading.rows(kForVisitor, organization, inbox, contact, limit);
}

std::string find_author_name(Reading& reading, ids::Organization organization, ids::User user) {
  return reading.one(kAuthorName, organization, user).value_or("");
}

std::vector<CheckedQuery> message_queries() {
  return {kFind,   kIsKnown,    kKnown,      kInsert,        kPage,      kStory,       kFindById,
          kUpdate, kMoveAll,    kMoveOne,    kIdsIn,         kNewest,    kNewestHeard, kPlace,
          kDelete, kForVisitor, kAuthorName, kMarkAutomatic, kAutomatic, kIsAutomatic};
}

}  // namespace store
