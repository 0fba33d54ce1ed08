#include "domain/notification/alert_mail.hpp"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include "base/json/decode.hpp"
#include "domain/notification/retry.hpp"

namespace notification {
namespace {

using namespace std::chrono_literals;

boost::json::object words_of(const std::string& language) {
  std::ifstream file(std::string(SOURCE_ROOT) + "/web/packages/i18n/told/locales/" + language + ".json");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  return base::parse_json(text).value().as_object();
}

TEST(AlertMail, SaysWhatTheScreenSays) {
  for (const std::string language : {"en", "de", "fr", "es", "pt", "ar"}) {
    const auto words = words_of(language);
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Cause>>([&](auto one) {
      const auto& said = words.at(std::string("told.short.") + one.name).as_string();
      EXPECT_EQ(letter_of(one.value, language, "", "").subject, "Heed: " + std::string(said)) << language;
    });
  }
}

TEST(AlertMail, NamesWhomItIsAboutAndWhereItIs) {
  const auto letter = letter_of(Cause::breached, "de-AT", "Rui Costa", "https://care.example/c/7");
  EXPECT_EQ(letter.subject, "Heed: Eine Antwort ist zu spät (Rui Costa)");
  EXPECT_NE(letter.text.find("Es geht um: Rui Costa"), std::string::npos);
  EXPECT_NE(letter.text.find("https://care.example/c/7"), std::string::npos);
}

TEST(AlertMail, LeavesOutWhatNobodyKnows) {
  const auto letter = letter_of(Cause::forecast, "tlh", "", "");
  EXPECT_EQ(letter.text.find("{"), std::string::npos);
  EXPECT_EQ(letter.text.find("About"), std::string::npos);
  EXPECT_TRUE(letter.subject.starts_with("Heed: Answers will probably")) << "English where it is none of ours";
}

TEST(AlertMail, OnlyWhatPressesIsMailed) {
  EXPECT_TRUE(is_mailed(Cause::breached));
  EXPECT_TRUE(is_mailed(Cause::rule));
  EXPECT_FALSE(is_mailed(Cause::warned));
  EXPECT_FALSE(is_mailed(Cause::assigned));
}

TEST(AlertMail, WaitsLongerEachTime) {
  EXPECT_EQ(pause_after_try(1), 15s);
  EXPECT_EQ(pause_after_try(3), 60s);
  EXPECT_EQ(pause_after_try(99), 600s);
  EXPECT_EQ(pause_after_try(1, 20min), 20min);
}

}  // namespace
}  // namespace notification
