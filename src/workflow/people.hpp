#pragma once
// Who speaks: finds or makes the identity behind an item, and the contact behind an identity, and keeps the profile as the
// platform last showed it. Looks each person up once; good for one transaction only.

#include <string>
#include <unordered_map>

#include "channel/item.hpp"
#include "domain/contact/contact.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct Person {
  contact::Identity identity;
  std::string contact_name;     // Empty as long as there is no contact.
  bool contact_is_new = false;  // Made in this transaction: nothing else of theirs is stored.
  bool is_foreseen = false;     // Only the identity is looked up so far, without an id if there is none.
};

class People {
 public:
  explicit People(store::Transaction& transaction /*outlives*/) : transaction_(transaction) {}

  // Somebody who says something: there is a contact behind them from now on. `at`: when the platform showed them like this;
  // zero when it does not say.
  Person& speaker(const inbox::Inbox& inbox, const channel::Author& author, base::Time at);
  // Somebody who does something, or an account of our own: a contact only if there is one already.
  Person& account(const inbox::Inbox& inbox, const channel::Author& author, base::Time at);

  // Before they speak, where that saves journeys: asks within Transaction::ask_ahead who this is, and takes the answer, which
  // is null when nobody of that name is stored.
  void ask(const inbox::Inbox& inbox, const std::string& external_id);
  const contact::Identity* foresee(const inbox::Inbox& inbox, const std::string& external_id);

  // All that was `source`'s is `target`'s by now.
  void joined(ids::Contact source, const contact::Contact& target);

 private:
  Person& find(const inbox::Inbox& inbox, const channel::Author& author, base::Time at, bool speaks);
  void recall(Person& person, const inbox::Inbox& inbox, const std::string& external_id);
  void load(Person& person);
  void make(Person& person, const inbox::Inbox& inbox, const channel::Author& author, base::Time at, bool speaks);
  ids::Contact make_contact(Person& person);
  void see(Person& person, const channel::Author& author, base::Time at);
  void rename(Person& person, const contact::Identity& before);

  store::Transaction& transaction_;
  std::unordered_map<std::string, Person> known_;
};

}  // namespace workflow
