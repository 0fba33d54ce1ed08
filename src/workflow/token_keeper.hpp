#pragma once
// Keeps the tokens of one inbox valid, for all who use them at once: those who receive and those who send.
//
//   TokenKeeper keeper(executor, {store, vault, clock, http}, organization, inbox);
//   auto token = co_await keeper.token();
//   …401…
//   token = co_await keeper.token_after(*token);
//   co_await keeper.stop();      // Lets a renewal that is under way finish.
//
// However many ask, one renewal is under way; it belongs to none of them, so that nobody who is cancelled takes it with them. New
// tokens are on disk before anybody is given one: a refresh token is worth something once with many providers, and the old one
// may be worth nothing already. A crash between the provider's answer and the disk begins again with the old one, which
// providers that rotate take for a while, or else ask for a sign-in.
//
// On the event loop's thread.

#include <memory>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "channel/oauth.hpp"
#include "domain/ids.hpp"
#include "store/store.hpp"
#include "store/task.hpp"
#include "workflow/vault.hpp"

namespace workflow {

// All of it outlives the keeper.
struct TokenKeeperParts {
  store::Store& store;
  const Vault& vault;
  const base::Clock& clock;
  net::HttpClient& http;
};

class TokenKeeper final : public channel::TokenSource {
 public:
  TokenKeeper(const store::Executor& executor, const TokenKeeperParts& parts, ids::Organization organization,
              ids::Inbox inbox);
  ~TokenKeeper() override;
  TokenKeeper(const TokenKeeper&) = delete;
  TokenKeeper& operator=(const TokenKeeper&) = delete;

  net::Task<base::Result<base::Secret>> token() override;
  net::Task<base::Result<base::Secret>> token_after(base::Secret refused) override;

  store::Task<void> stop();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace workflow
