// Who hears what over the live feed, tried with real sockets: every kind of event × whose it is × every principal. What
// came out stands in tests/feed_matrix.tsv, to be read in review (HEED_UPDATE=1 writes it anew).

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include <boost/asio/co_spawn.hpp>

#include "api/api_test_kit.hpp"
#include "api/fake_socket_test_kit.hpp"
#include "api/matrix_test_kit.hpp"
#include "api/topics.hpp"
#include "workflow/conversation_change.hpp"

namespace api::test {
namespace {

using conversation::Direction;

struct Happening {
  std::string name;
  event::Event event;
};

// One of every kind, and those variants that reach other people.
std::vector<Happening> happenings(const World& world, const Place& place, const event::ConversationState& state) {
  conversation::Message message;
  message.id = ids::Message{place.ids.at("message")};
  message.organization_id = world.organization;
  message.inbox_id = place.chat.id;
  message.conversation_id = state.conversation.id;
  message.text = world.canary + "-" + place.name + " says";
  const auto said = [&](Direction direction) {
    conversation::Message out = message;
    out.direction = direction;
    return out;
  };
  signals::Signal signal;
  signal.organization_id = world.organization;
  signal.inbox_id = place.chat.id;
  event::ConversationState left = state;
  left.conversation.team_id = std::nullopt;
  left.conversation.assignee_id = std::nullopt;
  event::ConversationState resolved = state;
  resolved.conversation.status = conversation::Status::resolved;
  signals::Alert alert;
  alert.organization_id = world.organization;
  alert.inbox_id = place.chat.id;
  notification::Notification notice;
  notice.organization_id = world.organization;
  notice.user_id = ids::User{place.ids.at("told_user")};
  notice.text = world.canary;
  return {
      {"conversation.created", event::ConversationCreated{state}},
      {"conversation.updated", event::ConversationUpdated{state, std::nullopt, place.team.id, std::nullopt}},
      {"conversation.updated, resolved", event::ConversationUpdated{resolved, std::nullopt, place.team.id, std::nullopt}},
      {"conversation.updated, open again", event::ConversationUpdated{state, std::nullopt, place.team.id, std::nullopt}},
      {"conversation.updated, left the team", event::ConversationUpdated{left, std::nullopt, place.team.id, std::nullopt}},
      {"message.created, inbound", event::MessageCreated{said(Direction::inbound), "", state}},
      {"message.created, outbound", event::MessageCreated{said(Direction::outbound), world.canary, state}},
      {"message.created, note", event::MessageCreated{said(Direction::internal), world.canary, state}},
      {"post.created", event::PostCreated{said(Direction::outbound), world.canary}},
      {"message.updated", event::MessageUpdated{said(Direction::outbound), world.canary, state}},
      {"post.updated", event::PostUpdated{said(Direction::outbound), world.canary}},
      {"message.acted", event::MessageActed{{}, state}},
      {"message.triaged", event::MessageTriaged{{}, state, std::nullopt}},
      {"conversation.ranked", event::ConversationRanked{state}},
      {"messages.moved", event::MessagesMoved{state.conversation.id, state}},
      {"identities.moved", event::IdentitiesMoved{state.conversation.contact_id,
                                                  state.conversation.contact_id,
                                                  world.canary,
                                                  {},
                                                  contact::JoinCause::proof,
                                                  std::nullopt}},
      {"contact.changed", event::ContactChanged{state.conversation.contact_id, contact::Value::key, std::nullopt}},
      {"signal.received", event::SignalReceived{signal, state.conversation.contact_id, world.canary}},
      {"alert.opened", event::AlertOpened{alert}},
      {"alert.changed", event::AlertChanged{alert}},
      {"clock.breached", event::ClockBreached{state, std::nullopt}},
      {"clock.warned", event::ClockWarned{state, std::nullopt}},
      {"clock.escalated", event::ClockEscalated{state, 1, std::nullopt}},
      {"clock.moved", event::ClockMoved{state, {}, {}, ""}},
      {"sla.changed", event::SlaChanged{}},
      {"presence.changed", event::PresenceChanged{}},
      {"conversation.routed", event::ConversationRouted{state, {}}},
      {"routing.changed", event::RoutingChanged{place.team.id, std::nullopt, std::nullopt}},
      {"rule.ran", event::RuleRan{state, ids::Rule{1}, world.canary, {}, "", 1}},
      {"playbook.moved",
       event::PlaybookMoved{state, ids::PlaybookRun{1}, world.canary, "begun", std::nullopt, std::nullopt}},
      {"rules.changed", event::RulesChanged{}},
      {"notification.changed", event::NotificationChanged{notice}},
      {"strike.changed",
       event::StrikeChanged{state, ids::Strike{1}, contact::StrikeCause::complaint, world.canary, false, 1, {}}},
      {"follow_up.changed", event::FollowUpChanged{state,
                                                   ids::FollowUp{1},
                                                   conversation::FollowUpKind::call_back,
                                                   conversation::FollowUpStep::planned,
                                                   {},
                                                   world.canary,
                                                   {}}},
      {"encounter.logged",
       event::EncounterLogged{state, ids::Encounter{1}, conversation::EncounterKind::call, {}, world.canary, {}}},
      {"triage.learnt", event::TriageLearnt{triage::LearnStep::begun, std::nullopt, std::nullopt}},
      {"inbox.changed", event::InboxChanged{place.chat.id}},
      {"team.changed", event::TeamChanged{std::nullopt, place.team.id}},
      {"organization.changed", event::OrganizationChanged{world.organization}},
  };
}

class FeedMatrix : public ::testing::Test {
 protected:
  FeedMatrix() : alpha(make_world(server, "CANARYALPHA")), beta(make_world(server, "CANARYBETA")) {
    boost::asio::co_spawn(server.context, server.api->run(), [](std::exception_ptr) {});
    for (const std::string name : kPrincipals) sockets[name] = open(alpha, name);
    beta_owner = open(beta, "owner");
    server.wait_for([&] {
      for (const auto& [name, socket] : sockets)
        if (socket->sent.empty()) return false;
      return !beta_owner->sent.empty();
    });
  }
  ~FeedMatrix() override {
    server.api->stop();
    server.wait_for([&] { return serving == 0; });
  }

  std::shared_ptr<FakeSocket> open(const World& world, const std::string& name) {
    auto socket = std::make_shared<FakeSocket>(server.context.get_executor());
    const Visa& visa = world.asks.at(name);
    const bool visitor = name == "visitor";
    const std::string path = visitor ? "/api/v1/widget/" + world.own.chat.key + "/live" : "/api/v1/live";
    ++serving;
    boost::asio::co_spawn(server.context, server.api->upgrade(server.as(visitor ? Visa{} : visa, "GET", path), socket),
                          [this](std::exception_ptr) { --serving; });
    socket->frame(visitor ? R"({"type":"subscribe","token":")" + visa.bearer + "\"}" : R"({"type":"subscribe"})");
    return socket;
  }

  // Publishes, and comes back when every socket has been told what it will be told.
  void happen(const World& world, const event::Event& event) {
    const auto& witness = &world == &alpha ? sockets.at("owner") : beta_owner;
    const auto done = server.write([&](store::Transaction& t) -> base::Result<void> {
      t.publish(world.organization, event);
      t.publish(world.organization, event::OrganizationChanged{world.organization});
      return {};
    });
    ASSERT_TRUE(done);
    const auto ended = [&] {
      const auto types = witness->types();
      return witness->sent.size() > told_before[witness.get()] && types.back() == "settings.changed";
    };
    ASSERT_TRUE(server.wait_for(ended));
  }

  // What a socket was told since the last time, without the event that marks the end.
  std::string told(const FakeSocket& socket) {
    std::string out;
    std::size_t& before = told_before[&socket];
    std::vector<std::string> types = socket.types();
    types.erase(types.begin(), types.begin() + static_cast<std::ptrdiff_t>(before));
    before = socket.sent.size();
    if (!types.empty() && types.back() == "settings.changed") types.pop_back();
    for (const auto& type : types) out += (out.empty() ? "" : " ") + type;
    return out.empty() ? "-" : out;
  }

  event::ConversationState state_of(const World& world, const Place& place) {
    rights::Principal owner;
    owner.kind = rights::PrincipalKind::user;
    owner.organization_id = world.organization;
    owner.role = rights::Role::owner;
    return *server.read([&](store::Reading& reading) {
      return workflow::find_visible(reading, owner, ids::Conversation{place.ids.at("conversation")});
    });
  }

  TestApi server;
  World alpha, beta;
  std::map<std::string, std::shared_ptr<FakeSocket>> sockets;
  std::shared_ptr<FakeSocket> beta_owner;
  std::map<const FakeSocket*, std::size_t> told_before;
  int serving = 0;
};

TEST_F(FeedMatrix, EverybodyHearsWhatIsTheirsAndNothingElse) {
  for (const char* nobody : {"anonymous", "suspended", "expired"}) {
    EXPECT_EQ(sockets.at(nobody)->close_code, 1008) << nobody;
    EXPECT_EQ(sockets.at(nobody)->types(), std::vector<std::string>{"error"}) << nobody;
  }
  for (const auto& [name, socket] : sockets) told_before[socket.get()] = socket->sent.size();
  told_before[beta_owner.get()] = beta_owner->sent.size();

  std::string table = "event\towner\tprincipal\ttold\n";
  std::set<std::string> kinds;
  for (const World* world : {&alpha, &beta}) {
    for (const Place* place : {&world->own, &world->other, &world->partner}) {
      for (const auto& happening : happenings(*world, *place, state_of(*world, *place))) {
        kinds.insert(happening.name.substr(0, happening.name.find(',')));
        happen(*world, happening.event);
        static_cast<void>(told(*beta_owner));
        const std::string owner = world == &alpha ? place->name : "other_organization";
        for (const std::string name : kPrincipals) {
          const std::string what = told(*sockets.at(name));
          const std::string cell = happening.name + "\t" + owner + "\t" + name;
          if (world == &alpha) table += cell + "\t" + what + "\n";
          const bool nobody = name == "anonymous" || name == "suspended" || name == "expired";
          if (world == &beta || nobody) EXPECT_EQ(what, "-") << cell;
          if (happening.name.find("note") != std::string::npos && name == "visitor") EXPECT_EQ(what, "-") << cell;
          if (name == "visitor" && place != &alpha.own) EXPECT_EQ(what, "-") << cell;
        }
      }
    }
  }
  for (const auto& topic : all_topics()) EXPECT_TRUE(kinds.contains(topic.type)) << topic.type;
  for (const auto& [name, socket] : sockets) {
    for (const auto& message : socket->sent) {
      EXPECT_EQ(message->find(beta.canary), std::string::npos) << name << " " << *message;
      if (name == "partner" || name == "token_partner") {
        EXPECT_EQ(message->find("own_team says"), std::string::npos) << *message;
        EXPECT_EQ(message->find("other_team says"), std::string::npos) << *message;
      }
      if (name == "visitor") EXPECT_EQ(message->find("contact"), std::string::npos) << *message;
    }
  }

  const std::string path = std::string(SOURCE_ROOT) + "/tests/feed_matrix.tsv";
  if (std::getenv("HEED_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << table;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream reviewed;
  reviewed << file.rdbuf();
  EXPECT_TRUE(reviewed.str() == table)
      << "tests/feed_matrix.tsv is not what happens now: look at the difference after HEED_UPDATE=1";
}

}  // namespace
}  // namespace api::test
