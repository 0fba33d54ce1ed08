// Answers that leave, as agents' screens see them.

#include <gtest/gtest.h>

#include "api/api_test_kit.hpp"
#include "domain/conversation/upload.hpp"
#include "store/message_store.hpp"
#include "store/outbound_store.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/receive_items.hpp"

namespace api {
namespace {

using test::body_of;
using test::kind_of;
using namespace std::chrono_literals;

class OutboundHandlers : public ::testing::Test {
 protected:
  OutboundHandlers() {
    channel::ChannelType social;
    social.id = "social";
    social.name = "Social";
    social.capabilities.text_limit = 500;
    social.capabilities.text_unit = channel::TextUnit::graphemes;
    social.capabilities.files = 2;
    social.capabilities.file_bytes = 4'000'000;
    social.capabilities.file_types = {"image/"};
    social.capabilities.actions = {channel::ActionKind::like};
    social.check_settings = server.channels[0].check_settings;
    social.open = [](const boost::json::value& /*settings*/,
                     const channel::ChannelServices& /*services*/) -> base::Result<std::unique_ptr<channel::ChannelInbox>> {
      return base::fail(base::FailureKind::unavailable, "Nobody is there.");
    };
    server.channels.push_back(social);
    organization = server.make_organization("Lisbon Bikes");
    agent = server.make_member(organization, "mira", rights::Role::agent);
    workflow::NewInbox wanted;
    wanted.channel = "social";
    wanted.name = "@lisbonbikes";
    wanted.settings = boost::json::object{};
    const auto inbox =
        server.write([&](store::Transaction& t) { return workflow::create_inbox(t, organization, wanted, server.channels); })
            .value();
    conversation = server
                       .write([&](store::Transaction& t) -> base::Result<ids::Conversation> {
                         channel::InboundItem item;
                         item.external_id = "post-1";
                         item.author = {"ann", "@ann", "Ann"};
                         item.text = "Where is my bike?";
                         item.said_at = server.clock.now();
                         workflow::Receiving receiving(t);
                         auto received = receiving.say(inbox, item);
                         receiving.finish();
                         return received.value().state.value().conversation.id;
                       })
                       .value();
  }

  net::Response ask(const std::string& method, const std::string& target, const std::string& body = {}) {
    return server.send(server.as(agent.visa, method, "/api/v1" + target, body));
  }
  std::string path() const { return "/conversations/" + std::to_string(conversation.value); }
  // The answer as it was taken.
  boost::json::value answer(const std::string& text) {
    const auto reply = ask("POST", path() + "/messages", R"({"text":")" + text + "\"}");
    EXPECT_EQ(reply.status, 200) << reply.body;
    return body_of(reply).at("message");
  }
  // A piece of a file.
  net::Response add(const std::string& path, std::int64_t offset, const std::string& bytes) {
    auto request = server.as(agent.visa, "POST", "/api/v1" + path + "/parts?offset=" + std::to_string(offset), "");
    request.headers.push_back({"Content-Type", "application/octet-stream"});
    request.body = bytes;
    return server.send(std::move(request));
  }
  // A whole file; its id.
  std::string uploaded(const std::string& bytes, const std::string& name = "wheel.png") {
    const auto begun = ask("POST", "/uploads",
                           R"({"name":")" + name + R"(","type":"image/png","size":)" + std::to_string(bytes.size()) + "}");
    EXPECT_EQ(begun.status, 200) << begun.body;
    const std::string id = std::to_string(body_of(begun).at("id").to_number<std::int64_t>());
    EXPECT_EQ(add("/uploads/" + id, 0, bytes).status, 200);
    return id;
  }
  static std::string of(const boost::json::value& message) {
    return "/messages/" + std::to_string(message.at("id").to_number<std::int64_t>());
  }
  void set(const boost::json::value& message, conversation::Delivery delivery) {
    const ids::Message id{message.at("id").to_number<std::int64_t>()};
    (void)server.write([&](store::Transaction& t) -> base::Result<bool> {
      auto stored = store::find_message(t, organization, id).value();
      auto outbound = store::find_outbound(t, organization, id).value();
      stored.delivery = delivery;
      outbound.reason = "The connection broke.";
      store::update_message(t, stored);
      store::update_outbound(t, outbound);
      return true;
    });
  }

  test::TestApi server;
  ids::Organization organization;
  test::Member agent;
  ids::Conversation conversation;
};

TEST_F(OutboundHandlers, TheComposerLearnsItsTerms) {
  const auto terms = body_of(ask("GET", path())).at("reply");
  EXPECT_TRUE(terms.at("possible").as_bool());
  EXPECT_EQ(terms.at("text_limit").to_number<int>(), 500);
  EXPECT_EQ(terms.at("text_unit").as_string(), "graphemes");
  EXPECT_EQ(terms.at("undo_s").to_number<int>(), 5);
  EXPECT_TRUE(body_of(ask("GET", "/conversations")).at("items").at(0).at("reply").is_null()) << "not in lists";
}

TEST_F(OutboundHandlers, AnAnswerIsTakenBackWithItsText) {
  const auto message = answer("On its way.");
  EXPECT_EQ(message.at("delivery").as_string(), "queued");
  EXPECT_EQ(message.at("send_at").as_string(), base::to_rfc3339(server.clock.now() + 5s));
  const auto taken = ask("POST", of(message) + "/cancel");
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(body_of(taken).at("text").as_string(), "On its way.");
  EXPECT_TRUE(body_of(taken).at("conversation").at("owed").as_bool());
  EXPECT_EQ(body_of(ask("GET", path() + "/messages")).at("items").as_array().size(), 1U);
  EXPECT_EQ(ask("POST", of(message) + "/cancel").status, 409);
}

TEST_F(OutboundHandlers, WhatNobodyKnowsOfIsSettledOrSentAgain) {
  const auto first = answer("On its way.");
  set(first, conversation::Delivery::uncertain);
  const auto shown = body_of(ask("GET", path() + "/messages")).at("items").at(0);
  EXPECT_EQ(shown.at("delivery_reason").as_string(), "The connection broke.");
  EXPECT_EQ(ask("POST", of(first) + "/retry", "{}").status, 409);
  const auto again = ask("POST", of(first) + "/retry", R"({"may_repeat":true})");
  ASSERT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(body_of(again).at("message").at("delivery").as_string(), "queued");
  set(first, conversation::Delivery::uncertain);
  const auto settled = ask("POST", of(first) + "/settle", R"({"sent":true})");
  ASSERT_EQ(settled.status, 200) << settled.body;
  EXPECT_EQ(body_of(settled).at("message").at("delivery").as_string(), "sent");
}

TEST_F(OutboundHandlers, WhatDoesNotLeaveHasNoWay) {
  const auto said = body_of(ask("GET", path() + "/messages")).at("items").at(0);
  EXPECT_EQ(kind_of(ask("POST", of(said) + "/cancel")), "conflict: This message does not leave for a platform.");
  EXPECT_EQ(ask("POST", "/messages/7/cancel").status, 404);
}

TEST_F(OutboundHandlers, FilesAreUploadedInPiecesAndGoWithTheAnswer) {
  const auto terms = body_of(ask("GET", path())).at("reply");
  EXPECT_EQ(terms.at("files").to_number<int>(), 2);
  EXPECT_EQ(terms.at("file_types").at(0).as_string(), "image/");
  const auto begun = ask("POST", "/uploads", R"({"name":"wheel.png","type":"image/png","size":6})");
  ASSERT_EQ(begun.status, 200) << begun.body;
  const std::string id = std::to_string(body_of(begun).at("id").to_number<std::int64_t>());
  EXPECT_EQ(body_of(add("/uploads/" + id, 0, "\x89PN")).at("received").to_number<int>(), 3);
  EXPECT_EQ(kind_of(add("/uploads/" + id, 5, "x")), "conflict: Go on at 3.");
  EXPECT_EQ(kind_of(ask("POST", path() + "/messages", R"({"text":"Here","files":[)" + id + "]}")),
            "invalid: files[0]: \"wheel.png\" is not here whole yet.");
  EXPECT_EQ(body_of(add("/uploads/" + id, 3, "G\r\n")).at("received").to_number<int>(), 6);
  ASSERT_EQ(ask("PATCH", "/uploads/" + id, R"({"description":"A bent wheel"})").status, 200);
  const auto said = ask("POST", path() + "/messages", R"({"text":"","files":[)" + id + "]}");
  ASSERT_EQ(said.status, 200) << said.body;
  const auto file = body_of(said).at("message").at("attachments").at(0);
  EXPECT_EQ(file.at("name").as_string(), "wheel.png");
  EXPECT_EQ(file.at("description").as_string(), "A bent wheel");
  const auto shown = body_of(ask("GET", path() + "/messages")).at("items").at(0);
  EXPECT_EQ(shown.at("attachments").at(0), file);
  const auto bytes = ask("GET", "/attachments/" + id);
  EXPECT_EQ(bytes.body, "\x89PNG\r\n");
  EXPECT_EQ(test::header(bytes, "Content-Type"), "image/png");
  EXPECT_EQ(test::header(bytes, "X-Content-Type-Options"), "nosniff");
  const auto taken = body_of(ask("POST", of(body_of(said).at("message")) + "/cancel"));
  EXPECT_EQ(taken.at("files").at(0).at("name").as_string(), "wheel.png");
  EXPECT_EQ(ask("DELETE", "/uploads/" + id).status, 200);
  EXPECT_EQ(ask("GET", "/attachments/" + id).status, 404);
}

TEST_F(OutboundHandlers, APieceIsBytesAndOfABoundedSize) {
  const std::string id = uploaded("abc");
  EXPECT_EQ(ask("POST", "/uploads/" + id + "/parts?offset=0", "{}").status, 422) << "JSON is no file";
  EXPECT_EQ(add("/uploads/" + id, -1, "x").status, 422);
  const auto part = server.request("POST", "/api/v1/uploads/" + id + "/parts");
  EXPECT_EQ(Api::body_limit(part), conversation::kMostPartBytes);
  EXPECT_EQ(Api::body_limit(server.request("POST", "/api/v1/uploads")), Api::kBodyLimit);
  auto nobody = server.request("POST", "/api/v1/uploads", R"({"name":"a.png","size":1})");
  EXPECT_EQ(server.send(std::move(nobody)).status, 401);
}

TEST_F(OutboundHandlers, WhatCannotBeDoneThereSaysSo) {
  const auto said = body_of(ask("GET", path() + "/messages")).at("items").at(0);
  EXPECT_EQ(kind_of(ask("POST", of(said) + "/actions", R"({"kind":"hide"})")), "conflict: This cannot be done on Social.");
  EXPECT_EQ(ask("POST", of(said) + "/actions", R"({"kind":"like"})").status, 503) << "nobody is connected here";
  EXPECT_TRUE(body_of(ask("GET", path() + "/messages")).at("items").at(0).at("acts").as_array().empty());
}

}  // namespace
}  // namespace api
