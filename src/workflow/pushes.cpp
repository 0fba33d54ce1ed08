#include "workflow/pushes.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include <boost/describe.hpp>

#include "base/base64.hpp"
#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "domain/notification/retry.hpp"
#include "store/notification_store.hpp"
#include "store/push_store.hpp"
#include "store/user_store.hpp"
#include "workflow/told_about.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using notification::Push;
using notification::PushSubscription;

constexpr std::size_t kLongestAddress = 2'000;
constexpr std::size_t kLongestName = 100;
constexpr std::chrono::seconds kClaim{60};  // Longer than an attempt lasts.

// As it lies sealed; keys as base64url.
struct Kept {
  std::string endpoint;
  std::string p256dh;
  std::string auth;
};
BOOST_DESCRIBE_STRUCT(Kept, (), (endpoint, p256dh, auth))

struct Told {
  ids::Notification id;
  notification::Cause cause = notification::Cause::assigned;
  std::string name;  // Whom it is about; "" where it is about nobody, or about somebody they see no more.
  std::optional<ids::Conversation> conversation_id;
};
BOOST_DESCRIBE_STRUCT(Told, (), (id, cause, name, conversation_id))

std::string place_of(ids::User user) { return "browser of user " + std::to_string(user.value); }

std::string seal(const Vault& vault, ids::User user, const channel::PushBrowser& browser) {
  const auto letters = [](const std::string& bytes) { return base::to_base64(bytes, base::Base64::url); };
  return vault.seal(base::encode(Kept{browser.endpoint, letters(browser.p256dh), letters(browser.auth)}), place_of(user));
}

// None where it was sealed with another key: the installation has a new one, and browsers have to ask again.
std::optional<channel::PushBrowser> open(const Vault& vault, const PushSubscription& in) {
  const auto text = vault.open(in.sealed, place_of(in.user_id));
  if (!text) return std::nullopt;
  const auto kept = base::decode_text<Kept>(*text);
  if (!kept) return std::nullopt;
  const auto p256dh = base::from_base64(kept->p256dh, base::Base64::url);
  const auto auth = base::from_base64(kept->auth, base::Base64::url);
  if (!p256dh || !auth) return std::nullopt;
  return channel::PushBrowser{kept->endpoint, *p256dh, *auth};
}

base::Result<ids::User> user_of(const rights::Principal& who) {
  if (!who.user_id) return base::fail(FailureKind::forbidden, "A token is nobody's: only a user is told things by name.");
  return *who.user_id;
}

std::string text_of(store::Reading& reading, const rights::User& user, const notification::Notification& notice) {
  const auto about = told_about(reading, user, notice);
  return base::encode(Told{notice.id, notice.cause, about.name, about.conversation_id});
}

// What is to be said to it; none where there is nothing to say any more.
std::optional<TakenPush> open_push(store::Reading& reading, const Vault& vault, const Push& push, base::Time now) {
  const auto subscription = store::find_push_subscription(reading, push.subscription_id);
  const auto notice = store::find_notification(reading, push.organization_id, push.notification_id);
  if (!subscription || !notice || notice->seen_at || notice->taken_at) return std::nullopt;
  if (notice->made_at + notification::kPushKeeps < now) return std::nullopt;
  const auto user = store::find_user(reading, push.organization_id, subscription->user_id);
  if (!user || user->state != rights::UserState::active || notice->user_id != user->id) return std::nullopt;
  auto browser = open(vault, *subscription);
  if (!browser) return std::nullopt;
  return TakenPush{push, *std::move(browser), text_of(reading, *user, *notice)};
}

}  // namespace

channel::PushKey push_key(const Vault& vault) {
  // The next number where a secret is no key of the curve.
  for (int n = 1;; ++n) {
    if (auto key = channel::PushKey::from_private(vault.secret_of("push key " + std::to_string(n)).reveal()))
      return *std::move(key);
  }
}

base::Result<std::vector<PushSubscription>> push_browsers_of(store::Reading& reading, const rights::Principal& who) {
  const auto user = user_of(who);
  if (!user) return base::pass_on(user.error());
  return store::list_push_subscriptions(reading, who.organization_id, *user);
}

base::Result<PushSubscription> add_push_browser(store::Transaction& transaction, const rights::Principal& who,
                                                const Vault& vault, const channel::PushBrowser& browser,
                                                const std::string& name) {
  const auto user = user_of(who);
  if (!user) return base::pass_on(user.error());
  if (browser.endpoint.size() > kLongestAddress)
    return base::fail(FailureKind::invalid, "endpoint: longer than 2000 bytes", "endpoint");
  if (auto good = channel::check(browser); !good) return base::pass_on(good.error());
  PushSubscription out;
  out.organization_id = who.organization_id;
  out.user_id = *user;
  out.address_hash = vault.hash(browser.endpoint);
  if (const auto before = store::find_push_subscription_at(transaction, out.address_hash))
    store::delete_push_subscription(transaction, before->id);
  const auto theirs = store::list_push_subscriptions(transaction, who.organization_id, *user);
  if (static_cast<std::int64_t>(theirs.size()) >= notification::kMostBrowsers)
    store::delete_push_subscription(transaction, theirs.front().id);
  out.id = transaction.new_id<ids::PushSubscription>();
  out.sealed = seal(vault, *user, browser);
  out.name = base::shorten(base::to_storable(base::trim(name)), kLongestName);
  out.made_at = transaction.now();
  store::insert_push_subscription(transaction, out);
  return out;
}

base::Result<void> remove_push_browser(store::Transaction& transaction, const rights::Principal& who,
                                       ids::PushSubscription id) {
  const auto found = store::find_push_subscription(transaction, id);
  if (!found || found->organization_id != who.organization_id || !who.user_id || found->user_id != *who.user_id)
    return base::fail(FailureKind::not_found, "There is no such browser.");
  store::delete_push_subscription(transaction, id);
  return {};
}

TakenPushes take_pushes(store::Transaction& transaction, const Vault& vault, std::int64_t limit) {
  TakenPushes out;
  const auto now = transaction.now();
  const auto due = store::list_due_pushes(transaction, now, limit);
  for (const auto& one : due) {
    const auto taken = store::take_push(transaction, one, now + kClaim);
    if (!taken) continue;
    if (auto push = open_push(transaction, vault, *taken, now)) out.items.push_back(*std::move(push));
    else store::delete_push(transaction, *taken);
  }
  out.more = static_cast<std::int64_t>(due.size()) == limit;
  return out;
}

void settle_push(store::Transaction& transaction, const Push& push, const channel::PushOutcome& outcome) {
  if (outcome.gone) return store::delete_push_subscription(transaction, push.subscription_id);
  if (outcome.taken) store::note_push_told(transaction, push.subscription_id);
  if (!outcome.later) return store::delete_push(transaction, push);
  const auto pause = notification::pause_after_try(push.tries, outcome.retry_after);
  store::put_push_off(transaction, push, transaction.now() + pause);
}

}  // namespace workflow
