#include "workflow/run_rules.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/json/encode.hpp"
#include "base/json/traits.hpp"
#include "domain/event.hpp"
#include "store/conversation_store.hpp"
#include "store/event_log.hpp"
#include "store/playbook_store.hpp"
#include "workflow/rule_facts.hpp"
#include "workflow/run_playbook.hpp"
#include "workflow/take_action.hpp"

namespace workflow {
namespace {

using automation::Rule;

constexpr std::chrono::hours kRateWindow{1};
constexpr std::chrono::hours kRunsKept{24 * 90};

// Rules that answer to the event, by what is known of it without a look at the facts.
bool answers_to(const Rule& rule, const RuleEvent& happened, std::int64_t seq) {
  return rule.enabled && seq > rule.from_seq &&
         std::ranges::find(happened.triggers, rule.trigger) != happened.triggers.end();
}

// What a playbook's checks look at changes with these.
bool moves_playbooks(std::string_view type) {
  return type == event::MessageCreated::kType || type == event::MessageUpdated::kType ||
         type == event::ConversationUpdated::kType;
}

std::optional<RuleEvent> read_event(const store::StoredEvent& stored) {
  const auto happened = store::decode_event(stored.type, stored.body);
  if (!happened) return std::nullopt;
  return read_rule_event(*happened, stored.at);
}

// One event in one transaction.
class Answering {
 public:
  Answering(store::Transaction& transaction, ids::Organization organization, std::int64_t seq)
      : transaction_(transaction),
        organization_(organization),
        seq_(seq),
        depth_(store::depth_of_event(transaction, organization, seq) + 1),
        facts_(transaction) {}

  void answer(const RuleEvent& happened) {
    for (auto& rule : store::list_rules(transaction_, organization_)) {
      if (!answers_to(rule, happened, seq_)) continue;
      // As it stands now: an earlier rule may have changed it.
      const auto state = store::find_conversation_state(transaction_, organization_, happened.state.conversation.id);
      if (!state || state->conversation.merged_into_id) return;
      if (automation::matches(rule, facts_.of(rule, happened, *state)).holds) run(rule, *state);
    }
  }

 private:
  void run(Rule& rule, const event::ConversationState& state) {
    const auto id = state.conversation.id;
    if (store::has_run(transaction_, organization_, rule.id, seq_)) return;
    if (rule.once_per_conversation && store::count_runs_in(transaction_, organization_, id, rule.id) > 0) return;
    if (depth_ > automation::kDeepest)
      return refuse(
          rule, id, store::RunOutcome::depth,
          "It would have answered to a rule that answered to a rule, four deep: rules that call each other are stopped "
          "after three.");
    const auto since = transaction_.now() - kRateWindow;
    if (store::count_runs_since(transaction_, organization_, rule.id, since) >= rule.max_per_hour) return pause(rule, id);
    act(rule, id);
  }

  void act(const Rule& rule, ids::Conversation id) {
    const std::int64_t last = store::lock_event_numbers(transaction_, organization_);
    const std::size_t before = transaction_.published().size();
    const auto who = as_rule(organization_);
    std::vector<std::string> done;
    std::string trouble;
    for (const auto& action : rule.actions) {
      const auto outcome = take_action(transaction_, who, id, action, {rule.id, rule.name});
      const std::string name(base::to_name(action.kind));
      if (outcome) done.push_back(name);
      else trouble += (trouble.empty() ? "" : " ") + name + ": " + outcome.error().message;
    }
    record(rule, id, store::RunOutcome::acted, std::move(done), std::move(trouble));
    const auto after = transaction_.published().size();
    for (std::size_t i = before; i < after; ++i)
      store::insert_echo(transaction_, organization_, last + static_cast<std::int64_t>(i) + 1, depth_);
  }

  void refuse(const Rule& rule, ids::Conversation id, store::RunOutcome outcome, std::string why) {
    record(rule, id, outcome, {}, std::move(why));
  }

  void pause(Rule& rule, ids::Conversation id) {
    rule.enabled = false;
    rule.off_reason =
        "It acted " + std::to_string(rule.max_per_hour) + " times within an hour, as often as it may, and was switched off.";
    rule.changed_at = transaction_.now();
    store::update_rule(transaction_, rule);
    refuse(rule, id, store::RunOutcome::rate, rule.off_reason);
    event::RulesChanged told;
    told.rule_id = rule.id;
    transaction_.publish(organization_, told);
    store::follow_where_needed(transaction_, organization_);
  }

  void record(const Rule& rule, ids::Conversation id, store::RunOutcome outcome, std::vector<std::string> actions,
              std::string trouble) {
    store::RuleRun run;
    run.organization_id = organization_;
    run.rule_id = rule.id;
    run.event_seq = seq_;
    run.rule_name = rule.name;
    run.conversation_id = id;
    run.outcome = outcome;
    run.actions = base::encode(actions);
    run.trouble = trouble;
    run.depth = depth_;
    run.at = transaction_.now();
    store::insert_rule_run(transaction_, run);
    auto state = store::find_conversation_state(transaction_, organization_, id);
    if (!state) return;
    transaction_.publish(organization_, event::RuleRan{*std::move(state), rule.id, rule.name, std::move(actions),
                                                       std::move(trouble), depth_});
  }

  store::Transaction& transaction_;
  ids::Organization organization_;
  std::int64_t seq_;
  std::int64_t depth_;
  RuleFacts facts_;
};

}  // namespace

EventsToAnswer look_at_events(store::Reading& reading, ids::Organization organization, std::int64_t after,
                              std::int64_t limit) {
  EventsToAnswer out;
  out.looked_to = after;
  const auto events = store::events_after(reading, organization, after, limit);
  if (events.empty()) return out;
  const auto rules = store::list_rules(reading, organization);
  const auto followed = store::list_playbook_conversations(reading, organization);
  RuleFacts facts(reading);
  for (const auto& stored : events) {
    out.looked_to = stored.seq;
    const bool is_followed = stored.conversation_id && moves_playbooks(stored.type) &&
                             std::ranges::find(followed, *stored.conversation_id) != followed.end();
    if (is_followed) {
      out.seqs.push_back(stored.seq);
      continue;
    }
    const auto happened = read_event(stored);
    if (!happened) continue;
    const auto answers = [&](const Rule& rule) { return answers_to(rule, *happened, stored.seq); };
    if (std::ranges::any_of(rules, answers)) out.seqs.push_back(stored.seq);
  }
  return out;
}

bool answer_event(store::Transaction& transaction, ids::Organization organization, std::int64_t from, std::int64_t seq) {
  if (!pass_events(transaction, organization, from, seq)) return false;
  const auto events = store::events_after(transaction, organization, seq - 1, 1);
  if (events.empty() || events.front().seq != seq) return true;
  const auto& stored = events.front();
  if (stored.conversation_id && moves_playbooks(stored.type))
    check_playbooks(transaction, organization, *stored.conversation_id);
  if (const auto happened = read_event(stored)) Answering(transaction, organization, seq).answer(*happened);
  store::delete_echoes(transaction, organization, seq);
  return true;
}

bool pass_events(store::Transaction& transaction, ids::Organization organization, std::int64_t from, std::int64_t to) {
  return store::move_rule_position(transaction, organization, from, to);
}

// --- What a rule would have done

namespace {

constexpr std::int64_t kTrialPortion = 1000;
constexpr std::size_t kMostExamples = 100;

}  // namespace

void RuleTrial::look(store::Reading& reading) {
  if (trial_.complete) return;
  const auto organization = rule_.organization_id;
  if (!begun_) {
    begun_ = true;
    trial_.failed.assign(rule_.conditions.size(), 0);
    trial_.position = store::seq_before(reading, organization, since_);
    last_ = store::last_seq(reading, organization);
  }
  const std::int64_t to = std::min(last_, trial_.position + kTrialPortion);
  const auto types = events_of(rule_.trigger);
  RuleFacts facts(reading);
  for (const auto& stored : store::events_of(reading, organization, trial_.position, to, types.type, types.other))
    look_at(stored, facts);
  trial_.position = to;
  trial_.complete = to >= last_;
}

void RuleTrial::look_at(const store::StoredEvent& stored, RuleFacts& facts) {
  const auto happened = stored.at < since_ ? std::nullopt : read_event(stored);
  if (!happened || std::ranges::find(happened->triggers, rule_.trigger) == happened->triggers.end()) return;
  ++trial_.looked_at;
  const auto match = automation::matches(rule_, facts.of(rule_, *happened, happened->state));
  if (!match.holds) {
    if (match.failed) ++trial_.failed[*match.failed];
    return;
  }
  const auto& c = happened->state.conversation;
  const auto known = std::ranges::lower_bound(seen_, c.id, {}, [](const auto& one) { return one.first; });
  const bool is_new = known == seen_.end() || known->first != c.id;
  if (!is_new && rule_.once_per_conversation) return;
  ++trial_.acted;
  if (!is_new) {
    if (known->second < trial_.examples.size()) ++trial_.examples[known->second].times;
    return;
  }
  seen_.insert(known, {c.id, trial_.examples.size() < kMostExamples ? trial_.examples.size() : SIZE_MAX});
  ++trial_.conversations;
  if (trial_.examples.size() < kMostExamples)
    trial_.examples.push_back({c.id, happened->state.contact_name, c.last_text, happened->at, 1});
}

std::int64_t clean_rule_runs(store::Transaction& transaction, std::int64_t limit) {
  return store::clean_rule_runs(transaction, transaction.now() - kRunsKept, limit);
}

}  // namespace workflow
