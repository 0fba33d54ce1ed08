#include "store/strike_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

using contact::StrikeRecord;
using contact::StrikeSettings;
using OptionalUser = std::optional<ids::User>;
using OptionalTime = std::optional<base::Time>;
using OptionalNumber = std::optional<std::int64_t>;

constexpr Query<ids::Strike(ids::Strike, ids::Organization, ids::Contact, ids::Conversation, contact::StrikeCause,
                            base::Time, OptionalUser, std::string, std::optional<ids::Clock>, std::optional<std::string>,
                            OptionalTime, OptionalUser)>
    kInsert{"strike_insert"};
constexpr Query<StrikeRecord(ids::Organization, ids::Strike)> kFind{"strike_find"};
constexpr Query<StrikeRecord(ids::Organization, ids::Contact, std::int64_t)> kList{"strike_list"};
constexpr Query<base::Time(ids::Organization, ids::Contact)> kTimes{"strike_times"};
constexpr Query<StrikeTime(ids::Organization)> kTimesWaiting{"strike_times_waiting"};
constexpr Query<contact::StrikeTally(ids::Organization, ids::Contact)> kTally{"strike_tally"};
constexpr Query<void(ids::Organization, ids::Strike, std::string)> kSetFollowed{"strike_set_followed"};
constexpr Query<void(ids::Organization, ids::Strike, base::Time, OptionalUser)> kUndo{"strike_undo"};
constexpr Query<StrikeSettings(ids::Organization)> kSettingsFind{"strike_settings_find"};
constexpr Query<void(ids::Organization, std::int64_t, bool, OptionalNumber, OptionalNumber, std::optional<ids::Playbook>,
                     OptionalUser, bool)>
    kSettingsPut{"strike_settings_put"};

}  // namespace

bool insert_strike(Transaction& transaction, const StrikeRecord& s) {
  return transaction
      .one(kInsert, s.id, s.organization_id, s.contact_id, s.conversation_id, s.cause, s.at, s.added_by, s.note, s.clock_id,
           s.followed, s.undone_at, s.undone_by)
      .has_value();
}

std::optional<StrikeRecord> find_strike(Reading& reading, ids::Organization organization, ids::Strike strike) {
  return reading.one(kFind, organization, strike);
}

std::vector<StrikeRecord> list_strikes(Reading& reading, ids::Organization organization, ids::Contact contact,
                                       std::int64_t limit) {
  return reading.rows(kList, organization, contact, limit);
}

std::vector<base::Time> list_strike_times(Reading& reading, ids::Organization organization, ids::Contact contact) {
  return reading.rows(kTimes, organization, contact);
}

std::vector<StrikeTime> list_waiting_strike_times(Reading& reading, ids::Organization organization) {
  return reading.rows(kTimesWaiting, organization);
}

std::vector<contact::StrikeTally> tally_strikes(Reading& reading, ids::Organization organization, ids::Contact contact) {
  return reading.rows(kTally, organization, contact);
}

void set_strike_followed(Transaction& transaction, ids::Organization organization, ids::Strike strike,
                         const std::string& followed) {
  transaction.run(kSetFollowed, organization, strike, followed);
}

bool undo_strike(Transaction& transaction, ids::Organization organization, ids::Strike strike, std::optional<ids::User> by) {
  return transaction.run_counted(kUndo, organization, strike, transaction.now(), by) > 0;
}

std::optional<StrikeSettings> find_strike_settings(Reading& reading, ids::Organization organization) {
  return reading.one(kSettingsFind, organization);
}

void put_strike_settings(Transaction& transaction, ids::Organization organization, const StrikeSettings& s) {
  transaction.run(kSettingsPut, organization, s.half_life_days, s.second_tells_leads, s.second_priority, s.second_seniority,
                  s.second_playbook_id, s.third_user_id, s.third_assigns);
}

std::vector<CheckedQuery> strike_queries() {
  return {kInsert, kFind, kList, kTimes, kTimesWaiting, kTally, kSetFollowed, kUndo, kSettingsFind, kSettingsPut};
}

}  // namespace store
