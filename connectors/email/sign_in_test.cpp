#include "connectors/email/sign_in.hpp"

#include <algorithm>

#include "base/base64.hpp"
#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "connectors/email/inbox.hpp"
#include "connectors/email/mail_server_test_kit.hpp"
#include "connectors/email/server.hpp"

channel::ChannelType email_channel();

namespace email {
namespace {

using net::test::Peer;
using net::test::ScriptedServer;

// Gives one token, and another once that one was refused.
class TwoTokens final : public channel::TokenSource {
 public:
  net::Task<base::Result<base::Secret>> token() override {
    co_return base::Secret(refused_.empty() ? "token-1" : "token-2");
  }
  net::Task<base::Result<base::Secret>> token_after(base::Secret refused) override {
    refused_.push_back(refused.reveal());
    if (refused_.size() > 1) co_return base::fail(base::FailureKind::unauthenticated, "Sign in again.");
    co_return base::Secret("token-2");
  }
  std::vector<std::string> refused_;
};

class EmailSignIn : public MailServers {
 protected:
  base::Result<channel::OAuthClient> client(boost::json::object settings) {
    settings["address"] = settings.contains("address") ? settings["address"] : "care@care.test";
    const auto kept = email_channel().check_settings(settings);
    if (!kept) return base::pass_on(kept.error());
    return run(sign_in().client(*kept, services(), "https://care.example/oauth/callback"));
  }
};

TEST_F(EmailSignIn, LargeProvidersAreKnown) {
  const auto google =
      client({{"address", "care@gmail.com"}, {"oauth_client_id", "us"}, {"oauth_client_secret", "s"}}).value();
  EXPECT_EQ(google.token_url, "https://oauth2.googleapis.com/token");
  EXPECT_EQ(google.scopes, std::vector<std::string>{"https://mail.google.com/"});
  EXPECT_EQ(google.client_secret.reveal(), "s");
  const auto company = client({{"oauth_issuer", "Microsoft"}, {"oauth_client_id", "us"}}).value();
  EXPECT_NE(std::ranges::find(company.scopes, "offline_access"), company.scopes.end()) << "without it nothing is renewed";
  EXPECT_EQ(company.auth, channel::ClientAuth::none) << "without a secret it is a public client";
}

TEST_F(EmailSignIn, OthersSayThemselvesWhereToSignIn) {
  const auto document = [](const std::string& issuer, const std::string& token) {
    return R"({"issuer":")" + issuer + R"(","authorization_endpoint":"https://login.care.test/a","token_endpoint":")" +
           token +
           R"(","token_endpoint_auth_methods_supported":["client_secret_basic"],)"
           R"("authorization_response_iss_parameter_supported":true,"jwks_uri":"x"})";
  };
  const boost::json::object given{
      {"oauth_issuer", "https://login.care.test/"}, {"oauth_client_id", "us"}, {"oauth_client_secret", "s"}};
  const char* const address = "https://login.care.test/.well-known/openid-configuration";
  platform_.on(net::Method::get, address, 200, document("https://login.care.test", "https://login.care.test/t"));
  const auto found = client(given).value();
  EXPECT_EQ(found.authorize_url, "https://login.care.test/a");
  EXPECT_EQ(found.auth, channel::ClientAuth::in_header);
  EXPECT_EQ(found.issuer, "https://login.care.test");
  auto narrow = given;
  narrow["oauth_scopes"] = "imap smtp";
  EXPECT_EQ(client(narrow)->scopes, (std::vector<std::string>{"imap", "smtp"}));

  platform_.on(net::Method::get, "https://login.care.test/.well-known/oauth-authorization-server", 404, "");
  platform_.on(net::Method::get, address, 200, document("https://evil.test", "https://login.care.test/t"));
  EXPECT_EQ(client(given).error().field, "oauth_issuer") << "it is somebody else's";
  platform_.on(net::Method::get, address, 200, document("https://login.care.test", "http://login.care.test/t"));
  EXPECT_EQ(client(given).error().field, "oauth_issuer") << "in clear";
  platform_.on(net::Method::get, address, 404, "");
  EXPECT_EQ(client(given).error().field, "oauth_issuer");
}

TEST_F(EmailSignIn, SaysWhatIsMissing) {
  EXPECT_EQ(client({{"oauth_issuer", "google"}}).error().field, "oauth_client_id");
  EXPECT_EQ(client({{"oauth_client_id", "us"}}).error().field, "oauth_issuer");
  EXPECT_EQ(client({{"oauth_client_id", "us"}, {"oauth_issuer", "login.care.test"}}).error().field, "oauth_issuer");
  EXPECT_EQ(client({{"oauth_client_id", "a b"}}).error().field, "oauth_client_id");
}

TEST_F(EmailSignIn, SaysWhatRfc7628Wants) {
  const Credentials credentials{"care,b@care.test", base::Secret(), base::Secret("vF9")};
  EXPECT_EQ(*base::from_base64(sasl_oauthbearer(credentials, {"mx.care.test", 143, Security::plain})),
            std::string("n,a=care=2Cb@care.test,\x01host=mx.care.test\x01port=143\x01"
                        "auth=Bearer vF9\x01\x01"));
}

TEST_F(EmailSignIn, ATokenThatIsRefusedIsRenewedAndTheMailIsSaidOnce) {
  std::vector<std::string> tokens;
  std::vector<std::string> mails;
  const ScriptedServer smtp([&](Peer& peer, int) {
    peer.write("220 hi\r\n");
    for (auto line = peer.read_line(); !line.empty(); line = peer.read_line()) {
      if (line.starts_with("EHLO")) peer.write("250-hi\r\n250 AUTH OAUTHBEARER\r\n");
      else if (line.starts_with("AUTH OAUTHBEARER ")) {
        tokens.push_back(*base::from_base64(line.substr(17)));
        const bool is_good = tokens.back().find("token-2") != std::string::npos;
        peer.write(is_good ? "235 in\r\n" : "334 eyJzdGF0dXMiOiI0MDEifQ==\r\n");
      } else if (line == "AQ==") {
        peer.write("535 expired\r\n");
      } else if (line == "DATA") {
        peer.write("354 go\r\n");
        std::string mail;
        for (auto part = peer.read_line(); part != "."; part = peer.read_line()) mail += part + "\n";
        mails.push_back(std::move(mail));
        peer.write("250 taken\r\n");
      } else {
        peer.write("250 ok\r\n");
      }
    }
  });
  TwoTokens source;
  auto with = services();
  with.tokens = &source;
  const boost::json::object settings{{"address", "care@care.test"}, {"smtp_host", "good.example"},
                                     {"smtp_port", smtp.port()},    {"smtp_security", "plain"},
                                     {"imap_host", "good.example"}, {"imap_port", 1},
                                     {"imap_security", "plain"}};
  auto inbox = email_channel().open(*email_channel().check_settings(settings), with);
  ASSERT_TRUE(inbox) << inbox.error().message;
  channel::OutboundMessage message;
  message.key = "k";
  message.text = "Hi";
  message.recipient = {.external_id = "ann@shop.test"};
  const auto sent = run((*inbox)->send(message));
  EXPECT_EQ(sent.outcome, channel::SendOutcome::sent) << sent.reason;
  EXPECT_EQ(source.refused_, std::vector<std::string>{"token-1"});
  EXPECT_EQ(tokens.size(), 2U);
  EXPECT_EQ(mails.size(), 1U);
}

}  // namespace
}  // namespace email
