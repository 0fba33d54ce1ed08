#pragma once
// What scenarios say of triage: the models of this repository read what is said, people put it right, and lists are narrowed by it.

#include <memory>
#include <string>
#include <vector>

#include "workflow/test_office.hpp"
#include "workflow/triage/facet_index.hpp"
#include "workflow/triage/follower.hpp"

namespace workflow {

// A list as somebody looks at it.
struct ScenarioList {
  conversation::View view = conversation::View::owed;
  bool by_priority = false;
  triage::FacetFilter facets;
};

class ScenarioTriage {
 public:
  ScenarioTriage(store::Store& store /*outlives*/, Office& office /*outlives*/, base::FixedClock& clock /*outlives*/);

  // Another company of the same record, in whose chat somebody says something.
  void say_elsewhere(const std::string& person, const std::string& text);
  // Everything that was said is read, and all that waits is ranked. In a server this takes about a second.
  void read_all();

  // Of the customer's last word in the conversation. `value` as corrections keep it.
  base::Result<void> correct(const rights::User& by, ids::Conversation conversation, triage::Field field,
                             const std::string& value);
  base::Result<void> take_back(const rights::User& by, ids::Conversation conversation, triage::Field field);
  [[nodiscard]] triage::Triage said_in(ids::Conversation conversation);
  base::Result<void> value(const rights::User& by, ids::Conversation conversation, contact::Value value);

  [[nodiscard]] std::vector<ids::Conversation> list(const rights::User& who, const ScenarioList& list);
  [[nodiscard]] std::vector<ids::Conversation> list_elsewhere(const ScenarioList& list);

 private:
  Office& elsewhere();
  ids::Message last_word(ids::Conversation conversation);
  std::vector<ids::Conversation> page(Office& office, const rights::User& who, const ScenarioList& list);

  store::Store& store_;
  Office& office_;
  base::FixedClock& clock_;
  std::unique_ptr<Office> elsewhere_;
  TriageModels models_;
  TriageWork work_;
  FacetIndex index_;
};

}  // namespace workflow
