#include "store/acknowledgement_store.hpp"

#include <string>

#include "store/checked_query.hpp"

namespace store {
namespace {

using acknowledgement::Pending;
using acknowledgement::Settings;

constexpr Query<Settings(ids::Organization, ids::Inbox)> kSettingsFind{"acknowledgement_settings_find"};
constexpr Query<void(ids::Inbox, ids::Organization, bool, std::int64_t, std::string)> kSettingsPut{
    "acknowledgement_settings_put"};
constexpr Query<void(ids::Conversation, ids::Organization, base::Time)> kExpect{"acknowledgement_expect"};
constexpr Query<Pending(base::Time, std::int64_t)> kDue{"acknowledgement_due"};
constexpr Query<ids::Message(ids::Conversation)> kMessage{"acknowledgement_message"};
constexpr Query<std::int64_t(ids::Organization, ids::Contact, ids::Inbox, base::Time)> kSaidSince{
    "acknowledgement_said_since"};
constexpr Query<ids::Conversation(ids::Conversation)> kTake{"acknowledgement_take"};
constexpr Query<void(ids::Conversation, acknowledgement::Outcome, std::optional<ids::Message>)> kDecide{
    "acknowledgement_decide"};

}  // namespace

std::optional<Settings> find_acknowledgement_settings(Reading& reading, ids::Organization organization, ids::Inbox inbox) {
  return reading.one(kSettingsFind, organization, inbox);
}

void put_acknowledgement_settings(Transaction& transaction, const Settings& settings) {
  transaction.run(kSettingsPut, settings.inbox_id, settings.organization_id, settings.enabled, settings.wait_s,
                  settings.help);
}

void expect_acknowledgement(Transaction& transaction, const Pending& pending) {
  transaction.run(kExpect, pending.conversation_id, pending.organization_id, pending.due_at);
}

std::vector<Pending> list_due_acknowledgements(Reading& reading, base::Time until, std::int64_t limit) {
  return reading.rows(kDue, until, limit);
}

std::optional<ids::Message> find_acknowledgement_message(Reading& reading, ids::Conversation conversation) {
  return reading.one(kMessage, conversation);
}

bool was_acknowledged_lately(Reading& reading, const conversation::Conversation& c, base::Time since) {
  return reading.one(kSaidSince, c.organization_id, c.contact_id, c.inbox_id, since).value_or(0) > 0;
}

bool take_acknowledgement(Transaction& transaction, ids::Conversation conversation) {
  return transaction.one(kTake, conversation).has_value();
}

void decide_acknowledgement(Transaction& transaction, ids::Conversation conversation, acknowledgement::Outcome outcome,
                            std::optional<ids::Message> message) {
  transaction.run(kDecide, conversation, outcome, message);
}

std::vector<CheckedQuery> acknowledgement_queries() {
  return {kSettingsFind, kSettingsPut, kExpect, kDue, kMessage, kSaidSince, kTake, kDecide};
}

}  // namespace store
