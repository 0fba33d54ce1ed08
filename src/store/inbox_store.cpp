#include "store/inbox_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

using inbox::Inbox;
using OptionalTeam = std::optional<ids::Team>;

constexpr Query<Inbox(ids::Organization, ids::Inbox)> kFind{"inbox_find"};
constexpr Query<Inbox(ids::Organization)> kList{"inbox_list"};
constexpr Query<Inbox(ids::Organization, ids::User)> kListOfTeams{"inbox_list_of_teams"};
constexpr Query<Inbox(std::string)> kFindByKey{"inbox_find_by_key"};
constexpr Query<Inbox(ids::Organization, std::string, std::string)> kFindByName{"inbox_find_by_name"};
constexpr Query<void(ids::Inbox, ids::Organization, std::string, std::string, std::string, std::string, OptionalTeam,
                     std::int64_t, bool, std::string, base::Time, std::string, bool, bool)>
    kInsert{"inbox_insert"};
constexpr Query<void(ids::Organization, ids::Inbox, std::string, std::string, OptionalTeam, std::int64_t, bool, std::string,
                     bool, bool)>
    kUpdate{"inbox_update"};
constexpr Query<Inbox()> kListEnabled{"inbox_list_enabled"};
constexpr Query<Inbox(ids::Organization, std::string, std::string)> kFindByAccount{"inbox_find_by_account"};
constexpr Query<void(ids::Organization, ids::Inbox, std::string)> kSetCursor{"inbox_set_cursor"};
constexpr Query<void(ids::Gap, ids::Organization, ids::Inbox, base::Time, base::Time, std::string, base::Time)> kGapInsert{
    "inbox_gap_insert"};
constexpr Query<inbox::Gap(ids::Organization, ids::Inbox, std::int64_t)> kGapList{"inbox_gap_list"};

}  // namespace

std::optional<Inbox> find_inbox(Reading& reading, ids::Organization organization, ids::Inbox id) {
  return reading.one(kFind, organization, id);
}

std::optional<Inbox> find_inbox_by_key(Reading& reading, const std::string& key) { return reading.one(kFindByKey, key); }

std::optional<Inbox> find_inbox_by_name(Reading& reading, ids::Organization organization, const std::string& channel,
                                        const std::string& name) {
  return reading.one(kFindByName, organization, channel, name);
}

std::vector<Inbox> list_inboxes(Reading& reading, ids::Organization organization) {
  return reading.rows(kList, organization);
}

std::vector<Inbox> list_inboxes_of_teams(Reading& reading, ids::Organization organization, ids::User user) {
  return reading.rows(kListOfTeams, organization, user);
}

bool insert_inbox(Transaction& transaction, const Inbox& in) {
  return transaction.run_counted(kInsert, in.id, in.organization_id, in.channel, in.name, in.key, in.settings, in.team_id,
                                 in.first_response_s, in.enabled, in.cursor, in.created_at, in.account, in.own_target,
                                 in.working_time) == 1;
}

void update_inbox(Transaction& transaction, const Inbox& in) {
  transaction.run(kUpdate, in.organization_id, in.id, in.name, in.settings, in.team_id, in.first_response_s, in.enabled,
                  in.account, in.own_target, in.working_time);
}

std::vector<Inbox> list_enabled_inboxes(Reading& reading) { return reading.rows(kListEnabled); }

std::optional<Inbox> find_inbox_by_account(Reading& reading, ids::Organization organization, const std::string& channel,
                                           const std::string& account) {
  return reading.one(kFindByAccount, organization, channel, account);
}

void set_inbox_cursor(Transaction& transaction, ids::Organization organization, ids::Inbox id, const std::string& cursor) {
  transaction.run(kSetCursor, organization, id, cursor);
}

void insert_gap(Transaction& transaction, const inbox::Gap& gap) {
  transaction.run(kGapInsert, gap.id, gap.organization_id, gap.inbox_id, gap.from_at, gap.to_at, gap.reason, gap.found_at);
}

std::vector<inbox::Gap> list_gaps(Reading& reading, ids::Organization organization, ids::Inbox id, std::int64_t limit) {
  return reading.rows(kGapList, organization, id, limit);
}

std::vector<CheckedQuery> inbox_queries() {
  return {kFind,   kList,        kListOfTeams,   kFindByKey, kFindByName, kInsert,
          kUpdate, kListEnabled, kFindByAccount, kSetCursor, kGapInsert,  kGapList};
}

}  // namespace store
