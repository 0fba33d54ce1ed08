#include "api/webhook_handlers.hpp"

#include <utility>
#include <variant>

#include <boost/json/object.hpp>

#include "api/present_event.hpp"
#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "channel/standard_webhooks.hpp"
#include "store/webhook_store.hpp"
#include "workflow/manage_webhooks.hpp"
#include "workflow/tell_webhooks.hpp"

namespace api {
namespace {

constexpr std::int64_t kMostCounted = 10'000;
constexpr std::int64_t kMostDead = 200;

contract::Webhook present(const webhook::Webhook& in) {
  contract::Webhook out;
  out.id = in.id;
  out.url = in.url;
  if (auto kinds = base::decode_text<std::vector<std::string>>(in.kinds)) out.kinds = *std::move(kinds);
  out.enabled = in.enabled;
  out.off_reason = in.off_reason;
  out.created_at = in.created_at;
  out.failures = in.failures;
  out.retry_at = in.retry_at;
  out.last_success_at = in.last_success_at;
  out.last_error = in.last_error;
  out.last_error_at = in.last_error_at;
  return out;
}

contract::Webhook with_waiting(store::Reading& reading, const webhook::Webhook& in) {
  auto out = present(in);
  for (const auto& [type, count] : store::count_waiting_events(reading, in.organization_id, in.position, kMostCounted)) {
    if (workflow::is_asked_for(in, type)) out.waiting += count;
  }
  return out;
}

std::string shown_secret(const Call& call, const webhook::Webhook& of) {
  return channel::show_webhook_secret(workflow::secret_of(call.services.vault, of).reveal());
}

net::Task<base::Result<void>> check_address(const Call& call /*outlives*/, std::optional<std::string> url) {
  if (!url || call.services.webhooks == nullptr) co_return base::Result<void>();
  co_return co_await call.services.webhooks->check(std::string(base::trim(*url)));
}

void look_again(const Call& call) {
  if (call.services.webhooks != nullptr) call.services.webhooks->look_again();
}

}  // namespace

net::Task<base::Result<contract::WebhookList>> list_webhooks(Call& call) {
  auto work = [organization =
                   call.principal.organization_id](store::Reading& reading) -> base::Result<contract::WebhookList> {
    contract::WebhookList out;
    for (const auto& one : store::list_webhooks(reading, organization)) out.items.push_back(with_waiting(reading, one));
    for (const auto kind : store::event_types()) out.kinds.emplace_back(kind);
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::CreatedWebhook>> post_webhook(Call& call, contract::CreateWebhook in) {
  if (auto allowed = co_await check_address(call, in.url); !allowed) co_return base::pass_on(allowed.error());
  auto work = [organization = call.principal.organization_id, in = std::move(in)](store::Transaction& transaction) {
    return workflow::create_webhook(transaction, organization, {in.url, in.kinds});
  };
  auto to_reply = [&call](const webhook::Webhook& made) {
    return contract::CreatedWebhook{present(made), shown_secret(call, made)};
  };
  auto made = co_await call.transact(std::move(work), std::move(to_reply));
  if (made) look_again(call);
  co_return made;
}

net::Task<base::Result<contract::Webhook>> patch_webhook(Call& call, contract::ChangeWebhook in) {
  if (auto allowed = co_await check_address(call, in.url); !allowed) co_return base::pass_on(allowed.error());
  auto work = [organization = call.principal.organization_id,
               in = std::move(in)](store::Transaction& transaction) -> base::Result<contract::Webhook> {
    const auto changed =
        workflow::change_webhook(transaction, organization, {in.webhook_id, in.url, in.kinds, in.enabled, false});
    if (!changed) return base::pass_on(changed.error());
    return with_waiting(transaction, *changed);
  };
  auto changed = co_await call.transact(std::move(work));
  if (changed) look_again(call);
  co_return changed;
}

net::Task<base::Result<contract::Done>> delete_webhook(Call& call, contract::WebhookPath in) {
  auto work = [organization = call.principal.organization_id,
               in](store::Transaction& transaction) -> base::Result<contract::Done> {
    if (auto done = workflow::delete_webhook(transaction, organization, in.webhook_id); !done)
      return base::pass_on(done.error());
    return contract::Done{};
  };
  auto done = co_await call.transact(std::move(work));
  if (done) look_again(call);
  co_return done;
}

net::Task<base::Result<contract::CreatedWebhook>> post_webhook_secret(Call& call, contract::WebhookPath in) {
  auto work = [organization = call.principal.organization_id, in](store::Transaction& transaction) {
    return workflow::change_webhook(transaction, organization, {in.webhook_id, {}, {}, {}, true});
  };
  auto to_reply = [&call](const webhook::Webhook& changed) {
    return contract::CreatedWebhook{present(changed), shown_secret(call, changed)};
  };
  auto changed = co_await call.transact(std::move(work), std::move(to_reply));
  if (changed) look_again(call);
  co_return changed;
}

net::Task<base::Result<contract::WebhookTested>> post_webhook_test(Call& call, contract::WebhookPath in) {
  auto work = [organization = call.principal.organization_id,
               in](store::Reading& reading) -> base::Result<webhook::Webhook> {
    auto found = store::find_webhook(reading, organization, in.webhook_id);
    if (!found) return base::fail(base::FailureKind::not_found, "There is no such webhook.");
    return *std::move(found);
  };
  auto found = co_await call.store.read(std::move(work));
  if (!found) co_return base::pass_on(found.error());
  if (call.services.webhooks == nullptr) co_return contract::WebhookTested{false, "Nothing is called from here."};
  std::string why = co_await call.services.webhooks->test(*std::move(found));
  co_return contract::WebhookTested{why.empty(), std::move(why)};
}

net::Task<base::Result<contract::DeadEventsList>> list_dead_events(Call& call, contract::WebhookPath in) {
  auto work = [organization = call.principal.organization_id,
               in](store::Reading& reading) -> base::Result<contract::DeadEventsList> {
    if (!store::find_webhook(reading, organization, in.webhook_id))
      return base::fail(base::FailureKind::not_found, "There is no such webhook.");
    contract::DeadEventsList out;
    for (const auto& one : store::list_dead_events(reading, organization, in.webhook_id, kMostDead))
      out.items.push_back({one.from_seq, one.to_seq, one.reason, one.died_at, one.replaying});
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Done>> post_webhook_replay(Call& call, contract::WebhookPath in) {
  auto work = [organization = call.principal.organization_id,
               in](store::Transaction& transaction) -> base::Result<contract::Done> {
    if (auto done = workflow::replay_dead_events(transaction, organization, in.webhook_id); !done)
      return base::pass_on(done.error());
    return contract::Done{};
  };
  auto done = co_await call.transact(std::move(work));
  if (done) look_again(call);
  co_return done;
}

std::optional<std::string> webhook_data(ids::Organization organization, const store::StoredEvent& event) {
  const auto happened = store::decode_event(event.type, event.body);
  if (!happened) return std::nullopt;
  const auto message = present_whole({organization, event.seq, event.at, *happened});
  if (!message) return std::nullopt;
  auto value = base::parse_json(std::visit([](const auto& one) { return base::encode(one); }, *message));
  if (!value || !value->is_object()) return std::nullopt;
  auto& members = value->get_object();
  for (const char* name : {"type", "seq", "at"}) members.erase(name);
  return base::encode(*value);
}

}  // namespace api
