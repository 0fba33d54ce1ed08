#pragma once
// What other servers send us, understood: accounts, and what they said and did. Pure; that the sender is who they say has been
// proved before.

#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel.hpp"
#include "connectors/activitypub/addresses.hpp"

namespace activitypub {

// An account elsewhere, as its server shows it.
struct Actor {
  std::string id;
  std::string inbox;
  std::string shared_inbox;  // May be empty.
  std::string handle;        // "@ann@social.example"
  std::string name;
  std::string key_id;  // May be empty.
  std::string key_pem;
  bool is_machine = false;  // A bot, a group or a server.

  // Where what goes to all followers is delivered once for many.
  [[nodiscard]] const std::string& shared() const { return shared_inbox.empty() ? inbox : shared_inbox; }
};

// A failure says what is missing, or contradicts itself. `wants_key`: of several keys that one.
[[nodiscard]] base::Result<Actor> read_actor(const boost::json::object& document, const std::string& wants_key = {});

// What has to be known of a message in order to answer it or to act on it; InboundItem::context.
struct Context {
  std::string visibility;  // "public", "unlisted", "followers", "direct"
  std::string actor;       // Who said it.
};
BOOST_DESCRIBE_STRUCT(Context, (), (visibility, actor))
[[nodiscard]] Context read_context(const std::string& text);  // Empty where it is none.

enum class Effect {
  none,
  follow,    // To be kept and accepted.
  unfollow,  // To be forgotten.
  vanish,    // The account is gone: to be forgotten wherever it stands.
};

struct Understood {
  std::vector<channel::InboundItem> items;
  Effect effect = Effect::none;
  std::string object_id;  // What is to be fetched before it can be understood: the activity names it only. "" for nothing.
};

// An activity by its actor. Failures: `invalid` for what cannot be read, `forbidden` for what is not the actor's to say. What does not
// concern us is nothing, and no failure. Without `us` (decoding by hand) all is taken to concern us.
[[nodiscard]] base::Result<Understood> understand(const boost::json::object& activity, const Actor& by,
                                                  const std::optional<Addresses>& us, base::Time now);
// The same with what was fetched under Understood::object_id.
[[nodiscard]] base::Result<Understood> understand_with(boost::json::object activity, const boost::json::object& fetched,
                                                       const Actor& by, const std::optional<Addresses>& us, base::Time now);

// For `heed connector decode`.
[[nodiscard]] base::Result<channel::WebhookItems> decode(const std::string& payload, base::Time now);
[[nodiscard]] base::Result<channel::InboundItem> read_item(const std::string& raw, base::Time now);

}  // namespace activitypub
