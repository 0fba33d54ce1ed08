#include "store/conversation_store.hpp"

#include <tuple>

#include "store/checked_query.hpp"
#include "store/conversation_row.hpp"

namespace store {
namespace {

using conversation::Conversation;
using conversation::Direction;
using conversation::DismissReason;
using conversation::Status;
using OptionalTeam = std::optional<ids::Team>;
using OptionalUser = std::optional<ids::User>;
using OptionalTime = std::optional<base::Time>;
using OptionalText = std::optional<std::string>;
using OptionalReason = std::optional<DismissReason>;

constexpr Query<Conversation(ids::Organization, ids::Conversation)> kFind{"conversation_find"};
constexpr Query<StateRow(ids::Organization, ids::Conversation)> kState{"conversation_state"};
constexpr Query<StateRow(ids::Organization, ids::Contact, ids::Inbox, std::string)> kUnderWay{"conversation_under_way"};
constexpr Query<StateRow(ids::Organization, ids::Contact, ids::Inbox, std::string)> kLatestOver{"conversation_latest_over"};
constexpr Query<void(ids::Conversation, ids::Organization, ids::Inbox, ids::Contact, OptionalTeam, OptionalUser, Status,
                     OptionalTime, bool, OptionalTime, OptionalTime, OptionalReason, OptionalText, std::string, base::Time,
                     base::Time, std::string, Direction, std::int64_t, OptionalTime, OptionalTime, base::Time,
                     std::optional<ids::Conversation>, std::optional<ids::Case>)>
    kInsert{"conversation_insert"};
constexpr Query<void(ids::Organization, ids::Conversation, OptionalTeam, OptionalUser, Status, OptionalTime, bool,
                     OptionalTime, OptionalTime, OptionalReason, OptionalText, base::Time, base::Time, std::string,
                     Direction, std::int64_t, OptionalTime, OptionalTime, std::string, std::optional<ids::Conversation>,
                     std::optional<ids::Case>)>
    kUpdate{"conversation_update"};
constexpr Query<void(ids::Organization, ids::Conversation, base::Time, std::string, Direction, std::int64_t)> kSay{
    "conversation_say"};
constexpr Query<Conversation(base::Time, std::int64_t)> kAwaking{"conversation_awaking"};

constexpr Query<std::int64_t(ids::Organization, ids::Inbox)> kWaiting{"conversation_waiting"};
constexpr Query<std::int64_t(ids::Organization, ids::Inbox, std::int64_t)> kLastAnswers{"conversation_last_answers"};

// What kUpdate writes and kSay does not.
auto but_for_the_word(const Conversation& c) {
  return std::tie(c.team_id, c.assignee_id, c.status, c.snoozed_until, c.owed, c.owed_since, c.due_at, c.dismiss_reason,
                  c.dismiss_note, c.first_said_at, c.first_answered_at, c.resolved_at, c.thread_key, c.merged_into_id,
                  c.case_id);
}

}  // namespace

std::optional<Conversation> find_conversation(Reading& reading, ids::Organization organization, ids::Conversation id) {
  return reading.one(kFind, organization, id);
}

std::optional<event::ConversationState> find_conversation_state(Reading& reading, ids::Organization organization,
                                                                ids::Conversation id) {
  auto row = reading.one(kState, organization, id);
  if (!row) return std::nullopt;
  return to_state(std::move(*row));
}

std::optional<Conversation> find_latest_conversation(Reading& reading, ids::Organization organization, ids::Contact contact,
                                                     ids::Inbox inbox, const std::string& thread_key) {
  auto state = find_latest_state(reading, organization, contact, inbox, thread_key);
  if (!state) return std::nullopt;
  return std::move(state->conversation);
}

std::optional<event::ConversationState> find_latest_state(Reading& reading, ids::Organization organization,
                                                          ids::Contact contact, ids::Inbox inbox,
                                                          const std::string& thread_key) {
  auto row = reading.one(kUnderWay, organization, contact, inbox, thread_key);
  if (!row) row = reading.one(kLatestOver, organization, contact, inbox, thread_key);
  if (!row) return std::nullopt;
  return to_state(std::move(*row));
}

void insert_conversation(Transaction& transaction, const Conversation& c) {
  transaction.run(kInsert, c.id, c.organization_id, c.inbox_id, c.contact_id, c.team_id, c.assignee_id, c.status,
                  c.snoozed_until, c.owed, c.owed_since, c.due_at, c.dismiss_reason, c.dismiss_note, c.thread_key,
                  c.first_said_at, c.last_said_at, c.last_text, c.last_direction, c.message_count, c.first_answered_at,
                  c.resolved_at, c.created_at, c.merged_into_id, c.case_id);
}

void update_conversation(Transaction& transaction, const Conversation& c) {
  transaction.run(kUpdate, c.organization_id, c.id, c.team_id, c.assignee_id, c.status, c.snoozed_until, c.owed,
                  c.owed_since, c.due_at, c.dismiss_reason, c.dismiss_note, c.first_said_at, c.last_said_at, c.last_text,
                  c.last_direction, c.message_count, c.first_answered_at, c.resolved_at, c.thread_key, c.merged_into_id,
                  c.case_id);
}

void update_conversation(Transaction& transaction, const Conversation& before, const Conversation& c) {
  if (but_for_the_word(before) != but_for_the_word(c)) return update_conversation(transaction, c);
  transaction.run(kSay, c.organization_id, c.id, c.last_said_at, c.last_text, c.last_direction, c.message_count);
}

std::vector<Conversation> list_awaking(Reading& reading, base::Time now, std::int64_t limit) {
  return reading.rows(kAwaking, now, limit);
}

std::int64_t count_waiting(Reading& reading, ids::Organization organization, ids::Inbox inbox) {
  return reading.one(kWaiting, organization, inbox).value_or(0);
}

std::vector<std::int64_t> list_last_answers(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                            std::int64_t limit) {
  return reading.rows(kLastAnswers, organization, inbox, limit);
}

std::vector<CheckedQuery> conversation_queries() {
  return {kFind, kState, kUnderWay, kLatestOver, kInsert, kUpdate, kSay, kAwaking, kWaiting, kLastAnswers};
}

}  // namespace store
