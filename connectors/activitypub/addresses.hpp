#pragma once
// Where everything of our account stands: its names, and the addresses others call. Pure.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace activitypub {

inline constexpr std::string_view kPublic = "https://www.w3.org/ns/activitystreams#Public";

class Addresses {
 public:
  Addresses() = default;
  // `public_url`: of the server. A failure says why it can be no address of an account.
  [[nodiscard]] static base::Result<Addresses> of(const std::string& public_url, const std::string& username);

  [[nodiscard]] const std::string& origin() const { return origin_; }      // "https://care.example"
  [[nodiscard]] const std::string& host() const { return host_; }          // "care.example"
  [[nodiscard]] const std::string& username() const { return username_; }  // "support"
  [[nodiscard]] bool is_secure() const { return origin_.starts_with("https://"); }
  [[nodiscard]] std::string handle() const { return "@" + username_ + "@" + host_; }
  [[nodiscard]] std::string path() const { return "/ap/" + username_; }

  [[nodiscard]] std::string actor() const { return origin_ + path(); }
  [[nodiscard]] std::string key_id() const { return actor() + "#main-key"; }
  [[nodiscard]] std::string inbox() const { return actor() + "/inbox"; }
  [[nodiscard]] std::string outbox() const { return actor() + "/outbox"; }
  [[nodiscard]] std::string followers() const { return actor() + "/followers"; }
  [[nodiscard]] std::string following() const { return actor() + "/following"; }
  [[nodiscard]] std::string nodeinfo() const { return actor() + "/nodeinfo"; }
  [[nodiscard]] std::string note(std::string_view key) const { return actor() + "/notes/" + std::string(key); }
  // Something done: a like, a share, what takes either back.
  [[nodiscard]] std::string activity(std::string_view name) const { return actor() + "/activities/" + std::string(name); }

  // The key in note(key); "" for what is no note of ours.
  [[nodiscard]] std::string note_key(std::string_view id) const;

 private:
  std::string origin_;
  std::string host_;
  std::string username_;
};

// The host of an address, in small letters; "" for none.
[[nodiscard]] std::string host_of(std::string_view url);
// Whether the two are of one server, and both are addresses.
[[nodiscard]] bool is_same_origin(std::string_view one, std::string_view other);
// Without "#…".
[[nodiscard]] std::string without_fragment(std::string_view url);

}  // namespace activitypub
