#pragma once
// The inside of Receiving (receive_items.hpp): what the items of one transaction share.

#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "domain/acknowledgement/acknowledgement.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/keep_details.hpp"
#include "workflow/people.hpp"
#include "workflow/receive_items.hpp"
#include "workflow/thread_of.hpp"

namespace workflow {

struct Receiving::Impl {
  explicit Impl(store::Transaction& in) : transaction(in), people(in), promises(in) {}

  store::Transaction& transaction;
  People people;
  Promises promises;

  Promises& promises_of(const inbox::Inbox& inbox) {
    promises.know(inbox);
    return promises;
  }

  // --- Something said (receive_items.cpp)

  std::optional<ReceivedItem> say(const inbox::Inbox& inbox, const channel::InboundItem& item, const std::string& language);
  ReceivedItem say_own(const inbox::Inbox& inbox, const channel::InboundItem& item, conversation::Message message);
  ReceivedItem say_customers(const inbox::Inbox& inbox, const channel::InboundItem& item, conversation::Message message);
  // Writes the message into the conversation that `change` is of, with what the word does there.
  ReceivedItem enter(const inbox::Inbox& inbox, ConversationChange change, conversation::Message message,
                     const std::string& author_name);
  // The matter had been answered and closed, and was not at its end. What follows may have changed the conversation.
  void strike(std::optional<event::ConversationState>& state, base::Time said_at);
  // What of the item being said is told and kept beside its text.
  KeptDetails details;
  bool is_automatic = false;  // A machine says it.
  // Where the inbox says by itself when an answer will come, it will be time for it in this new conversation.
  void expect_acknowledgement(const inbox::Inbox& inbox, const channel::InboundItem& item, const ReceivedItem& received);
  std::map<ids::Inbox, std::optional<acknowledgement::Settings>> acknowledgements;
  void insert(const conversation::Message& message);
  ReceivedItem stand_alone(const inbox::Inbox& inbox, const channel::InboundItem& item, conversation::Message message,
                           const std::string& author_name);

  // --- Something of ours arrived there (receive_sent.cpp)

  // What the platform tells of it afterwards (receive_report.cpp).
  bool take_report(const inbox::Inbox& inbox, const channel::DeliveryReport& report);

  SentMessage sent(const inbox::Inbox& inbox, conversation::Message& message, const std::string& external_id);
  // False where the two cannot be one.
  bool absorb(const inbox::Inbox& inbox, conversation::Message& message, const conversation::Message& echo);

  // --- Who somebody is (prove.cpp)

  // Only for authors that have proofs. `person` is as it is afterwards: of a joined contact, perhaps.
  void prove(const inbox::Inbox& inbox, const channel::Author& author, const Person& person);
  void meet(const Person& person, ids::Contact other);

  // --- Conversations, each looked up once

  // The one of this contact in this thread: under way, else the latest.
  std::optional<event::ConversationState> find_latest(const inbox::Inbox& inbox, const Person& person,
                                                      const std::string& thread_key);
  std::optional<event::ConversationState> find(ids::Organization organization, ids::Conversation id);
  void remember(const event::ConversationState& state);
  void forget();

  using Key = std::tuple<ids::Contact, ids::Inbox, std::string>;
  std::map<Key, ids::Conversation> latest;
  std::map<ids::Conversation, event::ConversationState> states;
  bool knows_new_contacts = true;  // What is not in `latest` of a contact made in this transaction is not there.

  // --- The series of what was said, added up until the end (receive_items.cpp)

  void count(const inbox::Inbox& inbox, base::Time said_at);
  void finish();

  using Place = std::tuple<ids::Organization, ids::Inbox, std::int64_t>;  // The last is the bucket.
  std::map<Place, std::int64_t> said;

  // --- What is looked up for many at once, where the database is far (expect_items.cpp)

  void expect(const inbox::Inbox& inbox, std::span<const channel::InboundItem> items);
  // To be called where something now waits for this message: if it is expected, what was looked up for it is out of date.
  void tell_expected(const inbox::Inbox& inbox, const std::string& external_id);

  // The second half of expect(), when all are named.
  void foresee();

  std::vector<std::pair<const inbox::Inbox*, const channel::InboundItem*>> coming;
  std::set<std::pair<ids::Inbox, std::string>> expected;

  // --- What waited for a message that has arrived (settle_awaited.cpp)

  // A conversation or a word of ours waits for a message that is not there.
  void await(const inbox::Inbox& inbox, const std::string& external_id, std::int64_t waiting_id);
  void settle(const inbox::Inbox& inbox, const conversation::Message& arrived);
  void rethread(const inbox::Inbox& inbox, ids::Conversation conversation, const Thread& thread);
  void attach(const inbox::Inbox& inbox, ids::Message own, ids::Conversation to);

  // --- Something done (receive_signal.cpp)

  bool take_signal(const inbox::Inbox& inbox, const channel::InboundItem& item);
  // What was done to the message before it arrived; it is linked to it once it is stored.
  std::vector<ids::Signal> waiting_signals;
  void take_waiting_signals(const inbox::Inbox& inbox, conversation::Message& arrived);
  // The message as edits and deletion leave it; tells its conversation anew where that changes what is owed.
  void change_message(const inbox::Inbox& inbox, conversation::Message message, const std::string& author_name);
};

}  // namespace workflow
