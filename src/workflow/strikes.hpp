#pragma once
// Strikes of contacts (domain/contact/strike_level.hpp): added by what the server sees and by people, taken back by people. With the one
// that lifts the level over 2 or 3, what follows is done in the same transaction (docs/decisions/0053-strikes.md).
//
//   add_strike(transaction, state, {contact::StrikeCause::promise_broken, transaction.now()});

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/contact/strike_level.hpp"
#include "domain/event.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct NewStrike {
  contact::StrikeCause cause = contact::StrikeCause::reopened;
  base::Time at{};                             // When it befell them.
  std::optional<ids::Clock> clock_id = {};     // Of a broken promise: one strike for a clock, however often this is called.
  std::string note = {};                       // A person's words.
  std::optional<ids::User> by = std::nullopt;  // None: the server.
};

// A strike for the contact of the conversation in which it befell them. Tells of it (StrikeChanged), and does what follows; whoever keeps
// a copy of the conversation reads it anew. Gives false where that clock has its strike.
bool add_strike(store::Transaction& transaction, const event::ConversationState& state, const NewStrike& strike);

// --- By hand

// A complaint that was right, or a promise that was broken; the note says why. Failures name `cause`, `note` or `conversation_id`.
struct ReportedStrike {
  ids::Contact contact_id;
  ids::Conversation conversation_id;
  contact::StrikeCause cause = contact::StrikeCause::complaint;
  std::string note;
};
base::Result<void> report_strike(store::Transaction& transaction, const rights::Principal& who,
                                 const ReportedStrike& strike);

// It does not count any more. What followed from it stays, and stands in the record as it does. Once taken back it stays so: a
// second time changes nothing. Gives whose it is.
base::Result<ids::Contact> undo_strike(store::Transaction& transaction, const rights::Principal& who, ids::Strike id);

// --- As they stand

struct ListedStrike {
  contact::StrikeRecord strike;
  double weight = 0;  // 0 of one that was taken back.
};
struct StrikeStanding {
  std::int64_t level = 0;
  double sum = 0;  // Of the weights, before it is rounded.
  std::int64_t half_life_days = contact::kUsualHalfLife_days;
  std::vector<ListedStrike> strikes;  // The latest first.
};
[[nodiscard]] base::Result<StrikeStanding> standing_of(store::Reading& reading, const rights::Principal& who,
                                                       ids::Contact contact);
// The level alone, at `at`.
[[nodiscard]] std::int64_t strike_level(store::Reading& reading, ids::Organization organization, ids::Contact contact,
                                        base::Time at);

// --- Settings

[[nodiscard]] contact::StrikeSettings strike_settings(store::Reading& reading, ids::Organization organization);
// Failures name the field: a playbook or a colleague that is not there, too.
base::Result<contact::StrikeSettings> save_strike_settings(store::Transaction& transaction, const rights::Principal& who,
                                                           const contact::StrikeSettings& wanted);

}  // namespace workflow
