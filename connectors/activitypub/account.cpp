#include "connectors/activitypub/account.hpp"

#include <chrono>
#include <utility>

#include "base/base64.hpp"
#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "channel/hmac_sha256.hpp"
#include "net/sleep.hpp"

namespace activitypub {
namespace {

constexpr const char* kAccount = "account";
constexpr const char* kKey = "key";
constexpr std::chrono::milliseconds kWhileMade{20};

}  // namespace

std::string Account::passphrase() const {
  const auto hash = channel::hmac_sha256(services_.webhook_secret, {"the key of an account on the fediverse"});
  return base::to_base64({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

net::Task<base::Result<fediverse::Signer>> Account::signer() {
  while (is_making_) co_await net::sleep_for(kWhileMade);
  if (signer_) co_return *signer_;
  struct Making {
    bool& is_making;
    explicit Making(bool& flag) : is_making(flag) { is_making = true; }
    ~Making() { is_making = false; }
  } const making(is_making_);
  const auto kept = co_await state().find(kAccount, kKey);
  if (!kept) co_return base::pass_on(kept.error());
  if (const auto& pem = *kept) {
    auto key = fediverse::RsaKey::from_sealed_pem(*pem, passphrase());
    if (key) signer_ = fediverse::Signer{us_.key_id(), *std::move(key)};
  }
  if (signer_) co_return *signer_;
  auto key = fediverse::RsaKey::generate();
  std::vector<channel::StateChange> changes;
  changes.push_back({kAccount, kKey, key.sealed_pem(passphrase())});
  const auto stored = co_await state().change(std::move(changes));
  if (!stored) co_return base::pass_on(stored.error());
  signer_ = fediverse::Signer{us_.key_id(), std::move(key)};
  co_return *signer_;
}

net::Task<base::Result<std::optional<KeptNote>>> Account::find_note(std::string key) {
  for (const auto* kind : {kNote, kTalk}) {
    const auto kept = co_await state().find(kind, key);
    if (!kept) co_return base::pass_on(kept.error());
    const auto& text = *kept;
    if (!text) continue;
    auto note = base::decode_text<KeptNote>(*text, base::UnknownMembers::ignore);
    if (!note) co_return base::pass_on(note.error());
    co_return std::optional(*std::move(note));
  }
  co_return std::optional<KeptNote>();
}

channel::StateChange Account::keep(const KeptNote& note) {
  return {note.is_public() ? kNote : kTalk, note.key, base::encode(note)};
}

channel::StateChange Account::forget(const KeptNote& note) {
  return {note.is_public() ? kNote : kTalk, note.key, std::nullopt};
}

}  // namespace activitypub
