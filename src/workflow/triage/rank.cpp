#include "workflow/triage/rank.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <utility>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "store/conversation_store.hpp"
#include "store/rule_store.hpp"
#include "store/strike_store.hpp"
#include "workflow/promises.hpp"
#include "workflow/strikes.hpp"

namespace workflow {
namespace {

// What was said longer ago than this waits for nobody now: the first tier's word is enough.
constexpr std::chrono::hours kFresh{1};

using conversation::Status;

bool is_under_way(const conversation::Conversation& c) { return c.status != Status::resolved && !c.merged_into_id; }

// How often each thing was said on each day and inbox.
void count_verdicts(store::Transaction& transaction, const Material& material) {
  std::map<std::tuple<std::int64_t, ids::Inbox, triage::Field, std::string>, std::int64_t> counts;
  for (const auto& [word, verdict, is_new] : material.words) {
    // A word that was edited has been counted.
    if (!is_new || word.triage) continue;
    const auto day = std::chrono::floor<std::chrono::days>(word.said_at).time_since_epoch().count();
    for (const auto field : {triage::Field::sentiment, triage::Field::urgency, triage::Field::language})
      ++counts[{day, word.inbox_id, field, value_of(verdict.triage, field)}];
    for (const auto& intent : verdict.triage.intents) ++counts[{day, word.inbox_id, triage::Field::intents, intent.name}];
  }
  for (const auto& [key, count] : counts) {
    const auto& [day, inbox, field, value] = key;
    store::add_triage_count(transaction, material.state.conversation.organization_id, {day, inbox, field, value, count});
  }
}

void tell(store::Transaction& transaction, const Material& material, const event::ConversationState& state, bool changed,
          const std::optional<Judgement>& judged) {
  const auto organization = state.conversation.organization_id;
  bool told = false;
  for (const auto& [word, verdict, is_new] : material.words) {
    const bool is_judged = judged && judged->message_id == word.id;
    if (word.deleted || (!is_new && !is_judged)) continue;
    triage::Verdict left = verdict;
    left.triage.reasons.clear();
    left.corrected.clear();
    correct(left, material.corrections);
    transaction.publish(organization, event::MessageTriaged{std::move(left), state, is_judged ? judged->by : std::nullopt});
    told = true;
  }
  if (!told && changed) transaction.publish(organization, event::ConversationRanked{state});
}

}  // namespace

TriageSettings read_triage_settings(const std::string& kept) {
  auto value = base::parse_json(kept);
  if (!value) return {};
  // What was set before there was a weight for something leaves that one as it is usually.
  if (auto* weights = value->is_object() ? value->get_object().if_contains("weights") : nullptr;
      weights != nullptr && weights->is_object())
    weights->get_object().emplace("value", priority::Weights{}.value);
  auto settings = base::decode<TriageSettings>(*value, base::UnknownMembers::ignore);
  return settings ? *std::move(settings) : TriageSettings{};
}

TriageSettings triage_settings(store::Reading& reading, ids::Organization organization) {
  const auto kept = store::find_triage_settings(reading, organization);
  return kept ? read_triage_settings(*kept) : TriageSettings{};
}

std::vector<std::string> intents_of(const TriageSettings& settings) {
  const auto known = triage::intent_names();
  std::vector<std::string> names(known.begin(), known.end());
  names.emplace_back(kOptOut);
  for (const auto& own : settings.words.intents)
    if (std::ranges::find(names, own.intent) == names.end()) names.push_back(own.intent);
  return names;
}

std::optional<Material> gather(store::Reading& reading, ids::Organization organization, ids::Conversation conversation,
                               std::int64_t most_words) {
  auto state = store::find_conversation_state(reading, organization, conversation);
  if (!state) return std::nullopt;
  Material material;
  material.state = *std::move(state);
  const auto& c = material.state.conversation;
  auto words = store::list_words(reading, organization, conversation, most_words);
  if (!words.empty())
    material.corrections =
        store::list_corrections(reading, organization, conversation, words.back().said_at, words.front().said_at);
  for (auto& word : words) {
    ReadWord read;
    read.verdict.message_id = word.id;
    if (!word.unread) read.verdict.triage = store::triage_of(word);
    read.word = std::move(word);
    material.words.push_back(std::move(read));
  }
  material.facts = store::priority_facts(reading, c, c.owed_since.value_or(c.last_said_at));
  if (material.facts.strikes > 0) {
    material.strikes = store::list_strike_times(reading, organization, c.contact_id);
    material.half_life_days = strike_settings(reading, organization).half_life_days;
  }
  return material;
}

void assess_words(Material& material, const MessageReader& reader, const OwnTriage& own, base::Time now) {
  for (auto& read : material.words) {
    if (!read.word.unread || read.word.deleted) continue;
    read.verdict.triage = reader.assess(read.word.text, own, read.word.said_at + kFresh > now);
    triage::count_in_utf16(read.verdict.triage, read.word.text);
    read.verdict.model = own.layer == nullptr ? reader.version : reader.version + "+" + own.layer_name;
    read.verdict.assessed_at = now;
    read.is_new = true;
  }
}

void write_verdicts(store::Transaction& transaction, const Material& material) {
  const auto organization = material.state.conversation.organization_id;
  for (const auto& [word, verdict, is_new] : material.words) {
    if (word.deleted) {
      store::remove_verdict(transaction, organization, word.id);
    } else if (is_new) {
      triage::Verdict bare = verdict;  // What people said of it is kept beside it.
      bare.triage.reasons.clear();
      store::put_verdict(transaction, organization, bare, word.edited_at);
    }
  }
  count_verdicts(transaction, material);
}

priority::Facts facts_of(const Material& material, const event::ConversationState& state, base::Time now) {
  priority::Facts facts;
  const auto& c = state.conversation;
  base::Time first{}, last{};
  for (const auto& [word, verdict, is_new] : material.words) {
    if (!c.owed || !c.owed_since || word.said_at < *c.owed_since || word.deleted) continue;
    triage::Verdict left = verdict;
    correct(left, material.corrections);
    const auto& said = left.triage;
    facts.urgency = std::max(facts.urgency, said.urgency);
    facts.negativity = std::max(facts.negativity, -said.sentiment.score);
    facts.intents.insert(facts.intents.end(), said.intents.begin(), said.intents.end());
    facts.spam = said.spam && (facts.unanswered == 0 || facts.spam);
    facts.is_public = facts.is_public || word.is_public;
    if (facts.unanswered == 0) last = word.said_at;
    first = word.said_at;
    ++facts.unanswered;
  }
  facts.unanswered_seconds = std::chrono::duration_cast<std::chrono::seconds>(last - first).count();
  facts.strikes = contact::level_at(material.strikes, now, material.half_life_days);
  facts.value = material.facts.value;
  if (!c.owed) return facts;
  facts.followers = material.facts.followers;
  facts.spread = material.facts.spread;
  facts.target_seconds = material.facts.target_seconds;
  if (state.clock) facts.clock_used = priority::used_share(*state.clock, now);
  if (state.clock && state.clock->target_s) facts.target_seconds = *state.clock->target_s;
  return facts;
}

triage::Facets facets_of(const Material& material, const event::ConversationState& state) {
  const auto& c = state.conversation;
  std::vector<triage::Triage> said;
  for (const auto& [word, verdict, is_new] : material.words) {
    if (word.deleted || (word.unread && !is_new)) continue;
    // Where all is answered, their last word says what it is about.
    if (c.owed && c.owed_since ? word.said_at < *c.owed_since : !said.empty()) break;
    triage::Verdict left = verdict;
    correct(left, material.corrections);
    said.push_back(std::move(left.triage));
  }
  return triage::facets_of(said);
}

std::optional<event::ConversationState> write_material(store::Transaction& transaction, const Material& material,
                                                       const priority::Weights& weights, bool quietly,
                                                       const std::optional<Judgement>& judged) {
  const auto& seen = material.state.conversation;
  auto state = store::find_conversation_state(transaction, seen.organization_id, seen.id);
  if (!state) return std::nullopt;
  write_verdicts(transaction, material);
  const auto before = std::tuple(state->priority, state->priority_reasons, state->facets);
  std::optional<base::Time> again;
  state->priority.reset();
  state->priority_reasons.reset();
  state->facets.reset();
  if (is_under_way(state->conversation)) {
    auto priority = priority::assess(facts_of(material, *state, transaction.now()), weights);
    // A rule or a strike may have said how low it may be at most.
    if (const auto set = store::find_override(transaction, seen.organization_id, seen.id))
      priority::raise(priority, set->priority_floor.value_or(0), set->priority_rule);
    state->priority = priority.score;
    // A policy may be for what is urgent, or for some customers.
    Promises promises(transaction);
    if (!quietly) (void)move_clock(transaction, *state, promises);
    state->priority_reasons = base::encode(priority.reasons);
    state->facets = triage::to_text(facets_of(material, *state));
    if (quietly) again = transaction.now();
    else if (state->clock) again = priority::next_look(*state->clock, transaction.now());
  }
  const bool changed = before != std::tuple(state->priority, state->priority_reasons, state->facets);
  store::rank_conversation(transaction, *state, again);
  if (!quietly && !state->conversation.merged_into_id) tell(transaction, material, *state, changed, judged);
  return state;
}

}  // namespace workflow
