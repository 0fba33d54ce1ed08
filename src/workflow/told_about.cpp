#include "workflow/told_about.hpp"

#include "base/text.hpp"
#include "domain/rights/rights.hpp"
#include "store/team_store.hpp"
#include "workflow/conversation_change.hpp"

namespace workflow {
namespace {

constexpr std::size_t kLongestName = 100;

rights::Principal as(store::Reading& reading, const rights::User& user) {
  rights::Principal who;
  who.kind = rights::PrincipalKind::user;
  who.organization_id = user.organization_id;
  who.role = user.role;
  who.user_id = user.id;
  who.team_ids = store::team_ids_of(reading, user.organization_id, user.id);
  return who;
}

}  // namespace

ToldAbout told_about(store::Reading& reading, const rights::User& user, const notification::Notification& notice) {
  ToldAbout out{"", std::nullopt, "/told"};
  if (!notice.conversation_id) return out;
  const auto state = find_visible(reading, as(reading, user), *notice.conversation_id);
  if (!state) return out;
  out.name = base::shorten(state->contact_name, kLongestName);
  out.conversation_id = notice.conversation_id;
  out.path = "/c/" + std::to_string(notice.conversation_id->value);
  return out;
}

}  // namespace workflow
