#include "workflow/test_scenario_triage.hpp"

#include "workflow/change_contact.hpp"
#include "workflow/triage/correct_triage.hpp"

namespace workflow {
namespace {

template <class T>
base::Result<void> outcome_of(const base::Result<T>& outcome) {
  if (!outcome) return base::pass_on(outcome.error());
  return {};
}

}  // namespace

ScenarioTriage::ScenarioTriage(store::Store& store, Office& office, base::FixedClock& clock)
    : store_(store),
      office_(office),
      clock_(clock),
      models_(ModelFile::open(std::string(SOURCE_ROOT) + "/models/triage.model").value(), ""),
      work_(store, readers_of(models_)),
      index_(store) {}

Office& ScenarioTriage::elsewhere() {
  if (!elsewhere_) elsewhere_ = std::make_unique<Office>(store_, clock_, "Porto Boats");
  return *elsewhere_;
}

void ScenarioTriage::say_elsewhere(const std::string& person, const std::string& text) {
  (void)elsewhere().hears(elsewhere().chat, person, text);
}

void ScenarioTriage::read_all() {
  if (const auto done = work_.catch_up(); !done) throw std::runtime_error(done.error().message);
}

ids::Message ScenarioTriage::last_word(ids::Conversation conversation) {
  const auto words = office_.read([&](store::Reading& reading) -> base::Result<std::vector<store::Word>> {
    return store::list_words(reading, office_.organization, conversation, 1);
  });
  return words.value().at(0).id;
}

base::Result<void> ScenarioTriage::correct(const rights::User& by, ids::Conversation conversation, triage::Field field,
                                           const std::string& value) {
  const auto message = last_word(conversation);
  return outcome_of(
      office_.transact([&](store::Transaction& t) { return correct_triage(t, office_.as(by), message, {{field, value}}); }));
}

base::Result<void> ScenarioTriage::take_back(const rights::User& by, ids::Conversation conversation, triage::Field field) {
  const auto message = last_word(conversation);
  return outcome_of(
      office_.transact([&](store::Transaction& t) { return undo_correction(t, office_.as(by), message, field); }));
}

triage::Triage ScenarioTriage::said_in(ids::Conversation conversation) {
  const auto message = last_word(conversation);
  const auto verdict = office_.read([&](store::Reading& reading) -> base::Result<std::optional<triage::Verdict>> {
    return store::find_verdict(reading, office_.organization, message);
  });
  return verdict.value().value_or(triage::Verdict{}).triage;
}

base::Result<void> ScenarioTriage::value(const rights::User& by, ids::Conversation conversation, contact::Value value) {
  const auto contact = office_.conversation(conversation).contact_id;
  return outcome_of(
      office_.transact([&](store::Transaction& t) { return value_contact(t, office_.as(by), contact, value); }));
}

std::vector<ids::Conversation> ScenarioTriage::page(Office& office, const rights::User& who, const ScenarioList& list) {
  store::ConversationFilter filter;
  filter.organization = office.organization;
  filter.view = list.view;
  filter.by_priority = list.by_priority;
  filter.mine_of = who.id;
  if (rights::sees_only_own_teams(office.as(who))) filter.only_teams_of = who.id;
  filter.limit = 100;
  index_.want(office.organization);
  const auto states = office.read([&](store::Reading& reading) -> base::Result<std::vector<event::ConversationState>> {
    return triage::narrows(list.facets) ? index_.page(reading, filter, list.facets).states
                                        : store::page_conversations(reading, filter);
  });
  std::vector<ids::Conversation> found;
  for (const auto& state : states.value()) found.push_back(state.conversation.id);
  return found;
}

std::vector<ids::Conversation> ScenarioTriage::list(const rights::User& who, const ScenarioList& list) {
  return page(office_, who, list);
}

std::vector<ids::Conversation> ScenarioTriage::list_elsewhere(const ScenarioList& list) {
  return page(elsewhere(), elsewhere().mira, list);
}

}  // namespace workflow
