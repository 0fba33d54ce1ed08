#pragma once
// Rows of what messages say, of what people put right, and of what a priority is made of.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "domain/event.hpp"
#include "domain/triage/verdict.hpp"
#include "store/transaction.hpp"

namespace store {

// `edited_at`: of the message as it was read. Takes the place of an earlier verdict.
void put_verdict(Transaction& transaction, ids::Organization organization, const triage::Verdict& verdict,
                 std::optional<base::Time> edited_at);
void remove_verdict(Transaction& transaction, ids::Organization organization, ids::Message message);
// As people left it.
[[nodiscard]] std::optional<triage::Verdict> find_verdict(Reading& reading, ids::Organization organization,
                                                          ids::Message message);
// As the models left it.
[[nodiscard]] std::optional<triage::Verdict> find_bare_verdict(Reading& reading, ids::Organization organization,
                                                               ids::Message message);
// Of what was said in a conversation from `first` to `last`, as people left it.
[[nodiscard]] std::vector<triage::Verdict> list_verdicts(Reading& reading, ids::Organization organization,
                                                         ids::Conversation conversation, base::Time first, base::Time last);

// Of what was said in a conversation from `first` to `last`, in force.
[[nodiscard]] std::vector<triage::Correction> list_corrections(Reading& reading, ids::Organization organization,
                                                               ids::Conversation conversation, base::Time first,
                                                               base::Time last);
// In force, in the order they were made.
[[nodiscard]] std::vector<triage::Correction> list_corrections(Reading& reading, ids::Organization organization,
                                                               ids::Message message);
[[nodiscard]] std::vector<triage::Correction> list_corrections_since(Reading& reading, ids::Organization organization,
                                                                     base::Time since);
// In place of the one that the field had.
void put_correction(Transaction& transaction, const triage::Correction& correction);
// False when none was in force.
bool undo_correction(Transaction& transaction, ids::Organization organization, ids::Message message, triage::Field field);

// A word of the customer's, as its assessment finds it.
struct Word {
  ids::Message id;
  ids::Inbox inbox_id;
  bool is_public = false;
  base::Time said_at{};
  std::optional<base::Time> edited_at;
  bool deleted = false;  // Its verdict is still there.
  bool unread = false;   // It has no verdict of the text it has now.
  std::string text;      // Of one that is unread.
  std::optional<std::string> triage;
};
BOOST_DESCRIBE_STRUCT(Word, (), (id, inbox_id, is_public, said_at, edited_at, deleted, unread, text, triage))

// The latest first.
[[nodiscard]] std::vector<Word> list_words(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                           std::int64_t limit);
// Those that are unread alone.
[[nodiscard]] std::vector<Word> list_unread_words(Reading& reading, ids::Organization organization,
                                                  ids::Conversation conversation, std::int64_t limit);
[[nodiscard]] triage::Triage triage_of(const Word& word);

struct PriorityFacts {
  std::int64_t followers = 0;
  std::int64_t strikes = 0;
  contact::Value value = contact::Value::none;
  std::int64_t spread = 0;
  std::int64_t target_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(PriorityFacts, (), (followers, strikes, value, spread, target_seconds))

// `since`: words before that are not asked for.
[[nodiscard]] PriorityFacts priority_facts(Reading& reading, const conversation::Conversation& conversation,
                                           base::Time since);

// How often something was said on a day; days since the epoch, UTC.
struct TriageCount {
  std::int64_t day = 0;
  ids::Inbox inbox_id;
  triage::Field field = triage::Field::sentiment;
  std::string value;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(TriageCount, (), (day, inbox_id, field, value, count))

void add_triage_count(Transaction& transaction, ids::Organization organization, const TriageCount& more);
[[nodiscard]] std::vector<TriageCount> list_triage_counts(Reading& reading, ids::Organization organization,
                                                          std::int64_t first_day, std::int64_t last_day);

// JSON; none where nothing was changed.
[[nodiscard]] std::optional<std::string> find_triage_settings(Reading& reading, ids::Organization organization);
void put_triage_settings(Transaction& transaction, ids::Organization organization, const std::string& settings,
                         std::optional<ids::User> by);

struct TriagePosition {
  std::int64_t seq = 0;
  std::int64_t old_seq = 0;
};
BOOST_DESCRIBE_STRUCT(TriagePosition, (), (seq, old_seq))
[[nodiscard]] TriagePosition find_triage_position(Reading& reading, ids::Organization organization);
void put_triage_position(Transaction& transaction, ids::Organization organization, const TriagePosition& position);

// An event without what it tells.
struct EventHead {
  std::int64_t seq = 0;
  std::string type;
  std::optional<ids::Conversation> conversation_id;
  base::Time at{};
};
BOOST_DESCRIBE_STRUCT(EventHead, (), (seq, type, conversation_id, at))
[[nodiscard]] std::vector<EventHead> list_event_heads(Reading& reading, ids::Organization organization, std::int64_t after,
                                                      std::int64_t limit);

// Writes the state's priority, reasons and facets, and gives the conversation its place among what is under way; none of both where it is
// resolved or was merged away. `again`: when it is to be looked at again.
void rank_conversation(Transaction& transaction, const event::ConversationState& state, std::optional<base::Time> again);

struct DueRank {
  ids::Organization organization_id;
  ids::Conversation id;
  base::Time rank_at{};
};
BOOST_DESCRIBE_STRUCT(DueRank, (), (organization_id, id, rank_at))
// Of any organization, the longest waiting first.
[[nodiscard]] std::vector<DueRank> list_due_ranks(Reading& reading, base::Time now, std::int64_t limit);
void rank_all_again(Transaction& transaction, ids::Organization organization);
void rank_contact_again(Transaction& transaction, ids::Organization organization, ids::Contact contact);

// What places a conversation under way in the lists.
struct UnderWay {
  ids::Conversation id;
  ids::Inbox inbox_id;
  std::optional<ids::Team> team_id;
  std::optional<ids::User> assignee_id;
  conversation::Status status = conversation::Status::open;
  bool owed = false;
  std::optional<base::Time> due_at;
  std::optional<base::Time> snoozed_until;
  base::Time last_said_at{};
  std::optional<std::int64_t> priority;
  std::optional<std::string> facets;
};
BOOST_DESCRIBE_STRUCT(UnderWay, (),
                      (id, inbox_id, team_id, assignee_id, status, owed, due_at, snoozed_until, last_said_at, priority,
                       facets))
// Those first in which something was said longest ago; `after`: the last of the piece before, or null.
[[nodiscard]] std::vector<UnderWay> list_under_way(Reading& reading, ids::Organization organization, const UnderWay* after,
                                                   std::int64_t limit);

}  // namespace store
