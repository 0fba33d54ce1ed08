#include "channel/contract_test_kit.hpp"
#include "connectors/email/find_servers.hpp"
#include "connectors/email/mail_server_test_kit.hpp"

channel::ChannelType email_channel();

namespace email {
namespace {

using net::test::Peer;
using net::test::ScriptedServer;

constexpr const char* kGood = R"({"address":"care@care.test","password":"secret"})";

TEST(EmailChannel, KeepsTheChannelContract) {
  expect_channel_contract(email_channel(), "email", kGood);
  expect_channel_contract(
      email_channel(), "email",
      R"({"address":" care@care.test ","display_name":"Care 👋","user_name":"","password":"secret","access_token":"",)"
      R"("imap_host":"IMAP.care.test","imap_port":993,"imap_security":"tls","smtp_host":"smtp.care.test",)"
      R"("smtp_port":587,"smtp_security":"starttls","signature":"شكرا","mark_as_read":true,"days_back":3})");
  const auto kept = email_channel().check_settings(
      *base::parse_json(R"({"address":" a@b.test ","password":"x","imap_host":" IMAP.b.test "})"));
  EXPECT_EQ(kept->at("address"), "a@b.test");
  EXPECT_EQ(kept->at("imap_host"), "imap.b.test");
}

TEST(EmailChannel, NamesTheSettingThatIsWrong) {
  const auto type = email_channel();
  const auto wrong = [&](const std::string& member, const std::string& field) {
    expect_refused_setting(type, R"({"address":"care@care.test","password":"secret",)" + member + "}", field);
  };
  expect_refused_setting(type, R"({"password":"secret"})", "address");
  expect_refused_setting(type, R"({"address":"care","password":"secret"})", "address");
  expect_refused_setting(type, R"({"address":"a@b.test\r\nBcc: x","password":"secret"})", "address");
  expect_refused_setting(type, R"({"address":"a@b.test","password":"a\r\nb"})", "password");
  wrong(R"("access_token":"t")", "access_token");
  wrong(R"("imap_host":"mail server")", "imap_host");
  wrong(R"("smtp_host":"https://smtp.care.test/")", "smtp_host");
  wrong(R"("imap_port":0)", "imap_port");
  wrong(R"("smtp_port":70000)", "smtp_port");
  wrong(R"("imap_security":"ssl")", "imap_security");
  wrong(R"("days_back":31)", "days_back");
  wrong(R"("display_name":"a\nb")", "display_name");
  wrong(R"("colour":"red")", "colour");
}

TEST(EmailChannel, WantsAPasswordATokenOrASignIn) {
  const auto type = email_channel();
  for (const char* without : {R"({"address":"a@b.test"})", R"({"address":"a@b.test","password":""})"}) {
    channel::FakeWorld world;
    const auto opened = type.open(*type.check_settings(*base::parse_json(without)), world.services());
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().field, "password");
  }
}

TEST(EmailChannel, EverySettingIsExplained) {
  const auto type = email_channel();
  for (const auto& [name, schema] : type.settings_schema.at("properties").as_object())
    EXPECT_TRUE(Settings::help().contains(name)) << name;
}

TEST(EmailChannel, DecodesAMail) {
  const auto got = email_channel().decode("From: ann@shop.test\r\nMessage-ID: <a@x>\r\n\r\nHi 📦 שלום\r\n",
                                          base::Time{std::chrono::hours(1)});
  ASSERT_EQ(got->items.size(), 1U);
  EXPECT_EQ(got->items[0].text, "Hi 📦 שלום");
  EXPECT_EQ(email_channel().decode("", base::Time{})->unreadable.size(), 1U);
}

TEST(EmailServers, LargeProvidersAreKnown) {
  const auto found = servers_of_provider("GMAIL.com").value();
  EXPECT_EQ(found.imap.at(0), (Server{"imap.gmail.com", 993, Security::tls}));
  EXPECT_EQ(servers_of_provider("outlook.com")->smtp.at(0), (Server{"smtp-mail.outlook.com", 587, Security::starttls}));
  EXPECT_FALSE(servers_of_provider("ail.com"));
}

constexpr const char* kAutoconfig = R"(<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="care.test">
  <incomingServer type="pop3"><hostname>pop.care.test</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
  <incomingServer type="imap"><hostname>mx.%EMAILDOMAIN%</hostname><port>143</port><socketType>STARTTLS</socketType>
    <username>%EMAILLOCALPART%</username></incomingServer>
  <incomingServer type="imap"><hostname>bad host</hostname><port>1</port><socketType>SSL</socketType></incomingServer>
  <incomingServer type="imap"><hostname>x.test</hostname><port>143</port><socketType>plain</socketType></incomingServer>
  <outgoingServer type="smtp"><hostname>MX.care.test</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>
</emailProvider></clientConfig>)";

TEST(EmailServers, ADomainTellsItsOwn) {
  const auto found = read_autoconfig(kAutoconfig, "care@care.test").value();
  EXPECT_EQ(found.imap, (std::vector<Server>{{"mx.care.test", 143, Security::starttls}})) << "none in clear";
  EXPECT_EQ(found.smtp, (std::vector<Server>{{"mx.care.test", 465, Security::tls}}));
  EXPECT_EQ(found.user_name, "care");
  for (const char* none :
       {"", "<html>Not found</html>", "<incomingServer type=\"imap\"", "<incomingServer type=\"imap\"><hostname>"})
    EXPECT_FALSE(read_autoconfig(none, "care@care.test")) << none;
}

class EmailInbox : public MailServers {
 protected:
  EmailInbox() {
    imap_.answer = [](Peer& peer, const std::string&) {
      peer.write("* OK [UIDVALIDITY 17]\r\n* OK [UIDNEXT 9]\r\n");
      return std::string("OK done");
    };
  }
  std::unique_ptr<channel::ChannelInbox> open(boost::json::object settings) {
    settings["address"] = "care@care.test";
    if (!settings.contains("password")) settings["password"] = "secret";
    return email_channel().open(settings, services()).value();
  }
  static void take_mail(Peer& peer, int) {
    peer.write("220 hi\r\n");
    for (auto line = peer.read_line(); !line.empty(); line = peer.read_line()) {
      if (line.starts_with("EHLO")) peer.write("250-hi\r\n250 AUTH PLAIN\r\n");
      else if (line.starts_with("AUTH"))
        peer.write(line.ends_with("AGNhcmVAY2FyZS50ZXN0AHNlY3JldA==") ? "235 in\r\n" : "535 5.7.8 no\r\n");
      else if (line == "DATA") {
        peer.write("354 go\r\n");
        while (peer.read_line() != ".") {}
        peer.write("250 queued\r\n");
      } else {
        peer.write("250 fine\r\n");
      }
    }
  }

  ImapScript imap_;
};

TEST_F(EmailInbox, ConnectsAndKeepsWhatItFound) {
  const ScriptedServer imap(std::ref(imap_));
  const ScriptedServer smtp(take_mail);
  auto inbox = open({{"imap_host", "good.example"},
                     {"imap_port", imap.port()},
                     {"imap_security", "plain"},
                     {"smtp_host", "other.example"},
                     {"smtp_port", smtp.port()},
                     {"smtp_security", "plain"},
                     {"display_name", "Care"}});
  const auto account = run(inbox->connect());
  ASSERT_TRUE(account) << account.error().message;
  EXPECT_EQ(account->external_id, "care@care.test");
  EXPECT_EQ(account->name, "Care");
  EXPECT_NE(account->cursor.find(R"("uid":8)"), std::string::npos);
  EXPECT_EQ(account->settings.at("smtp_port"), smtp.port());
  EXPECT_EQ(account->settings.at("password"), "secret");
  channel::OutboundMessage message;
  message.key = "k";
  message.text = "Hi";
  message.recipient = {.external_id = "ann@shop.test"};
  const auto sent = run(inbox->send(message));
  EXPECT_EQ(sent.outcome, channel::SendOutcome::sent) << sent.reason;
  EXPECT_EQ(sent.external_id, "heed.k@care.test");
}

TEST_F(EmailInbox, SaysWhatIsWrong) {
  const ScriptedServer imap(std::ref(imap_));
  platform_.on(net::Method::get, "care.test/", 404, "");
  const auto trouble = [&](boost::json::object settings) {
    auto account = run(open(std::move(settings))->connect());
    EXPECT_FALSE(account);
    return account ? base::Failure() : account.error();
  };
  const auto wrong =
      trouble({{"imap_host", "good.example"}, {"imap_port", imap.port()}, {"imap_security", "plain"}, {"password", "nope"}});
  EXPECT_EQ(wrong.field, "password");
  EXPECT_EQ(wrong.kind, base::FailureKind::unauthenticated);
  const auto unknown = trouble({{"imap_host", "nowhere.example"}, {"smtp_host", "other.example"}});
  EXPECT_EQ(unknown.field, "imap_host");
  EXPECT_EQ(unknown.message, "There is no host called nowhere.example.");
  const auto no_smtp = trouble({{"imap_host", "good.example"},
                                {"imap_port", imap.port()},
                                {"imap_security", "plain"},
                                {"smtp_host", "nowhere.example"}});
  EXPECT_EQ(no_smtp.field, "smtp_host");
}

TEST_F(EmailInbox, FindsTheServersOfADomain) {
  platform_.on(net::Method::get, "https://autoconfig.care.test/",
               [](const auto&) { return channel::FakePlatform::away(net::Sent::nothing); });
  platform_.on(net::Method::get, "https://care.test/.well-known/autoconfig/mail/", 200, kAutoconfig);
  const auto failed = run(open({})->connect());
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().field, "imap_host");
  EXPECT_NE(
      failed.error().message.find("The server that reads mail for care.test was not found; please fill in its name. Tried: "
                                  "mx.care.test, port 143."),
      std::string::npos)
      << failed.error().message;
  platform_.on(net::Method::get, "https://care.test/", 404, "<html>");
  EXPECT_NE(run(open({})->connect())
                .error()
                .message.find("imap.care.test, port 993; imap.care.test, port 143; mail.care.test, port 993"),
            std::string::npos);
}

TEST_F(EmailInbox, SendsNothingBeforeItIsSetUp) {
  const auto result = run(open({})->send({}));
  EXPECT_EQ(result.outcome, channel::SendOutcome::later);
  EXPECT_TRUE(result.needs_login);
}

}  // namespace
}  // namespace email
