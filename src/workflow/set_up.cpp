#include "workflow/set_up.hpp"

#include "store/one_time_token_store.hpp"
#include "store/organization_store.hpp"
#include "store/user_store.hpp"
#include "workflow/change_organization.hpp"
#include "workflow/credential.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using store::TokenPurpose;

constexpr std::chrono::hours kForEver{24 * 365 * 100};

tl::unexpected<base::Failure> wrong_token() {
  return base::fail(FailureKind::invalid,
                    "This set-up link was used, or a newer one was made; the newest stands where the server was started.",
                    "token");
}

// An import before the first run has made an organization: it gets its name and its owner now.
base::Result<organization::Organization> first_or_new(store::Transaction& transaction, const NewOrganization& wanted) {
  auto name = rights::clean_name(wanted.name, "organization_name");
  if (!name) return base::pass_on(name.error());
  const auto first = store::first_organization(transaction);
  if (!first) return create_organization(transaction, wanted);
  return change_organization(transaction, first->id, {wanted.name, wanted.language, wanted.time_zone});
}

}  // namespace

bool is_setup_needed(store::Reading& reading) { return !store::is_anyone_active(reading); }

base::Secret make_setup_token(store::Transaction& transaction) {
  store::delete_unused_tokens(transaction, TokenPurpose::setup);
  base::Secret secret = new_secret();
  const store::OneTimeToken row{TokenPurpose::setup, std::nullopt, std::nullopt, transaction.now() + kForEver};
  store::insert_one_time_token(transaction, row, hash_secret(secret.reveal()), transaction.now());
  return secret;
}

base::Result<void> check_setup_token(store::Reading& reading, const base::Secret& token) {
  if (!store::find_one_time_token(reading, hash_secret(token.reveal()), TokenPurpose::setup, reading.now()))
    return wrong_token();
  return {};
}

base::Result<organization::Organization> create_organization(store::Transaction& transaction,
                                                             const NewOrganization& wanted) {
  auto name = rights::clean_name(wanted.name, "organization_name");
  if (!name) return base::pass_on(name.error());
  auto language = organization::clean_language(wanted.language);
  if (!language) return base::pass_on(language.error());
  auto time_zone = check_time_zone(wanted.time_zone);
  if (!time_zone) return base::pass_on(time_zone.error());
  const organization::Organization made{
      transaction.new_id<ids::Organization>(), *name, *language, *time_zone, wanted.sample, transaction.now()};
  store::insert_organization(transaction, made);
  transaction.publish(made.id, event::OrganizationChanged{made.id});
  return made;
}

base::Result<rights::User> create_user(store::Transaction& transaction, ids::Organization organization,
                                       const NewUser& wanted, const std::string& password_hash) {
  auto name = rights::clean_name(wanted.name);
  if (!name) return base::pass_on(name.error());
  auto email = rights::clean_email(wanted.email);
  if (!email) return base::pass_on(email.error());
  const auto state = password_hash.empty() ? rights::UserState::invited : rights::UserState::active;
  const rights::User made{
      transaction.new_id<ids::User>(), organization, *email, *name, wanted.role, state, transaction.now()};
  if (!store::insert_user(transaction, made, password_hash))
    return base::fail(FailureKind::conflict, "email: " + *email + " belongs to somebody already", "email");
  transaction.publish(organization, event::TeamChanged{made.id, std::nullopt});
  return made;
}

base::Result<rights::User> set_up(store::Transaction& transaction, const SetUp& wanted) {
  if (!store::use_one_time_token(transaction, hash_secret(wanted.token.reveal()), TokenPurpose::setup, transaction.now()))
    return wrong_token();
  if (!is_setup_needed(transaction))
    return base::fail(FailureKind::conflict, "This installation is set up already; sign in instead.");
  auto organization = first_or_new(transaction, wanted.organization);
  if (!organization) return base::pass_on(organization.error());
  NewUser owner = wanted.owner;
  owner.role = rights::Role::owner;
  return create_user(transaction, organization->id, owner, wanted.password_hash);
}

}  // namespace workflow
