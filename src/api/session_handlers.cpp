#include "api/session_handlers.hpp"

#include "api/authenticate.hpp"
#include "api/limits.hpp"
#include "api/present_account.hpp"
#include "store/event_log.hpp"
#include "store/organization_store.hpp"
#include "store/team_store.hpp"
#include "store/user_store.hpp"
#include "workflow/credential.hpp"
#include "workflow/invite_user.hpp"
#include "workflow/password.hpp"
#include "workflow/set_up.hpp"
#include "workflow/sign_in.hpp"
#include "workflow/worker_pool.hpp"

namespace api {
namespace {

using base::FailureKind;

// One answer for every reason: no such address, not yet come, suspended, wrong password.
tl::unexpected<base::Failure> wrong_sign_in() {
  return base::fail(FailureKind::unauthenticated, "The e-mail address or the password is wrong.");
}

std::vector<rights::Permission> permissions_of(const rights::User& user) {
  rights::Principal principal;
  principal.kind = rights::PrincipalKind::user;
  principal.role = user.role;
  std::vector<rights::Permission> out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<rights::Permission>>([&](auto permission) {
    if (rights::may(principal, permission.value)) out.push_back(permission.value);
  });
  return out;
}

base::Result<contract::Session> present_session(store::Reading& reading, ids::Organization organization, ids::User id,
                                                const std::string& csrf_token) {
  const auto user = store::find_user(reading, organization, id);
  const auto company = store::find_organization(reading, organization);
  if (!user || !company) return base::fail(FailureKind::unauthenticated, "The session has ended; sign in again.");
  contract::Session out;
  out.user = present(*user, store::team_ids_of(reading, organization, id));
  out.organization = present(*company);
  out.permissions = permissions_of(*user);
  out.csrf_token = csrf_token;
  out.seq = store::last_seq(reading, organization);
  out.now = reading.now();
  return out;
}

// The hash of the session that this browser held before, to be ended; empty when it shows none.
std::string previous_session(const net::Request& request) {
  const std::string_view cookie = request.cookie(kSessionCookie);
  return workflow::looks_like_secret(cookie) ? workflow::hash_secret(cookie) : std::string();
}

base::Result<contract::Session> begin_presented(store::Transaction& transaction, ids::Organization organization,
                                                ids::User user, const base::Secret& token, const std::string& previous) {
  const auto session = workflow::begin_session(transaction, organization, user, token, previous);
  if (!session) return base::pass_on(session.error());
  return present_session(transaction, organization, user, session->csrf_token);
}

struct Tries {
  std::string account;
  std::string account_and_peer;
  std::string peer;
};

base::Result<void> take_tries(Limits& limits, const Tries& tries, base::Time now) {
  if (auto left = limits.sign_in_by_peer.take(tries.peer, now); !left) return left;
  if (auto left = limits.sign_in_by_account_and_peer.take(tries.account_and_peer, now); !left) return left;
  return limits.sign_in_by_account.take(tries.account, now);
}

void give_back(Limits& limits, const Tries& tries, base::Time now) {
  limits.sign_in_by_peer.give_back(tries.peer, now);
  limits.sign_in_by_account_and_peer.give_back(tries.account_and_peer, now);
  limits.sign_in_by_account.give_back(tries.account, now);
}

// Made with less work than passwords get today: hashes it anew while it is known. Empty when it need not be.
net::Task<base::Result<std::string>> renewed_hash(workflow::WorkerPool& workers /*outlives*/, base::Secret password,
                                                  std::string hash) {
  if (!workflow::is_outdated_hash(hash)) co_return std::string();
  auto work = [password = std::move(password)] { return workflow::hash_password(password); };
  co_return co_await workers.run(std::move(work));
}

}  // namespace

net::Task<base::Result<contract::Status>> get_status(Call& call) {
  if (!call.is_set_up) {
    auto work = [](store::Reading& reading) -> base::Result<bool> { return workflow::is_setup_needed(reading); };
    const auto needed = co_await call.store.read(std::move(work));
    if (!needed) co_return base::pass_on(needed.error());
    call.is_set_up = !*needed;
  }
  contract::Status out;
  out.name = "Heed";
  out.version = call.services.version;
  out.setup_needed = !call.is_set_up;
  out.now = call.now;
  co_return out;
}

net::Task<base::Result<contract::Session>> post_setup(Call& call, contract::Setup in) {
  if (auto left = call.limits.one_time_link_by_peer.take(peer_group(call.request.peer), call.now); !left)
    co_return base::pass_on(left.error());
  auto check = [token = in.token](store::Reading& reading) { return workflow::check_setup_token(reading, token); };
  if (auto known = co_await call.store.read(std::move(check)); !known) co_return base::pass_on(known.error());
  if (auto fine = rights::check_password(in.password.reveal(), in.email); !fine) co_return base::pass_on(fine.error());
  auto hashing = [password = in.password] { return workflow::hash_password(password); };
  auto hash = co_await call.services.workers.run(std::move(hashing));
  if (!hash) co_return base::pass_on(hash.error());

  workflow::SetUp wanted;
  wanted.token = in.token;
  wanted.organization = {in.organization_name, in.language, in.time_zone, false};
  wanted.owner = {in.name, in.email, rights::Role::owner};
  wanted.password_hash = *std::move(hash);
  const base::Secret token = workflow::new_secret();
  call.reply_headers.push_back(session_cookie(token));
  auto work = [wanted = std::move(wanted), token, previous = previous_session(call.request)](
                  store::Transaction& transaction) -> base::Result<contract::Session> {
    const auto owner = workflow::set_up(transaction, wanted);
    if (!owner) return base::pass_on(owner.error());
    return begin_presented(transaction, owner->organization_id, owner->id, token, previous);
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::Session>> sign_in(Call& call, contract::SignIn in) {
  const std::string email = rights::clean_email(in.email).value_or(std::string());
  const std::string account = email.empty() ? "?" : email;
  const std::string peer = peer_group(call.request.peer);
  const Tries tries{account, account + " " + peer, peer};
  if (auto left = take_tries(call.limits, tries, call.now); !left) co_return base::pass_on(left.error());

  auto look = [email](store::Reading& reading) -> base::Result<store::Login> {
    return store::find_login(reading, email).value_or(store::Login{});
  };
  auto login = co_await call.store.read(std::move(look));
  if (!login) co_return base::pass_on(login.error());
  auto comparing = [password = in.password, hash = login->password_hash] {
    return workflow::verify_password(password, hash);
  };
  const auto same = co_await call.services.workers.run(std::move(comparing));
  if (!same) co_return base::pass_on(same.error());
  if (!*same || login->state != rights::UserState::active) co_return wrong_sign_in();
  give_back(call.limits, tries, call.now);
  auto renewed = co_await renewed_hash(call.services.workers, in.password, login->password_hash);
  if (!renewed) co_return base::pass_on(renewed.error());

  const base::Secret token = workflow::new_secret();
  call.reply_headers.push_back(session_cookie(token));
  auto work = [login = *login, token, renewed = *renewed, previous = previous_session(call.request)](
                  store::Transaction& transaction) -> base::Result<contract::Session> {
    // Changed while we compared: the password that was shown is no longer the one.
    const auto now_known = store::find_login_of(transaction, login.organization_id, login.id);
    if (!now_known || now_known->password_hash != login.password_hash) return wrong_sign_in();
    if (!renewed.empty()) store::set_password_hash(transaction, login.organization_id, login.id, renewed);
    return begin_presented(transaction, login.organization_id, login.id, token, previous);
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::Session>> get_session(Call& call) {
  auto work = [who = call.principal, csrf = call.csrf_token](store::Reading& reading) {
    return present_session(reading, who.organization_id, who.user_id.value_or(ids::User{}), csrf);
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Done>> sign_out(Call& call) {
  const ids::Organization organization = call.principal.organization_id;
  const ids::Session session = call.principal.session_id.value_or(ids::Session{});
  call.reply_headers.push_back(ended_session_cookie());
  auto work = [organization, session](store::Transaction& transaction) -> base::Result<contract::Done> {
    workflow::end_session(transaction, organization, session);
    return contract::Done{};
  };
  auto done = co_await call.transact(std::move(work));
  if (done) call.authenticator.forget_session(organization, session);
  co_return done;
}

net::Task<base::Result<contract::Session>> accept_invitation(Call& call, contract::AcceptInvitation in) {
  if (auto left = call.limits.one_time_link_by_peer.take(peer_group(call.request.peer), call.now); !left)
    co_return base::pass_on(left.error());
  const base::Secret link(in.token);
  auto look = [link](store::Reading& reading) { return workflow::find_invited(reading, link); };
  const auto invited = co_await call.store.read(std::move(look));
  if (!invited) co_return base::pass_on(invited.error());
  if (auto fine = rights::check_password(in.password.reveal(), invited->email); !fine) co_return base::pass_on(fine.error());
  auto hashing = [password = in.password] { return workflow::hash_password(password); };
  auto hash = co_await call.services.workers.run(std::move(hashing));
  if (!hash) co_return base::pass_on(hash.error());

  const base::Secret token = workflow::new_secret();
  call.reply_headers.push_back(session_cookie(token));
  workflow::Acceptance acceptance{link, in.name, *std::move(hash)};
  auto work = [acceptance = std::move(acceptance), token, previous = previous_session(call.request)](
                  store::Transaction& transaction) -> base::Result<contract::Session> {
    const auto user = workflow::accept_invitation(transaction, acceptance);
    if (!user) return base::pass_on(user.error());
    return begin_presented(transaction, user->organization_id, user->id, token, previous);
  };
  co_return co_await call.transact(std::move(work));
}

}  // namespace api
