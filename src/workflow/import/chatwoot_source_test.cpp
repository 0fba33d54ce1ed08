#include "workflow/import/chatwoot_source.hpp"

#include <gtest/gtest.h>

#include "base/json/decode.hpp"

namespace workflow {
namespace {

struct Read {
  std::string fault;
  ImportRecord record;
};

Read read(const std::string& text, const std::string& inbox = "") {
  Read out;
  out.fault = read_chatwoot(base::parse_json(text).value(), 3, inbox, out.record);
  return out;
}

constexpr const char* kConversation =
    R"({"id":7,"inbox_id":2,"meta":{"sender":{"id":41,"name":"Ann","email":"ann@mail.example"}},"status":"open","messages":[)"
    R"({"id":100,"content":"Hello?","message_type":0,"private":false,"created_at":1767603600,)"
    R"("sender":{"id":41,"name":"Ann","type":"contact"}},)"
    R"({"id":101,"content":"Bo joined","message_type":2,"created_at":1767603601},)"
    R"({"id":102,"content":"careful","message_type":1,"private":true,"created_at":1767603602},)"
    R"({"id":103,"content":"Hi Ann","message_type":1,"private":false,"created_at":1767603660,)"
    R"("sender":{"id":9,"name":"Bo","email":"bo@acme.example","type":"user"}}]})";

TEST(ChatwootSource, ReadsAConversation) {
  const auto got = read(kConversation);
  EXPECT_EQ(got.fault, "");
  EXPECT_EQ(got.record.passed_over, 2) << "a notice and a note";
  ASSERT_EQ(got.record.items.size(), 2U);
  const auto& asked = got.record.items[0];
  EXPECT_EQ(asked.inbox, "Chatwoot inbox 2");
  EXPECT_EQ(asked.line, 3);
  EXPECT_EQ(asked.item.external_id, "chatwoot:100");
  EXPECT_EQ(asked.item.thread_key, "chatwoot:7");
  EXPECT_EQ(asked.item.author.external_id, "chatwoot:contact:41");
  EXPECT_FALSE(asked.item.own);
  EXPECT_EQ(asked.item.said_at, base::Time{std::chrono::seconds{1767603600}});
  const auto& answered = got.record.items[1].item;
  EXPECT_TRUE(answered.own);
  EXPECT_EQ(answered.author.external_id, "chatwoot:user:9");
  EXPECT_EQ(answered.recipient.external_id, "chatwoot:contact:41");
  EXPECT_EQ(answered.recipient.handle, "ann@mail.example");
}

TEST(ChatwootSource, ReadsPages) {
  const std::string page = std::string("[") + kConversation + "]";
  EXPECT_EQ(read(R"({"data":{"meta":{},"payload":)" + page + "}}").record.items.size(), 2U);
  EXPECT_EQ(read(R"({"payload":)" + page + "}").record.items.size(), 2U);
  EXPECT_EQ(read(page, "Shop").record.items.at(0).inbox, "Shop");
  EXPECT_EQ(read(R"({"data":{"payload":[]}})").fault, "");
}

TEST(ChatwootSource, ReadsAPageOfMessages) {
  const auto got =
      read(R"({"meta":{"contact":{"id":41,"name":"Ann"}},"payload":[{"id":1,"content":"Out first","message_type":1,)"
           R"("conversation_id":7,"inbox_id":2,"created_at":1767603600}]})");
  ASSERT_EQ(got.record.items.size(), 1U);
  const auto& item = got.record.items[0].item;
  EXPECT_EQ(item.thread_key, "chatwoot:7");
  EXPECT_EQ(item.recipient.external_id, "chatwoot:contact:41");
  EXPECT_EQ(item.author.external_id, "chatwoot:us");
}

TEST(ChatwootSource, NamesOfTypesAndTimesAreTakenToo) {
  const auto got = read(R"({"id":7,"inbox":{"name":"Web"},"messages":[{"id":1,"content":"Hi","message_type":"incoming",)"
                        R"("created_at":"2026-01-05T09:00:00Z"}]})");
  ASSERT_EQ(got.record.items.size(), 1U);
  EXPECT_EQ(got.record.items[0].inbox, "Web");
  EXPECT_EQ(got.record.items[0].item.author.external_id, "chatwoot:conversation:7") << "nobody is told";
}

TEST(ChatwootSource, SaysWhatIsWrongWithOneMessageAndTakesTheOthers) {
  const auto got = read(
      R"({"id":7,"messages":[{"id":1,"content":null,"message_type":0,"created_at":1767603600},5,)"
      R"({"id":2,"content":"x","message_type":9,"created_at":1},{"id":3,"content":"x","message_type":0,"created_at":-1},)"
      R"({"content":"x","message_type":0,"created_at":1},{"id":4,"content":"x","message_type":0,"created_at":1e300},)"
      R"({"id":5,"content":"good","message_type":0,"created_at":1767603600}]})");
  EXPECT_EQ(got.record.items.size(), 1U);
  std::vector<std::string> reasons;
  for (const auto& refused : got.record.refused) reasons.push_back(refused.reason);
  EXPECT_EQ(reasons, (std::vector<std::string>{"conversation 7, message 1: content: missing; attachments are not imported",
                                               "conversation 7, messages[1]: expected an object",
                                               "conversation 7, message 2: message_type: expected 0 to 3",
                                               "conversation 7, message 3: created_at: expected seconds since 1970",
                                               "conversation 7, messages[4]: id: missing",
                                               "conversation 7, message 4: created_at: expected seconds since 1970"}));
}

TEST(ChatwootSource, WhatIsNoConversationIsRefused) {
  EXPECT_EQ(read("5").fault, "expected a conversation");
  EXPECT_EQ(read("{}").fault, "messages: missing");
  EXPECT_EQ(read(R"({"messages":[{"id":1}]})").fault, "id: missing");
  EXPECT_EQ(read(R"({"payload":[1,{"id":2}]})").record.refused.size(), 2U);
}

}  // namespace
}  // namespace workflow
