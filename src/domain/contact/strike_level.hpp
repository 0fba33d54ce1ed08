#pragma once
// How much the mishaps of a contact weigh by now, and what follows from that. A strike weighs 1 when it happens and half of that
// after each half-life: 0.5^(age / half-life). The level is the sum of the weights of those that nobody took back, rounded to the
// nearest whole number, a half upwards: two of yesterday are level 2, and one of them still counts after half a life.
//
// What follows, follows when a new strike lifts the level over 2, or over 3; again only after it had fallen below. A level falls with
// time and with what is taken back.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/contact/strike.hpp"
#include "domain/ids.hpp"

namespace contact {

inline constexpr std::int64_t kUsualHalfLife_days = 90;
inline constexpr std::int64_t kLongestHalfLife_days = 3650;
inline constexpr std::int64_t kSecondStrike = 2, kThirdStrike = 3;
inline constexpr std::size_t kLongestStrikeNote = 1'000;  // Bytes

// What follows from the second strike and from the third, as the company has it. Each can be off.
struct StrikeSettings {
  std::int64_t half_life_days = kUsualHalfLife_days;
  bool second_tells_leads = true;
  std::optional<std::int64_t> second_priority = 70;  // At least this, from then on. 1 to 100
  std::optional<std::int64_t> second_seniority = 2;  // Who is given what they write has at least this. 2 or 3
  std::optional<ids::Playbook> second_playbook_id;   // Begins in the conversation.
  std::optional<ids::User> third_user_id;            // Who is told of the third. None: nobody.
  bool third_assigns = true;                         // It becomes theirs, too.
};
BOOST_DESCRIBE_STRUCT(StrikeSettings, (),
                      (half_life_days, second_tells_leads, second_priority, second_seniority, second_playbook_id,
                       third_user_id, third_assigns))

// Refuses, by its field, what makes no sense in itself. Whether playbook and user are there, the caller sees.
[[nodiscard]] base::Result<void> check(const StrikeSettings& settings);

// A strike with all that is known of it.
struct StrikeRecord {
  ids::Strike id;
  ids::Organization organization_id;
  ids::Contact contact_id;
  ids::Conversation conversation_id;
  StrikeCause cause = StrikeCause::reopened;
  base::Time at{};
  std::optional<ids::User> added_by;    // None: the server.
  std::string note;                     // Why, in a person's words.
  std::optional<ids::Clock> clock_id;   // Of a promise that was broken: which; it has one strike at most.
  std::optional<std::string> followed;  // JSON list of Consequence: what was done about it. None: nothing had to be.
  std::optional<base::Time> undone_at;
  std::optional<ids::User> undone_by;
};
BOOST_DESCRIBE_STRUCT(StrikeRecord, (),
                      (id, organization_id, contact_id, conversation_id, cause, at, added_by, note, clock_id, followed,
                       undone_at, undone_by))

// How much one weighs at `now`: 0 to 1; what is still to come weighs 1.
[[nodiscard]] double weight_at(base::Time at, base::Time now, std::int64_t half_life_days);
// The level of the times of strikes that count.
[[nodiscard]] std::int64_t level_at(std::span<const base::Time> times, base::Time now, std::int64_t half_life_days);
// The same of records, of which those that were taken back do not count.
[[nodiscard]] std::int64_t level_of(std::span<const StrikeRecord> strikes, base::Time now, std::int64_t half_life_days);

enum class Consequence {
  leads_told,
  priority_raised,
  seniors_wanted,
  playbook_begun,
  person_told,
  person_assigned,
};
BOOST_DESCRIBE_ENUM(Consequence, leads_told, priority_raised, seniors_wanted, playbook_begun, person_told, person_assigned)

// What is to be done when a strike of the time `at`, heard of at `now`, lifts the level `before` to `after`. What happened more than a
// day ago counts, but nobody is woken for it: it comes from an archive.
[[nodiscard]] std::vector<Consequence> what_follows(const StrikeSettings& settings, std::int64_t before, std::int64_t after,
                                                    base::Time at, base::Time now);

// How senior somebody has to be to be given what a contact of this level writes; 1: anybody.
[[nodiscard]] std::int64_t seniority_for(const StrikeSettings& settings, std::int64_t level);

}  // namespace contact
