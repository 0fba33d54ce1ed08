#include "connectors/email/wire.hpp"

#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "connectors/email/context.hpp"

namespace email {
namespace {

using namespace std::chrono_literals;

constexpr base::Time kNow{500'000h};
const std::string kBoth = "From: Ann Lee <Ann@Shop.test>\r\nTo: care@care.test\r\nDate: Tue, 01 Sep 2026 10:00:00 +0000\r\n";

channel::InboundItem read(const std::string& raw, std::string_view own = "care@care.test") {
  auto item = read_mail(raw, own, base::Time{490'000h}, kNow);
  EXPECT_TRUE(item) << item.error().message;
  return item ? *std::move(item) : channel::InboundItem();
}
std::string mail_with(const std::string& fields, const std::string& text = "Hello") {
  return kBoth + fields + "\r\n" + text + "\r\n";
}
std::string thread_with(const std::string& fields) { return read(mail_with(fields)).thread_key; }

TEST(EmailWire, ReadsAMail) {
  const auto item =
      read(mail_with("Message-ID: <a1@shop.test>\r\nSubject: Parcel\r\n", "Where is it? 📦\r\n\r\n-- \r\nAnn"));
  EXPECT_EQ(item.external_id, "a1@shop.test");
  EXPECT_EQ(item.kind, channel::ItemKind::message);
  EXPECT_EQ(item.author.external_id, "ann@shop.test") << "however it is written";
  EXPECT_EQ(item.author.handle, "Ann@shop.test");
  EXPECT_EQ(item.author.name, "Ann Lee");
  EXPECT_EQ(item.text, "Where is it? 📦") << "without the signature";
  EXPECT_EQ(item.subject, "Parcel");
  EXPECT_FALSE(item.own);
  EXPECT_FALSE(item.is_public);
  EXPECT_FALSE(item.is_automatic);
  EXPECT_EQ(item.said_at, base::Time{490'000h}) << "when it arrived, not what it says";
  EXPECT_EQ(item.thread_key, thread_of_root("a1@shop.test"));
  EXPECT_EQ(item.parent_external_id, "");
  const auto context = read_context(item.context);
  EXPECT_EQ(context.id, "a1@shop.test");
  EXPECT_EQ(context.answer_to, "Ann@shop.test");
  EXPECT_TRUE(context.answer_by_machine);
}

TEST(EmailWire, AThreadIsKnownByItsReferences) {
  const auto thread = thread_of_root("first@shop.test");
  EXPECT_EQ(thread_with("Message-ID: <first@shop.test>\r\n"), thread);
  EXPECT_EQ(thread_with("Message-ID: <b@x>\r\nIn-Reply-To: <first@shop.test>\r\n"), thread);
  EXPECT_EQ(thread_with("Message-ID: <c@x>\r\nIn-Reply-To: <b@x>\r\nReferences: <first@shop.test> <b@x>\r\n"), thread);
  const auto ours = own_message_id("k-1", thread, "care.test");
  EXPECT_EQ(thread_with("Message-ID: <d@x>\r\nIn-Reply-To: <" + ours + ">\r\n"), thread) << "the list of references is lost";
  EXPECT_EQ(thread_with("Message-ID: <e@x>\r\nReferences: <" + ours + "> <unknown@x>\r\n"), thread);
  EXPECT_EQ(thread_with("Message-ID: <f@x>\r\nIn-Reply-To: <unknown@x>\r\nReferences: <" + ours + "> <unknown@x>\r\n"),
            thread);
  EXPECT_NE(thread_with("Message-ID: <g@x>\r\nSubject: Re: Parcel\r\n"),
            thread_with("Message-ID: <h@x>\r\nSubject: Parcel\r\n"))
      << "never by subject alone";
  EXPECT_EQ(read(mail_with("Message-ID: <c@x>\r\nReferences: <a@x> <b@x>\r\n")).parent_external_id, "b@x");
}

TEST(EmailWire, OwnIdsNameTheirThread) {
  const auto thread = thread_of_root("a@x");
  const auto id = own_message_id("m-77", thread, "care.test");
  EXPECT_EQ(id, "heed.m-77." + thread + "@care.test");
  EXPECT_EQ(thread_in_id(id), thread);
  EXPECT_EQ(own_message_id("m-77", "not a thread", "care.test"), "heed.m-77@care.test");
  for (const char* other : {"", "@", "heed.m-77@care.test", "heed.m-77.zzz@x", "a.b.0123456789abcdef01234567@x", "heed."})
    EXPECT_FALSE(thread_in_id(other)) << other;
}

TEST(EmailWire, WhoGetsTheAnswerIsWhoSpeaks) {
  const auto form = read(mail_with("Message-ID: <a@x>\r\nReply-To: Bob <bob@home.test>\r\n"));
  EXPECT_EQ(form.author.external_id, "bob@home.test");
  EXPECT_EQ(form.author.name, "Bob") << "not the name that another address goes by";
  EXPECT_EQ(read_context(form.context).answer_to, "bob@home.test");
  for (const char* field : {"Reply-To: care@care.test\r\n", "Reply-To: list@lists.test\r\nCc: list@lists.test\r\n",
                            "Reply-To: a@x.test, b@x.test\r\n", "Reply-To: nonsense\r\n", "Reply-To: ann@shop.test\r\n"})
    EXPECT_EQ(read(mail_with(std::string("Message-ID: <a@x>\r\n") + field)).author.external_id, "ann@shop.test") << field;
}

TEST(EmailWire, OurOwnWordsAreKnown) {
  const std::string raw =
      "From: Care <CARE@care.test>\r\nTo: Ann <ann@shop.test>\r\nMessage-ID: <o@x>\r\nIn-Reply-To: <a@x>\r\n\r\nOn its way\r\n";
  const auto own = read(raw);
  EXPECT_TRUE(own.own);
  EXPECT_EQ(own.recipient.external_id, "ann@shop.test");
  EXPECT_EQ(own.thread_key, thread_of_root("a@x"));
  EXPECT_EQ(read_context(own.context).answer_to, "ann@shop.test");
  EXPECT_FALSE(read(raw, "").own);
}

TEST(EmailWire, MachinesAreMarkedAndBouncesAreNobodysWord) {
  const auto away = read(mail_with("Message-ID: <a@x>\r\nAuto-Submitted: auto-replied\r\n"));
  EXPECT_TRUE(away.is_automatic);
  EXPECT_FALSE(read_context(away.context).answer_by_machine);
  const std::string bounce =
      "From: MAILER-DAEMON@mx.test\r\nTo: care@care.test\r\nSubject: Undelivered Mail Returned to Sender\r\n"
      "Message-ID: <b@mx.test>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
      "--b\r\n\r\nSorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\n"
      "Final-Recipient: rfc822; nobody@shop.test\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n"
      "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <heed.k@care.test>\r\n\r\n--b--\r\n";
  const auto refused = read_mail(bounce, "care@care.test", {}, kNow);
  ASSERT_FALSE(refused);
  EXPECT_EQ(
      refused.error().message,
      "This is nobody's word: it reports that the mail <heed.k@care.test> to nobody@shop.test was not delivered (5.1.1): 550 "
      "no such user");
  EXPECT_FALSE(read_mail(" \r\n", "", {}, kNow));
}

std::string bounce_of(const std::string& id, const std::string& status = "5.1.1") {
  return "From: MAILER-DAEMON@mx.test\r\nTo: care@care.test\r\nSubject: Undelivered Mail Returned to Sender\r\n"
         "Message-ID: <b@mx.test>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
         "--b\r\n\r\nSorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\n"
         "Final-Recipient: rfc822; nobody@shop.test\r\nAction: failed\r\nStatus: " +
         status +
         "\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n"
         "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <" +
         id + ">\r\n\r\n--b--\r\n";
}

TEST(EmailWire, ABounceOfOursIsAReport) {
  const auto read =
      read_mail_or_report(bounce_of("heed.heed-1z.0123456789abcdef01234567@care.test"), "care@care.test", {}, kNow);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_FALSE(read->item);
  ASSERT_TRUE(read->report);
  EXPECT_EQ(read->report->kind, channel::ReportKind::failed);
  EXPECT_EQ(read->report->external_id, "heed.heed-1z.0123456789abcdef01234567@care.test");
  EXPECT_EQ(read->report->key, "") << "what can be guessed is not believed";
  EXPECT_EQ(read->report->reason, "The mail came back from nobody@shop.test (5.1.1): 550 no such user");
  EXPECT_EQ(read->report->at, kNow);
}

TEST(EmailWire, OtherBouncesAreKeptAsTheyAre) {
  EXPECT_FALSE(read_mail_or_report(bounce_of("a@elsewhere.test"), "care@care.test", {}, kNow));
  EXPECT_FALSE(read_mail_or_report(bounce_of("heed.k@elsewhere.test"), "care@care.test", {}, kNow));
  const auto late = read_mail_or_report(bounce_of("heed.k@care.test", "4.4.1"), "care@care.test", {}, kNow);
  ASSERT_TRUE(late);
  EXPECT_TRUE(late->is_late_note) << "its server goes on trying";
  EXPECT_FALSE(late->report);
  EXPECT_FALSE(late->item);
}

TEST(EmailWire, TakesOddMails) {
  const auto without_id = read(mail_with("Subject: x\r\n"));
  EXPECT_FALSE(without_id.external_id.empty());
  EXPECT_EQ(without_id.external_id, read(mail_with("Subject: x\r\n")).external_id) << "the same mail is the same item";
  EXPECT_EQ(read_context(without_id.context).id, "") << "an id that was made is in nobody's list";
  EXPECT_EQ(read(mail_with("Message-ID: <a@x>\r\nSubject: Call me\r\n", "")).text, "Call me");
  const auto nobody = read("Subject: x\r\n\r\nHello\r\n");
  EXPECT_EQ(nobody.author.external_id, "unknown-sender");
  const auto wide = read(mail_with("Message-ID: <" + std::string(450, 'i') + "@x>\r\n"));
  EXPECT_TRUE(wide.external_id.starts_with("long-")) << wide.external_id;
  const auto talkative = read(mail_with("Message-ID: <a@x>\r\n", std::string(30'000, 'x')));
  EXPECT_LE(talkative.text.size(), 20'003U);
  ASSERT_EQ(talkative.attachments.size(), 1U);
  EXPECT_EQ(talkative.attachments[0].bytes->size(), 30'000U);
  EXPECT_EQ(read_mail(mail_with("Date: Tue, 01 Sep 2099 10:00:00 +0000\r\n"), "", {}, kNow)->said_at,
            base::parse_rfc3339("2026-09-01T10:00:00Z").value());
}

TEST(EmailWire, AttachmentsComeWithTheirBytes) {
  const auto item = read(
      kBoth +
      "Message-ID: <a@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee\r\n--b\r\n"
      "Content-Type: image/png\r\nContent-Disposition: attachment; filename*=utf-8''b%C3%B6x.png\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n" +
      base::to_base64("PNG\x01") + "\r\n--b--\r\n");
  ASSERT_EQ(item.attachments.size(), 1U);
  EXPECT_EQ(item.attachments[0].name, "böx.png");
  EXPECT_EQ(item.attachments[0].type, "image/png");
  EXPECT_EQ(item.attachments[0].size, 4);
  EXPECT_EQ(*item.attachments[0].bytes, "PNG\x01");
}

}  // namespace
}  // namespace email
