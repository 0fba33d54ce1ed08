#include "workflow/invite_user.hpp"

#include "store/one_time_token_store.hpp"
#include "store/user_store.hpp"
#include "workflow/credential.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using store::TokenPurpose;

// One answer for every reason, so that a guess learns nothing.
tl::unexpected<base::Failure> wrong_token() {
  return base::fail(FailureKind::invalid, "This invitation was used or has ended; ask for a new one.", "token");
}

// A row of this organization for somebody who has not come yet: a new one, or the one of the last invitation.
base::Result<rights::User> invited_user(store::Transaction& transaction, const rights::Principal& who,
                                        const NewUser& wanted) {
  const auto email = rights::clean_email(wanted.email);
  if (!email) return base::pass_on(email.error());
  auto known = store::find_user_by_email(transaction, *email);
  const bool again = known && known->organization_id == who.organization_id && known->state == rights::UserState::invited;
  if (!again) return create_user(transaction, who.organization_id, wanted, "");
  auto name = rights::clean_name(wanted.name);
  if (!name) return base::pass_on(name.error());
  if (!rights::may_grant(who.role, known->role))
    return base::fail(FailureKind::forbidden, "You may not change an invitation to that role.", "role");
  known->name = *name;
  known->role = wanted.role;
  store::update_user(transaction, *known);
  transaction.publish(known->organization_id, event::TeamChanged{known->id, std::nullopt});
  return *known;
}

}  // namespace

base::Result<Invitation> invite_user(store::Transaction& transaction, const rights::Principal& who, const NewUser& wanted) {
  if (!rights::may_grant(who.role, wanted.role))
    return base::fail(FailureKind::forbidden, "You may not give somebody this role.", "role");
  auto user = invited_user(transaction, who, wanted);
  if (!user) return base::pass_on(user.error());
  store::delete_unused_tokens_of(transaction, user->organization_id, user->id, TokenPurpose::invitation);
  Invitation out{*user, new_secret()};
  const store::OneTimeToken row{TokenPurpose::invitation, user->organization_id, user->id,
                                transaction.now() + rights::kInvitationLife};
  store::insert_one_time_token(transaction, row, hash_secret(out.token.reveal()), transaction.now());
  return out;
}

base::Result<rights::User> find_invited(store::Reading& reading, const base::Secret& token) {
  const auto row = store::find_one_time_token(reading, hash_secret(token.reveal()), TokenPurpose::invitation, reading.now());
  if (!row || !row->organization_id || !row->user_id) return wrong_token();
  auto user = store::find_user(reading, *row->organization_id, *row->user_id);
  if (!user || user->state != rights::UserState::invited) return wrong_token();
  return *std::move(user);
}

base::Result<rights::User> accept_invitation(store::Transaction& transaction, const Acceptance& acceptance) {
  auto user = find_invited(transaction, acceptance.token);
  if (!user) return user;
  if (!store::use_one_time_token(transaction, hash_secret(acceptance.token.reveal()), TokenPurpose::invitation,
                                 transaction.now()))
    return wrong_token();
  auto name = rights::clean_name(acceptance.name);
  if (!name) return base::pass_on(name.error());
  user->name = *name;
  user->state = rights::UserState::active;
  store::update_user(transaction, *user);
  store::set_password_hash(transaction, user->organization_id, user->id, acceptance.password_hash);
  transaction.publish(user->organization_id, event::TeamChanged{user->id, std::nullopt});
  return user;
}

}  // namespace workflow
