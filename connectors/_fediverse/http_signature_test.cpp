#include "connectors/_fediverse/http_signature.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "base/text.hpp"
#include "channel/http_date.hpp"

namespace fediverse {
namespace {

using namespace std::chrono_literals;

constexpr base::Time kNow{500'000h};

// The key of draft-cavage-http-signatures-12, appendix C: 1024 bits, as nobody may use any more.
constexpr const char* kDraftKey = R"(-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3
6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6
Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw
oYi+1hqp1fIekaxsyQIDAQAB
-----END PUBLIC KEY-----
)";
// test-key-rsa of RFC 9421, B.1.1.
constexpr const char* kRfcKey = R"(-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEAhAKYdtoeoy8zcAcR874L8cnZxKzAGwd7v36APp7Pv6Q2jdsPBRrw
WEBnez6d0UDKDwGbc6nxfEXAy5mbhgajzrw3MOEt8uA5txSKobBpKDeBLOsdJKFq
MGmXCQvEG7YemcxDTRPxAleIAgYYRjTSd/QBwVW9OwNFhekro3RtlinV0a75jfZg
kne/YiktSvLG34lw2zqXBDTC5NHROUqGTlML4PlNZS5Ri2U4aCNx2rUPRcKIlE0P
uKxI4T+HIaFpv8+rdV6eUgOrB2xeI1dSFFn/nnv5OoZJEIB+VmuKn3DCUcCZSFlQ
PSXSfBDiUGhwOw76WuSSsf1D4b/vLoJ10wIDAQAB
-----END RSA PUBLIC KEY-----
)";

void set(Message& message, const std::string& name, const std::string& value) {
  std::erase_if(message.headers, [&](const auto& one) { return base::equal_ignoring_case(one.name, name); });
  message.headers.push_back({name, value});
}

std::string verdict(const Message& message, const RsaKey& key, base::Time now) {
  const auto result = verify(message, key, now);
  if (result) return "good";
  EXPECT_EQ(result.error().kind, base::FailureKind::unauthenticated) << result.error().message;
  return result.error().message;
}

TEST(HttpSignature, TakesTheDraftsOwnValues) {
  Message message{.method = net::Method::post,
                  .url = "https://example.com/foo?param=value&pet=dog",
                  .headers = {{"Host", "example.com"},
                              {"Date", "Sun, 05 Jan 2014 21:31:40 GMT"},
                              {"Content-Type", "application/json"},
                              {"Digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="},
                              {"Content-Length", "18"}},
                  .body = R"({"hello": "world"})"};
  set(message, "Signature",
      R"(keyId="Test",algorithm="rsa-sha256",headers="(request-target) host date content-type digest content-length",)"
      R"(signature="vSdrb+dS3EceC9bcwHSo4MlyKS59iFIrhgYkz8+oVLEEzmYZZvRs8rgOp+63LEM3v+MFHB32NfpB2bEKBIvB1q52LaEUHFv120V01IL+TAD48XaERZFukWgHoBTLMhYS2Gb51gWxpeIq8knRmPnYePbF5MOkR0Zkly4zKH7s1dE=")");
  const auto key = RsaKey::from_public_pem(kDraftKey, 1024);
  ASSERT_TRUE(key.has_value()) << key.error().message;
  const auto then = *channel::parse_http_date("Sun, 05 Jan 2014 21:31:40 GMT");
  EXPECT_EQ(read_key_id(message).value(), "Test");
  EXPECT_EQ(verdict(message, *key, then), "good");
  EXPECT_EQ(verdict(message, *key, then + 61min), "The signature is too old.");
  EXPECT_EQ(verdict(message, *key, then - 6min), "The signature is from a time to come.");
  EXPECT_FALSE(RsaKey::from_public_pem(kDraftKey).has_value()) << "too short";
  set(message, "Signature",
      R"(keyId="Test",algorithm="rsa-sha256",headers="(request-target) host date",)"
      R"(signature="qdx+H7PHHDZgy4y/Ahn9Tny9V3GP6YgBPyUXMmoxWtLbHpUnXS2mg2+SbrQDMCJypxBLSPQR2aAjn7ndmw2iicw3HMbe8VfEdKFYRqzic+efkb3nndiv/x1xSHDJWeSWkx3ButlYSuBskLu6kd9Fswtemr3lgdDEmn04swr2Os0=")");
  EXPECT_EQ(verdict(message, *key, then), "The signature does not cover the body.");
}

TEST(HttpSignature, TakesTheValuesOfTheRfc) {
  Message message{
      .method = net::Method::post,
      .url = "https://origin.host.internal.example/foo",
      .headers =
          {{"Content-Type", "application/json"},
           {"Content-Length", "18"},
           {"Forwarded", "for=192.0.2.123;host=example.com;proto=https"},
           {"Content-Digest",
            "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:"},
           {"Signature-Input",
            R"(proxy_sig=("@method" "@authority" "@path" "content-digest" "content-type" "content-length" "forwarded");)"
            R"(created=1618884480;keyid="test-key-rsa";alg="rsa-v1_5-sha256";expires=1618884540)"},
           {"Signature",
            "proxy_sig=:S6ZzPXSdAMOPjN/6KXfXWNO/f7V6cHm7BXYUh3YD/fRad4BCaRZxP+JH+8XY1I6+8Cy+CM5g92iHgxtRPz+MjniOaYmdkDcnL9cCpXJl"
            "eXsOckpURl49GwiyUpZ10KHgOEe11sx3G2gxI8S0jnxQB+Pu68U9vVcasqOWAEObtNKKZd8tSFu7LB5YAv0RAGhB8tmpv7sFnIm9y+7X5kXQfi8N"
            "MaZaA8i2ZHwpBdg7a6CMfwnnrtflzvZdXAsD3LH2TwevU+/PBPv0B6NMNk93wUs/vfJvye+YuI87HU38lZHowtznbLVdp770I6VHR6WfgS9ddzir"
            "rswsE1w5o0LV/g==:"}},
      .body = R"({"hello": "world"})"};
  const auto key = RsaKey::from_public_pem(kRfcKey);
  ASSERT_TRUE(key.has_value()) << key.error().message;
  const base::Time then(std::chrono::seconds(1618884480));
  EXPECT_EQ(read_key_id(message).value(), "test-key-rsa");
  EXPECT_EQ(verdict(message, *key, then), "good");
  EXPECT_EQ(verdict(message, *key, then + 61s), "The signature has expired.");
  auto other = message;
  other.body = R"({"hello": "World"})";
  EXPECT_EQ(verdict(other, *key, then), "The signature is of another body.");
  other = message;
  other.url += "?param=Value";
  EXPECT_EQ(verdict(other, *key, then), "The signature does not cover the address.");
  other = message;
  set(other, "Forwarded", "for=192.0.2.124;host=example.com;proto=https");
  EXPECT_EQ(verdict(other, *key, then), "The signature is not the sender's.");
}

class HttpSignatureForm : public testing::TestWithParam<SignatureForm> {
 protected:
  static const Signer& signer() {
    static const Signer one{"https://care.example/actor#main-key", RsaKey::generate()};
    return one;
  }
  static RsaKey public_key() { return *RsaKey::from_public_pem(signer().key.public_pem()); }
  static Message signed_message(net::Method method = net::Method::post, const std::string& body = R"({"type":"Follow"})") {
    Message message{.method = method, .url = "https://Shop.example:8443/inbox?a=b", .headers = {}, .body = body};
    if (!body.empty()) message.headers.push_back({"Content-Type", "application/activity+json"});
    const auto added = sign(message, signer(), GetParam(), kNow);
    EXPECT_TRUE(added.has_value());
    for (const auto& one : *added) message.headers.push_back(one);
    return message;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, HttpSignatureForm, testing::Values(SignatureForm::draft, SignatureForm::rfc9421));

TEST_P(HttpSignatureForm, GoesThereAndBack) {
  EXPECT_EQ(verdict(signed_message(), public_key(), kNow), "good");
  EXPECT_EQ(verdict(signed_message(net::Method::get, ""), public_key(), kNow), "good");
  EXPECT_EQ(read_key_id(signed_message()).value(), "https://care.example/actor#main-key");
  EXPECT_EQ(verdict(signed_message(), RsaKey::generate(), kNow), "The signature is not the sender's.");
  auto private_again = RsaKey::from_private_pem(signer().key.private_pem());
  ASSERT_TRUE(private_again.has_value());
  EXPECT_EQ(private_again->public_pem(), signer().key.public_pem());
}

TEST_P(HttpSignatureForm, WhatIsSignedCannotBeChanged) {
  const auto key = public_key();
  auto message = signed_message();
  message.body += " ";
  EXPECT_EQ(verdict(message, key, kNow), "The signature is of another body.");
  message = signed_message();
  message.method = net::Method::put;
  EXPECT_NE(verdict(message, key, kNow), "good");
  for (const char* url : {"https://shop.example:8443/inbox", "https://shop.example:8443/inbox?a=c",
                          "https://shop.example/inbox?a=b", "https://other.example:8443/inbox?a=b"}) {
    message = signed_message();
    message.url = url;
    EXPECT_NE(verdict(message, key, kNow), "good") << url;
  }
  message = signed_message();
  set(message, "Content-Type", "text/html");
  EXPECT_NE(verdict(message, key, kNow), "good");
  EXPECT_EQ(verdict(signed_message(), key, kNow + 61min), "The signature is too old.");
  EXPECT_EQ(verdict(signed_message(), key, kNow - 6min), "The signature is from a time to come.");
}

// Every byte of every header that was signed, or that signs: never a crash, and never taken unless it says the same.
TEST_P(HttpSignatureForm, EveryByteCounts) {
  const auto key = public_key();
  const auto good = signed_message();
  int taken = 0;
  for (std::size_t header = 0; header < good.headers.size(); ++header) {
    for (std::size_t at = 0; at < good.headers[header].value.size(); ++at) {
      for (const char other : {'A', '"', ';', '='}) {
        auto message = good;
        if (message.headers[header].value[at] == other) continue;
        message.headers[header].value[at] = other;
        taken += verify(message, key, kNow).has_value() ? 1 : 0;
        message.headers[header].value.resize(at);
        taken += verify(message, key, kNow).has_value() ? 1 : 0;
      }
    }
  }
  // The id of the key, and the algorithm that is left out, are not signed in the draft; they choose the key.
  EXPECT_LE(taken, GetParam() == SignatureForm::draft ? 200 : 0);
}

TEST(HttpSignature, WhatIsMissingIsSaid) {
  const auto key = *RsaKey::from_public_pem(kRfcKey);
  Message message{.method = net::Method::get, .url = "https://shop.example/inbox", .headers = {}, .body = ""};
  EXPECT_EQ(verdict(message, key, kNow), "The request is not signed.");
  const auto with = [&](const std::string& signature, const std::string& input = "") {
    Message signed_one = message;
    set(signed_one, "Date", channel::to_http_date(kNow));
    set(signed_one, "Signature", signature);
    if (!input.empty()) set(signed_one, "Signature-Input", input);
    return verdict(signed_one, key, kNow);
  };
  EXPECT_EQ(with("x"), "The signature cannot be read.");
  EXPECT_EQ(with(R"(keyId="a",signature="AAAA")"), "The signature does not cover the address.");
  EXPECT_EQ(with(R"(keyId="a",headers="(request-target) date",signature="AAAA")"), "The signature does not cover the host.");
  EXPECT_EQ(with(R"(keyId="a",headers="(request-target) host",signature="AAAA")"),
            "The signature does not cover when it was made.");
  EXPECT_EQ(with(R"(keyId="a",headers="(request-target) host date date",signature="AAAA")"),
            "The signature covers something twice.");
  EXPECT_EQ(with(R"(keyId="a",keyId="b",headers="date",signature="AAAA")"), "The signature cannot be read.");
  EXPECT_EQ(with(R"(keyId="a",algorithm="ed25519",signature="AAAA")"),
            "The signature is of another kind than RSA over SHA-256.");
  EXPECT_EQ(with(std::string(9000, 'x')), "The signature is too long.");
  EXPECT_EQ(with("sig1=:AAAA:", R"(sig1=("@method");keyid="a")"), "The signature does not cover the address.");
  EXPECT_EQ(with("sig1=:AAAA:", R"(sig1=("@method" "@target-uri");keyid="a")"),
            "The signature does not say when it was made.");
  EXPECT_EQ(with("sig1=:AAAA:", R"(sig1=("@method" "@target-uri";req);keyid="a")"),
            "The signature covers what we do not know.");
  EXPECT_EQ(with("sig1=:AAAA:", R"(sig1=("@method"), sig2=("@method");keyid="a")"),
            "The signature cannot be read; only one is taken.");
  for (
      const char* pem :
      {"", "x", "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----\n",
       "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n"})
    EXPECT_FALSE(RsaKey::from_public_pem(pem).has_value()) << pem;
}

}  // namespace
}  // namespace fediverse
