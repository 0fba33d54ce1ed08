#pragma once
// What users are told by name, told to their browsers, too, while nobody looks at Heed there (Web Push). A push says why and about
// whom, never what was said: nobody knows who looks at that screen.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/push_call.hpp"
#include "domain/notification/push.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"
#include "workflow/vault.hpp"

namespace workflow {

// The key that this installation shows to push services: made from its own, nothing of it is stored.
[[nodiscard]] channel::PushKey push_key(const Vault& vault);

// The asker's own, the oldest first. Failure `forbidden` for a token, which is nobody.
[[nodiscard]] base::Result<std::vector<notification::PushSubscription>> push_browsers_of(store::Reading& reading,
                                                                                         const rights::Principal& who);
// From now on this browser is told what they are told; whoever had it before is told nothing more there. `invalid` with the field.
base::Result<notification::PushSubscription> add_push_browser(store::Transaction& transaction, const rights::Principal& who,
                                                              const Vault& vault, const channel::PushBrowser& browser,
                                                              const std::string& name);
// Failure `not_found` where it is not theirs.
base::Result<void> remove_push_browser(store::Transaction& transaction, const rights::Principal& who,
                                       ids::PushSubscription id);

// Something for one browser, claimed: no other server sends it for a minute.
struct TakenPush {
  notification::Push push;
  channel::PushBrowser browser;
  std::string text;  // JSON: id, cause, name, conversation_id.
};
// Those that are due, `limit` at most; what was seen in the meantime, is too old or is for nobody any more is dropped.
struct TakenPushes {
  std::vector<TakenPush> items;
  bool more = false;  // Look again at once.
};
[[nodiscard]] TakenPushes take_pushes(store::Transaction& transaction, const Vault& vault, std::int64_t limit);
// What became of it. A browser that is gone is forgotten.
void settle_push(store::Transaction& transaction, const notification::Push& push, const channel::PushOutcome& outcome);

}  // namespace workflow
