#pragma once
// Browsers that are told what you are told by name, also when Heed is closed there (Web Push).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/notification/push.hpp"

namespace api::contract {

struct PushBrowser {
  ids::PushSubscription id;
  std::string name;  // As it called itself: "Firefox on Linux".
  base::Time made_at{};
  std::optional<base::Time> told_at;  // When its push service last took something.
};
BOOST_DESCRIBE_STRUCT(PushBrowser, (), (id, name, made_at, told_at))

struct Push {
  std::string public_key;             // Of this installation, base64url: `applicationServerKey` of the Push API.
  std::vector<PushBrowser> browsers;  // Your own, the oldest first.
};
BOOST_DESCRIBE_STRUCT(Push, (), (public_key, browsers))

// A subscription as the browser gives it.
struct AddPushBrowser {
  std::string endpoint;  // https, 2,000 bytes at most.
  std::string p256dh;    // base64url, of 65 bytes.
  std::string auth;      // base64url, of 16 bytes.
  std::string name;      // What you will know it by.
};
BOOST_DESCRIBE_STRUCT(AddPushBrowser, (), (endpoint, p256dh, auth, name))

struct PushBrowserPath {
  ids::PushSubscription browser_id;
};
BOOST_DESCRIBE_STRUCT(PushBrowserPath, (), (browser_id))

}  // namespace api::contract
