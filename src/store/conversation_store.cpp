#include "store/conversation_store.hpp"

#include "base/check.hpp"
#include "store/checked_query.hpp"

namespace store {
namespace {

using conversation::Conversation;
using conversation::Direction;
using conversation::DismissReason;
using conversation::Status;
using conversation::View;
using OptionalTeam = std::optional<ids::Team>;
using OptionalUser = std::optional<ids::User>;
using OptionalTime = std::optional<base::Time>;
using OptionalText = std::optional<std::string>;
using OptionalNumber = std::optional<std::int64_t>;
using OptionalReason = std::optional<DismissReason>;

// A conversation with its contact's name and its running clock, flat as SQL gives it.
struct StateRow : Conversation {
  std::string contact_name;
  std::optional<ids::Clock> clock_id;
  std::optional<sla::ClockKind> clock_kind;
  OptionalTime clock_started_at;
  OptionalTime clock_due_at;
  OptionalTime clock_breached_at;
};
BOOST_DESCRIBE_STRUCT(StateRow, (Conversation),
                      (contact_name, clock_id, clock_kind, clock_started_at, clock_due_at, clock_breached_at))

event::ConversationState to_state(StateRow row) {
  event::ConversationState state;
  state.contact_name = std::move(row.contact_name);
  if (row.clock_id && row.clock_kind && row.clock_started_at && row.clock_due_at) {
    sla::Clock clock;
    clock.id = *row.clock_id;
    clock.organization_id = row.organization_id;
    clock.conversation_id = row.id;
    clock.kind = *row.clock_kind;
    clock.started_at = *row.clock_started_at;
    clock.due_at = *row.clock_due_at;
    clock.breached_at = row.clock_breached_at;
    state.clock = clock;
  }
  state.conversation = static_cast<Conversation&&>(row);
  return state;
}

constexpr Query<Conversation(ids::Organization, ids::Conversation)> kFind{"conversation_find"};
constexpr Query<StateRow(ids::Organization, ids::Conversation)> kState{"conversation_state"};
constexpr Query<Conversation(ids::Organization, ids::Contact, ids::Inbox, std::string)> kLatest{"conversation_latest"};
constexpr Query<StateRow(ids::Organization, ids::Contact, ids::Inbox, std::string)> kLatestState{
    "conversation_latest_state"};
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
constexpr Query<Conversation(base::Time, std::int64_t)> kAwaking{"conversation_awaking"};

using PageQuery = Query<StateRow(ids::Organization, std::optional<ids::Inbox>, std::optional<ids::Contact>, OptionalUser,
                                 OptionalNumber, std::optional<ids::Conversation>, std::int64_t)>;
constexpr PageQuery kPageOwed{"conversation_page_owed"};
constexpr PageQuery kPageUnassigned{"conversation_page_unassigned"};
constexpr PageQuery kPageOpen{"conversation_page_open"};
constexpr PageQuery kPageSnoozed{"conversation_page_snoozed"};
constexpr PageQuery kPageResolved{"conversation_page_resolved"};
constexpr PageQuery kPageAll{"conversation_page_all"};
constexpr Query<StateRow(ids::Organization, std::optional<ids::Inbox>, std::optional<ids::Contact>, OptionalUser,
                         OptionalNumber, std::optional<ids::Conversation>, std::int64_t, ids::User)>
    kPageMine{"conversation_page_mine"};
constexpr Query<ViewCountsRow(ids::Organization, OptionalUser, OptionalUser)> kViewCounts{"conversation_view_counts"};
constexpr Query<std::int64_t(ids::Organization, ids::Inbox)> kWaiting{"conversation_waiting"};
constexpr Query<std::int64_t(ids::Organization, ids::Inbox, std::int64_t)> kLastAnswers{"conversation_last_answers"};

const PageQuery& page_query(View view) {
  switch (view) {
    case View::owed: return kPageOwed;
    case View::unassigned: return kPageUnassigned;
    case View::open: return kPageOpen;
    case View::snoozed: return kPageSnoozed;
    case View::resolved: return kPageResolved;
    case View::all: return kPageAll;
    case View::mine: break;
  }
  HEED_CHECK(false, "`mine` has a query of its own");
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
  return reading.one(kLatest, organization, contact, inbox, thread_key);
}

std::optional<event::ConversationState> find_latest_state(Reading& reading, ids::Organization organization,
                                                          ids::Contact contact, ids::Inbox inbox,
                                                          const std::string& thread_key) {
  auto row = reading.one(kLatestState, organization, contact, inbox, thread_key);
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

std::vector<Conversation> list_awaking(Reading& reading, base::Time now, std::int64_t limit) {
  return reading.rows(kAwaking, now, limit);
}

std::vector<event::ConversationState> page_conversations(Reading& reading, const ConversationFilter& f) {
  std::vector<event::ConversationState> page;
  const auto take = [&](StateRow row) { page.push_back(to_state(std::move(row))); };
  if (f.view == View::mine) {
    reading.each(kPageMine, take, f.organization, f.inbox, f.contact, f.only_teams_of, f.after_key, f.after_id, f.limit,
                 f.mine_of.value_or(ids::User{}));
  } else {
    reading.each(page_query(f.view), take, f.organization, f.inbox, f.contact, f.only_teams_of, f.after_key, f.after_id,
                 f.limit);
  }
  return page;
}

std::int64_t sort_key(const Conversation& conversation, View view) {
  const base::Time time = view == View::owed      ? conversation.due_at.value_or(base::Time{})
                          : view == View::snoozed ? conversation.snoozed_until.value_or(base::Time{})
                                                  : conversation.last_said_at;
  return time.time_since_epoch().count();
}

ViewCountsRow count_views(Reading& reading, ids::Organization organization, std::optional<ids::User> mine_of,
                          std::optional<ids::User> only_teams_of) {
  return reading.one(kViewCounts, organization, mine_of, only_teams_of).value_or(ViewCountsRow{});
}

std::int64_t count_waiting(Reading& reading, ids::Organization organization, ids::Inbox inbox) {
  return reading.one(kWaiting, organization, inbox).value_or(0);
}

std::vector<std::int64_t> list_last_answers(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                            std::int64_t limit) {
  return reading.rows(kLastAnswers, organization, inbox, limit);
}

std::vector<CheckedQuery> conversation_queries() {
  return {kFind,    kState,    kLatest,         kLatestState, kInsert,      kUpdate,
          kAwaking, kPageOwed, kPageUnassigned, kPageOpen,    kPageSnoozed, kPageResolved,
          kPageAll, kPageMine, kViewCounts,     kWaiting,     kLastAnswers};
}

}  // namespace store
