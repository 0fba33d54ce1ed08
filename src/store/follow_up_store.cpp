#include "store/follow_up_store.hpp"

#include <string>

#include "store/checked_query.hpp"

namespace store {
namespace {

using conversation::Encounter;
using conversation::EncounterKind;
using conversation::FollowUp;
using conversation::FollowUpKind;
using conversation::FollowUpState;
using OptionalTime = std::optional<base::Time>;
using OptionalUser = std::optional<ids::User>;
using OptionalFollowUp = std::optional<ids::FollowUp>;

constexpr Query<void(ids::FollowUp, ids::Organization, ids::Conversation, FollowUpKind, std::string, std::string,
                     OptionalTime, base::Time, OptionalUser, OptionalUser, base::Time, FollowUpState, OptionalTime,
                     OptionalTime, OptionalTime, OptionalTime, OptionalTime, OptionalTime, OptionalUser)>
    kInsert{"follow_up_insert"};
constexpr Query<void(ids::Organization, ids::FollowUp, std::string, std::string, OptionalTime, base::Time, OptionalUser,
                     FollowUpState, OptionalTime, OptionalTime, OptionalTime, OptionalTime, OptionalTime, OptionalTime,
                     OptionalUser)>
    kUpdate{"follow_up_update"};
constexpr Query<FollowUp(ids::Organization, ids::FollowUp)> kFind{"follow_up_find"};
constexpr Query<FollowUp(ids::Organization, ids::Conversation, std::int64_t)> kList{"follow_up_list"};
constexpr Query<FollowUp(ids::Organization, ids::User, OptionalTime, OptionalFollowUp, std::int64_t)> kOfUser{
    "follow_up_of_user"};
constexpr Query<FollowUp(base::Time, std::int64_t)> kDue{"follow_up_due"};
constexpr Query<std::int64_t(ids::FollowUp, OptionalTime)> kTake{"follow_up_take"};
constexpr Query<std::int64_t(ids::Organization, ids::Conversation)> kMissed{"follow_up_missed"};
constexpr Query<CallSums(ids::Organization, base::Time, base::Time, std::optional<ids::Inbox>, std::optional<ids::Team>,
                         std::optional<std::string>)>
    kCallSums{"follow_up_call_sums"};
constexpr Query<void(ids::Encounter, ids::Organization, ids::Conversation, EncounterKind, bool, bool,
                     std::optional<std::int64_t>, std::string, std::string, base::Time, OptionalFollowUp, ids::User,
                     base::Time)>
    kInsertEncounter{"encounter_insert"};
constexpr Query<Encounter(ids::Organization, ids::Conversation, std::int64_t)> kEncounters{"encounter_list"};

}  // namespace

void insert_follow_up(Transaction& transaction, const FollowUp& f) {
  transaction.run(kInsert, f.id, f.organization_id, f.conversation_id, f.kind, f.text, f.phone, f.from_at, f.due_at,
                  f.owner_id, f.made_by, f.made_at, f.state, f.told_at, f.missed_at, f.warn_at, f.warned_at, f.next_at,
                  f.ended_at, f.ended_by);
}

void update_follow_up(Transaction& transaction, const FollowUp& f) {
  transaction.run(kUpdate, f.organization_id, f.id, f.text, f.phone, f.from_at, f.due_at, f.owner_id, f.state, f.told_at,
                  f.missed_at, f.warn_at, f.warned_at, f.next_at, f.ended_at, f.ended_by);
}

std::optional<FollowUp> find_follow_up(Reading& reading, ids::Organization organization, ids::FollowUp id) {
  return reading.one(kFind, organization, id);
}

std::vector<FollowUp> list_follow_ups(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                      std::int64_t limit) {
  return reading.rows(kList, organization, conversation, limit);
}

std::vector<FollowUp> page_follow_ups_of(Reading& reading, ids::Organization organization, ids::User user,
                                         std::optional<FollowUpPlace> after, std::int64_t limit) {
  const auto at = after ? OptionalTime(after->due_at) : std::nullopt;
  const auto id = after ? OptionalFollowUp(after->id) : std::nullopt;
  return reading.rows(kOfUser, organization, user, at, id, limit);
}

std::vector<FollowUp> list_due_follow_ups(Reading& reading, base::Time now, std::int64_t limit) {
  return reading.rows(kDue, now, limit);
}

bool take_follow_up(Transaction& transaction, const FollowUp& f) {
  return transaction.one(kTake, f.id, f.next_at).has_value();
}

bool has_missed_call(Reading& reading, ids::Organization organization, ids::Conversation conversation) {
  return reading.one(kMissed, organization, conversation).value_or(0) > 0;
}

CallSums sum_calls(Reading& reading, ids::Organization organization, base::Time from, base::Time to,
                   const OwedFilter& filter) {
  return reading.one(kCallSums, organization, from, to, filter.inbox_id, filter.team_id, filter.channel)
      .value_or(CallSums());
}

void insert_encounter(Transaction& transaction, const Encounter& e) {
  transaction.run(kInsertEncounter, e.id, e.organization_id, e.conversation_id, e.kind, e.inbound, e.reached, e.minutes,
                  e.place, e.text, e.happened_at, e.follow_up_id, e.made_by, e.made_at);
}

std::vector<Encounter> list_encounters(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                       std::int64_t limit) {
  return reading.rows(kEncounters, organization, conversation, limit);
}

std::vector<CheckedQuery> follow_up_queries() {
  return {kInsert, kUpdate, kFind, kList, kOfUser, kDue, kTake, kMissed, kCallSums, kInsertEncounter, kEncounters};
}

}  // namespace store
