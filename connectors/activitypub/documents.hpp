#pragma once
// What we show others: the account, its notes and collections as ActivityStreams, what finds it (WebFinger, NodeInfo), and the
// activities that we send. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/activitypub/addresses.hpp"
#include "connectors/activitypub/settings.hpp"

namespace activitypub {

[[nodiscard]] boost::json::object actor_document(const Addresses& us, const Settings& settings,
                                                 const std::string& public_pem);
// For "acct:support@care.example" or the account's address; none for any other resource.
[[nodiscard]] std::optional<boost::json::object> webfinger_document(const Addresses& us, const std::string& resource);
[[nodiscard]] boost::json::object nodeinfo_links(const Addresses& us);
[[nodiscard]] boost::json::object nodeinfo_document(std::int64_t posts);
[[nodiscard]] boost::json::object collection_document(const std::string& id, std::int64_t total,
                                                      const boost::json::array& items);
[[nodiscard]] boost::json::object tombstone_document(const std::string& id);
// As a document of its own: with its context.
[[nodiscard]] std::string to_document(boost::json::object object);

// A note of ours as it is kept.
struct KeptNote {
  std::string key;
  std::string html;
  std::string visibility;  // As Context::visibility.
  std::string parent;      // What it answers; empty for none.
  std::string recipient;   // The account it is for; empty for none.
  std::string handle;      // Of that.
  std::string inbox;       // Of that.
  base::Time published{};
  bool deleted = false;

  [[nodiscard]] bool is_public() const { return visibility == "public" || visibility == "unlisted"; }
};
BOOST_DESCRIBE_STRUCT(KeptNote, (), (key, html, visibility, parent, recipient, handle, inbox, published, deleted))

// The HTML of an answer: who it is for is mentioned at its beginning, or nobody gets to know of it.
[[nodiscard]] std::string html_of(const std::string& text, const std::string& recipient, const std::string& handle);

[[nodiscard]] boost::json::object note_object(const Addresses& us, const KeptNote& note);
[[nodiscard]] boost::json::object create_activity(const Addresses& us, const KeptNote& note);
[[nodiscard]] boost::json::object delete_activity(const Addresses& us, const KeptNote& note);
[[nodiscard]] boost::json::object accept_activity(const Addresses& us, const boost::json::object& follow,
                                                  const std::string& name);
// "Like" or "Announce" of somebody's post; `undone`: that it is taken back.
[[nodiscard]] boost::json::object signal_activity(const Addresses& us, const channel::ItemAction& action,
                                                  const std::string& author, const std::string& name, base::Time now);

// Pages for people who follow a link.
[[nodiscard]] std::string actor_page(const Addresses& us, const Settings& settings);
[[nodiscard]] std::string note_page(const Addresses& us, const Settings& settings, const KeptNote& note);

}  // namespace activitypub
