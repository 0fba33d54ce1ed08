#include "api/hooks.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "api/api_test_kit.hpp"
#include "base/json/decode.hpp"
#include "store/contact_store.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"
#include "store/quarantine_store.hpp"
#include "workflow/quarantine.hpp"

namespace api::test {
namespace {

// A channel whose webhooks are lines: "id author text customer", the last left out at will; signed by the word "right". A line of one word is unreadable.
channel::WebhookItems read_lines(const channel::WebhookRequest& webhook) {
  channel::WebhookItems out;
  std::istringstream lines(webhook.request.body);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    channel::InboundItem item;
    words >> item.external_id >> item.author.external_id >> item.text;
    item.said_at = webhook.now;
    if (std::string customer; words >> customer) item.author.proofs.push_back({channel::ProofKind::customer_id, customer});
    if (item.text.empty()) out.unreadable.push_back({line, "no text"});
    else out.items.push_back(item);
  }
  return out;
}

class HooksTest : public ::testing::Test {
 protected:
  HooksTest() {
    auto& channel = server.channels[0];
    channel.verify_webhook = [](const channel::WebhookRequest& webhook) -> base::Result<void> {
      if (webhook.request.header("signature") == "right" && webhook.secret.size() == 32) return {};
      return base::fail(base::FailureKind::unauthenticated, "The signature is not right.");
    };
    channel.read_webhook = [](const channel::WebhookRequest& webhook) -> base::Result<channel::WebhookItems> {
      if (webhook.request.body.starts_with("broken")) return base::fail(base::FailureKind::invalid, "not lines");
      return read_lines(webhook);
    };
    channel.read_item = [](const std::string& raw, base::Time now) -> base::Result<channel::InboundItem> {
      if (raw != "now-good") return base::fail(base::FailureKind::invalid, "still no text");
      channel::InboundItem item;
      item.external_id = raw;
      item.author.external_id = "ann";
      item.text = "At last";
      item.said_at = now;
      return item;
    };
    organization = server.make_organization("acme");
    inbox = server.make_chat(organization, "Forum");
  }
  net::Request hook(const std::string& body, const std::string& signature = "right") {
    auto request = server.request("POST", "/hooks/" + inbox.channel + "/" + inbox.key, body);
    request.headers.push_back({"signature", signature});
    return request;
  }
  bool has(const std::string& external_id) {
    return server
        .read([&](store::Reading& reading) -> base::Result<bool> {
          return store::find_message(reading, organization, external_id, inbox.id).has_value();
        })
        .value();
  }
  std::vector<inbox::Quarantined> waiting() {
    return server
        .read([&](store::Reading& reading) -> base::Result<std::vector<inbox::Quarantined>> {
          return store::page_quarantined(reading, organization, {}, 100);
        })
        .value();
  }

  TestApi server;
  ids::Organization organization;
  inbox::Inbox inbox;
};

TEST_F(HooksTest, WhatWasHandedOverIsThereWhenTheAnswerComes) {
  const auto reply = server.send(hook("1 ann Hello\n2 bob Hi\n1 ann Hello"));
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.body, R"({"stored":2,"known":1,"quarantined":0})");
  EXPECT_TRUE(has("1"));
  EXPECT_TRUE(has("2"));
}

TEST_F(HooksTest, AForgedOneLeavesNothing) {
  EXPECT_EQ(server.send(hook("1 ann Hello", "wrong")).status, 401);
  EXPECT_EQ(server.send(hook("1 ann Hello", "")).status, 401);
  EXPECT_FALSE(has("1"));
}

TEST_F(HooksTest, AddressesThatAreNoDoorAreNotFound) {
  for (const auto& path :
       std::vector<std::string>{"/hooks/", "/hooks/x", "/hooks/x/" + inbox.key, "/hooks/" + inbox.channel + "/nothing"}) {
    auto request = server.request("POST", path, "1 ann Hello");
    request.headers.push_back({"signature", "right"});
    EXPECT_EQ(server.send(request).status, 404) << path;
  }
  EXPECT_EQ(server.send(server.request("GET", "/hooks/" + inbox.channel + "/" + inbox.key)).status, 404);
}

TEST_F(HooksTest, ADoorThatIsSwitchedOffIsShutAtOnce) {
  EXPECT_EQ(server.send(hook("1 ann Hello")).status, 200);
  inbox.enabled = false;
  (void)server.write([&](store::Transaction& transaction) -> base::Result<bool> {
    store::update_inbox(transaction, inbox);
    transaction.publish(organization, event::InboxChanged{inbox.id});
    return true;
  });
  EXPECT_EQ(server.send(hook("2 ann Hello")).status, 404);
}

TEST_F(HooksTest, ABodyThatCannotBeReadIsRefusedWithTheReason) {
  const auto reply = server.send(hook("broken"));
  EXPECT_EQ(reply.status, 422) << reply.body;
  EXPECT_EQ(kind_of(reply), "invalid: not lines");
}

TEST_F(HooksTest, AnUnreadableItemIsKeptAndStopsNothing) {
  const auto reply = server.send(hook("1 ann Hello\nnow-good\nnever-good\n2 bob Hi"));
  EXPECT_EQ(reply.body, R"({"stored":2,"known":0,"quarantined":2})");
  (void)server.send(hook("now-good"));
  auto kept = waiting();
  ASSERT_EQ(kept.size(), 2U) << "the same bytes are kept once";
  EXPECT_EQ(workflow::raw_of(kept[0]), "never-good");
  EXPECT_EQ(kept[0].reason, "no text");

  const auto retry = [&](ids::Quarantined id) {
    return server
        .write([&](store::Transaction& transaction) {
          return workflow::retry_quarantined(transaction, organization, id, server.channels);
        })
        .value();
  };
  EXPECT_EQ(retry(kept[1].id).outcome, inbox::QuarantineOutcome::taken_in);
  EXPECT_TRUE(has("now-good"));
  const auto still = retry(kept[0].id);
  EXPECT_EQ(still.reason, "still no text");
  EXPECT_EQ(still.attempts, 2);
  kept = waiting();
  ASSERT_EQ(kept.size(), 1U);
  (void)server.write(
      [&](store::Transaction& transaction) { return workflow::give_up_quarantined(transaction, organization, kept[0].id); });
  EXPECT_TRUE(waiting().empty());
}

TEST_F(HooksTest, ManyAtOnceShareACommit) {
  std::vector<net::Request> requests;
  for (int i = 0; i < 200; ++i) requests.push_back(hook(std::to_string(i) + " p" + std::to_string(i % 20) + " Hello"));
  for (const auto& reply : server.send_all(std::move(requests)))
    EXPECT_EQ(reply.body, R"({"stored":1,"known":0,"quarantined":0})");
}

TEST_F(HooksTest, OnlyAChannelThatMayVouchSaysWhoSomebodyIs) {
  const auto people = [&] {
    return server
        .read([&](store::Reading& reading) -> base::Result<std::size_t> {
          return store::page_contacts(reading, organization, "", {}, 100).size();
        })
        .value();
  };
  EXPECT_EQ(server.send(hook("1 ann Hi 7\n2 bob Hi 7")).status, 200);
  EXPECT_EQ(people(), 2U);
  server.channels[0].capabilities.vouches = true;
  EXPECT_EQ(server.send(hook("3 ann Hi 7\n4 bob Hi 7")).status, 200);
  EXPECT_EQ(people(), 1U);
}

}  // namespace
}  // namespace api::test
