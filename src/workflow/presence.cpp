#include "workflow/presence.hpp"

#include "store/routing_store.hpp"
#include "store/user_store.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using routing::Presence;

void write(store::Transaction& transaction, ids::Organization organization, ids::User user, Presence presence,
           std::optional<ids::User> by) {
  store::put_presence(transaction, {organization, user, presence, transaction.now(), by, std::nullopt});
  transaction.publish(organization, event::PresenceChanged{user, presence, by});
}

}  // namespace

base::Result<void> set_presence(store::Transaction& transaction, const rights::Principal& who, ids::User user,
                                Presence presence) {
  const auto found = store::find_user(transaction, who.organization_id, user);
  if (!found || found->state != rights::UserState::active)
    return base::fail(FailureKind::not_found, "There is no such user.");
  if (who.user_id != user) {
    if (!rights::may(who, rights::Permission::triage_manage))
      return base::fail(FailureKind::forbidden, "You may not say where somebody else is.");
    if (presence == Presence::online)
      return base::fail(FailureKind::invalid, "presence: that they are there, they say themselves", "presence");
  }
  // A program with a token is nobody: it speaks for them. What nobody said, the server found out.
  const auto by = who.user_id.value_or(user);
  const auto before = store::find_presence(transaction, who.organization_id, user);
  if (before && before->presence == presence && before->set_by == by) return {};
  write(transaction, who.organization_id, user, presence, by);
  return {};
}

bool find_gone(store::Transaction& transaction, ids::Organization organization, ids::User user) {
  const auto before = store::find_presence(transaction, organization, user);
  if (!before || before->presence != Presence::online) return false;
  write(transaction, organization, user, Presence::away, std::nullopt);
  return true;
}

bool find_back(store::Transaction& transaction, ids::Organization organization, ids::User user) {
  const auto before = store::find_presence(transaction, organization, user);
  if (!before || before->presence != Presence::away || before->set_by) return false;
  write(transaction, organization, user, Presence::online, std::nullopt);
  return true;
}

}  // namespace workflow
