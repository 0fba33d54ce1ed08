#include "channel/push_message.hpp"

#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "base/json/decode.hpp"

namespace channel {
namespace {

using base::Base64;

std::string raw(std::string_view letters) { return base::from_base64(letters, Base64::url).value(); }

// RFC 8291, appendix A.
const std::string kText = "When I grow up, I want to be a watermelon";
PushBrowser browser() {
  return {"https://push.example.net/p/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
          raw("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
          raw("BTBZMqHH6r4Tts7J_aSIgg")};
}

TEST(PushMessage, IsSealedAsTheStandardsExample) {
  const auto once = PushKey::from_private(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"));
  ASSERT_TRUE(once);
  EXPECT_EQ(base::to_base64(once->public_bytes(), Base64::url),
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
  const auto sealed = seal_push(kText, browser(), *once, raw("DGv6ra1nlYgDCS1FRnbzlw"));
  EXPECT_EQ(
      base::to_base64(sealed, Base64::url),
      "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
      "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
}

TEST(PushMessage, IsAnotherEachTime) { EXPECT_NE(seal_push(kText, browser()), seal_push(kText, browser())); }

TEST(PushMessage, BothEndsComeToOneSecret) {
  const auto one = PushKey::generate();
  const auto other = PushKey::generate();
  ASSERT_TRUE(one.shared_with(other.public_bytes()));
  EXPECT_EQ(one.shared_with(other.public_bytes()), other.shared_with(one.public_bytes()));
}

TEST(PushMessage, OnlyNumbersOfTheCurveAreKeys) {
  EXPECT_FALSE(PushKey::from_private(std::string(32, '\0')));
  EXPECT_FALSE(PushKey::from_private(std::string(32, '\xff')));
  EXPECT_TRUE(PushKey::from_private(std::string(32, 'k')));
}

TEST(PushMessage, SaysWhoSendsIt) {
  const auto key = PushKey::generate();
  const auto header = push_authorization(key, browser().endpoint, "https://care.example.org",
                                         base::Time(std::chrono::seconds(1'700'000'000)));
  ASSERT_TRUE(header.starts_with("vapid t="));
  const auto comma = header.find(", k=");
  EXPECT_EQ(raw(header.substr(comma + 4)), key.public_bytes());
  const std::string token = header.substr(8, comma - 8);
  const auto first = token.find('.');
  const auto second = token.rfind('.');
  EXPECT_EQ(raw(token.substr(0, first)), R"({"typ":"JWT","alg":"ES256"})");
  EXPECT_EQ(raw(token.substr(first + 1, second - first - 1)),
            R"({"aud":"https://push.example.net","exp":1700043200,"sub":"https://care.example.org"})");
  EXPECT_EQ(raw(token.substr(second + 1)).size(), 64U);
}

TEST(PushMessage, RefusesWhatIsNoBrowserByItsField) {
  const auto field_of = [](const PushBrowser& in) {
    const auto good = check(in);
    return good ? std::string() : good.error().field;
  };
  EXPECT_EQ(field_of(browser()), "");
  auto wrong = browser();
  wrong.endpoint = "http://push.example.net/p";
  EXPECT_EQ(field_of(wrong), "endpoint");
  wrong.endpoint = "http://127.0.0.1:9/p";
  EXPECT_EQ(field_of(wrong), "") << "a service of one's own, for those who try it";
  wrong = browser();
  wrong.p256dh.back() = static_cast<char>(wrong.p256dh.back() ^ 1);
  EXPECT_EQ(field_of(wrong), "p256dh") << "no point of the curve";
  wrong = browser();
  wrong.auth.pop_back();
  EXPECT_EQ(field_of(wrong), "auth");
}

}  // namespace
}  // namespace channel
