#include "workflow/import/zendesk_source.hpp"

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
  out.fault = read_zendesk(base::parse_json(text).value(), 3, inbox, out.record);
  return out;
}

TEST(ZendeskSource, ReadsATicket) {
  const auto got = read(
      R"({"id":35,"subject":"Broken bike","description":"It squeaks.","requester_id":1,"status":"solved",)"
      R"("created_at":"2026-01-05T09:59:00Z","comments":[)"
      R"({"id":351,"author_id":1,"body":"It squeaks.","plain_body":"It squeaks!","public":true,"created_at":"2026-01-05T10:00:00Z"},)"
      R"({"id":352,"author_id":2,"body":"Old bike?","public":false,"created_at":"2026-01-05T10:10:00Z"},)"
      R"({"id":353,"author_id":2,"body":"Oil it.","public":true,"created_at":"2026-01-05T11:00:00Z"},)"
      R"({"id":354,"author_id":3,"body":"Mine too.","public":true,"created_at":"2026-01-05T12:00:00Z"}],)"
      R"("users":[{"id":1,"name":"Ann","email":"ann@mail.example","role":"end-user"},{"id":2,"name":"Bo","role":"agent"},)"
      R"({"id":3,"name":"Cy","role":"end-user"}]})");
  EXPECT_EQ(got.fault, "");
  EXPECT_EQ(got.record.passed_over, 1) << "a note";
  ASSERT_EQ(got.record.items.size(), 3U);
  const auto& asked = got.record.items[0];
  EXPECT_EQ(asked.inbox, "Zendesk");
  EXPECT_EQ(asked.item.external_id, "zendesk:351");
  EXPECT_EQ(asked.item.thread_key, "zendesk:35");
  EXPECT_EQ(asked.item.text, "Broken bike\n\nIt squeaks!");
  EXPECT_EQ(asked.item.author.handle, "ann@mail.example");
  EXPECT_FALSE(asked.item.own);
  const auto& answered = got.record.items[1].item;
  EXPECT_TRUE(answered.own);
  EXPECT_EQ(answered.author.name, "Bo");
  EXPECT_EQ(answered.recipient.external_id, "zendesk:1");
  EXPECT_EQ(answered.text, "Oil it.");
  EXPECT_FALSE(got.record.items[2].item.own) << "another customer in copy";
}

TEST(ZendeskSource, ATicketWithoutCommentsIsItsDescription) {
  const auto got = read(
      R"({"id":35,"subject":"Hi","description":"Where?","requester":{"id":1,"name":"Ann"},"created_at":"2026-01-05T09:00:00Z"})",
      "Help desk");
  ASSERT_EQ(got.record.items.size(), 1U);
  EXPECT_EQ(got.record.items[0].inbox, "Help desk");
  EXPECT_EQ(got.record.items[0].item.external_id, "zendesk:ticket:35");
  EXPECT_EQ(got.record.items[0].item.author.name, "Ann");
  EXPECT_EQ(got.record.items[0].item.text, "Hi\n\nWhere?");
}

TEST(ZendeskSource, ReadsPagesWithTheirUsers) {
  const auto got =
      read(R"({"tickets":[{"id":1,"requester_id":5,"description":"a","created_at":"2026-01-05T09:00:00Z"},{"id":2},7],)"
           R"("users":[{"id":5,"name":"Ann"}]})");
  ASSERT_EQ(got.record.items.size(), 1U);
  EXPECT_EQ(got.record.items[0].item.author.name, "Ann");
  ASSERT_EQ(got.record.refused.size(), 2U);
  EXPECT_EQ(got.record.refused[0].reason, "ticket 2: requester_id: missing");
  EXPECT_EQ(got.record.refused[1].reason, "id: missing");
}

TEST(ZendeskSource, SaysWhatIsWrongWithOneCommentAndTakesTheOthers) {
  const auto got =
      read(R"({"id":1,"requester_id":5,"comments":[7,{"id":2,"author_id":5},{"author_id":5,"body":"x"},{"id":3,"body":"x"},)"
           R"({"id":4,"author_id":5,"body":"x","created_at":"yesterday"},)"
           R"({"id":5,"author_id":5,"body":"good","created_at":"2026-01-05T09:00:00Z"}]})");
  EXPECT_EQ(got.record.items.size(), 1U);
  std::vector<std::string> reasons;
  for (const auto& refused : got.record.refused) reasons.push_back(refused.reason);
  EXPECT_EQ(reasons,
            (std::vector<std::string>{"ticket 1, comments[0]: expected an object",
                                      "ticket 1, comments[1]: body: missing; attachments are not imported",
                                      "ticket 1, comments[2]: id: missing", "ticket 1, comments[3]: author_id: missing",
                                      "ticket 1, comments[4]: created_at: expected a time like 2026-11-21T19:27:06Z"}));
  EXPECT_EQ(read("[]").fault, "expected a ticket");
  EXPECT_EQ(read(R"({"id":1,"requester_id":5,"comments":{}})").fault, "ticket 1: comments: expected a list");
}

}  // namespace
}  // namespace workflow
