#pragma once
// A company of any size for measurements: inboxes, teams, agents, customers, conversations and what was said in them, as
// rows, in the proportions of a busy care team. Made without the intake, many times faster; the same every time.

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/conversation/conversation.hpp"
#include "domain/inbox/inbox.hpp"
#include "domain/rights/account.hpp"
#include "domain/rights/rights.hpp"
#include "main/record.hpp"

namespace heed {

class BenchCompany {
 public:
  // On an empty record.
  static base::Result<BenchCompany> found(Record& record /*outlives*/);

  // Until there are `messages`; a conversation is never left half said.
  base::Result<void> grow(std::int64_t messages);

  [[nodiscard]] std::int64_t messages() const { return messages_; }
  [[nodiscard]] ids::Organization organization() const { return organization_; }
  [[nodiscard]] const std::vector<inbox::Inbox>& inboxes() const { return inboxes_; }
  [[nodiscard]] const std::vector<rights::Team>& teams() const { return teams_; }
  [[nodiscard]] const std::vector<rights::User>& agents() const { return agents_; }
  [[nodiscard]] const rights::User& partner() const { return partner_; }
  [[nodiscard]] rights::Principal as(const rights::User& user) const;
  // One of the conversations made, evenly.
  [[nodiscard]] ids::Conversation some_conversation(std::mt19937_64& random) const;

  // A sentence as a customer writes it. Every message holds `common`, one in two hundred a given product, some twenty in
  // all a given serial number.
  static std::string sentence(std::mt19937_64& random);
  static std::string product(std::uint64_t number);
  static std::string serial(std::uint64_t number);
  static constexpr const char* kCommonWord = "order";
  static constexpr std::uint64_t kProducts = 200;

 private:
  explicit BenchCompany(Record& record) : record_(&record) {}
  base::Result<void> make_people();
  void make_contact(store::Transaction& transaction);
  void make_conversation(store::Transaction& transaction);
  void write(store::Transaction& transaction, conversation::Conversation conversation, std::int64_t words);

  Record* record_;
  ids::Organization organization_;
  std::vector<inbox::Inbox> inboxes_;
  std::vector<rights::Team> teams_;
  std::vector<rights::User> agents_;
  rights::User partner_;
  struct Person {
    ids::Contact contact;
    ids::Identity identity;
  };
  std::vector<Person> people_;
  std::vector<ids::Conversation> conversations_;  // A sample of them.
  std::mt19937_64 random_{7};
  base::Time clock_{};
  std::int64_t messages_ = 0;
  std::int64_t made_ = 0;
};

}  // namespace heed
