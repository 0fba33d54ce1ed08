#include "workflow/tell_people.hpp"

#include <optional>
#include <vector>

#include "store/team_store.hpp"
#include "store/user_store.hpp"
#include "workflow/notify.hpp"

namespace workflow {
namespace {

using automation::Whom;

std::vector<ids::User> with_role(const std::vector<rights::User>& users, rights::Role role) {
  std::vector<ids::User> out;
  for (const auto& user : users)
    if (user.role == role && user.state == rights::UserState::active) out.push_back(user.id);
  return out;
}

std::vector<ids::User> people_of(store::Reading& reading, const conversation::Conversation& c,
                                 const automation::Action& action) {
  if (action.user_id) return {*action.user_id};
  switch (action.whom.value_or(Whom::assignee)) {
    case Whom::assignee: return c.assignee_id ? std::vector{*c.assignee_id} : std::vector<ids::User>();
    case Whom::leads: return leads_of(reading, c.organization_id);
    case Whom::team:
      return c.team_id ? store::member_ids_of(reading, c.organization_id, *c.team_id) : std::vector<ids::User>();
  }
  return {};
}

}  // namespace

std::vector<ids::User> leads_of(store::Reading& reading, ids::Organization organization) {
  const auto users = store::list_users(reading, organization);
  for (const auto role : {rights::Role::lead, rights::Role::admin, rights::Role::owner})
    if (auto found = with_role(users, role); !found.empty()) return found;
  return {};
}

base::Result<void> tell_people(store::Transaction& transaction, const event::ConversationState& state,
                               const automation::Action& action, const std::string& text) {
  const auto& c = state.conversation;
  const auto people = people_of(transaction, c, action);
  if (people.empty()) return base::fail(base::FailureKind::invalid, "whom: that is nobody now", "whom");
  for (const auto id : people) {
    const auto user = store::find_user(transaction, c.organization_id, id);
    if (!user || user->state != rights::UserState::active)
      return base::fail(base::FailureKind::invalid, "user_id: there is no such colleague", "user_id");
  }
  for (const auto id : people) notify(transaction, {c.organization_id, id, c.id, notification::Cause::rule, text});
  return {};
}

}  // namespace workflow
