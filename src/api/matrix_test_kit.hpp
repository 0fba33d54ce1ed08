#pragma once
// What the access matrix is made of: two organizations with the same people, teams and conversations, whose every text
// carries the organization's canary; and a store on which everything can be tried and nothing sticks.

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api/api_test_kit.hpp"
#include "store/store.hpp"

namespace api::test {

// What stands with one team.
struct Place {
  std::string name;  // "own_team"; part of its texts' canary.
  rights::Team team;
  inbox::Inbox chat;
  Member member;
  Visa visitor;
  std::map<std::string, std::int64_t> ids;  // By noun, as x-heed-id names them.
};

struct World {
  std::string canary;
  ids::Organization organization;
  Place own, other, partner;         // The agent is in the first team, the partner's person in the third.
  std::map<std::string, Visa> asks;  // By the principal's name.
  std::string sign_in_email;         // Of somebody whose password is kPassword.
  std::string invitation;            // The token of a link that was not used.
};

// Every principal that the matrix tries, in its order.
inline constexpr std::array kPrincipals{"anonymous",   "visitor",     "partner",       "agent",       "lead",
                                        "admin",       "owner",       "token_partner", "token_agent", "token_lead",
                                        "token_admin", "token_owner", "suspended",     "expired"};

[[nodiscard]] World make_world(TestApi& server, const std::string& canary);

// Runs everything for real, answers as if it were kept, and keeps nothing: one world serves every cell of the matrix.
class TryingStore final : public store::Store {
 public:
  explicit TryingStore(store::Store& inner /*outlives*/) : inner_(inner) {}
  void on_committed(std::function<void(const store::PublishedBatch&)>) override {}
  [[nodiscard]] std::optional<std::string> trouble() const override { return inner_.trouble(); }

 protected:
  void submit_write(std::shared_ptr<store::Job> job, store::Priority priority) override;
  std::shared_ptr<store::ReadQueue> submit_read(std::shared_ptr<store::Job> job) override;

 private:
  store::Store& inner_;
};

}  // namespace api::test
