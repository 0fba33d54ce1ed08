#include "api/push_handlers.hpp"

#include <utility>

#include "base/base64.hpp"
#include "workflow/pushes.hpp"

namespace api {
namespace {

contract::PushBrowser present(const notification::PushSubscription& in) { return {in.id, in.name, in.made_at, in.told_at}; }

base::Result<std::string> bytes_in(const std::string& letters, const std::string& field) {
  auto bytes = base::from_base64(letters, base::Base64::url);
  if (bytes) return *std::move(bytes);
  return base::fail(base::FailureKind::invalid, field + ": this is no base64url", field);
}

}  // namespace

net::Task<base::Result<contract::Push>> get_push(Call& call) {
  auto work = [who = call.principal, &vault = call.services.vault](store::Reading& reading) -> base::Result<contract::Push> {
    const auto found = workflow::push_browsers_of(reading, who);
    if (!found) return base::pass_on(found.error());
    contract::Push out;
    out.public_key = base::to_base64(workflow::push_key(vault).public_bytes(), base::Base64::url);
    for (const auto& one : *found) out.browsers.push_back(present(one));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::PushBrowser>> post_push_browser(Call& call, contract::AddPushBrowser in) {
  auto p256dh = bytes_in(in.p256dh, "p256dh");
  if (!p256dh) co_return base::pass_on(p256dh.error());
  auto auth = bytes_in(in.auth, "auth");
  if (!auth) co_return base::pass_on(auth.error());
  channel::PushBrowser browser{std::move(in.endpoint), *std::move(p256dh), *std::move(auth)};
  auto work = [who = call.principal, &vault = call.services.vault, browser = std::move(browser),
               name = std::move(in.name)](store::Transaction& transaction) {
    return workflow::add_push_browser(transaction, who, vault, browser, name);
  };
  auto to_reply = [](const notification::PushSubscription& made) { return present(made); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::Done>> delete_push_browser(Call& call, contract::PushBrowserPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Done> {
    return workflow::remove_push_browser(transaction, who, in.browser_id).map([] { return contract::Done{}; });
  };
  co_return co_await call.transact(std::move(work));
}

}  // namespace api
