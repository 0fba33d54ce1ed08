#include "connectors/email/compose.hpp"

#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "channel/mail/message.hpp"
#include "connectors/email/context.hpp"
#include "connectors/email/encode.hpp"
#include "connectors/email/wire.hpp"

namespace email {
namespace {

using namespace std::chrono_literals;

Settings settings() {
  Settings settings;
  settings.address = "care@care.test";
  settings.display_name = "Example Care";
  settings.password = base::Secret("secret");
  return settings;
}

channel::OutboundMessage answer() {
  channel::OutboundMessage message;
  message.key = "m-1";
  message.text = "It is on its way. 📦\nSee https://shop.test/track?id=1&x=2.";
  message.thread_key = thread_of_root("first@shop.test");
  message.parent_external_id = "c@shop.test";
  message.context = write_context({.id = "c@shop.test",
                                   .references = {"first@shop.test", "b@shop.test"},
                                   .subject = "Re: Paket fehlt – order 4711",
                                   .answer_to = "Ann@shop.test"});
  message.recipient = {.external_id = "ann@shop.test", .handle = "ann@shop.test", .name = "Ann Müller"};
  message.written_at = base::parse_rfc3339("2026-11-22T19:20:05Z").value();
  return message;
}

std::string head_of(const std::string& mail) { return mail.substr(0, mail.find("\r\n\r\n")); }

// "testdata/answer.eml"; HEED_UPDATE=1 writes it anew.
void expect_golden(const std::string& name, const std::string& bytes) {
  const std::string path = std::string(TEST_DATA) + "/" + name;
  if (std::getenv("HEED_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << bytes;
  std::ifstream file(path, std::ios::binary);
  std::stringstream kept;
  kept << file.rdbuf();
  EXPECT_EQ(bytes, kept.str()) << path;
}

TEST(EmailCompose, WritesAnAnswer) {
  auto with_all = settings();
  with_all.signature = "Example Care\nhttps://care.test";
  auto message = answer();
  message.attachments.push_back({"Rückgabe \"Label\".pdf", "application/pdf", "Das Etikett für Rückgaben", "%PDF"});
  const auto mail = compose(with_all, message);
  ASSERT_TRUE(mail);
  EXPECT_EQ(mail->id, own_message_id("m-1", message.thread_key, "care.test"));
  EXPECT_EQ(mail->envelope.sender, "care@care.test");
  EXPECT_EQ(mail->envelope.recipient, "Ann@shop.test");
  EXPECT_EQ(compose(with_all, message)->bytes, mail->bytes) << "each attempt is the same mail";
  expect_golden("answer.eml", mail->bytes);
  const auto read = mail::read_message(mail->bytes);
  EXPECT_EQ(read.id, mail->id);
  EXPECT_EQ(read.subject, "Re: Paket fehlt – order 4711");
  EXPECT_EQ(read.from.name, "Example Care");
  EXPECT_EQ(read.to.at(0).name, "Ann Müller");
  EXPECT_EQ(read.in_reply_to, "c@shop.test");
  EXPECT_EQ(read.references, (std::vector<std::string>{"first@shop.test", "b@shop.test", "c@shop.test"}));
  EXPECT_EQ(read.reply_text, message.text) << "the signature is known as one";
  EXPECT_NE(read.html.value().find("href=\"https://shop.test/track?id=1&amp;x=2\""), std::string::npos) << *read.html;
  ASSERT_EQ(read.attachments.size(), 1U);
  EXPECT_EQ(read.attachments[0].name, "Rückgabe \"Label\".pdf");
  EXPECT_EQ(read.attachments[0].bytes, "%PDF");
  EXPECT_FALSE(read.auto_submitted) << "a person wrote it";
  EXPECT_EQ(thread_of(read), message.thread_key);
}

TEST(EmailCompose, WhatFollowsOurOwnWordKnowsIt) {
  const auto first = compose(settings(), answer()).value();
  auto second = answer();
  second.key = "m-2";
  second.context = first.context;
  const auto read = mail::read_message(compose(settings(), second)->bytes);
  EXPECT_EQ(read.in_reply_to, first.id);
  EXPECT_EQ(read.references.back(), first.id);
  EXPECT_EQ(read.references.front(), "first@shop.test");
  EXPECT_EQ(read.subject, "Re: Paket fehlt – order 4711") << "only one Re:";
}

TEST(EmailCompose, AnswersAMailWithoutAnId) {
  auto message = answer();
  message.parent_external_id = "made-77@mail.invalid";
  message.context = write_context({.subject = "Parcel", .answer_to = "ann@shop.test"});
  const auto read = mail::read_message(compose(settings(), message)->bytes);
  EXPECT_EQ(read.in_reply_to, "") << "nobody knows the one that we made";
  EXPECT_TRUE(read.references.empty());
  EXPECT_EQ(read.subject, "Re: Parcel");
}

TEST(EmailCompose, AMachineIsMarkedAndAnswersNoMachine) {
  auto message = answer();
  message.is_automatic = true;
  const auto mail = compose(settings(), message);
  ASSERT_TRUE(mail);
  EXPECT_EQ(mail->envelope.sender, "") << "nothing comes back to it";
  const auto read = mail::read_message(mail->bytes);
  EXPECT_TRUE(read.auto_submitted);
  EXPECT_FALSE(read.may_answer_by_machine);
  auto to_machine = answer();
  auto context = read_context(to_machine.context);
  context.answer_by_machine = false;
  to_machine.context = write_context(context);
  EXPECT_TRUE(compose(settings(), to_machine)) << "a person may";
  to_machine.is_automatic = true;
  EXPECT_FALSE(compose(settings(), to_machine));
}

// Two Heeds that answer every mail by themselves: the first answer is the last.
TEST(EmailCompose, TwoMachinesStopAtOnce) {
  auto message = answer();
  message.is_automatic = true;
  const auto sent = compose(settings(), message).value();
  const auto item = read_mail(sent.bytes, "other@other.test", {}, base::Time{500'000h}).value();
  EXPECT_TRUE(item.is_automatic);
  channel::OutboundMessage back;
  back.key = "m-2";
  back.text = "We are away";
  back.is_automatic = true;
  back.context = item.context;
  back.recipient = item.author;
  auto other = settings();
  other.address = "other@other.test";
  EXPECT_FALSE(compose(other, back));
}

TEST(EmailCompose, AnswersNobodyWithoutAnAddress) {
  auto message = answer();
  message.context.clear();
  message.recipient = {.external_id = "unknown-sender"};
  const auto refused = compose(settings(), message);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "There is no address that this could be sent to.");
  message.recipient.external_id = "ann@shop.test>\r\nRCPT TO:<eve@evil.test";
  EXPECT_FALSE(compose(settings(), message));
}

TEST(EmailCompose, AnswersAreMarkedOnce) {
  EXPECT_EQ(answer_subject("Parcel"), "Re: Parcel");
  for (const char* subject :
       {"Re: Parcel", "RE:Parcel", "re: AW: Sv: Re[3]: Parcel", " Antw: Parcel", "回复：Parcel", "RE：Parcel"})
    EXPECT_EQ(answer_subject(subject), "Re: Parcel") << subject;
  EXPECT_EQ(answer_subject("Reading: a hobby"), "Re: Reading: a hobby");
  EXPECT_EQ(answer_subject(""), "Re: ");
  EXPECT_EQ(answer_subject("Re["), "Re: Re[");
}

TEST(EmailCompose, HtmlSaysWhatTheTextSays) {
  EXPECT_EQ(
      html_page("<script>alert('x')</script> & \"y\"\nhttp://a.test/x). www", ""),
      "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body><div dir=\"auto\">&lt;script&gt;alert('x')&lt;/script&gt; "
      "&amp; &quot;y&quot;<br>\n<a href=\"http://a.test/x\">http://a.test/x</a>). www</div></body></html>\n");
}

TEST(EmailEncode, LinesOfAHeadAreShortAndPlain) {
  const std::string subject =
      "Ein sehr langer Betreff mit vielen Wörtern, der über mehrere Zeilen geht: 📦📦📦 " + std::string(100, 'x');
  const std::string field = text_field("Subject", subject);
  for (const auto line : base::split(field, '\n')) {
    EXPECT_LE(line.size(), 78U);
    for (const char c : line) EXPECT_LT(static_cast<unsigned char>(c), 0x80U);
  }
  EXPECT_EQ(mail::read_message(field + "\r\nx").subject, subject);
  EXPECT_EQ(text_field("Subject", "a\r\nBcc: eve@evil.test\r\n\r\nx"), "Subject: a Bcc: eve@evil.test x\r\n");
  EXPECT_EQ(mail::read_message(text_field("Subject", "=?utf-8?q?trick?=") + "\r\nx").subject, "=?utf-8?q?trick?=");
  EXPECT_EQ(address_field("From", "Care, \"Inc\" <x>", "a@b.test"), "From: \"Care, \\\"Inc\\\" <x>\" <a@b.test>\r\n");
  EXPECT_EQ(address_field("From", "", "a@b.test"), "From: <a@b.test>\r\n");
}

TEST(EmailEncode, QuotedPrintableKeepsEveryByteOfALine) {
  EXPECT_EQ(quoted_printable("a=b \nFrom me\n\té"), "a=3Db=20\r\n=46rom me\r\n\t=C3=A9\r\n");
  for (const auto line : base::split(quoted_printable(std::string(500, 'x') + std::string(500, '=')), '\n'))
    EXPECT_LE(line.size(), 77U);
}

// Whatever stands in a message, the head has our fields and the body is where it should be.
TEST(EmailCompose, NothingGetsIntoTheHead) {
  std::mt19937 random(20261122);
  const std::vector<std::string> pieces = {"\r\n",   "\n",
                                           "\r",     "Bcc: eve@evil.test",
                                           ": ",     "=?utf-8?Q?=0D=0ABcc:_e@e?=",
                                           "é",      "📦",
                                           "\0x",    "\x7f",
                                           "<",      ">",
                                           "\"",     "\\",
                                           ";",      "\xff\xfe",
                                           " ",      "\t",
                                           "@",      "--=_heed_m-1_a",
                                           "\u2028", "a"};
  const auto text = [&] {
    std::string out;
    for (auto count = random() % 12; count > 0; --count) out += pieces[random() % pieces.size()];
    return out;
  };
  for (int round = 0; round < 3'000; ++round) {
    auto with = settings();
    with.display_name = text();
    with.signature = text();
    auto message = answer();
    message.text = text();
    message.recipient.name = text();
    message.parent_external_id = text();
    message.context = base::to_storable(
        write_context({.id = text(), .references = {text(), text()}, .subject = text(), .answer_to = "a@b.test"}));
    message.attachments.push_back({text(), text(), text(), text()});
    const auto mail = compose(with, message);
    ASSERT_TRUE(mail);
    for (const auto line : base::split(mail->bytes, '\n')) {
      ASSERT_LE(line.size(), 998U);
      ASSERT_TRUE(line.empty() || line.back() == '\r') << mail->bytes;
      ASSERT_EQ(line.find('\r'), line.empty() ? std::string_view::npos : line.size() - 1) << mail->bytes;
    }
    const std::string head = head_of(mail->bytes);
    for (const auto line : base::split(head, '\n')) {
      const bool known = line.starts_with(' ') || line.starts_with("From:") || line.starts_with("To:") ||
                         line.starts_with("Subject:") || line.starts_with("Date:") || line.starts_with("Message-ID:") ||
                         line.starts_with("In-Reply-To:") || line.starts_with("References:") ||
                         line.starts_with("MIME-Version:") || line.starts_with("Content-Type:");
      ASSERT_TRUE(known) << line;
    }
    const auto read = mail::read_message(mail->bytes);
    ASSERT_EQ(read.from.address, "care@care.test");
    ASSERT_EQ(read.to.size(), 1U) << head;
    ASSERT_EQ(read.to[0].address, "a@b.test") << head;
    ASSERT_EQ(read.attachments.size(), 1U) << mail->bytes;
  }
}

}  // namespace
}  // namespace email
