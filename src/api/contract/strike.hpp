#pragma once
// Strikes of contacts: mishaps that they suffered, how much they still count, and what follows from them.
//
// A strike weighs 1 when it happens and half of that after each half-life. The level is the sum of the weights of those that were
// not taken back, rounded to the nearest whole number, a half upwards.

#include "api/contract/common.hpp"
#include "domain/contact/strike_level.hpp"

namespace api::contract {

struct Strike {
  ids::Strike id;
  ids::Conversation conversation_id;  // In which it befell them.
  contact::StrikeCause cause = contact::StrikeCause::reopened;
  base::Time at{};
  double weight = 0;            // How much it counts now, 0 to 1; 0 of one that was taken back.
  std::optional<ids::User> by;  // Who added it; none: the server found it out.
  std::string note;
  std::vector<contact::Consequence> followed;  // What was done about it. It stays, also when the strike is taken back.
  std::optional<base::Time> undone_at;
  std::optional<ids::User> undone_by;
};
BOOST_DESCRIBE_STRUCT(Strike, (), (id, conversation_id, cause, at, weight, by, note, followed, undone_at, undone_by))

// The latest first, 500 at most.
struct StrikeStanding {
  std::int64_t level = 0;
  double sum = 0;  // Of the weights, before it is rounded.
  std::int64_t half_life_days = contact::kUsualHalfLife_days;
  std::vector<Strike> items;
};
BOOST_DESCRIBE_STRUCT(StrikeStanding, (), (level, sum, half_life_days, items))

// What a person adds; the other causes the server finds out.
enum class ReportedStrikeCause { complaint, promise_broken };
BOOST_DESCRIBE_ENUM(ReportedStrikeCause, complaint, promise_broken)

struct AddStrike {
  ids::Contact contact_id;
  ids::Conversation conversation_id;  // One of the contact's.
  ReportedStrikeCause cause = ReportedStrikeCause::complaint;
  std::string note;  // Why; 1 to 1000 characters.
};
BOOST_DESCRIBE_STRUCT(AddStrike, (), (contact_id, conversation_id, cause, note))

struct StrikePath {
  ids::Strike strike_id;
};
BOOST_DESCRIBE_STRUCT(StrikePath, (), (strike_id))

// What follows when a strike lifts the level over 2, and over 3. Null: that does not.
struct StrikeSettings {
  std::int64_t half_life_days = contact::kUsualHalfLife_days;  // 1 to 3650
  bool second_tells_leads = true;
  std::optional<std::int64_t> second_priority;      // 1 to 100: the conversation's priority is at least this from then on.
  std::optional<std::int64_t> second_seniority;     // 2 or 3: what they write goes to somebody who has it.
  std::optional<ids::Playbook> second_playbook_id;  // Begins in the conversation.
  std::optional<ids::User> third_user_id;           // Who is told of the third.
  bool third_assigns = true;                        // The conversation becomes theirs, too.
};
BOOST_DESCRIBE_STRUCT(StrikeSettings, (),
                      (half_life_days, second_tells_leads, second_priority, second_seniority, second_playbook_id,
                       third_user_id, third_assigns))

struct ReplaceStrikeSettings {
  std::int64_t half_life_days = contact::kUsualHalfLife_days;
  bool second_tells_leads = true;
  std::optional<std::int64_t> second_priority;
  std::optional<std::int64_t> second_seniority;
  std::optional<ids::Playbook> second_playbook_id;
  std::optional<ids::User> third_user_id;
  bool third_assigns = true;
};
BOOST_DESCRIBE_STRUCT(ReplaceStrikeSettings, (),
                      (half_life_days, second_tells_leads, second_priority, second_seniority, second_playbook_id,
                       third_user_id, third_assigns))

}  // namespace api::contract

template <>
struct base::SchemaName<api::contract::ReportedStrikeCause> {
  static constexpr std::string_view value = "ReportedStrikeCause";
};
template <>
struct base::SchemaName<contact::Consequence> {
  static constexpr std::string_view value = "StrikeConsequence";
};
