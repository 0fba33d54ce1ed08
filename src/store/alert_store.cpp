#include "store/alert_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

using signals::Alert;
using signals::Series;

constexpr Query<std::int64_t(ids::Alert, ids::Organization, ids::Inbox, Series, base::Time, base::Time,
                             std::optional<base::Time>, std::int64_t, double, std::optional<ids::User>,
                             std::optional<base::Time>)>
    kInsert{"alert_insert"};
constexpr Query<Alert(ids::Organization, ids::Alert)> kFind{"alert_find"};
constexpr Query<Alert(ids::Organization, ids::Inbox, Series)> kFindOpen{"alert_find_open"};
constexpr Query<Alert(ids::Organization, std::int64_t)> kListOpen{"alert_list_open"};
constexpr Query<Alert(ids::Organization, ids::Alert, bool, std::int64_t)> kPage{"alert_page"};
constexpr Query<void(ids::Organization, ids::Alert, std::optional<base::Time>, std::int64_t, double,
                     std::optional<ids::User>, std::optional<base::Time>)>
    kUpdate{"alert_update"};
constexpr Query<WatchedSeries(std::int64_t, std::int64_t, std::int64_t)> kWatched{"alert_watched"};
constexpr Query<signals::BucketCount(ids::Organization, ids::Inbox, Series, std::int64_t, std::int64_t)> kSeries{
    "alert_series"};
constexpr Query<AlertPost(ids::Organization, ids::Inbox, base::Time, base::Time, std::int64_t, Series)> kOwnPosts{
    "alert_own_posts"};
constexpr Query<AlertPost(ids::Organization, ids::Inbox, std::string, Series, base::Time)> kPost{"alert_post"};
constexpr Query<BusyThread(ids::Organization, ids::Inbox, base::Time, base::Time, std::int64_t)> kBusyThreads{
    "alert_busy_threads"};
constexpr Query<AlertTarget(ids::Organization, ids::Inbox, Series, base::Time, base::Time, std::int64_t)> kTargets{
    "alert_targets"};
constexpr Query<AlertPerson(ids::Organization, ids::Inbox, Series, base::Time, base::Time, std::int64_t)> kLeavers{
    "alert_leavers"};
constexpr Query<AlertPerson(ids::Organization, ids::Inbox, base::Time, base::Time, std::int64_t)> kSpeakers{
    "alert_speakers"};

}  // namespace

bool insert_alert(Transaction& transaction, const Alert& a) {
  return transaction
      .one(kInsert, a.id, a.organization_id, a.inbox_id, a.signal_kind, a.began_at, a.raised_at, a.ended_at, a.observed,
           a.expected, a.seen_by, a.seen_at)
      .has_value();
}

std::optional<Alert> find_alert(Reading& reading, ids::Organization organization, ids::Alert id) {
  return reading.one(kFind, organization, id);
}

std::optional<Alert> find_open_alert(Reading& reading, ids::Organization organization, ids::Inbox inbox, Series kind) {
  return reading.one(kFindOpen, organization, inbox, kind);
}

std::vector<Alert> list_open_alerts(Reading& reading, ids::Organization organization, std::int64_t limit) {
  return reading.rows(kListOpen, organization, limit);
}

std::vector<Alert> page_alerts(Reading& reading, ids::Organization organization, ids::Alert before, bool only_past,
                               std::int64_t limit) {
  return reading.rows(kPage, organization, before, only_past, limit);
}

void update_alert(Transaction& transaction, const Alert& a) {
  transaction.run(kUpdate, a.organization_id, a.id, a.ended_at, a.observed, a.expected, a.seen_by, a.seen_at);
}

std::vector<WatchedSeries> list_watched_series(Reading& reading, std::int64_t from, std::int64_t last, std::int64_t least) {
  return reading.rows(kWatched, from, last, least);
}

std::vector<signals::BucketCount> read_series(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                              Series kind, std::int64_t from, std::int64_t until) {
  return reading.rows(kSeries, organization, inbox, kind, from, until);
}

std::vector<AlertPost> list_own_posts(Reading& reading, const Alert& a, base::Time from, std::int64_t limit) {
  return reading.rows(kOwnPosts, a.organization_id, a.inbox_id, from, a.began_at, limit, a.signal_kind);
}

std::optional<AlertPost> find_alert_post(Reading& reading, const Alert& a, const std::string& external_id) {
  return reading.one(kPost, a.organization_id, a.inbox_id, external_id, a.signal_kind, a.began_at);
}

std::vector<BusyThread> list_busy_threads(Reading& reading, const Alert& a, base::Time from, base::Time until,
                                          std::int64_t limit) {
  return reading.rows(kBusyThreads, a.organization_id, a.inbox_id, from, until, limit);
}

std::vector<AlertTarget> list_alert_targets(Reading& reading, const Alert& a, base::Time until, std::int64_t limit) {
  return reading.rows(kTargets, a.organization_id, a.inbox_id, a.signal_kind, a.began_at, until, limit);
}

std::vector<AlertPerson> list_alert_people(Reading& reading, const Alert& a, base::Time until, std::int64_t limit) {
  if (a.signal_kind == Series::message)
    return reading.rows(kSpeakers, a.organization_id, a.inbox_id, a.began_at, until, limit);
  return reading.rows(kLeavers, a.organization_id, a.inbox_id, a.signal_kind, a.began_at, until, limit);
}

std::vector<CheckedQuery> alert_queries() {
  return {kInsert, kFind,     kFindOpen, kListOpen,    kPage,    kUpdate,  kWatched,
          kSeries, kOwnPosts, kPost,     kBusyThreads, kTargets, kLeavers, kSpeakers};
}

}  // namespace store
