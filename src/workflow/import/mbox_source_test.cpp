#include "workflow/import/mbox_source.hpp"

#include <gtest/gtest.h>

#include "workflow/import/file_test_kit.hpp"

namespace workflow {
namespace {

constexpr const char* kBox =
    "From ann@mail.example Mon Jan  5 10:00:00 2026\n"
    "From: Ann <ann@mail.example>\nTo: care@acme.example\nSubject: Bike\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n"
    "Message-ID: <1@mail.example>\n\nIt squeaks.\n\nFrom then on it was loud.\n>From here too.\n>>From there\n\n"
    "From care@acme.example Mon Jan  5 11:00:00 2026\n"
    "From: Care@acme.example\nTo: Ann <ann@mail.example>\nSubject: Re: Bike\nDate: Mon, 5 Jan 2026 11:00:00 +0000\n"
    "Message-ID: <2@acme.example>\nIn-Reply-To: <1@mail.example>\n\nOil it.\n\n"
    "From x Mon Jan  5 12:00:00 2026\nno mail\n";

class MboxSourceTest : public testing::Test {
 protected:
  std::vector<ImportRecord> all_of(const std::string& text, TextPosition from = {}) {
    const TestFile file(text);
    SourceOptions options;
    options.own = {"care@acme.example"};
    auto source = open_mbox(file.path(), from, options).value();
    std::vector<ImportRecord> out;
    while (auto next = source->next().value()) out.push_back(*std::move(next));
    return out;
  }
};

TEST_F(MboxSourceTest, ReadsMails) {
  const auto all = all_of(kBox);
  ASSERT_EQ(all.size(), 3U);
  const auto& asked = all[0].items.at(0);
  EXPECT_EQ(asked.line, 1);
  EXPECT_EQ(asked.inbox, "Mail");
  EXPECT_EQ(asked.item.text, "Bike\n\nIt squeaks.\n\nFrom then on it was loud.\nFrom here too.");
  EXPECT_EQ(asked.item.thread_key, "1@mail.example");
  EXPECT_FALSE(asked.item.own);
  const auto& answered = all[1].items.at(0).item;
  EXPECT_TRUE(answered.own);
  EXPECT_EQ(answered.recipient.external_id, "ann@mail.example");
  EXPECT_EQ(answered.thread_key, "1@mail.example");
  EXPECT_EQ(answered.text, "Oil it.");
  ASSERT_EQ(all[2].refused.size(), 1U);
  EXPECT_EQ(all[2].refused[0].line, 24);
  EXPECT_EQ(all[2].refused[0].reason, "From: no address");
}

TEST_F(MboxSourceTest, GoesOnBehindAnyMail) {
  const auto all = all_of(kBox);
  const auto rest = all_of(kBox, all.at(0).end);
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(rest[0].items.at(0).item.external_id, "2@acme.example");
  EXPECT_EQ(rest[0].items[0].line, all[1].items.at(0).line);
  EXPECT_TRUE(all_of(kBox, all.at(2).end).empty());
}

TEST_F(MboxSourceTest, WhatIsNoMailboxIsRefused) {
  const auto all = all_of(std::string("\0\1\2 binary\nmore\n", 16));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].refused.at(0).line, 1);
  EXPECT_EQ(all_of(std::string("junk\n\n") + kBox).size(), 4U);
  EXPECT_EQ(all_of("From x 10:00 2026\n" + std::string(9'000'000, 'x')).at(0).refused.size(), 1U);
}

TEST_F(MboxSourceTest, OurMailToNobodyIsRefused) {
  mail::Message mail;
  mail.from.address = "Care@acme.example";
  mail.id = "1";
  mail.date = base::Time{};
  mail.reply_text = "x";
  EXPECT_EQ(item_of_mail(mail, {"care@acme.example"}).error().message, "To: nobody but ourselves");
  EXPECT_TRUE(item_of_mail(mail, {}).has_value());
}

TEST_F(MboxSourceTest, SaysWhatAMailLacks) {
  const auto reason = [](const std::string& raw) { return item_of_mail(mail::read_message(raw), {}).error().message; };
  EXPECT_EQ(reason("From: Nobody of note\n\nx"), "From: no address");
  EXPECT_EQ(reason("From: a@b.example\nDate: yesterday\n\nx"), "Date: no time");
  EXPECT_EQ(reason("From: a@b.example\nDate: 5 Jan 2026 10:00 +0000\n\n"), "no text in it; attachments are not imported");
  EXPECT_EQ(
      reason("From: MAILER-DAEMON@b.example\nDate: 5 Jan 2026 10:00 +0000\nSubject: Undelivered Mail\n\n<c@d.example>: 550"),
      "a report that a mail was not delivered");
}

}  // namespace
}  // namespace workflow
