#include "workflow/sign_in.hpp"

#include "store/one_time_token_store.hpp"
#include "store/session_store.hpp"
#include "store/user_store.hpp"
#include "workflow/credential.hpp"

namespace workflow {

using base::FailureKind;

base::Result<rights::Session> begin_session(store::Transaction& transaction, ids::Organization organization, ids::User user,
                                            const base::Secret& token, const std::string& previous_token_hash) {
  const auto found = store::find_user(transaction, organization, user);
  if (!found || found->state != rights::UserState::active)
    return base::fail(FailureKind::unauthenticated, "The e-mail address or the password is wrong.");
  if (!previous_token_hash.empty()) store::delete_session_by_hash(transaction, previous_token_hash);
  const base::Time now = transaction.now();
  const rights::Session session{transaction.new_id<ids::Session>(), organization, user, new_secret().reveal(), now, now,
                                rights::session_end(now, now)};
  store::insert_session(transaction, session, hash_secret(token.reveal()));
  return session;
}

void end_session(store::Transaction& transaction, ids::Organization organization, ids::Session session) {
  store::delete_session(transaction, organization, session);
}

base::Result<rights::User> set_password(store::Transaction& transaction, const std::string& email,
                                        const std::string& password_hash) {
  const auto clean = rights::clean_email(email);
  if (!clean) return base::pass_on(clean.error());
  auto user = store::find_user_by_email(transaction, *clean);
  if (!user) return base::fail(FailureKind::not_found, "Nobody here has the e-mail address " + *clean + ".", "email");
  store::set_password_hash(transaction, user->organization_id, user->id, password_hash);
  store::delete_sessions_of(transaction, user->organization_id, user->id);
  store::delete_unused_tokens_of(transaction, user->organization_id, user->id, store::TokenPurpose::invitation);
  if (user->state == rights::UserState::invited) {
    user->state = rights::UserState::active;
    store::update_user(transaction, *user);
  }
  transaction.publish(user->organization_id, event::TeamChanged{user->id, std::nullopt});
  return *user;
}

std::int64_t clean_access(store::Transaction& transaction, std::int64_t limit) {
  return store::delete_expired_sessions(transaction, transaction.now(), limit) +
         store::delete_ended_tokens(transaction, transaction.now(), limit);
}

}  // namespace workflow
