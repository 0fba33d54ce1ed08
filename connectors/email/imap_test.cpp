#include "connectors/email/imap.hpp"

#include <gtest/gtest.h>

#include "connectors/email/mail_server_test_kit.hpp"

namespace email {
namespace {

using namespace std::chrono_literals;
using base::FailureKind;
using net::test::Peer;
using net::test::ScriptedServer;

class Imap : public MailServers {
 protected:
  base::Result<std::unique_ptr<ImapClient>> open(std::uint16_t port, Security security = Security::plain,
                                                 std::string password = "secret") {
    return run(ImapClient::open(*dialer_, {"good.example", port, security},
                                {"care@care.test", base::Secret(std::move(password)), base::Secret()}));
  }
};

TEST_F(Imap, SignsInAndReadsMail) {
  ImapScript script;
  script.answer = [](Peer& peer, const std::string& command) -> std::string {
    if (command == "EXAMINE \"INBOX\"") {
      peer.write("* 3 EXISTS\r\n* OK [UIDVALIDITY 17] UIDs\r\n* OK [UIDNEXT 9] next\r\n");
    } else if (command == "UID FETCH 6:* (UID RFC822.SIZE INTERNALDATE)") {
      peer.write("* 3 FETCH (UID 8 RFC822.SIZE 30 INTERNALDATE \"17-Jul-2026 02:44:25 +0000\")\r\n");
      peer.write(
          "* 1 FETCH (FLAGS (\\Seen) UID 3)\r\n* 2 FETCH (UID 7 RFC822.SIZE 20)\r\n* 1 FETCH (UID 5 RFC822.SIZE 1)\r\n");
    } else if (command == "UID FETCH 7:8 (UID BODY.PEEK[])") {
      peer.write("* 3 FETCH (UID 8 BODY[] " + literal("To: (a\r\n\r\n{3}\r\n") + ")\r\n* 4 EXISTS\r\n");
      peer.write("* 2 FETCH (BODY[] \"hi\" UID 7)\r\n* 2 FETCH (FLAGS () UID 6)\r\n");
    } else if (command == "UID SEARCH SINCE 14-Jan-2027") {
      peer.write("* SEARCH 9 7\r\n* SEARCH\r\n");
    } else {
      return "BAD what is " + command;
    }
    return "OK done";
  };
  const ScriptedServer server(std::ref(script));
  auto opened = open(server.port());
  ASSERT_TRUE(opened) << opened.error().message;
  auto& client = **opened;
  const auto box = run(client.open_folder("INBOX", Access::read_only)).value();
  EXPECT_EQ(box.uid_validity, 17U);
  EXPECT_EQ(box.uid_next, 9U);
  const auto listed = run(client.list_above(5)).value();
  ASSERT_EQ(listed.size(), 2U) << "in order, and neither what is older nor what only has flags";
  EXPECT_EQ(listed[0].uid, 7U);
  EXPECT_EQ(listed[1].size, 30U);
  const auto mails = run(client.fetch({8, 7})).value();
  ASSERT_EQ(mails.size(), 2U);
  EXPECT_EQ(mails[0].body, "hi");
  EXPECT_EQ(mails[1].body, "To: (a\r\n\r\n{3}\r\n");
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(run(client.wait_for_news(60s)));
  EXPECT_LT(std::chrono::steady_clock::now() - before, 30s) << "what was announced in between is news";
  EXPECT_EQ(run(client.search_since(base::parse_rfc3339("2027-01-14T12:00:00Z").value())).value(),
            (std::vector<std::uint32_t>{7, 9}));
  const auto refused = run(client.mark_as_read({1}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "good.example refused to hand over mail. It says: what is UID STORE 1 +FLAGS.SILENT (\\Seen)");
}

TEST_F(Imap, AWrongPasswordIsToldWithoutIt) {
  ImapScript script;
  const ScriptedServer server(std::ref(script));
  const auto refused = open(server.port(), Security::plain, "wrong-password");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::unauthenticated);
  EXPECT_EQ(refused.error().field, "password");
  EXPECT_EQ(refused.error().message,
            "good.example does not accept the user name or the password. It says: Invalid credentials secret");
  script.password = "wrong-password";
  EXPECT_EQ(open(server.port(), Security::plain, "wrong-password").error().message,
            "good.example does not accept the user name or the password. It says: Invalid credentials ***");
}

TEST_F(Imap, SignsInInTheWaysThatServersOffer) {
  ImapScript script;
  script.capabilities = "IMAP4rev1";
  const ScriptedServer server(std::ref(script));
  EXPECT_TRUE(open(server.port()));
  EXPECT_EQ(script.seen[1], "LOGIN \"care@care.test\" \"secret\"");
  script.capabilities = "IMAP4rev1 LOGINDISABLED STARTTLS";
  EXPECT_EQ(open(server.port()).error().field, "imap_security");
  const ScriptedServer by_parts([](Peer& peer, int) {
    peer.write("* OK hi\r\n");
    peer.read_line();
    peer.write("* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\nh1 OK\r\n");
    EXPECT_EQ(peer.read_line(), "h2 AUTHENTICATE XOAUTH2");
    peer.write("+\r\n");
    EXPECT_EQ(peer.read_line(), "dXNlcj1jYXJlQGNhcmUudGVzdAFhdXRoPUJlYXJlciB0b2tlbgEB");
    peer.write("+ eyJzdGF0dXMiOiI0MDAifQ==\r\n");
    EXPECT_EQ(peer.read_line(), "");
    peer.write("h2 NO expired\r\n");
    peer.at_end();
  });
  const auto refused = run(ImapClient::open(*dialer_, {"good.example", by_parts.port(), Security::plain},
                                            {"care@care.test", base::Secret(), base::Secret("token")}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "access_token");
}

TEST_F(Imap, SecuresTheConnectionBeforeItSaysAnything) {
  const auto certified = authority().issue({});
  const ScriptedServer server([&certified](Peer& peer, int) {
    peer.write("* OK hi\r\n");
    EXPECT_EQ(peer.read_line(), "h1 STARTTLS");
    peer.write("h1 OK go\r\n");
    if (!peer.start_tls(certified)) return;
    EXPECT_EQ(peer.read_line(), "h2 CAPABILITY");
    peer.write("* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nh2 OK\r\n");
    EXPECT_TRUE(peer.read_line().starts_with("h3 AUTHENTICATE PLAIN "));
    peer.write("h3 OK\r\n");
    peer.read_line();
    peer.write("h4 OK\r\n");
    peer.at_end();
  });
  EXPECT_TRUE(open(server.port(), Security::starttls));
  const ScriptedServer without([](Peer& peer, int) {
    peer.write("* OK hi\r\n");
    peer.read_line();
    peer.write("h1 BAD unknown\r\n");
    EXPECT_TRUE(peer.at_end()) << "nothing is said in clear";
  });
  EXPECT_FALSE(open(without.port(), Security::starttls));
  const ScriptedServer preauth([](Peer& peer, int) {
    peer.write("* PREAUTH welcome\r\n");
    EXPECT_TRUE(peer.at_end());
  });
  EXPECT_FALSE(open(preauth.port(), Security::starttls)) << "CVE-2020-12398";
}

TEST_F(Imap, TellsWhatIsNoMailServer) {
  const ScriptedServer web([](Peer& peer, int) { peer.write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  const auto refused = open(web.port());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("does not speak IMAP"), std::string::npos) << refused.error().message;
  const ScriptedServer full([](Peer& peer, int) { peer.write("* BYE Too many connections\r\n"); });
  EXPECT_EQ(open(full.port()).error().message, "good.example ended the connection. It says: Too many connections");
}

TEST_F(Imap, IdlesAndPolls) {
  ImapScript script;
  int rounds = 0;
  script.answer = [&rounds](Peer& peer, const std::string& command) -> std::string {
    if (command != "IDLE") return "OK done";
    peer.write("+ idling\r\n");
    ++rounds;
    if (rounds >= 2) peer.write("* OK Still here\r\n* 5 EXISTS\r\n");
    if (rounds == 4) peer.write("* 2 EXPUNGE\r\n* 5 EXISTS\r\n");
    EXPECT_EQ(peer.read_line(), "DONE");
    return "OK done";
  };
  const ScriptedServer server(std::ref(script));
  auto opened = open(server.port());
  ASSERT_TRUE(opened);
  EXPECT_TRUE(run((*opened)->wait_for_news(30ms))) << "nothing came, and it goes on";
  EXPECT_TRUE(run((*opened)->wait_for_news(60s)));
  EXPECT_EQ(rounds, 2);
  (void)run((*opened)->list_above(4));
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(run((*opened)->wait_for_news(100ms)));
  EXPECT_GE(std::chrono::steady_clock::now() - before, 100ms) << "a count that is repeated is no news";
  EXPECT_TRUE(run((*opened)->wait_for_news(60s))) << "one went and one came";
  EXPECT_EQ(rounds, 4);
  script.capabilities = "IMAP4rev1 AUTH=PLAIN SASL-IR";
  auto without = open(server.port());
  script.seen.clear();
  EXPECT_TRUE(run((*without)->wait_for_news(30ms)));
  EXPECT_EQ(script.seen, std::vector<std::string>{"NOOP"});
}

TEST_F(Imap, TakesNoMoreThanItAskedFor) {
  ImapScript script;
  script.answer = [](Peer& peer, const std::string&) -> std::string {
    peer.write("* 1 FETCH (UID 7 BODY[] {4000000000}\r\n");
    return "";
  };
  const ScriptedServer server(std::ref(script));
  auto opened = open(server.port());
  ASSERT_TRUE(opened);
  EXPECT_EQ(run((*opened)->fetch({7})).error().message, "good.example sends more than was asked for.");
}

TEST_F(Imap, WaitingCanBeCancelled) {
  ImapScript script;
  script.answer = [](Peer& peer, const std::string&) -> std::string {
    peer.write("+ idling\r\n");
    peer.at_end();
    return "";
  };
  const ScriptedServer server(std::ref(script));
  auto opened = open(server.port());
  ASSERT_TRUE(opened);
  expect_cancellable((*opened)->wait_for_news(10min));
}

}  // namespace
}  // namespace email
