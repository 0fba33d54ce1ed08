#include "api/authenticate.hpp"

#include <stdexcept>

#include "base/text.hpp"
#include "store/contact_store.hpp"
#include "store/session_store.hpp"
#include "store/store.hpp"
#include "store/team_store.hpp"
#include "store/token_store.hpp"
#include "workflow/credential.hpp"

namespace api {
namespace {

using base::FailureKind;

constexpr std::string_view kSessionDoor = "session:";
constexpr std::string_view kTokenDoor = "token:";
constexpr std::string_view kVisitorDoor = "visitor:";
constexpr auto kNever = base::Time::max();

std::string_view bearer_of(const net::Request& request) {
  std::string_view text = request.header("Authorization");
  constexpr std::string_view kScheme = "bearer ";
  if (text.size() <= kScheme.size() || !base::equal_ignoring_case(text.substr(0, kScheme.size()), kScheme)) return {};
  return base::trim(text.substr(kScheme.size()));
}

std::string door_of_bearer(std::string_view token) {
  if (workflow::looks_like_secret(token, workflow::kApiTokenPrefix))
    return std::string(kTokenDoor) + workflow::hash_secret(token);
  if (workflow::looks_like_secret(token, workflow::kVisitorPrefix))
    return std::string(kVisitorDoor) + workflow::hash_secret(token);
  return {};
}

// What the store says of a door. `touched` asks for the session's last use to be written down.
struct Answer {
  Proof proof;
  std::optional<store::OpenSession> to_touch;
};

void open_session(store::Reading& reading, const std::string& hash, base::Time now, Answer& answer) {
  auto session = store::find_open_session(reading, hash, now);
  if (!session) return;
  auto& principal = answer.proof.principal;
  principal.kind = rights::PrincipalKind::user;
  principal.organization_id = session->organization_id;
  principal.role = session->role;
  principal.user_id = session->user_id;
  principal.session_id = session->session_id;
  principal.team_ids = store::team_ids_of(reading, session->organization_id, session->user_id);
  answer.proof.csrf_token = session->csrf_token;
  answer.proof.ends_at = session->expires_at;
  if (now - session->seen_at >= rights::kSessionTouch) answer.to_touch = std::move(session);
}

void open_token(store::Reading& reading, const std::string& hash, base::Time now, Answer& answer) {
  const auto token = store::find_token_by_hash(reading, hash, now);
  if (!token) return;
  auto& principal = answer.proof.principal;
  principal.kind = rights::PrincipalKind::token;
  principal.organization_id = token->organization_id;
  principal.role = token->role;
  principal.token_id = token->id;
  answer.proof.ends_at = token->expires_at.value_or(kNever);
}

void open_visitor(store::Reading& reading, const std::string& hash, Answer& answer) {
  const auto visitor = store::find_visitor(reading, hash);
  if (!visitor) return;
  auto& principal = answer.proof.principal;
  principal.kind = rights::PrincipalKind::visitor;
  principal.organization_id = visitor->organization_id;
  principal.inbox_id = visitor->inbox_id;
  principal.identity_id = visitor->identity_id;
  answer.proof.ends_at = kNever;
}

base::Result<Answer> open_door(store::Reading& reading, const std::string& door, base::Time now) {
  Answer answer;
  answer.proof.shown = true;
  answer.proof.door = door;
  answer.proof.by_cookie = door.starts_with(kSessionDoor);
  const std::string hash = door.substr(door.find(':') + 1);
  if (door.starts_with(kSessionDoor)) open_session(reading, hash, now, answer);
  else if (door.starts_with(kTokenDoor)) open_token(reading, hash, now, answer);
  else if (door.starts_with(kVisitorDoor)) open_visitor(reading, hash, answer);
  return answer;
}

// A store that cannot even be read is broken surroundings.
template <class T>
T value_of(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

// "https://care.example.org:8443/x" → "care.example.org:8443"
std::string_view authority_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  return url.substr(0, url.find('/'));
}

}  // namespace

net::Task<base::Result<Proof>> Authenticator::prove(const net::Request& request /*outlives*/) {
  Proof nobody;
  std::string door;
  if (const std::string_view token = bearer_of(request); !token.empty()) {
    nobody.shown = true;
    door = door_of_bearer(token);
  } else if (const std::string_view cookie = request.cookie(kSessionCookie); !cookie.empty()) {
    nobody.shown = true;
    nobody.by_cookie = true;
    if (workflow::looks_like_secret(cookie)) door = std::string(kSessionDoor) + workflow::hash_secret(cookie);
  }
  if (door.empty()) co_return nobody;
  if (const Proof* known = find_fresh(door)) co_return *known;
  co_return co_await ask_store(std::move(door));
}

net::Task<Proof> Authenticator::prove_visitor(std::string token) {
  Proof nobody;
  nobody.shown = true;
  if (!workflow::looks_like_secret(token, workflow::kVisitorPrefix)) co_return nobody;
  std::string door = std::string(kVisitorDoor) + workflow::hash_secret(token);
  if (const Proof* known = find_fresh(door)) co_return *known;
  co_return value_of(co_await ask_store(std::move(door)));
}

net::Task<std::vector<Proof>> Authenticator::prove_again(std::vector<std::string> doors) {
  auto work = [&doors, now = clock_.now()](store::Reading& reading) -> base::Result<std::vector<Proof>> {
    std::vector<Proof> proofs;
    for (const auto& door : doors) {
      auto answer = open_door(reading, door, now);
      if (!answer) return base::pass_on(answer.error());
      proofs.push_back(std::move(answer->proof));
    }
    return proofs;
  };
  auto proofs = co_await store_.read(std::move(work));
  co_return value_of(std::move(proofs));
}

const Proof* Authenticator::find_fresh(const std::string& door) {
  const auto found = known_.find(door);
  if (found == known_.end()) return nullptr;
  const base::Time now = clock_.now();
  const Known& known = found->second;
  if (now >= known.asked_at && now - known.asked_at < kFresh && now < known.proof.ends_at) return &known.proof;
  known_.erase(found);
  return nullptr;
}

net::Task<base::Result<Proof>> Authenticator::ask_store(std::string door) {
  const base::Time now = clock_.now();
  const std::uint64_t before = forgotten_;
  auto answer = co_await store_.read([door, now](store::Reading& reading) { return open_door(reading, door, now); });
  if (!answer) co_return base::pass_on(answer.error());  // only a store in trouble says no to a read
  const auto to_touch = std::move(answer->to_touch);
  if (to_touch) {
    const store::OpenSession session = *to_touch;
    const base::Time end = rights::session_end(session.created_at, now);
    answer->proof.ends_at = end;
    try {
      static_cast<void>(co_await store_.transact([session, now, end](store::Transaction& transaction) -> base::Result<void> {
        store::touch_session(transaction, session.organization_id, session.session_id, now, end);
        return {};
      }));
    } catch (const store::StoreError&) {
      // A record that cannot be written is no reason to turn a reader away; whoever writes next hears of it.
    }
  }
  if (before == forgotten_ && answer->proof.principal.kind != rights::PrincipalKind::anonymous) remember(answer->proof, now);
  co_return std::move(answer->proof);
}

void Authenticator::remember(const Proof& proof, base::Time now) {
  if (known_.size() >= kMostKnown) {
    std::erase_if(known_, [now](const auto& entry) { return now - entry.second.asked_at >= kFresh; });
    if (known_.size() >= kMostKnown) known_.clear();
  }
  known_.insert_or_assign(proof.door, Known{proof, now});
}

void Authenticator::forget(const std::function<bool(const rights::Principal&)>& whose) {
  ++forgotten_;
  std::erase_if(known_, [&](const auto& entry) { return whose(entry.second.proof.principal); });
  for (const auto& listener : listeners_) listener(whose);
}

void Authenticator::forget_user(ids::Organization organization, ids::User user) {
  forget([=](const rights::Principal& p) { return p.organization_id == organization && p.user_id == user; });
}

void Authenticator::forget_session(ids::Organization organization, ids::Session session) {
  forget([=](const rights::Principal& p) { return p.organization_id == organization && p.session_id == session; });
}

void Authenticator::forget_token(ids::Organization organization, ids::ApiToken token) {
  forget([=](const rights::Principal& p) { return p.organization_id == organization && p.token_id == token; });
}

void Authenticator::forget_organization(ids::Organization organization) {
  forget([=](const rights::Principal& p) { return p.organization_id == organization; });
}

void Authenticator::on_forgotten(std::function<void(const std::function<bool(const rights::Principal&)>&)> listener) {
  listeners_.push_back(std::move(listener));
}

net::Header session_cookie(const base::Secret& token) {
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(rights::kSessionLongest).count();
  return {"Set-Cookie", std::string(kSessionCookie) + "=" + token.reveal() +
                            "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(age)};
}

net::Header ended_session_cookie() {
  return {"Set-Cookie", std::string(kSessionCookie) + "=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"};
}

base::Result<void> check_same_origin(const net::Request& request, const std::string& public_url) {
  const auto refuse = [] { return base::fail(FailureKind::forbidden, "This request comes from another site."); };
  const std::string_view site = request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin") return refuse();
  const std::string_view origin = request.header("Origin");
  if (origin.empty()) return {};
  const std::string_view authority = authority_of(origin);
  const std::string_view host = request.header("Host");
  const bool ours = !authority.empty() && (base::equal_ignoring_case(authority, host) ||
                                           base::equal_ignoring_case(authority, authority_of(public_url)));
  if (!ours) return refuse();
  return {};
}

base::Result<void> check_csrf(const net::Request& request, const Proof& proof) {
  if (!proof.by_cookie) return {};
  if (proof.csrf_token.empty() || !workflow::equal_in_constant_time(request.header("X-Heed-CSRF"), proof.csrf_token))
    return base::fail(FailureKind::forbidden, "The header X-Heed-CSRF must be the csrf_token of GET /api/v1/session.",
                      "X-Heed-CSRF");
  return {};
}

}  // namespace api
