// Beside Postfix, Dovecot and OpenDKIM, with a customer whose clients others wrote (tests/peers/email): `./test connectors`.

#include <array>
#include <cstdio>
#include <filesystem>
#include <future>
#include <iostream>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "channel/channel.hpp"
#include "channel/peer_test_kit.hpp"
#include "connectors/email/mail_server_test_kit.hpp"
#include "connectors/email/wire.hpp"
#include "net/http_client.hpp"

channel::ChannelType email_channel();

namespace email {
namespace {

using namespace std::chrono_literals;
using channel::SendOutcome;
using net::test::Peer;
using net::test::ScriptedServer;

std::string place(const char* name) { return channel::environment((std::string("HEED_PEER_EMAIL") + name).c_str()); }

std::string shell_quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// What Ann's program prints.
std::string customer(const std::string& what, const std::string& argument) {
  std::FILE* pipe = ::popen((place("_CUSTOMER") + " " + what + " " + shell_quoted(argument)).c_str(), "r");
  std::string out;
  std::array<char, 4096> room{};
  while (const auto got = std::fread(room.data(), 1, room.size(), pipe)) out.append(room.data(), got);
  EXPECT_EQ(::pclose(pipe), 0) << what;
  return std::string(base::trim(out));
}
std::string customer_sends(const boost::json::object& mail) { return customer("send", boost::json::serialize(mail)); }
boost::json::value customer_reads(const std::string& parent) { return base::parse_json(customer("read", parent)).value(); }
std::string text_of(const boost::json::value& value) { return std::string(value.as_string()); }

// Forwards to the submission server and, once the customer's side of a mail has ended, cuts the connection: before the dot
// that ends it, or right behind it.
class Cutter {
 public:
  explicit Cutter(bool behind_the_dot) : server_([=](Peer& peer, int) { forward(peer, behind_the_dot); }) {}
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }

 private:
  static void forward(Peer& peer, bool behind_the_dot) {
    Peer postfix(connected());
    const auto answer = [&] {
      std::string line;
      do {
        line = postfix.read_line();
        peer.write(line + "\r\n");
      } while (line.size() > 3 && line[3] == '-');
    };
    answer();
    for (bool in_mail = false;;) {
      const auto line = peer.read_line();
      if (!in_mail && line.empty()) return;
      if (in_mail && line == "." && !behind_the_dot) return peer.reset();
      postfix.write(line + "\r\n");
      if (in_mail && line == ".") {
        postfix.read_line();
        return peer.reset();
      }
      if (!in_mail) answer();
      in_mail = in_mail || line == "DATA";
    }
  }
  static int connected() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(place("_SUBMISSION"))));
    EXPECT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    return fd;
  }

  ScriptedServer server_;
};

class EmailPeer : public MailServers {
 protected:
  void SetUp() override {
    if (place("").empty())
      GTEST_SKIP() << "HEED_PEER_EMAIL does not say where a mail system is; ./test connectors starts one";
    dialer_ =
        net::Dialer::create(context_.get_executor(), {{"127.0.0.0/8", "::1/128"}, place("_DIR") + "/cert.pem"}).value();
    http_ = net::make_http_client(context_.get_executor(), *dialer_, {});
    clock_.set(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
  }
  boost::json::object settings() {
    return {{"address", "care@care.test"},
            {"display_name", "Example Care"},
            {"password", "secret"},
            {"imap_host", "localhost"},
            {"imap_port", std::stoi(place("_IMAPS"))},
            {"imap_security", "tls"},
            {"smtp_host", "localhost"},
            {"smtp_port", std::stoi(place("_SUBMISSION"))},
            {"smtp_security", "starttls"},
            {"signature", "Example Care – we listen"}};
  }
  std::unique_ptr<channel::ChannelInbox> open(const boost::json::object& with) {
    return email_channel().open(with, {*http_, *dialer_, clock_, [] { return std::uint64_t{4}; }, "", ""}).value();
  }
  base::Failure trouble(const boost::json::object& with) {
    auto account = run(open(with)->connect());
    EXPECT_FALSE(account);
    return account ? base::Failure() : account.error();
  }
  std::string begin() {
    auto account = run(open(settings())->connect());
    EXPECT_TRUE(account) << account.error().message;
    return account ? account->cursor : "";
  }
  // Receives from there while `meanwhile` happens once it is connected, until so much has come.
  channel::FakeSink receive_while(const std::string& cursor, std::size_t count, const std::function<void()>& meanwhile) {
    channel::FakeSink sink;
    const auto inbox = open(settings());
    std::future<void> done;
    const auto until = [&] {
      if (meanwhile && !done.valid()) done = std::async(std::launch::async, meanwhile);
      if (sink.items.size() + sink.unreadable.size() + sink.reports.size() < count) return false;
      came_ = std::chrono::steady_clock::now();
      return true;
    };
    const auto failed = receive(inbox->receive(sink, cursor), sink, until);
    EXPECT_FALSE(failed) << failed->message;
    if (done.valid()) done.get();
    return sink;
  }
  channel::OutboundMessage answer_to(const channel::InboundItem& item, const std::string& key) {
    channel::OutboundMessage message;
    message.key = key;
    message.text = "On its way 📦\nשלום";
    message.thread_key = item.thread_key;
    message.parent_external_id = item.external_id;
    message.context = item.context;
    message.recipient = item.author;
    message.written_at = clock_.now();
    return message;
  }

  std::unique_ptr<net::HttpClient> http_;
  std::chrono::steady_clock::time_point came_;
};

TEST_F(EmailPeer, SaysWhatIsWrong) {
  EXPECT_FALSE(begin().empty());
  auto with = settings();
  with["password"] = "wrong";
  const auto password = trouble(with);
  EXPECT_EQ(password.field, "password");
  EXPECT_EQ(password.message.find("localhost does not accept the user name or the password."), 0U) << password.message;
  with = settings();
  with["imap_host"] = "no-such-host.test";
  EXPECT_EQ(trouble(with).message, "There is no host called no-such-host.test.");
  EXPECT_EQ(trouble(with).field, "imap_host");
  with = settings();
  with["imap_port"] = std::stoi(place("_SUBMISSION"));
  with["imap_security"] = "plain";
  EXPECT_NE(trouble(with).message.find("does not speak IMAP"), std::string::npos) << trouble(with).message;
  with = settings();
  with["smtp_security"] = "tls";
  EXPECT_EQ(trouble(with).field, "smtp_host");
  dialer_ = net::Dialer::create(context_.get_executor(), {{"127.0.0.0/8", "::1/128"}, ""}).value();
  const auto certificate = trouble(settings());
  EXPECT_NE(certificate.message.find("certificate"), std::string::npos) << certificate.message;
}

TEST_F(EmailPeer, SignsInWithAToken) {
  auto with = settings();
  with.erase("password");
  with["access_token"] = "a-good-token";
  const auto account = run(open(with)->connect());
  EXPECT_TRUE(account) << account.error().message;
  with["access_token"] = "an-old-token";
  const auto refused = trouble(with);
  EXPECT_EQ(refused.field, "access_token");
  EXPECT_EQ(refused.kind, base::FailureKind::unauthenticated);
  EXPECT_EQ(refused.message.find("localhost does not accept the access token; it may have expired."), 0U) << refused.message;
  channel::OutboundMessage message;
  message.key = "peer-token";
  message.text = "Hello";
  message.recipient.external_id = "ann@shop.test";
  const auto unsent = run(open(with)->send(message));
  EXPECT_EQ(unsent.outcome, SendOutcome::later);
  EXPECT_TRUE(unsent.needs_login) << unsent.reason;
  with["access_token"] = "a-good-token";
  const auto sent = run(open(with)->send(message));
  EXPECT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
}

TEST_F(EmailPeer, AMailIsAnsweredAndTheAnswerIsAnswered) {
  const auto cursor = begin();
  std::string id;
  std::chrono::steady_clock::time_point sent_at;
  const auto received = receive_while(cursor, 1, [&] {
    id = customer_sends({{"subject", "Paket fehlt – order 4711"},
                         {"text", "Where is my parcel? 📦\n\n-- \nAnn"},
                         {"attachments", {{{"filename", "Fötö.png"}, {"content", "PNG"}}}}});
    sent_at = std::chrono::steady_clock::now();
  });
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(came_ - sent_at).count();
  std::cout << "handed over " << waited << " ms after the customer's mail program was done\n";
  ASSERT_EQ(received.items.size(), 1U);
  const auto& item = received.items[0];
  EXPECT_EQ(item.external_id, id);
  EXPECT_EQ(item.text, "Where is my parcel? 📦");
  EXPECT_EQ(item.author.name, "Ann Müller");
  EXPECT_EQ(item.attachments.at(0).name, "Fötö.png");

  auto message = answer_to(item, "peer-1");
  message.attachments.push_back({"Rückgabe.pdf", "application/pdf", "", std::string(200'000, 'p')});
  const auto inbox = open(settings());
  const auto sent = run(inbox->send(message));
  ASSERT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  const auto seen = customer_reads(id);
  EXPECT_EQ(text_of(seen.at("id")), "<" + sent.external_id + ">");
  EXPECT_EQ(seen.at("subject"), "Re: Paket fehlt – order 4711");
  EXPECT_EQ(seen.at("from"), "\"Example Care\" <care@care.test>");
  EXPECT_EQ(text_of(seen.at("references").at(0)), "<" + id + ">");
  EXPECT_EQ(seen.at("text"), "On its way 📦\nשלום\n\n-- \nExample Care – we listen");
  EXPECT_NE(seen.at("html").as_string().find("On its way 📦<br>"), std::string::npos);
  EXPECT_EQ(seen.at("attachments").at(0).at("name"), "Rückgabe.pdf");
  EXPECT_EQ(seen.at("attachments").at(0).at("size"), 200'000);
  EXPECT_EQ(seen.at("dkim"), "care.test pass") << "nothing on the way had to be changed";

  const auto again = receive_while(received.cursor, 1, [&] {
    customer_sends({{"subject", "Something else"}, {"text", "Thanks"}, {"inReplyTo", "<" + sent.external_id + ">"}});
  });
  ASSERT_EQ(again.items.size(), 1U);
  EXPECT_EQ(again.items[0].thread_key, item.thread_key) << "by In-Reply-To alone, whatever the subject";
  EXPECT_EQ(again.items[0].parent_external_id, sent.external_id);
}

TEST_F(EmailPeer, AnswersOfAnotherProgramAreOurs) {
  const auto first = receive_while(begin(), 1, [] { customer_sends({{"subject", "Elsewhere"}, {"text", "Hello"}}); });
  ASSERT_EQ(first.items.size(), 1U);
  customer("file", "From: care@care.test\nTo: ann@shop.test\nMessage-ID: <by-hand@care.test>\nIn-Reply-To: <" +
                       first.items[0].external_id + ">\n\nAnswered by hand\n");
  const auto found = receive_while(first.cursor, 1, {});
  ASSERT_EQ(found.items.size(), 1U);
  EXPECT_TRUE(found.items[0].own);
  EXPECT_EQ(found.items[0].text, "Answered by hand");
  EXPECT_EQ(found.items[0].parent_external_id, first.items[0].external_id);
  EXPECT_EQ(found.items[0].thread_key, first.items[0].thread_key);
}

TEST_F(EmailPeer, MailsWithNewNumbersAreTheSameMails) {
  const auto cursor = begin();
  const auto first = receive_while(cursor, 2, [] {
    customer_sends({{"subject", "One"}, {"text", "One"}});
    customer_sends({{"subject", "Two"}, {"text", "Two"}});
  });
  ASSERT_EQ(first.items.size(), 2U);
  const auto folder = place("_DIR") + "/mail/care@care.test/Maildir";
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().filename().string().starts_with("dovecot")) std::filesystem::remove(file.path());
  }
  std::this_thread::sleep_for(1100ms);  // Dovecot makes the new UIDVALIDITY of the time, in seconds.
  const auto anew = receive_while(first.cursor, 2, {});
  const auto validity = [](const std::string& text) { return base::parse_json(text).value().at("uid_validity"); };
  EXPECT_NE(validity(anew.cursor), validity(first.cursor));
  for (const auto& item : first.items)
    EXPECT_TRUE(std::ranges::any_of(anew.items, [&](const auto& one) { return one.external_id == item.external_id; }));
  EXPECT_TRUE(anew.gaps.empty());
}

TEST_F(EmailPeer, AConnectionThatIsCutTellsWhereItWas) {
  const auto cursor = begin();
  const auto received = receive_while(cursor, 1, [] { customer_sends({{"subject", "Cut"}, {"text", "Hello"}}); });
  const auto send_through = [&](const Cutter& cutter) {
    auto with = settings();
    with["smtp_port"] = cutter.port();
    with["smtp_security"] = "plain";
    return run(open(with)->send(answer_to(received.items.at(0), "peer-2")));
  };
  const auto before = send_through(Cutter(false));
  EXPECT_EQ(before.outcome, SendOutcome::uncertain) << "the dot had left here, whatever became of it";
  const auto behind = send_through(Cutter(true));
  EXPECT_EQ(behind.outcome, SendOutcome::uncertain) << behind.reason;
  const auto seen = customer_reads(received.items.at(0).external_id);
  EXPECT_EQ(seen.at("count"), 1) << "the first was not delivered, the second was";
}

TEST_F(EmailPeer, RefusalsAndBouncesAreTold) {
  const auto cursor = begin();
  channel::OutboundMessage message;
  message.key = "peer-3";
  message.text = "Hello";
  message.recipient.external_id = "nobody@shop.test";
  const auto bounced = receive_while(cursor, 1, [&] {
    // Its own loop: the other one is receiving.
    boost::asio::io_context loop;
    const auto dialer =
        net::Dialer::create(loop.get_executor(), {{"127.0.0.0/8", "::1/128"}, place("_DIR") + "/cert.pem"}).value();
    const auto inbox =
        email_channel().open(settings(), {*http_, *dialer, clock_, [] { return std::uint64_t{4}; }, "", ""}).value();
    boost::asio::co_spawn(loop, inbox->send(message), [](const std::exception_ptr&, const channel::SendResult& result) {
      EXPECT_EQ(result.outcome, SendOutcome::sent) << result.reason;
    });
    loop.run();
  });
  ASSERT_EQ(bounced.reports.size(), 1U);
  EXPECT_EQ(bounced.reports[0].kind, channel::ReportKind::failed);
  EXPECT_EQ(bounced.reports[0].external_id, "heed.peer-3@care.test") << "as send() named it";
  EXPECT_TRUE(bounced.reports[0].reason.starts_with("The mail came back from nobody@shop.test (5."))
      << bounced.reports[0].reason;
  EXPECT_TRUE(bounced.items.empty());
  EXPECT_TRUE(bounced.unreadable.empty());

  message.attachments.push_back({"a.bin", "application/octet-stream", "", std::string(9'000'000, 'x')});
  const auto inbox = open(settings());
  EXPECT_EQ(run(inbox->send(message)).outcome, SendOutcome::refused) << "larger than the server takes";
  message.attachments.clear();
  message.recipient.external_id = "someone@elsewhere.test";
  const auto refused = run(inbox->send(message));
  EXPECT_EQ(refused.outcome, SendOutcome::refused);
  EXPECT_NE(refused.reason.find("no mail leaves this machine"), std::string::npos) << refused.reason;
}

}  // namespace
}  // namespace email
