#pragma once
// Rows of strikes, and of what follows from them.

#include <optional>
#include <string>
#include <vector>

#include "domain/contact/strike_level.hpp"
#include "store/transaction.hpp"

namespace store {

// False where that clock has its strike.
[[nodiscard]] bool insert_strike(Transaction& transaction, const contact::StrikeRecord& strike);
[[nodiscard]] std::optional<contact::StrikeRecord> find_strike(Reading& reading, ids::Organization organization,
                                                               ids::Strike strike);
// The latest first; those that were taken back, too.
[[nodiscard]] std::vector<contact::StrikeRecord> list_strikes(Reading& reading, ids::Organization organization,
                                                              ids::Contact contact, std::int64_t limit);
// When those happened that nobody took back.
[[nodiscard]] std::vector<base::Time> list_strike_times(Reading& reading, ids::Organization organization,
                                                        ids::Contact contact);
struct StrikeTime {
  ids::Contact contact_id;
  base::Time at{};
};
BOOST_DESCRIBE_STRUCT(StrikeTime, (), (contact_id, at))
// The same of everybody whom we owe an answer that nobody has; those of one contact together.
[[nodiscard]] std::vector<StrikeTime> list_waiting_strike_times(Reading& reading, ids::Organization organization);
// How often each thing befell them that nobody took back.
[[nodiscard]] std::vector<contact::StrikeTally> tally_strikes(Reading& reading, ids::Organization organization,
                                                              ids::Contact contact);

void set_strike_followed(Transaction& transaction, ids::Organization organization, ids::Strike strike,
                         const std::string& followed);
// False where it was taken back before.
[[nodiscard]] bool undo_strike(Transaction& transaction, ids::Organization organization, ids::Strike strike,
                               std::optional<ids::User> by);

[[nodiscard]] std::optional<contact::StrikeSettings> find_strike_settings(Reading& reading, ids::Organization organization);
void put_strike_settings(Transaction& transaction, ids::Organization organization, const contact::StrikeSettings& settings);

}  // namespace store
