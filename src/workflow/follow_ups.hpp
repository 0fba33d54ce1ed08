#pragma once
// Follow-ups, calls that were promised, and calls and visits that took place. Each move is an event (FollowUpChanged, EncounterLogged)
// and a row that says who and when.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/conversation/later.hpp"
#include "domain/event.hpp"
#include "domain/rights/rights.hpp"
#include "store/follow_up_store.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct PlannedFollowUp {
  ids::Conversation conversation_id;
  conversation::FollowUpKind kind = conversation::FollowUpKind::reminder;
  std::string text;
  std::string phone;
  std::optional<base::Time> from_at;
  std::optional<base::Time> due_at;   // Of a call may be left out where a policy says how soon one is called.
  std::optional<ids::User> owner_id;  // None: whoever has the conversation when it is time.
};
base::Result<conversation::FollowUp> plan_follow_up(store::Transaction& transaction, const rights::Principal& who,
                                                    const PlannedFollowUp& planned);

// All of it anew. A call that was missed may be promised again; what has ended stays as it is (a conflict).
struct MovedFollowUp {
  ids::FollowUp id;
  std::string text;
  std::string phone;
  std::optional<base::Time> from_at;
  base::Time due_at{};
  std::optional<ids::User> owner_id;
};
base::Result<conversation::FollowUp> move_follow_up(store::Transaction& transaction, const rights::Principal& who,
                                                    const MovedFollowUp& moved);

// Done or cancelled; the same again changes nothing. Back to open where that was a slip and its time is still to come.
base::Result<conversation::FollowUp> end_follow_up(store::Transaction& transaction, const rights::Principal& who,
                                                   ids::FollowUp id, conversation::FollowUpState as);

[[nodiscard]] base::Result<std::vector<conversation::FollowUp>> list_follow_ups(store::Reading& reading,
                                                                                const rights::Principal& who,
                                                                                ids::Conversation conversation);

struct FollowUpOf {
  conversation::FollowUp follow_up;
  std::optional<event::ConversationState> state;  // Where it is worked on; none where that is not theirs to see (any more).
};
// Open ones that are the user's to do, the nearest first.
[[nodiscard]] std::vector<FollowUpOf> page_follow_ups_of(store::Reading& reading, const rights::Principal& who,
                                                         ids::User user, std::optional<store::FollowUpPlace> after,
                                                         std::int64_t limit);

// Tells whoever is to do what is due, again when much of a call's time is over, and breaks the promise of calls that did not come. Gives how many were looked at; call again
// while it is `limit`. To be called every second.
std::int64_t fire_follow_ups(store::Transaction& transaction, std::int64_t limit);

struct LoggedEncounter {
  ids::Conversation conversation_id;
  conversation::EncounterKind kind = conversation::EncounterKind::call;
  bool inbound = false;
  bool reached = true;
  std::optional<std::int64_t> minutes;
  std::string place;
  std::string text;
  std::optional<base::Time> happened_at;  // Now, when left out.
  std::optional<ids::FollowUp>
      follow_up_id;      // The promised call that this one keeps: done with it, where somebody was reached.
  bool settles = false;  // What they asked is answered by it: the conversation is resolved, as handled elsewhere.
};
base::Result<conversation::Encounter> log_encounter(store::Transaction& transaction, const rights::Principal& who,
                                                    const LoggedEncounter& logged);

[[nodiscard]] base::Result<std::vector<conversation::Encounter>> list_encounters(store::Reading& reading,
                                                                                 const rights::Principal& who,
                                                                                 ids::Conversation conversation);

}  // namespace workflow
