#include "api/live_feed.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include <boost/asio/co_spawn.hpp>

#include "api/api_test_kit.hpp"
#include "api/fake_socket_test_kit.hpp"
#include "store/event_log.hpp"
#include "workflow/manage_teams.hpp"

namespace api::test {
namespace {

using rights::Role;
using Socket = std::shared_ptr<FakeSocket>;

LiveFeedOptions quick() {
  LiveFeedOptions options;
  options.subscribe_limit = std::chrono::milliseconds(200);
  options.tick = std::chrono::milliseconds(20);
  options.most_behind = 50;
  options.bytes_per_s = 64 * 1024;
  return options;
}

class LiveFeedTest : public ::testing::Test {
 protected:
  LiveFeedTest()
      : acme(server.make_organization("Acme")),
        other(server.make_organization("Other")),
        owner(server.make_member(acme, "Olga", Role::owner)),
        agent(server.make_member(acme, "Ana", Role::agent)),
        partner(server.make_member(acme, "Pia", Role::partner)),
        stranger(server.make_member(other, "Otto", Role::owner)),
        chat(server.make_chat(acme, "Chat")) {
    workflow::NewTeam wanted{"Outside", true, {partner.user.id}};
    rights::Principal who;
    who.kind = rights::PrincipalKind::user;
    who.organization_id = acme;
    who.role = Role::owner;
    outside = server.write([&](store::Transaction& t) { return workflow::create_team(t, who, wanted); })->team.id;
    boost::asio::co_spawn(server.context, server.api->run(), [](std::exception_ptr) {});
    server.settle();
  }
  ~LiveFeedTest() override {
    server.api->stop();
    server.wait_for([&] { return serving == 0; });
  }

  // Opens a socket as this visa would; `key` of a chat for visitors.
  Socket open(const Visa& visa, const std::string& key = {}) {
    auto socket = std::make_shared<FakeSocket>(server.context.get_executor());
    const std::string path = key.empty() ? "/api/v1/live" : "/api/v1/widget/" + key + "/live";
    ++serving;
    boost::asio::co_spawn(server.context, server.api->upgrade(server.as(visa, "GET", path), socket),
                          [this](std::exception_ptr error) {
                            --serving;
                            if (error) ADD_FAILURE() << "the feed threw";
                          });
    return socket;
  }
  // Of the team, caught up: what is committed from now on reaches them through the room.
  int listeners() {
    const std::string text = server.send(server.request("GET", "/metrics")).body;
    constexpr std::string_view kLine = "\nheed_feed_listeners ";
    return std::stoi(text.substr(text.find(kLine) + kLine.size()));
  }
  Socket subscribe(const Visa& visa, std::optional<std::int64_t> after = std::nullopt) {
    const int before = listeners();
    auto socket = open(visa);
    socket->frame(after ? R"({"type":"subscribe","after":)" + std::to_string(*after) + "}" : R"({"type":"subscribe"})");
    EXPECT_TRUE(server.wait_for([&] { return !socket->sent.empty(); }));
    EXPECT_TRUE(server.wait_for([&] { return socket->close_code != 0 || listeners() > before; }));
    return socket;
  }
  Socket subscribe_visitor(const Visa& visitor, const std::string& key) {
    auto socket = open({}, key);
    socket->frame(R"({"type":"subscribe","token":")" + visitor.bearer + "\"}");
    EXPECT_TRUE(server.wait_for([&] { return !socket->sent.empty(); }));
    return socket;
  }
  bool hears(const Socket& socket, const std::string& type) {
    return server.wait_for([&] { return std::ranges::count(socket->types(), type) > 0; });
  }
  bool closes(const Socket& socket) {
    return server.wait_for([&] { return socket->close_code != 0; });
  }
  // Everything that is committed so far has been told when this comes back.
  void let_all_be_told() {
    const Socket witness = subscribe(owner.visa);
    const auto before = witness->sent.size();
    EXPECT_EQ(server.send(server.as(owner.visa, "PATCH", "/api/v1/organization", R"({"language":"en"})")).status, 200);
    EXPECT_TRUE(server.wait_for([&] { return witness->sent.size() > before; }));
  }
  std::int64_t say(const Visa& visitor, const std::string& text) {
    const auto reply =
        server.send(server.as(visitor, "POST", "/api/v1/widget/" + chat.key + "/messages", R"({"text":")" + text + "\"}"));
    EXPECT_EQ(reply.status, 200) << reply.body;
    const auto page = body_of(server.send(server.as(owner.visa, "GET", "/api/v1/conversations?view=all")));
    return page.at("items").at(0).at("id").as_int64();
  }
  // So many events in one commit; the number of the last.
  std::int64_t publish(int count) {
    const auto last = server.write([&](store::Transaction& t) -> base::Result<std::int64_t> {
      for (int i = 0; i < count; ++i) t.publish(acme, event::OrganizationChanged{acme});
      return store::last_seq(t, acme);
    });
    return *last + count;
  }
  net::Response act(const Visa& visa, std::int64_t conversation, const std::string& what, const std::string& body) {
    return server.send(server.as(visa, "POST", "/api/v1/conversations/" + std::to_string(conversation) + "/" + what, body));
  }

  TestApi server{quick()};
  int serving = 0;
  ids::Organization acme, other;
  Member owner, agent, partner, stranger;
  inbox::Inbox chat;
  ids::Team outside;
};

TEST_F(LiveFeedTest, TellsTheTeamAndNobodyElse) {
  const Socket ana = subscribe(agent.visa);
  const Socket otto = subscribe(stranger.visa);
  const Socket pia = subscribe(partner.visa);
  EXPECT_EQ(ana->types(), std::vector<std::string>{"hello"});
  const Visa visitor = server.make_visitor(chat);
  say(visitor, "Hello?");
  EXPECT_TRUE(hears(ana, "message.created"));
  const auto told = ana->message(ana->sent.size() - 1);
  EXPECT_EQ(told.at("message").at("text"), "Hello?");
  EXPECT_GT(told.at("seq").as_int64(), ana->message(0).at("seq").as_int64());
  let_all_be_told();
  EXPECT_EQ(otto->types(), std::vector<std::string>{"hello"});
  for (const auto& type : pia->types()) EXPECT_TRUE(type == "hello" || type == "settings.changed") << type;
}

TEST_F(LiveFeedTest, EncodesOnceForAll) {
  const Socket one = subscribe(agent.visa);
  const Socket two = subscribe(owner.visa);
  say(server.make_visitor(chat), "Hello?");
  EXPECT_TRUE(hears(one, "message.created"));
  EXPECT_TRUE(hears(two, "message.created"));
  EXPECT_EQ(one->messages.back().get(), two->messages.back().get());
}

TEST_F(LiveFeedTest, WhatHappensTogetherIsToldTogether) {
  const Socket ana = subscribe(agent.visa);
  const Socket olga = subscribe(owner.visa);
  const auto last = publish(20);
  EXPECT_TRUE(server.wait_for([&] { return ana->sent.size() == 21 && olga->sent.size() == 21; }));
  EXPECT_EQ(ana->messages.size(), 2U);
  EXPECT_EQ(ana->messages.back().get(), olga->messages.back().get());
  for (std::size_t i = 1; i < ana->sent.size(); ++i)
    EXPECT_EQ(ana->message(i).at("seq").as_int64(), last - 20 + static_cast<std::int64_t>(i));
}

TEST_F(LiveFeedTest, MoreThanAnybodyCanUseIsNotTold) {
  const Socket ana = subscribe(agent.visa);
  std::int64_t last = publish(2'000);
  EXPECT_TRUE(hears(ana, "resync"));
  EXPECT_EQ(ana->types(), (std::vector<std::string>{"hello", "resync"}));
  EXPECT_EQ(ana->message(1).at("seq").as_int64(), last);
  // Still too fast: another notice, about a second later, and no event.
  last = publish(2'000);
  EXPECT_TRUE(server.wait_for([&] { return ana->message(ana->sent.size() - 1).at("seq") == last; }));
  EXPECT_EQ(ana->types(), (std::vector<std::string>{"hello", "resync", "resync"}));
  // Calm again: what was left out has been said by a notice, and the events after it come again.
  EXPECT_TRUE(server.wait_for([&] {
    last = publish(1);
    server.settle();
    return ana->types().back() == "settings.changed";
  }));
  std::int64_t seen = 0;
  for (std::size_t i = 1; i < ana->sent.size(); ++i) {
    const auto seq = ana->message(i).at("seq").as_int64();
    if (ana->message(i).at("type") != "resync") EXPECT_EQ(seq, seen + 1);  // No hole but those that were announced.
    seen = seq;
  }
}

TEST_F(LiveFeedTest, GoesOnAfterTheNumberTheClientHas) {
  const Visa visitor = server.make_visitor(chat);
  const Socket first = subscribe(agent.visa);
  say(visitor, "one");
  EXPECT_TRUE(hears(first, "message.created"));
  const auto seq = first->message(first->sent.size() - 1).at("seq").as_int64();
  first->hang_up();
  say(visitor, "two");
  say(visitor, "three");
  const Socket again = subscribe(agent.visa, seq);
  say(visitor, "four");
  EXPECT_TRUE(server.wait_for([&] { return std::ranges::count(again->types(), "message.created") >= 3; }));
  std::vector<std::string> texts;
  std::int64_t last = seq;
  for (std::size_t i = 1; i < again->sent.size(); ++i) {
    const auto message = again->message(i);
    EXPECT_GT(message.at("seq").as_int64(), last);
    last = message.at("seq").as_int64();
    if (message.at("type") == "message.created") texts.emplace_back(message.at("message").at("text").as_string());
  }
  EXPECT_EQ(texts, (std::vector<std::string>{"two", "three", "four"}));
}

TEST_F(LiveFeedTest, AReaderTooFarBackOrAheadLoadsAnew) {
  for (int i = 0; i < 60; ++i) server.send(server.as(owner.visa, "PATCH", "/api/v1/organization", R"({"language":"en"})"));
  const Socket behind = subscribe(agent.visa, 1);
  EXPECT_TRUE(hears(behind, "resync"));
  EXPECT_EQ(behind->types(), (std::vector<std::string>{"hello", "resync"}));
  const Socket ahead = subscribe(agent.visa, 1'000'000);
  EXPECT_TRUE(hears(ahead, "resync"));
  EXPECT_EQ(ahead->message(1).at("seq"), behind->message(1).at("seq"));
  server.send(server.as(owner.visa, "PATCH", "/api/v1/organization", R"({"language":"pt"})"));
  EXPECT_TRUE(hears(ahead, "settings.changed"));
}

TEST_F(LiveFeedTest, ASlowReaderLoadsAnewInsteadOfQueueing) {
  const Socket slow = subscribe(agent.visa);
  slow->room = 1;
  slow->queued = 1000;
  for (int i = 0; i < 5; ++i) server.send(server.as(owner.visa, "PATCH", "/api/v1/organization", R"({"language":"en"})"));
  EXPECT_TRUE(server.wait_for([&] { return slow->overflowed(); }));
  EXPECT_EQ(slow->sent.size(), 1U);
  slow->room = 100;
  slow->queued = 0;
  EXPECT_TRUE(hears(slow, "resync"));
  EXPECT_FALSE(slow->overflowed());
  const auto at = slow->message(1).at("seq").as_int64();
  server.send(server.as(owner.visa, "PATCH", "/api/v1/organization", R"({"language":"pt"})"));
  EXPECT_TRUE(hears(slow, "settings.changed"));
  EXPECT_GT(slow->message(2).at("seq").as_int64(), at);
}

// T-S03: nobody hears anything before they have shown who they are.
TEST_F(LiveFeedTest, StrangersAreTurnedAway) {
  const Visa visitor = server.make_visitor(chat);
  for (const Visa& visa :
       {Visa{}, Visa{std::string(43, 'x'), "", ""}, Visa{"", "", "heed_" + std::string(43, 'x')}, visitor}) {
    const Socket socket = open(visa);
    EXPECT_TRUE(closes(socket));
    EXPECT_EQ(socket->close_code, 1008);
    EXPECT_EQ(socket->types(), std::vector<std::string>{"error"});
  }
}

TEST_F(LiveFeedTest, SocketsThatDoNotSubscribeAreClosed) {
  const Socket team = open(agent.visa);
  const Socket visitor = open({}, chat.key);
  EXPECT_TRUE(closes(team));
  EXPECT_TRUE(closes(visitor));
  EXPECT_EQ(team->close_code, 1008);
  EXPECT_TRUE(team->sent.empty());
}

TEST_F(LiveFeedTest, FramesAreAClosedSetAndErrorsAreConstant) {
  const Socket socket = subscribe(agent.visa);
  for (const char* frame : {R"({"event":"base"})", R"({"type":"subscribe"})", "not json at all \x01"}) socket->frame(frame);
  EXPECT_TRUE(closes(socket));
  EXPECT_EQ(socket->close_code, 1008);
  ASSERT_EQ(socket->types(), (std::vector<std::string>{"hello", "error", "error", "error"}));
  EXPECT_EQ(*socket->sent[1], *socket->sent[2]);
  EXPECT_EQ(*socket->sent[1], *socket->sent[3]);
}

TEST_F(LiveFeedTest, MalformedFirstFramesCostNothingButTheSocket) {
  const std::string deep(60'000, '[');
  for (const std::string& frame :
       {std::string(), std::string("null"), std::string("[]"), std::string("1e999"), deep, std::string("{\"type\":1}"),
        std::string(R"({"type":"subscribe","after":-1})"), std::string(R"({"type":"subscribe","after":1e400})"),
        std::string(R"({"type":"subscribe","after":"1"})"), std::string(R"({"type":"subscribe","x":1})"),
        std::string("\xFF\xFE"), std::string(1, '\0'), std::string(R"({"type":"subscribe\u0000"})")}) {
    const Socket socket = open(agent.visa);
    for (int i = 0; i < 3; ++i) socket->frame(frame);
    EXPECT_TRUE(closes(socket)) << frame.substr(0, 40);
    EXPECT_EQ(socket->types(), (std::vector<std::string>{"error", "error", "error"}));
  }
}

TEST_F(LiveFeedTest, SigningOutClosesTheSocketsOfThatSession) {
  const Visa other_browser = server.begin_session(agent.user);
  const Socket here = subscribe(agent.visa);
  const Socket there = subscribe(other_browser);
  EXPECT_EQ(server.send(server.as(agent.visa, "DELETE", "/api/v1/session")).status, 200);
  EXPECT_TRUE(closes(here));
  EXPECT_EQ(here->close_code, 1008);
  let_all_be_told();
  EXPECT_EQ(there->close_code, 0);
}

TEST_F(LiveFeedTest, SuspensionAndRevocationCloseSockets) {
  const auto made =
      body_of(server.send(server.as(owner.visa, "POST", "/api/v1/tokens", R"({"name":"Bot","role":"agent"})")));
  const Visa token{"", "", std::string(made.at("secret").as_string())};
  const Socket bot = subscribe(token);
  const Socket ana = subscribe(agent.visa);
  server.send(
      server.as(owner.visa, "PATCH", "/api/v1/users/" + std::to_string(agent.user.id.value), R"({"suspended":true})"));
  server.send(server.as(owner.visa, "DELETE", "/api/v1/tokens/" + std::to_string(made.at("token").at("id").as_int64())));
  EXPECT_TRUE(closes(ana));
  EXPECT_TRUE(closes(bot));
  EXPECT_EQ(ana->close_code, 1008);
  EXPECT_EQ(bot->close_code, 1008);
}

TEST_F(LiveFeedTest, OtherTeamsMeanLoadingAnewAndComingAgain) {
  const Socket pia = subscribe(partner.visa);
  server.send(server.as(owner.visa, "PATCH", "/api/v1/teams/" + std::to_string(outside.value), R"({"member_ids":[]})"));
  EXPECT_TRUE(closes(pia));
  EXPECT_EQ(pia->close_code, 1012);
  EXPECT_EQ(pia->types().back(), "resync");
}

TEST_F(LiveFeedTest, PartnersHearOfWhatIsTheirsAndThatItLeft) {
  const Socket pia = subscribe(partner.visa);
  const Visa visitor = server.make_visitor(chat);
  const auto conversation = say(visitor, "Hello?");
  const std::string team = std::to_string(outside.value);
  EXPECT_EQ(act(agent.visa, conversation, "assignment", R"({"team_id":)" + team + "}").status, 200);
  EXPECT_TRUE(hears(pia, "conversation.updated"));
  EXPECT_EQ(act(agent.visa, conversation, "notes", R"({"text":"Please look."})").status, 200);
  EXPECT_TRUE(hears(pia, "message.created"));
  EXPECT_EQ(act(agent.visa, conversation, "assignment", R"({"team_id":null})").status, 200);
  EXPECT_TRUE(hears(pia, "conversation.gone"));
  const auto count = pia->sent.size();
  EXPECT_EQ(act(agent.visa, conversation, "notes", R"({"text":"Not for partners."})").status, 200);
  let_all_be_told();
  for (std::size_t i = count; i < pia->sent.size(); ++i) EXPECT_EQ(pia->message(i).at("type"), "settings.changed");
}

TEST_F(LiveFeedTest, WhatTheTeamSplitsOffAndClosesDoesNotCloseTheVisitorsMatter) {
  const Visa one = server.make_visitor(chat);
  const Socket visitor = subscribe_visitor(one, chat.key);
  const auto conversation = say(one, "My bike is broken");
  say(one, "And where is my invoice?");
  const auto page = body_of(
      server.send(server.as(agent.visa, "GET", "/api/v1/conversations/" + std::to_string(conversation) + "/messages")));
  const std::string newest = std::to_string(page.at("items").at(0).at("id").as_int64());
  const auto moved = act(agent.visa, conversation, "split", R"({"message_ids":[)" + newest + "]}");
  ASSERT_EQ(moved.status, 200);
  const auto split = body_of(moved).at("conversation").at("id").as_int64();
  const char* const spam = R"({"status":"resolved","dismiss_reason":"spam"})";
  EXPECT_EQ(act(agent.visa, split, "status", spam).status, 200);
  let_all_be_told();
  EXPECT_EQ(visitor->types(), (std::vector<std::string>{"hello", "widget.message", "widget.message"}));
  EXPECT_EQ(act(agent.visa, conversation, "status", spam).status, 200);
  EXPECT_TRUE(hears(visitor, "widget.status"));
}

TEST_F(LiveFeedTest, VisitorsHearTheirOwnConversationAndNoNotes) {
  const Visa one = server.make_visitor(chat);
  const Visa two = server.make_visitor(chat);
  const Socket first = subscribe_visitor(one, chat.key);
  const Socket second = subscribe_visitor(two, chat.key);
  const auto conversation = say(one, "Hello?");
  EXPECT_TRUE(hears(first, "widget.message"));
  EXPECT_EQ(act(agent.visa, conversation, "notes", R"({"text":"A hard one."})").status, 200);
  EXPECT_EQ(act(agent.visa, conversation, "assignment", R"({"user_id":)" + std::to_string(agent.user.id.value) + "}").status,
            200);
  EXPECT_EQ(act(agent.visa, conversation, "messages", R"({"text":"Hello!"})").status, 200);
  EXPECT_EQ(act(agent.visa, conversation, "status", R"({"status":"resolved"})").status, 200);
  EXPECT_TRUE(hears(first, "widget.status"));
  say(one, "One more thing");
  EXPECT_TRUE(server.wait_for([&] { return first->sent.size() >= 6; }));
  EXPECT_EQ(first->types(), (std::vector<std::string>{"hello", "widget.message", "widget.message", "widget.status",
                                                      "widget.message", "widget.status"}));
  EXPECT_EQ(first->message(2).at("message").at("text"), "Hello!");
  EXPECT_EQ(first->message(2).at("message").at("mine"), boost::json::value(false));
  EXPECT_EQ(first->message(3).at("resolved"), boost::json::value(true));
  EXPECT_EQ(first->message(5).at("resolved"), boost::json::value(false));
  EXPECT_EQ(second->types(), std::vector<std::string>{"hello"});
}

TEST_F(LiveFeedTest, VisitorsNeedTheTokenOfThatChat) {
  const inbox::Inbox elsewhere = server.make_chat(other, "Elsewhere");
  const Visa visitor = server.make_visitor(chat);
  const auto knock = [&](const std::string& key, const std::string& token) {
    const Socket socket = open({}, key);
    socket->frame(R"({"type":"subscribe","token":")" + token + "\"}");
    EXPECT_TRUE(closes(socket));
    EXPECT_EQ(socket->types(), std::vector<std::string>{"error"});
    return *socket->sent.at(0);
  };
  const std::string said = knock(elsewhere.key, visitor.bearer);
  EXPECT_EQ(knock("no-such-key", visitor.bearer), said);
  EXPECT_EQ(knock(chat.key, "visitor_" + std::string(43, 'x')), said);
  EXPECT_EQ(knock(chat.key, ""), said);
  EXPECT_EQ(knock(chat.key, agent.visa.cookie), said);
}

TEST_F(LiveFeedTest, StoppingAsksEveryoneToComeAgain) {
  const Socket ana = subscribe(agent.visa);
  const Socket waiting = open({}, chat.key);
  server.settle();
  server.api->stop();
  EXPECT_EQ(ana->close_code, 1012);
  EXPECT_EQ(waiting->close_code, 1012);
  const Socket late = open(agent.visa);
  EXPECT_TRUE(closes(late));
  EXPECT_EQ(late->close_code, 1012);
}

TEST_F(LiveFeedTest, PollingGivesTheSameEvents) {
  const Socket ana = subscribe(agent.visa, 0);
  const Visa visitor = server.make_visitor(chat);
  const auto conversation = say(visitor, "Hello?");
  act(agent.visa, conversation, "notes", R"({"text":"Note"})");
  let_all_be_told();
  std::vector<boost::json::value> polled;
  std::int64_t after = 0;
  for (bool more = true; more;) {
    const auto page =
        body_of(server.send(server.as(agent.visa, "GET", "/api/v1/events?limit=2&after=" + std::to_string(after))));
    for (const auto& item : page.at("items").as_array()) polled.push_back(item);
    after = page.at("seq").as_int64();
    more = page.at("more").as_bool();
  }
  ASSERT_EQ(polled.size(), ana->sent.size() - 1);
  for (std::size_t i = 0; i < polled.size(); ++i) EXPECT_EQ(polled[i], ana->message(i + 1));
}

// By their first socket and their last one, and visitors are nobody of the team.
TEST_F(LiveFeedTest, TellsWhoCameAndWhoWent) {
  std::vector<std::string> told;
  server.api->feed().on_people([&](ids::Organization organization, ids::User user, bool here) {
    EXPECT_EQ(organization, acme);
    told.push_back((user == agent.user.id ? "agent " : "owner ") + std::string(here ? "came" : "went"));
  });
  const auto first = open(agent.visa), second = open(agent.visa), other = open(owner.visa);
  EXPECT_TRUE(server.wait_for([&] { return told.size() == 2 && serving == 3; }));
  EXPECT_EQ(std::ranges::count(told, "agent came"), 1);
  EXPECT_EQ(std::ranges::count(told, "owner came"), 1);
  first->hang_up();
  EXPECT_TRUE(server.wait_for([&] { return serving == 2; }));
  EXPECT_EQ(told.size(), 2U);
  second->hang_up();
  EXPECT_TRUE(server.wait_for([&] { return told.size() == 3; }));
  EXPECT_EQ(told.back(), "agent went");
  server.api->feed().on_people({});
}

}  // namespace
}  // namespace api::test
