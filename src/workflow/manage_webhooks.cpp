#include "workflow/manage_webhooks.hpp"

#include <algorithm>
#include <utility>

#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "channel/webhook_call.hpp"
#include "store/event_log.hpp"
#include "store/webhook_store.hpp"

namespace workflow {
namespace {

using base::FailureKind;

constexpr std::size_t kLongestUrl = 2'000;

base::Result<std::string> check_url(const std::string& given) {
  std::string url(base::trim(given));
  if (url.empty()) return base::fail(FailureKind::invalid, "url: missing", "url");
  if (url.size() > kLongestUrl) return base::fail(FailureKind::invalid, "url: at most 2000 characters", "url");
  if (const auto parsed = channel::check_webhook_url(url); !parsed)
    return base::fail(FailureKind::invalid, "url: " + parsed.error().message, "url");
  return url;
}

base::Result<std::string> check_kinds(std::vector<std::string> kinds) {
  std::ranges::sort(kinds);
  const auto twice = std::ranges::unique(kinds);
  kinds.erase(twice.begin(), twice.end());
  const auto known = store::event_types();
  for (const auto& kind : kinds) {
    if (std::ranges::find(known, kind) != known.end()) continue;
    const std::string near = base::nearest(kind, {known.begin(), known.end()});
    return base::fail(FailureKind::invalid,
                      "kinds: there are no events \"" + base::shorten(kind, 60) + "\"" +
                          (near.empty() ? std::string() : "; did you mean " + near + "?"),
                      "kinds");
  }
  return base::encode(kinds);
}

tl::unexpected<base::Failure> no_such() { return base::fail(FailureKind::not_found, "There is no such webhook."); }

}  // namespace

base::Result<webhook::Webhook> create_webhook(store::Transaction& transaction, ids::Organization organization,
                                              const NewWebhook& wanted) {
  auto url = check_url(wanted.url);
  if (!url) return base::pass_on(url.error());
  auto kinds = check_kinds(wanted.kinds);
  if (!kinds) return base::pass_on(kinds.error());
  if (store::list_webhooks(transaction, organization).size() >= kMostWebhooks)
    return base::fail(FailureKind::conflict, "There are twenty webhooks already; delete one first.");
  webhook::Webhook made;
  made.id = transaction.new_id<ids::Webhook>();
  made.organization_id = organization;
  made.url = *std::move(url);
  made.kinds = *std::move(kinds);
  made.created_at = transaction.now();
  made.position = store::last_seq(transaction, organization);
  store::insert_webhook(transaction, made);
  return made;
}

base::Result<webhook::Webhook> change_webhook(store::Transaction& transaction, ids::Organization organization,
                                              const WebhookChange& change) {
  auto found = store::find_webhook(transaction, organization, change.webhook_id);
  if (!found) return no_such();
  if (change.url) {
    auto url = check_url(*change.url);
    if (!url) return base::pass_on(url.error());
    found->url = *std::move(url);
  }
  if (change.kinds) {
    auto kinds = check_kinds(*change.kinds);
    if (!kinds) return base::pass_on(kinds.error());
    found->kinds = *std::move(kinds);
  }
  if (change.enabled) found->enabled = *change.enabled;
  if (change.new_secret) {
    ++found->secret_version;
    found->secret_changed_at = transaction.now();
  }
  store::update_webhook(transaction, *found);
  auto changed = store::find_webhook(transaction, organization, change.webhook_id);
  if (!changed) return no_such();
  return *std::move(changed);
}

base::Result<void> delete_webhook(store::Transaction& transaction, ids::Organization organization, ids::Webhook id) {
  if (!store::find_webhook(transaction, organization, id)) return no_such();
  store::delete_webhook(transaction, organization, id);
  return {};
}

base::Result<void> replay_dead_events(store::Transaction& transaction, ids::Organization organization, ids::Webhook id) {
  if (!store::find_webhook(transaction, organization, id)) return no_such();
  store::set_replaying(transaction, organization, id, true);
  return {};
}

}  // namespace workflow
