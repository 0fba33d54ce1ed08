#pragma once
// Who asks: the session cookie `__Host-heed`, or `Authorization: Bearer` with an API token (heed_…) or a visitor's token
// (visitor_…). Only hashes are compared. What the store said is remembered for a second and at most for kMostKnown doors;
// whoever signs somebody out, suspends them or changes what they may do calls forget_*() before answering, so that the
// very next request sees it, and open sockets are told by on_forgotten(). All on the event loop.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/rights/account.hpp"
#include "domain/rights/rights.hpp"
#include "net/http.hpp"
#include "net/task.hpp"

namespace store {
class Store;
}

namespace api {

inline constexpr std::string_view kSessionCookie = "__Host-heed";

// What a request showed of its sender, and what came of it.
struct Proof {
  rights::Principal principal;  // Anonymous when nothing was shown, or what was shown opens nothing.
  bool shown = false;           // Something was shown.
  bool by_cookie = false;       // It was the cookie, which browsers send by themselves.
  std::string csrf_token;       // Of a session.
  base::Time ends_at{};         // When the session or token ends.
  std::string door;             // Kind and hash of what was shown: to look again later. Not the secret.
};

class Authenticator {
 public:
  static constexpr std::size_t kMostKnown = 20'000;
  static constexpr std::chrono::milliseconds kFresh{1000};

  Authenticator(store::Store& store /*outlives*/, const base::Clock& clock /*outlives*/) : store_(store), clock_(clock) {}

  // Bearer wins over the cookie; one that opens nothing does not fall back to it.
  // Fails when the record cannot be asked.
  net::Task<base::Result<Proof>> prove(const net::Request& request /*outlives*/);
  // By a visitor's token, which the feed gets in a message.
  net::Task<Proof> prove_visitor(std::string token);
  // Asks the store again, without counting as use of the session: all of these doors in one reading, and the answers in
  // the same order. Both throw when it cannot be asked.
  net::Task<std::vector<Proof>> prove_again(std::vector<std::string> doors);

  void forget_user(ids::Organization organization, ids::User user);
  void forget_session(ids::Organization organization, ids::Session session);
  void forget_token(ids::Organization organization, ids::ApiToken token);
  // Teams changed: anybody of the organization may see something else now.
  void forget_organization(ids::Organization organization);

  // Called on every forget_*() with what it was about: check the sockets of whoever fits.
  void on_forgotten(std::function<void(const std::function<bool(const rights::Principal&)>&)> listener);

  [[nodiscard]] std::size_t known() const { return known_.size(); }

 private:
  struct Known {
    Proof proof;
    base::Time asked_at{};
  };

  // Null when the store has to be asked.
  [[nodiscard]] const Proof* find_fresh(const std::string& door);
  net::Task<base::Result<Proof>> ask_store(std::string door);
  void remember(const Proof& proof, base::Time now);
  void forget(const std::function<bool(const rights::Principal&)>& whose);

  store::Store& store_;
  const base::Clock& clock_;
  std::unordered_map<std::string, Known> known_;
  std::uint64_t forgotten_ = 0;  // Grows with every forget, so that an answer from before it is not remembered.
  std::vector<std::function<void(const std::function<bool(const rights::Principal&)>&)>> listeners_;
};

// Set-Cookie values.
[[nodiscard]] net::Header session_cookie(const base::Secret& token);
[[nodiscard]] net::Header ended_session_cookie();

// A state-changing request that a browser may have been made to send: Sec-Fetch-Site and Origin must be ours.
// `public_url` is where we are reached; the request's own Host counts as well.
[[nodiscard]] base::Result<void> check_same_origin(const net::Request& request, const std::string& public_url);
// … and one of a session must carry the session's X-Heed-CSRF.
[[nodiscard]] base::Result<void> check_csrf(const net::Request& request, const Proof& proof);

}  // namespace api
