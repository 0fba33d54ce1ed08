#include "workflow/watch_series.hpp"

#include "store/alert_store.hpp"

namespace workflow {
namespace {

using signals::Alert;
using signals::Judgement;

constexpr std::int64_t kLookBack = 6;  // Buckets: the longest window in which a spike is seen.
constexpr double kGrown = 1.5;         // Told anew when there is as many times more.

bool has_grown(const Alert& alert, std::int64_t observed) {
  return static_cast<double>(observed) >= kGrown * static_cast<double>(alert.observed);
}

// Of an alert that is open: what there is since it began.
std::optional<Judgement> follow(const Alert& alert, const signals::History& history, const Judgement& seen, base::Time now) {
  Judgement since = signals::measure(history, alert.began_at, now);
  since.is_calm = seen.is_calm;
  if (!since.is_calm && !has_grown(alert, since.observed)) return std::nullopt;
  return since;
}

void open_alert(store::Transaction& transaction, const AlertChange& change, std::int64_t& written) {
  Alert alert;
  alert.id = transaction.new_id<ids::Alert>();
  alert.organization_id = change.organization_id;
  alert.inbox_id = change.inbox_id;
  alert.signal_kind = change.kind;
  alert.began_at = change.judgement.began_at;
  alert.raised_at = transaction.now();
  alert.observed = change.judgement.observed;
  alert.expected = change.judgement.expected;
  if (!store::insert_alert(transaction, alert)) return;
  transaction.publish(change.organization_id, event::AlertOpened{alert});
  ++written;
}

}  // namespace

std::vector<AlertChange> look_at_series(store::Reading& reading) {
  const base::Time now = reading.now();
  const std::int64_t current = signals::bucket_of(now);
  std::vector<AlertChange> changes;
  for (const auto& one : store::list_watched_series(reading, current - kLookBack + 1, current, signals::kFewest)) {
    const auto rows = store::read_series(reading, one.organization_id, one.inbox_id, one.signal_kind,
                                         current - signals::kPastBuckets, current + 1);
    const signals::History history(rows, one.known_since, now);
    auto seen = signals::judge(history, now);
    const auto open = store::find_open_alert(reading, one.organization_id, one.inbox_id, one.signal_kind);
    if (open) {
      if (auto change = follow(*open, history, seen, now))
        changes.push_back({one.organization_id, one.inbox_id, one.signal_kind, *std::move(change)});
    } else if (seen.is_spike) {
      changes.push_back({one.organization_id, one.inbox_id, one.signal_kind, seen});
    }
  }
  return changes;
}

std::int64_t write_alerts(store::Transaction& transaction, const std::vector<AlertChange>& changes) {
  std::int64_t written = 0;
  for (const auto& change : changes) {
    auto alert = store::find_open_alert(transaction, change.organization_id, change.inbox_id, change.kind);
    if (!alert) {
      if (change.judgement.is_spike) open_alert(transaction, change, written);
      continue;
    }
    if (change.judgement.began_at != alert->began_at) continue;
    alert->observed = change.judgement.observed;
    alert->expected = change.judgement.expected;
    if (change.judgement.is_calm) alert->ended_at = transaction.now();
    store::update_alert(transaction, *alert);
    transaction.publish(change.organization_id, event::AlertChanged{*alert});
    ++written;
  }
  return written;
}

}  // namespace workflow
