#include "connectors/email/smtp.hpp"

#include <gtest/gtest.h>

#include "connectors/email/mail_server_test_kit.hpp"

namespace email {
namespace {

using channel::SendOutcome;
using net::test::Peer;
using net::test::ScriptedServer;

// Takes one mail; a command that begins with `at` gets `answer` instead of a yes, "" cuts the connection.
struct SmtpScript {
  std::string extensions = "250-SIZE 100000\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN\r\n";
  std::string at;
  std::string answer;
  std::vector<std::string> seen;
  std::string mail;

  void operator()(Peer& peer, int) {
    if (!reply(peer, "greeting", "220-mx\r\n220 ready\r\n")) return;
    for (auto line = peer.read_line(); !line.empty(); line = peer.read_line()) {
      seen.push_back(line);
      std::string yes = "250 2.0.0 fine\r\n";
      if (line.starts_with("EHLO")) yes = "250-mx greets\r\n" + extensions;
      if (line.starts_with("AUTH PLAIN")) yes = "235 in\r\n";
      if (line == "DATA") yes = "354 go\r\n";
      if (!reply(peer, line, yes)) return;
      if (line == "DATA" && at != "DATA" && !take(peer)) return;
    }
  }
  bool reply(Peer& peer, const std::string& line, const std::string& yes) {
    const bool is_it = !at.empty() && line.starts_with(at);
    if (is_it && answer.empty()) peer.reset();
    return (!is_it || !answer.empty()) && peer.write(is_it ? answer : yes);
  }
  bool take(Peer& peer) {
    for (auto line = peer.read_line(); line != "."; line = peer.read_line()) mail += line + "\n";
    return reply(peer, "end", "250 queued\r\n");
  }
};

class Smtp : public MailServers {
 protected:
  channel::SendResult submit(SmtpScript& script, const std::string& recipient = "ann@shop.test",
                             const std::string& mail = "To: a\r\n\r\n.\r\n..x\r\n") {
    const ScriptedServer server(std::ref(script));
    return run(submit_mail(*dialer_, {"good.example", server.port(), Security::plain},
                           {"care@care.test", base::Secret("secret"), base::Secret()},
                           {"care@care.test", recipient, "care.test"}, mail));
  }
  channel::SendResult outcome(const std::string& at, const std::string& answer) {
    SmtpScript script;
    script.at = at;
    script.answer = answer;
    return submit(script);
  }
};

TEST_F(Smtp, HandsAMailIn) {
  SmtpScript script;
  EXPECT_EQ(submit(script).outcome, SendOutcome::sent);
  ASSERT_GE(script.seen.size(), 5U);
  EXPECT_EQ(script.seen[0], "EHLO care.test");
  EXPECT_EQ(script.seen[1], "AUTH PLAIN AGNhcmVAY2FyZS50ZXN0AHNlY3JldA==");
  EXPECT_EQ(script.seen[2], "MAIL FROM:<care@care.test> SIZE=17");
  EXPECT_EQ(script.seen[3], "RCPT TO:<ann@shop.test>");
  EXPECT_EQ(script.mail, "To: a\n\n..\n...x\n") << "with its dots doubled";
}

TEST_F(Smtp, EveryNoHasItsMeaning) {
  EXPECT_EQ(outcome("greeting", "554 go away\r\n").outcome, SendOutcome::later);
  EXPECT_EQ(outcome("greeting", "HTTP/1.1 400\r\n").outcome, SendOutcome::later);
  EXPECT_EQ(outcome("EHLO", "421 busy\r\n").outcome, SendOutcome::later);
  const auto wrong = outcome("AUTH", "535 5.7.8 no\r\n");
  EXPECT_EQ(wrong.outcome, SendOutcome::later);
  EXPECT_TRUE(wrong.needs_login);
  EXPECT_FALSE(outcome("AUTH", "454 4.7.0 later\r\n").needs_login);
  for (const char* command : {"MAIL", "RCPT", "DATA", "end"}) {
    EXPECT_EQ(outcome(command, "451 4.3.0 later\r\n").outcome, SendOutcome::later) << command;
    const auto refused = outcome(command, "550-5.1.1 no such\r\n550 5.1.1 user\r\n");
    EXPECT_EQ(refused.outcome, SendOutcome::refused) << command;
    EXPECT_NE(refused.reason.find("550 5.1.1 no such 5.1.1 user"), std::string::npos) << refused.reason;
    EXPECT_TRUE(outcome(command, "530 5.7.0 who are you\r\n").needs_login) << command;
  }
}

TEST_F(Smtp, WhereTheConnectionIsLostDecides) {
  for (const char* command : {"greeting", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"})
    EXPECT_EQ(outcome(command, "").outcome, SendOutcome::later) << command;
  EXPECT_EQ(outcome("end", "").outcome, SendOutcome::uncertain) << "it has all of it";
  EXPECT_EQ(outcome("end", "nonsense\r\n").outcome, SendOutcome::uncertain);
  const ScriptedServer cutter([](Peer& peer, int) {
    peer.write("220 a\r\n");
    peer.read_line();
    peer.write("250-b\r\n250 AUTH PLAIN\r\n");
    for (int i = 0; i < 4; ++i) {
      peer.read_line();
      peer.write(i == 0 ? "235 c\r\n" : i == 3 ? "354 d\r\n" : "250 d\r\n");
    }
    peer.read_exactly(1000);
    peer.reset();
  });
  const auto cut = run(submit_mail(*dialer_, {"good.example", cutter.port(), Security::plain},
                                   {"care@care.test", base::Secret("secret"), base::Secret()},
                                   {"care@care.test", "ann@shop.test", "care.test"}, std::string(20'000'000, 'x')));
  EXPECT_EQ(cut.outcome, SendOutcome::later) << "the end was not written: nothing may be delivered";
}

TEST_F(Smtp, LooksAtWhatTheServerTakes) {
  SmtpScript script;
  const auto large = submit(script, "ann@shop.test", std::string(100'001, 'x'));
  EXPECT_EQ(large.outcome, SendOutcome::refused);
  EXPECT_NE(large.reason.find("the server takes at most 0"), std::string::npos) << large.reason;
  EXPECT_EQ(submit(script, "jörg@shop.test").outcome, SendOutcome::refused);
  SmtpScript modern;
  modern.extensions = "250-SMTPUTF8\r\n250 AUTH PLAIN\r\n";
  EXPECT_EQ(submit(modern, "jörg@shop.test").outcome, SendOutcome::sent);
  EXPECT_EQ(modern.seen[2], "MAIL FROM:<care@care.test> SMTPUTF8");
  SmtpScript open_relay;
  open_relay.extensions = "250 HELP\r\n";
  const auto unknown = submit(open_relay);
  EXPECT_TRUE(unknown.needs_login);
  EXPECT_EQ(open_relay.seen, std::vector<std::string>{"EHLO care.test"}) << "no password where it is not asked for";
}

TEST_F(Smtp, NoPasswordInClearWhereTheConnectionShouldBeSecured) {
  SmtpScript script;
  const ScriptedServer server(std::ref(script));
  const auto proved = run(prove_submission(*dialer_, {"good.example", server.port(), Security::starttls},
                                           {"care@care.test", base::Secret("secret"), base::Secret()}, "localhost"));
  ASSERT_FALSE(proved);
  EXPECT_EQ(proved.error().field, "smtp_security");
  EXPECT_EQ(script.seen, std::vector<std::string>{"EHLO localhost"});
}

}  // namespace
}  // namespace email
