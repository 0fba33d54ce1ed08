#include "workflow/triage/tell_quality.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "store/inbox_store.hpp"
#include "store/triage_store.hpp"

namespace workflow {
namespace {

using triage::Correction;
using triage::Field;

constexpr std::array kFields = {Field::sentiment, Field::intents, Field::urgency,
                                Field::language,  Field::spam,    Field::abuse};
constexpr std::array kCounted = {Field::sentiment, Field::intents, Field::urgency, Field::language};
constexpr int kWeekDays = 7;

std::int64_t day_of(base::Time time) { return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count(); }

void add_tables(TriageQuality& out, const std::vector<Correction>& corrections,
                const std::map<ids::Inbox, std::string>& channels) {
  std::map<std::string, std::vector<Correction>> by_language, by_channel;
  for (const auto& one : corrections) {
    if (!one.language.empty()) by_language[one.language].push_back(one);
    if (const auto found = channels.find(one.inbox_id); found != channels.end()) by_channel[found->second].push_back(one);
  }
  const auto add = [&](Field field, const std::string& language, const std::string& channel,
                       const std::vector<Correction>& of) {
    auto cells = triage::confusion(field, of);
    if (!cells.empty()) out.tables.push_back({field, language, channel, std::move(cells)});
  };
  for (const auto field : kFields) {
    add(field, "", "", corrections);
    for (const auto& [language, of] : by_language) add(field, language, "", of);
    for (const auto& [channel, of] : by_channel) add(field, "", channel, of);
  }
}

void add_weeks(TriageQuality& out, const std::vector<Correction>& corrections, const std::vector<store::TriageCount>& counts,
               std::int64_t today) {
  const std::int64_t first = today + 1 - static_cast<std::int64_t>(kQualityWeeks) * kWeekDays;
  for (int week = 0; week < kQualityWeeks; ++week) out.weeks.push_back({first + week * kWeekDays, 0, 0, 0});
  const auto week_of = [&](std::int64_t day) -> TriageWeek* {
    if (day < first || day > today) return nullptr;
    return &out.weeks[static_cast<std::size_t>((day - first) / kWeekDays)];
  };
  for (const auto& one : counts)  // Every message has one urgency.
    if (auto* week = one.field == Field::urgency ? week_of(one.day) : nullptr) week->messages += one.count;
  std::map<std::pair<TriageWeek*, ids::Message>, bool> wrong;
  for (const auto& one : corrections) {
    auto* week = week_of(day_of(one.at));
    if (week == nullptr) continue;
    bool& is_wrong = wrong[{week, one.message_id}];
    is_wrong = is_wrong || one.said != one.meant;
  }
  for (const auto& [key, is_wrong] : wrong) ++(is_wrong ? key.first->corrected : key.first->confirmed);
}

void add_drifts(TriageQuality& out, const std::vector<store::TriageCount>& counts, std::int64_t today) {
  for (const auto field : kCounted) {
    triage::Counts before, recent;
    std::set<std::string> values;
    std::int64_t sum_before = 0, sum_recent = 0;
    for (const auto& one : counts) {
      if (one.field != field || one.day <= today - kRecentDays - kDaysBefore) continue;
      const bool is_recent = one.day > today - kRecentDays;
      (is_recent ? recent : before)[one.value] += one.count;
      (is_recent ? sum_recent : sum_before) += one.count;
      values.insert(one.value);
    }
    Drift drift;
    drift.field = field;
    drift.index = triage::stability_index(before, recent);
    drift.alarm = drift.index > triage::kDrifted && std::min(sum_before, sum_recent) >= kEnoughToDrift;
    for (const auto& value : values) drift.values.push_back({value, recent[value], before[value]});
    out.drifts.push_back(std::move(drift));
  }
}

}  // namespace

TriageQuality tell_quality(store::Reading& reading, ids::Organization organization) {
  TriageQuality out;
  const auto today = day_of(reading.now());
  std::map<ids::Inbox, std::string> channels;
  for (const auto& inbox : store::list_inboxes(reading, organization)) channels[inbox.id] = inbox.channel;
  const auto corrections = store::list_corrections_since(reading, organization, base::Time{});
  const auto counts = store::list_triage_counts(reading, organization, today + 1 - kQualityWeeks * kWeekDays, today);
  add_tables(out, corrections, channels);
  add_weeks(out, corrections, counts, today);
  add_drifts(out, counts, today);
  return out;
}

}  // namespace workflow
