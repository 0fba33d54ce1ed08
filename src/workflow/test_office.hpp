#pragma once
// A small company for tests of the workflow, on a store of its own: two inboxes on invented channels, a handful of people,
// and the workflow's verbs as they are used. Each test stands at 2026-03-02T09:00:00Z, a Monday.
//
//   class ReplyTest : public OfficeTest {};
//   TEST_P(ReplyTest, StopsTheClock) {
//     const auto id = office().hears(office().chat, "ann", "Where is my bike?");
//     office().reply(office().mira, id, "On its way.").value();
//     …
//   }
//   HEED_ON_BOTH_ENGINES(ReplyTest);

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "channel/channel.hpp"
#include "channel/item.hpp"
#include "domain/inbox/inbox.hpp"
#include "domain/rights/account.hpp"
#include "store/event_log.hpp"
#include "store/store_test_kit.hpp"
#include "workflow/change_conversation.hpp"
#include "workflow/receive_items.hpp"
#include "workflow/write_message.hpp"

namespace workflow {

// A live chat whose visitors read our record, and public posts that only imports bring.
[[nodiscard]] std::vector<channel::ChannelType> test_channels();

[[nodiscard]] base::Time test_time(std::string_view rfc3339);

class Office {
 public:
  Office(store::Store& store /*outlives*/, base::FixedClock& clock /*outlives*/, const std::string& name = "Lisbon Bikes");

  ids::Organization organization;
  inbox::Inbox chat, posts;
  rights::User ana, tom, mira, pat;  // Owner, lead, agent, partner's agent.
  rights::Team care, partner;        // Mira is in one, Pat in the other.
  std::vector<channel::ChannelType> channels = test_channels();

  [[nodiscard]] rights::Principal as(const rights::User& user);
  rights::User hire(const std::string& email, rights::Role role);

  // An item of `person`, said now, with an id of its own; change it before it is received.
  [[nodiscard]] channel::InboundItem item(const std::string& person, const std::string& text);
  std::optional<ReceivedItem> receive(const inbox::Inbox& inbox, const channel::InboundItem& item);
  // The conversation in which the person says this now.
  ids::Conversation hears(const inbox::Inbox& inbox, const std::string& person, const std::string& text);
  ids::Conversation hears(const inbox::Inbox& inbox, const channel::InboundItem& item);

  base::Result<WrittenMessage> reply(const rights::User& by, ids::Conversation to, const std::string& text,
                                     std::optional<ids::Message> seen = {});
  base::Result<WrittenMessage> note(const rights::User& by, ids::Conversation to, const std::string& text);
  base::Result<event::ConversationState> assign(const rights::User& by, const Assignment& assignment);
  base::Result<event::ConversationState> change_status(const rights::User& by, const StatusChange& change);
  base::Result<event::ConversationState> resolve(const rights::User& by, ids::Conversation conversation,
                                                 std::optional<conversation::DismissReason> reason = {});
  std::int64_t sweep();
  std::int64_t reckon();  // Until nothing is left, two clocks at a time; how many rounds that took.
  std::int64_t wake();
  std::int64_t route();  // Until nothing is left to give out; how many steps that took.

  [[nodiscard]] event::ConversationState state(ids::Conversation conversation);
  [[nodiscard]] conversation::Conversation conversation(ids::Conversation id) { return state(id).conversation; }
  // Whether find_visible() finds it for this user.
  [[nodiscard]] bool sees(const rights::User& user, ids::Conversation conversation);
  [[nodiscard]] std::vector<store::StoredEvent> events(std::int64_t after = 0);
  [[nodiscard]] std::vector<std::string> event_types(std::int64_t after = 0);
  [[nodiscard]] std::int64_t last_seq();

  // Runs `work` as the store runs it.
  template <class Work>
  auto transact(Work work) {
    return store_.transact_blocking(std::move(work));
  }
  template <class Work>
  auto read(Work work) {
    return store_.read_blocking(std::move(work));
  }

 private:
  store::Store& store_;
  base::FixedClock& clock_;
  int items_ = 0;
};

// Every clock that ever ran on the conversation, in the order they started.
[[nodiscard]] std::vector<sla::Clock> all_clocks(const store::test::TestDatabase& database, ids::Conversation conversation);

// Fails the test where a rule of `heed verify` is broken.
void expect_whole(Office& office);

class OfficeTest : public store::test::StoreTest {
 protected:
  void SetUp() override;

  // Every rule of `heed verify` holds at the end of each test.
  void TearDown() override;

  [[nodiscard]] Office& office() { return *office_; }
  [[nodiscard]] std::vector<sla::Clock> clocks(ids::Conversation conversation) {
    return all_clocks(*database_, conversation);
  }

  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Office> office_;
};

}  // namespace workflow
