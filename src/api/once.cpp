#include "api/once.hpp"

#include <algorithm>

#include <boost/describe.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "workflow/vault.hpp"

namespace net {
BOOST_DESCRIBE_STRUCT(Header, (), (name, value))
}

namespace api {

BOOST_DESCRIBE_STRUCT(GivenAnswer, (), (body, headers))

namespace {

using base::FailureKind;

constexpr std::string_view kHeader = "Idempotency-Key";

std::string actor_of(const rights::Principal& principal, const std::string& peer) {
  switch (principal.kind) {
    case rights::PrincipalKind::user: return "user:" + std::to_string(principal.user_id.value_or(ids::User{}).value);
    case rights::PrincipalKind::token: return "token:" + std::to_string(principal.token_id.value_or(ids::ApiToken{}).value);
    case rights::PrincipalKind::visitor:
      return "visitor:" + std::to_string(principal.identity_id.value_or(ids::Identity{}).value);
    case rights::PrincipalKind::anonymous: break;
  }
  return "anonymous:" + peer;
}

}  // namespace

base::Result<Once> Once::of(const net::Request& request, const std::string& route, const rights::Principal& principal,
                            const workflow::Vault& vault) {
  const std::string_view key = request.header(kHeader);
  const bool plain = std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7F; });
  if (key.empty() || key.size() > 255 || !plain)
    return base::fail(FailureKind::invalid, "Idempotency-Key: expected 1 to 255 printable characters", std::string(kHeader));
  store::IdempotencyScope scope{principal.organization_id, actor_of(principal, request.peer), route, std::string(key)};
  return Once(std::move(scope), vault.hash(request.path + "\n" + request.query + "\n" + request.body), vault);
}

std::string Once::place() const {
  return "idempotency " + std::to_string(scope_.organization_id.value) + " " + scope_.actor + " " + scope_.route + " " +
         scope_.key;
}

base::Result<void> Once::begin(store::Reading& reading) {
  const auto found = store::find_kept_reply(reading, scope_);
  if (!found) return {};
  if (found->body_hash != body_hash_)
    return base::fail(FailureKind::invalid, "This Idempotency-Key was used for another request; take a new one.",
                      std::string(kHeader));
  const auto text = vault_->open(found->reply, place());
  if (text) {
    if (auto answer = base::decode_text<GivenAnswer>(*text)) given_ = *std::move(answer);
  }
  if (!given_)  // sealed with a key that this installation no longer has
    return base::fail(FailureKind::conflict, "This request was done before, and its answer can no longer be read.",
                      std::string(kHeader));
  return base::fail(FailureKind::conflict, "This request was done before.", std::string(kHeader));
}

base::Result<void> Once::keep(store::Transaction& transaction, std::string body, const std::vector<net::Header>& headers) {
  GivenAnswer answer{std::move(body), headers};
  const store::KeptReply row{body_hash_, vault_->seal(base::encode(answer), place())};
  if (!store::keep_reply(transaction, scope_, row, transaction.now()))
    return base::fail(FailureKind::conflict, "Another request with this Idempotency-Key is being answered; ask again.",
                      std::string(kHeader));
  kept_ = std::move(answer.body);
  return {};
}

std::int64_t clean_idempotency_keys(store::Transaction& transaction, std::int64_t limit) {
  return store::delete_replies_kept_before(transaction, transaction.now() - kAnswersKept, limit);
}

}  // namespace api
