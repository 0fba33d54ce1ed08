#include "api/token_handlers.hpp"

#include "api/authenticate.hpp"
#include "api/present_account.hpp"
#include "store/token_store.hpp"
#include "workflow/manage_tokens.hpp"

namespace api {

net::Task<base::Result<contract::TokenList>> list_tokens(Call& call) {
  auto work = [organization = call.principal.organization_id](store::Reading& reading) -> base::Result<contract::TokenList> {
    contract::TokenList out;
    for (const auto& token : store::list_tokens(reading, organization)) out.items.push_back(present(token));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::CreatedToken>> post_token(Call& call, contract::CreateToken in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::create_token(transaction, who.organization_id, who.role, {in.name, in.role, in.expires_at});
  };
  auto to_reply = [](const workflow::MadeToken& made) {
    return contract::CreatedToken{present(made.token), made.secret.reveal()};
  };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::Done>> delete_token(Call& call, contract::TokenPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Done> {
    if (auto done = workflow::revoke_token(transaction, who, in.token_id); !done) return base::pass_on(done.error());
    return contract::Done{};
  };
  auto out = co_await call.transact(std::move(work));
  if (out) call.authenticator.forget_token(call.principal.organization_id, in.token_id);
  co_return out;
}

}  // namespace api
