#include "workflow/test_scenario_sla.hpp"

#include <array>
#include <utility>

#include "base/text.hpp"
#include "store/owed_store.hpp"

namespace workflow {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

template <class Id>
std::optional<Id> find(const std::map<std::string, Id>& known, const std::string& name) {
  const auto found = known.find(name);
  return found == known.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

base::Result<sla::Policy> ScenarioSla::promise(sla::Policy policy) {
  const auto who = office_.as(office_.ana);
  const auto id = find(policies_, policy.name);
  auto saved = office_.transact([&](store::Transaction& t) { return save_policy(t, who, id, policy, office_.channels); });
  if (saved) policies_[saved->name] = saved->id;
  return saved;
}

base::Result<void> ScenarioSla::withdraw(const std::string& name) {
  const auto id = find(policies_, name);
  if (!id) throw ScenarioError("there is no policy " + name);
  const auto who = office_.as(office_.ana);
  return office_.transact([&](store::Transaction& t) { return remove_policy(t, who, *id); });
}

base::Result<SlaBook::Hours> ScenarioSla::set_hours(sla::Calendar calendar, std::vector<ids::Team> teams) {
  const auto who = office_.as(office_.ana);
  const auto id = find(hours_, calendar.name);
  auto saved = office_.transact([&](store::Transaction& t) { return save_calendar(t, who, id, calendar, teams); });
  if (saved) hours_[saved->calendar.name] = saved->calendar.id;
  return saved;
}

bool ScenarioSla::take_days(ScenarioLine& line, sla::Week& week) {
  for (std::size_t from = 0; from < kDays.size(); ++from) {
    for (std::size_t to = from; to < kDays.size(); ++to) {
      const std::string word = std::string(kDays[from]) + (to == from ? "" : "-" + std::string(kDays[to]));
      if (!line.take(word)) continue;
      std::vector<std::vector<std::string>> intervals;
      const std::string times = line.word("times like 09:00-17:00");
      for (const auto interval : base::split(times, ',')) {
        std::vector<std::string> ends;
        for (const auto end : base::split(interval, '-')) ends.emplace_back(end);
        intervals.push_back(std::move(ends));
      }
      for (std::size_t day = from; day <= to; ++day) week[std::string(kDays[day])] = intervals;
      return true;
    }
  }
  return false;
}

ids::BusinessHours ScenarioSla::hours_named(const std::string& name) const {
  const auto id = find(hours_, name);
  if (!id) throw ScenarioError("there are no hours " + name);
  return *id;
}

std::string ScenarioSla::name_of(std::optional<ids::SlaPolicy> policy) const {
  for (const auto& [name, id] : policies_)
    if (policy == id) return name;
  return "nothing";
}

std::string ScenarioSla::why(const event::ConversationState& state, sla::ClockKind kind) {
  return office_
      .read([&](store::Reading& reading) -> base::Result<std::string> {
        Promises promises(reading);
        const auto explained = promises.explain(state, kind);
        return explained.choice.why + " " + explained.trouble;
      })
      .value();
}

std::map<std::string, std::int64_t> ScenarioSla::ledger(base::Time until) {
  const auto rows =
      office_
          .read([&](store::Reading& reading) -> base::Result<std::vector<store::LedgerRow>> {
            return store::read_ledger(reading, office_.organization, base::Time{}, until + std::chrono::milliseconds(1), {});
          })
          .value();
  std::map<std::string, std::int64_t> sums;
  for (const char* name : {"waits", "answered", "in_time", "dismissed", "owed", "late"}) sums[name] = 0;
  for (const auto& row : rows) {
    sums["waits"] += row.waits;
    sums["answered"] += row.answered;
    sums["in_time"] += row.in_time;
    sums["dismissed"] += row.dismissed;
    sums["owed"] += row.owed;
    sums["late"] += row.late;
  }
  return sums;
}

}  // namespace workflow
