#include "net/dial.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <boost/asio/bind_cancellation_slot.hpp>

#include "net/connection.hpp"
#include "net/peer_test_kit.hpp"

namespace net {
namespace {

using namespace std::chrono_literals;
using base::FailureKind;
using test::Peer;
using test::ScriptedServer;

class Dial : public test::CallTest {
 protected:
  base::Result<std::unique_ptr<Connection>> dial(const std::string& host, std::uint16_t port, bool tls = false,
                                                 std::chrono::milliseconds limit = 10s) {
    return run(dialer_->dial({host, port, tls}, std::chrono::steady_clock::now() + limit));
  }
  void expect_failure(const base::Result<std::unique_ptr<Connection>>& result, FailureKind kind,
                      const std::string& message) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, kind);
    EXPECT_EQ(result.error().message, message);
  }
  void expect_untrusted(const test::CertificatePlan& plan, const std::string& why,
                        const std::string& host = "good.example") {
    const ScriptedServer server(nothing(), authority().issue(plan));
    expect_failure(dial(host, server.port(), true), FailureKind::unavailable,
                   "No secure connection to " + host + ", port " + std::to_string(server.port()) + ": " + why + ".");
  }
};

TEST_F(Dial, ConnectsInClear) {
  const ScriptedServer server([](Peer& peer, int) { peer.write(peer.read_line() + "\r\n"); });
  const auto connection = dial("good.example", server.port());
  ASSERT_TRUE(connection) << connection.error().message;
  EXPECT_FALSE((*connection)->encrypted());
  EXPECT_TRUE((*connection)->is_quiet());
  EXPECT_EQ(resolver_->asked(), 1);
}

TEST_F(Dial, GoesWhereAnAdministratorSaysThatAHostIs) {
  const ScriptedServer server([](Peer& peer, int) { peer.write(peer.read_line() + "\r\n"); });
  const std::string there = "127.0.0.1:" + std::to_string(server.port());
  dialer_ = make_dialer({{"127.0.0.0/8"}, {}, {"Elsewhere.example:80=" + there}}, {});
  EXPECT_TRUE(dial("elsewhere.example", 80));
  EXPECT_FALSE(dial("elsewhere.example", 81, false, 1s));
  dialer_ = make_dialer({{}, {}, {"elsewhere.example:80=" + there}}, {});
  const auto refused = dial("elsewhere.example", 80);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::forbidden) << "it is not a way around what may be called";
}

TEST(Detour, IsAHostWithItsPortAndAnAddressWithOne) {
  const auto good = parse_detour("Shop.example:443=10.1.2.3:8443");
  ASSERT_TRUE(good.has_value());
  EXPECT_EQ(good->host, "shop.example");
  EXPECT_EQ(good->port, 443);
  EXPECT_EQ(good->to_address.text(), "10.1.2.3");
  EXPECT_EQ(good->to_port, 8443);
  EXPECT_EQ(parse_detour("a.example:80=[::1]:81")->to_address.text(), "::1");
  for (const char* bad : {"", "a", "a=b", "a:80=b:80", "a:80", "a:0=10.1.2.3:1", "a:80=10.1.2.3", ":80=10.1.2.3:1",
                          "a:x=10.1.2.3:1", "a:80=10.1.2.3:65536", "a:80=10.1.2.3:1=2"})
    EXPECT_FALSE(parse_detour(bad).has_value()) << bad;
}

TEST_F(Dial, SecuresAndSaysWhoItWants) {
  std::string name;
  const ScriptedServer server(
      [&name](Peer& peer, int) {
        name = peer.server_name();
        peer.write("x");
        peer.at_end();
      },
      authority().issue({}));
  auto connection = dial("good.example", server.port(), true);
  ASSERT_TRUE(connection) << connection.error().message;
  EXPECT_TRUE((*connection)->encrypted());
  char byte = 0;
  ASSERT_TRUE(run((*connection)->read_some({&byte, 1}, std::chrono::steady_clock::now() + 10s)));
  EXPECT_EQ(byte, 'x');
  EXPECT_EQ(name, "good.example");
}

TEST_F(Dial, ACertificateMayBeForAnAddress) {
  const ScriptedServer server(nothing(), authority().issue({.name = "127.0.0.1"}));
  EXPECT_TRUE(dial("127.0.0.1", server.port(), true));
  expect_untrusted({.name = "127.0.0.2"}, "its certificate is not for 127.0.0.1", "127.0.0.1");
}

TEST_F(Dial, TellsWhatIsWrongWithACertificate) {
  expect_untrusted({.name = "other.example"}, "its certificate is not for good.example but for other.example");
  expect_untrusted({.self_signed = true}, "its certificate is self-signed: nobody vouches for it");
  expect_untrusted({.from_days = 1}, "its certificate, or one it stands on, is not valid yet; is the clock right?");
  const ScriptedServer server(nothing(), authority().issue({.from_days = -9, .to_days = -2}));
  const auto expired = dial("good.example", server.port(), true);
  ASSERT_FALSE(expired);
  EXPECT_NE(expired.error().message.find(": its certificate, or one it stands on, ran out on 20"), std::string::npos);
}

TEST_F(Dial, TrustsNoAuthorityItWasNotTold) {
  for (const char* name : {"Stranger", "Test Authority"}) {  // The second goes by the name of the one that is trusted.
    const test::Authority stranger(name);
    const ScriptedServer server(nothing(), stranger.issue({}));
    const auto result = dial("good.example", server.port(), true);
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().message.find("comes from an authority that is not trusted here"), std::string::npos);
  }
}

TEST_F(Dial, TellsWhatIsNotTls) {
  const ScriptedServer greeting([](Peer& peer, int) {
    peer.write("220 mail.example ESMTP ready when you are\r\n");
    peer.at_end();
  });
  const auto to = [](const ScriptedServer& server) {
    return "No secure connection to good.example, port " + std::to_string(server.port()) + ": ";
  };
  expect_failure(dial("good.example", greeting.port(), true), FailureKind::unavailable,
                 to(greeting) + "it does not speak TLS on this port.");
  const ScriptedServer closing([](Peer& peer, int) { peer.read_exactly(1); });
  expect_failure(dial("good.example", closing.port(), true), FailureKind::unavailable,
                 to(closing) + "it ended the connection instead of securing it.");
  const ScriptedServer silent(nothing());
  expect_failure(dial("good.example", silent.port(), true, 500ms), FailureKind::unavailable,
                 to(silent) + "its end of the TLS handshake did not come in time.");
}

TEST_F(Dial, SpeaksNoOldTls) {
  const ScriptedServer old(nothing(), authority().issue({}), TLS1_1_VERSION);
  const auto result = dial("good.example", old.port(), true);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("it speaks no TLS newer than 1.1"), std::string::npos) << result.error().message;
  const ScriptedServer still_good(nothing(), authority().issue({}), TLS1_2_VERSION);
  EXPECT_TRUE(dial("good.example", still_good.port(), true));
}

TEST_F(Dial, TellsWhyThereIsNoConnection) {
  const auto port = test::unused_port();
  expect_failure(dial("good.example", port), FailureKind::unavailable,
                 "No connection to good.example, port " + std::to_string(port) +
                     ": the connection was refused, nothing listens there.");
  expect_failure(dial("nowhere.example", 25), FailureKind::not_found, "There is no host called nowhere.example.");
  expect_failure(dial("good.example", 0), FailureKind::invalid, "A port is a number from 1 to 65535.");
  for (const char* host : {"", "a b", "user@host", "käse.example", "a/b", "x\r\ny", "[::1]"}) {
    const auto result = dial(host, 25);
    ASSERT_FALSE(result) << host;
    EXPECT_EQ(result.error().kind, FailureKind::invalid) << host;
  }
  EXPECT_EQ(resolver_->asked(), 2);
}

TEST_F(Dial, GivesUpInTime) {
  const test::SilentPort silent;
  const auto begun = std::chrono::steady_clock::now();
  expect_failure(dial("good.example", silent.port(), false, 100ms), FailureKind::unavailable,
                 "No connection to good.example, port " + std::to_string(silent.port()) +
                     ": no answer in time; a firewall may drop what comes.");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
}

TEST_F(Dial, CallsOnlyWhatIsPublic) {
  const ScriptedServer server(nothing());
  dialer_ = make_dialer({}, {{"rebound.example", {"127.0.0.1"}},
                             {"mapped.example", {"::ffff:7f00:1"}},
                             {"metadata.example", {"169.254.169.254", "fd00:ec2::254"}}});
  for (const char* host :
       {"rebound.example", "mapped.example", "metadata.example", "127.0.0.1", "::1", "::ffff:127.0.0.1"}) {
    expect_failure(dial(host, server.port()), FailureKind::forbidden,
                   "The address of " + std::string(host) + " is not a public one; an administrator can allow its network.");
  }
  EXPECT_EQ(resolver_->asked(), 3);  // Once each: what was checked is what would be connected to.
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(Dial, LeavesOutTheAddressesThatAreNotAllowed) {
  const ScriptedServer server(nothing());
  dialer_ = make_dialer({.allowed_networks = {"127.0.0.1"}}, {{"mixed.example", {"127.0.0.3", "::1", "127.0.0.1"}}});
  EXPECT_TRUE(dial("mixed.example", server.port()));
}

TEST_F(Dial, ADeadAddressDoesNotHoldUpTheNext) {
  const ScriptedServer server(nothing());
  // Refused at once, and from a network that has no answer.
  dialer_ = make_dialer({.allowed_networks = {"0.0.0.0/0", "::/0"}},
                        {{"dual.example", {"::1", "127.0.0.1"}}, {"half.example", {"240.0.0.1", "127.0.0.1"}}});
  EXPECT_TRUE(dial("dual.example", server.port()));
  EXPECT_TRUE(dial("half.example", server.port()));
}

TEST_F(Dial, CanBeCancelled) {
  const test::SilentPort silent;
  const ScriptedServer mute(nothing());
  for (const Endpoint& endpoint :
       {Endpoint{"good.example", silent.port(), false}, Endpoint{"good.example", mute.port(), true}}) {
    boost::asio::cancellation_signal signal;
    bool ended = false;
    boost::asio::co_spawn(
        context_, dialer_->dial(endpoint, std::chrono::steady_clock::now() + 1h),
        boost::asio::bind_cancellation_slot(signal.slot(), [&](const std::exception_ptr&, const auto&) { ended = true; }));
    context_.restart();
    context_.run_for(100ms);
    EXPECT_FALSE(ended);
    signal.emit(boost::asio::cancellation_type::terminal);
    context_.restart();
    context_.run_for(5s);  // Ends as soon as nothing is left to be done.
    EXPECT_TRUE(ended);
  }
}

TEST_F(Dial, NamesTheOptionThatIsWrong) {
  const auto network = Dialer::create(context_.get_executor(), {.allowed_networks = {"intranet"}});
  ASSERT_FALSE(network);
  EXPECT_EQ(network.error().field, "allowed_networks");
  const auto file = Dialer::create(context_.get_executor(), {.extra_ca_file = "/does/not/exist.pem"});
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().field, "extra_ca_file");
}

TEST_F(Dial, TheSystemLooksNamesUp) {
  const auto system = system_resolver(context_.get_executor());
  const auto in_time = [] { return std::chrono::steady_clock::now() + 20s; };
  const auto here = run(system->resolve("localhost", in_time()));
  ASSERT_TRUE(here) << here.error().message;
  for (const auto& address : *here) EXPECT_FALSE(is_public(address)) << address.text();
  // RFC 6761: nobody has this name. Without a name server that can't be told from one that is away.
  const auto nobody = run(system->resolve("heed.invalid", in_time()));
  ASSERT_FALSE(nobody);
  EXPECT_NE(nobody.error().message.find("heed.invalid"), std::string::npos);
  // What getaddrinfo reads as an address in its own way is judged by what it reads.
  const auto odd = run(system->resolve("2130706433", in_time()));
  if (odd) EXPECT_FALSE(is_public(odd->front()));
  const auto late = run(system->resolve("heed.invalid", std::chrono::steady_clock::now() - 1s));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().message, "The name heed.invalid could not be looked up in time.");
}

}  // namespace
}  // namespace net
