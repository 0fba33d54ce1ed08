#pragma once
// Macros: what is done again and again, with one press. Actions, and the text of an answer with variables: "Hello
// {{contact.first_name|there}}". After the bar stands what to say where there is none. Macros never send: the text goes to the
// composer, or waits as a draft until a person sends it.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/automation/rule.hpp"
#include "domain/ids.hpp"

namespace ids {
struct DraftTag {
  static constexpr const char* noun = "draft";
};
using Draft = base::Id<DraftTag>;
}  // namespace ids

namespace automation {

struct Macro {
  ids::Macro id;
  ids::Organization organization_id;
  std::string name;
  std::string text;  // Empty: it only acts.
  std::vector<Action> actions;
  base::Time created_at{};
  base::Time changed_at{};
};

struct VariableType {
  std::string name;  // "contact.first_name"
  std::string about;
};
BOOST_DESCRIBE_STRUCT(VariableType, (), (name, about))
[[nodiscard]] std::span<const VariableType> variable_types();

// By name; one that is missing or empty is said by what stands after its bar.
using Variables = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] std::string fill(std::string_view text, const Variables& variables);
// Variables that the text names, and that have no value and nothing after a bar.
[[nodiscard]] std::vector<std::string> missing_in(std::string_view text, const Variables& variables);

// Refuses, by its field, a variable that nobody knows and braces that do not close.
[[nodiscard]] base::Result<void> check(const Macro& macro);

enum class DraftState { offered, sent, dismissed };
BOOST_DESCRIBE_ENUM(DraftState, offered, sent, dismissed)

// A macro's text that a rule offers as an answer.
struct Draft {
  ids::Draft id;
  ids::Organization organization_id;
  ids::Conversation conversation_id;
  ids::Rule rule_id;
  ids::Macro macro_id;
  std::string rule_name;
  std::string text;  // As the macro had it, variables and all.
  DraftState state = DraftState::offered;
  base::Time made_at{};
  std::optional<base::Time> settled_at;
  std::optional<ids::User> settled_by;
};
BOOST_DESCRIBE_STRUCT(Draft, (),
                      (id, organization_id, conversation_id, rule_id, macro_id, rule_name, text, state, made_at, settled_at,
                       settled_by))

}  // namespace automation
