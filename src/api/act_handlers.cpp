#include "api/act_handlers.hpp"

#include <utility>

#include "api/present.hpp"
#include "workflow/act_on_message.hpp"
#include "workflow/attend_inboxes.hpp"

namespace api {
namespace {

contract::Acted present_acts(ids::Message message, const std::vector<conversation::Act>& acts) {
  contract::Acted out;
  out.message_id = message;
  for (const auto& act : acts) out.acts.push_back(present(act));
  return out;
}

}  // namespace

net::Task<base::Result<contract::Acted>> post_act(Call& call, contract::ActOnMessage in) {
  auto look = [who = call.principal, in, &channels = call.services.channels](store::Reading& reading) {
    return workflow::plan_act(reading, who, in.message_id, in.kind, channels);
  };
  auto planned = co_await call.store.read(std::move(look));
  if (!planned) co_return base::pass_on(planned.error());
  if (planned->is_done) co_return present_acts(in.message_id, planned->acts);
  if (call.services.attendant == nullptr)
    co_return base::fail(base::FailureKind::unavailable, "The platform cannot be asked now.");
  auto done = co_await call.services.attendant->act(std::move(planned->inbox), std::move(planned->action));
  if (!done) co_return base::pass_on(done.error());
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::record_act(transaction, who, in.message_id, in.kind);
  };
  auto to_reply = [id = in.message_id](const workflow::DoneAct& act) { return present_acts(id, act.acts); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

}  // namespace api
