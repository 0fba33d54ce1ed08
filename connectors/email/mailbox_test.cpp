#include "connectors/email/mailbox.hpp"

#include <map>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "connectors/email/mail_server_test_kit.hpp"

namespace email {
namespace {

using namespace std::chrono_literals;
using net::test::Peer;
using net::test::ScriptedServer;

// A mailbox that answers what the receiver asks.
struct FakeMailbox {
  std::uint32_t uid_validity = 17;
  bool tells_next = true;
  std::map<std::uint32_t, std::string> mails;
  std::map<std::uint32_t, std::size_t> sizes;   // Where it is not true.
  std::map<std::uint32_t, std::string> broken;  // What is said instead of the mail.
  std::vector<std::string> seen;
  std::map<std::uint32_t, std::string> sent;
  bool hides_sent = false;

  void add(std::uint32_t uid, const std::string& text) {
    mails[uid] = "From: ann@shop.test\r\nMessage-ID: <m" + std::to_string(uid) + "@shop.test>\r\n\r\n" + text + "\r\n";
  }
  [[nodiscard]] std::vector<std::uint32_t> in(const std::string& set) const {
    std::vector<std::uint32_t> out;
    for (const auto& [uid, mail] : *open_) {
      for (const auto part : base::split(set, ',')) {
        const auto colon = part.find(':');
        const auto first = static_cast<std::uint32_t>(std::stoul(std::string(part.substr(0, colon))));
        const auto last = colon == std::string_view::npos ? first
                          : part.substr(colon + 1) == "*"
                              ? std::max(first, open_->rbegin()->first)
                              : static_cast<std::uint32_t>(std::stoul(std::string(part.substr(colon + 1))));
        const bool is_last = part.ends_with("*") && uid == open_->rbegin()->first;
        if ((uid >= first && uid <= last) || is_last) out.push_back(uid);
      }
    }
    return out;
  }
  std::string answer(Peer& peer, const std::string& command) {
    seen.push_back(command);
    if (command.starts_with("EXAMINE") || command.starts_with("SELECT")) {
      open_ = command.find("Sent") == std::string::npos ? &mails : &sent;
      if (open_ == &sent && hides_sent) return "NO [NOPERM] Not yours";
      peer.write("* " + std::to_string(open_->size()) + " EXISTS\r\n");
      peer.write("* OK [UIDVALIDITY " + std::to_string(uid_validity) + "]\r\n");
      if (tells_next)
        peer.write("* OK [UIDNEXT " + std::to_string(open_->empty() ? 1 : open_->rbegin()->first + 1) + "]\r\n");
    } else if (command.starts_with("UID SEARCH")) {
      std::string all = "* SEARCH";
      for (const auto& [uid, mail] : *open_) all += " " + std::to_string(uid);
      peer.write(all + "\r\n");
    } else if (command.starts_with("UID FETCH")) {
      const auto set = command.substr(10, command.find(' ', 10) - 10);
      if (command.find("BODY.PEEK") == std::string::npos) return list(peer, set);
      return fetch(peer, set, command.find("<0.") != std::string::npos);
    } else if (command.starts_with("LIST")) {
      peer.write("* LIST (\\HasNoChildren) \"/\" INBOX\r\n* LIST (\\HasNoChildren \\Sent) \"/\" \"Sent Items\"\r\n");
    } else if (command == "IDLE") {
      peer.write("+\r\n");
      peer.read_line();
    }
    return "OK done";
  }
  std::string list(Peer& peer, const std::string& set) {
    for (const auto uid : in(set)) {
      const auto size = sizes.contains(uid) ? sizes.at(uid) : open_->at(uid).size();
      peer.write("* 1 FETCH (UID " + std::to_string(uid) + " RFC822.SIZE " + std::to_string(size) +
                 " INTERNALDATE \"17-Jul-2026 02:44:25 +0000\")\r\n");
    }
    return "OK done";
  }
  std::string fetch(Peer& peer, const std::string& set, bool beginning) {
    for (const auto uid : in(set)) {
      if (broken.contains(uid)) {
        if (!broken.at(uid).empty()) return broken.at(uid);
        continue;
      }
      const auto body = beginning ? open_->at(uid).substr(0, 30) : open_->at(uid);
      peer.write("* 1 FETCH (UID " + std::to_string(uid) + (beginning ? " BODY[]<0> " : " BODY[] ") + literal(body) +
                 ")\r\n");
    }
    return "OK done";
  }

 private:
  std::map<std::uint32_t, std::string>* open_ = &mails;
};

class MailboxReceives : public MailServers {
 protected:
  MailboxReceives() {
    script_.answer = [this](Peer& peer, const std::string& command) { return box_.answer(peer, command); };
  }
  MailboxPlan plan(std::uint16_t port) {
    return {{"good.example", port, Security::plain},
            {"care@care.test", base::Secret("secret"), base::Secret()},
            "care@care.test"};
  }
  std::optional<base::Failure> take(channel::FakeSink& sink, const std::string& cursor, const std::function<bool()>& until,
                                    const std::function<void(MailboxPlan&)>& change = {}) {
    const ScriptedServer server(std::ref(script_));
    auto wish = plan(server.port());
    if (change) change(wish);
    return receive(receive_mail(services(), wish, sink, cursor), sink, until);
  }
  std::optional<base::Failure> take(channel::FakeSink& sink, const std::string& cursor, std::size_t items) {
    return take(sink, cursor, [&sink, items] { return sink.items.size() + sink.unreadable.size() >= items; });
  }
  bool asked(const std::string& part) const {
    return std::ranges::any_of(box_.seen, [&](const auto& command) { return command.find(part) != std::string::npos; });
  }
  static std::string cursor(int validity, int uid) {
    return R"({"uid_validity":)" + std::to_string(validity) + R"(,"uid":)" + std::to_string(uid) +
           R"(,"at":"2026-07-17T00:00:00Z"})";
  }

  FakeMailbox box_;
  ImapScript script_;
};

TEST_F(MailboxReceives, BeginsNowAndGoesOnFromItsCursor) {
  box_.add(3, "old");
  const ScriptedServer server(std::ref(script_));
  const auto begins = run(prove_mailbox(services(), plan(server.port())));
  ASSERT_TRUE(begins) << begins.error().message;
  EXPECT_NE(begins->find(R"("uid_validity":17,"uid":3)"), std::string::npos) << *begins;
  box_.add(9, "second");
  box_.add(7, "first");
  channel::FakeSink sink;
  EXPECT_FALSE(take(sink, *begins, 2));
  ASSERT_EQ(sink.items.size(), 2U);
  EXPECT_EQ(sink.items[0].text, "first");
  EXPECT_EQ(sink.items[1].external_id, "m9@shop.test");
  EXPECT_NE(sink.cursor.find(R"("uid":9)"), std::string::npos) << sink.cursor;
  EXPECT_FALSE(asked("STORE"));
  EXPECT_TRUE(asked("EXAMINE")) << "it could not even change a mail";
  channel::FakeSink again;
  EXPECT_FALSE(take(again, sink.cursor, [&] { return again.connected_times > 1; }));
  EXPECT_TRUE(again.items.empty());
}

TEST_F(MailboxReceives, WithoutACursorItKeepsWhereItBegan) {
  box_.add(3, "old");
  channel::FakeSink sink;
  EXPECT_FALSE(take(sink, "", [&] { return sink.batches > 0; }));
  EXPECT_TRUE(sink.items.empty());
  EXPECT_NE(sink.cursor.find(R"("uid":3)"), std::string::npos) << sink.cursor;
}

TEST_F(MailboxReceives, ReadsTheDaysBeforeWhereThatIsWished) {
  box_.add(3, "old");
  channel::FakeSink sink;
  EXPECT_FALSE(take(sink, "", [&] { return !sink.items.empty(); }, [](MailboxPlan& wish) { wish.days_back = 3; }));
  EXPECT_EQ(sink.items.at(0).text, "old");
}

TEST_F(MailboxReceives, MarksAsReadOnlyWhereThatIsWished) {
  box_.add(3, "x");
  channel::FakeSink sink;
  EXPECT_FALSE(take(
      sink, cursor(17, 2), [&] { return sink.connected_times > 1; }, [](MailboxPlan& wish) { wish.mark_as_read = true; }));
  EXPECT_TRUE(asked("UID STORE 3 +FLAGS.SILENT (\\Seen)"));
}

TEST_F(MailboxReceives, WhatWasAnsweredElsewhereIsOurs) {
  box_.add(1, "x");
  box_.sent[4] = "From: care@care.test\r\nMessage-ID: <old@x>\r\nIn-Reply-To: <m0@shop.test>\r\n\r\nOld\r\n";
  channel::FakeSink sink;
  const auto looked = [&] { return sink.connected_times > 2; };
  EXPECT_FALSE(take(sink, cursor(17, 1), looked));
  EXPECT_TRUE(sink.items.empty()) << "it begins now";
  EXPECT_NE(sink.cursor.find(R"("sent_uid":4)"), std::string::npos) << sink.cursor;
  box_.sent[5] =
      "From: Care@care.test\r\nTo: ann@shop.test\r\nMessage-ID: <o5@x>\r\nIn-Reply-To: <m1@shop.test>\r\n\r\nDone\r\n";
  box_.sent[6] = "From: care@care.test\r\nTo: supplier@x.test\r\nMessage-ID: <o6@x>\r\n\r\nAn order\r\n";
  box_.sent[7] = "From: care@care.test\r\nMessage-ID: <heed.k@care.test>\r\nIn-Reply-To: <m1@shop.test>\r\n\r\nEcho\r\n";
  channel::FakeSink again;
  EXPECT_FALSE(take(again, sink.cursor, [&] { return again.connected_times > 2; }));
  ASSERT_EQ(again.items.size(), 1U) << "neither what answers nobody nor what was sent from here";
  EXPECT_TRUE(again.items[0].own);
  EXPECT_EQ(again.items[0].parent_external_id, "m1@shop.test");
  EXPECT_NE(again.cursor.find(R"("sent_uid":7)"), std::string::npos) << again.cursor;
  EXPECT_EQ(box_.seen[box_.seen.size() - 2].substr(0, 15), "UID FETCH 2:* (") << "the inbox is open again";
  box_.hides_sent = true;
  box_.add(2, "y");
  channel::FakeSink hidden;
  EXPECT_FALSE(take(hidden, again.cursor, [&] { return hidden.connected_times > 2; })) << "that does not end it";
  EXPECT_EQ(hidden.items.size(), 1U);
}

TEST_F(MailboxReceives, NumbersThatBeginAnewAreReconciled) {
  box_.add(1, "known perhaps");
  box_.add(2, "new");
  for (const auto& from : {cursor(16, 700), cursor(17, 700)}) {
    channel::FakeSink sink;
    EXPECT_FALSE(take(sink, from, [&] { return sink.batches >= 2; }));
    EXPECT_EQ(sink.items.size(), 2U);
    EXPECT_NE(sink.cursor.find(R"("uid_validity":17,"uid":2)"), std::string::npos) << sink.cursor;
    EXPECT_TRUE(asked("UID SEARCH SINCE 16-Jul-2026"));
    EXPECT_TRUE(sink.gaps.empty());
  }
}

TEST_F(MailboxReceives, TheCursorStaysWhileAReconciliationIsUnderWay) {
  for (std::uint32_t uid = 1; uid <= 60; ++uid) box_.add(uid, "x");
  channel::FakeSink sink;
  sink.refuse = base::Failure{base::FailureKind::unavailable, "The disk is full.", {}, {}};
  EXPECT_EQ(take(sink, cursor(16, 700), [] { return false; }).value().message, "The disk is full.");
  EXPECT_NE(sink.cursor.find(R"("uid_validity":16,"uid":700,)"), std::string::npos) << sink.cursor;
}

TEST_F(MailboxReceives, AMailThatCannotBeReadHoldsUpNobody) {
  box_.tells_next = false;
  for (std::uint32_t uid = 1; uid <= 6; ++uid) box_.add(uid, "x");
  box_.broken[2] = "NO [EXPUNGEISSUED] Corrupt cache";
  box_.broken[4] = "";
  box_.sizes[5] = 80UL * 1024 * 1024;
  channel::FakeSink sink;
  EXPECT_FALSE(take(sink, cursor(17, 0), 6));
  EXPECT_EQ(sink.items.size(), 3U);
  EXPECT_EQ(sink.items.back().external_id, "m6@shop.test");
  ASSERT_EQ(sink.unreadable.size(), 3U);
  EXPECT_EQ(sink.unreadable[0].reason,
            "The mail with the number 2 cannot be read: good.example refused to hand over mail. It says: Corrupt cache");
  EXPECT_EQ(sink.unreadable[1].reason, "The mail with the number 4 cannot be read: The mail server did not hand it over.");
  EXPECT_EQ(sink.unreadable[2].reason,
            "This mail has 80 MiB; at most 34 are taken in. It is in the mailbox, and how it begins is kept here.");
  EXPECT_EQ(sink.unreadable[2].raw, box_.mails[5].substr(0, 30));
  EXPECT_NE(sink.cursor.find(R"("uid":6)"), std::string::npos);
}

TEST_F(MailboxReceives, OfABounceItsBeginningIsKept) {
  box_.mails[1] =
      "From: MAILER-DAEMON@mx.test\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b@x>\r\n\r\n" +
      std::string(500'000, 'x') + "\r\n";
  channel::FakeSink sink;
  EXPECT_FALSE(take(sink, cursor(17, 0), 1));
  ASSERT_EQ(sink.unreadable.size(), 1U);
  EXPECT_EQ(sink.unreadable[0].raw.size(), 64U * 1024);
}

TEST_F(MailboxReceives, AServerThatIsAwayIsAskedAnotherTime) {
  box_.add(1, "x");
  box_.broken[1] = "NO [UNAVAILABLE] Come back";
  channel::FakeSink sink;
  const auto failed = take(sink, cursor(17, 0), [] { return false; });
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->kind, base::FailureKind::unavailable);
  EXPECT_EQ(sink.batches, 0) << "the cursor did not pass it";
}

TEST_F(MailboxReceives, LargeBacklogsComeInBatches) {
  for (std::uint32_t uid = 1; uid <= 120; ++uid) box_.add(uid, "x");
  channel::FakeSink sink;
  EXPECT_FALSE(take(sink, cursor(17, 0), 120));
  EXPECT_EQ(sink.batches, 6);
  for (std::size_t i = 0; i < sink.items.size(); ++i)
    EXPECT_EQ(sink.items[i].external_id, "m" + std::to_string(i + 1) + "@shop.test");
}

}  // namespace
}  // namespace email
