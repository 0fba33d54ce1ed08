#include "domain/triage/language.hpp"

#include <gtest/gtest.h>

#include <string>

namespace triage {
namespace {

TEST(Language, KnowsSentences) {
  EXPECT_EQ(detect_language("Where is my parcel? I have been waiting for days."), "en");
  EXPECT_EQ(detect_language("Ich warte seit Tagen auf mein Paket, wo bleibt es denn?"), "de");
  EXPECT_EQ(detect_language("Onde está a minha encomenda? Já passaram três semanas e nada."), "pt");
  EXPECT_EQ(detect_language("¿Dónde está mi pedido? Llevo tres semanas esperando."), "es");
  EXPECT_EQ(detect_language("Où est ma commande ? J'attends depuis une semaine."), "fr");
  EXPECT_EQ(detect_language("أين طلبي؟ لم يصل شيء منذ أسبوع."), "ar");
  EXPECT_EQ(detect_language("Где мой заказ? Жду уже неделю."), "ru");
}

TEST(Language, ReadsScriptsOfShortTexts) {
  EXPECT_EQ(detect_language("订单在哪里"), "zh");
  EXPECT_EQ(detect_language("ありがとう"), "ja");
  EXPECT_EQ(detect_language("@acme 東京駅にいます"), "ja");
  EXPECT_EQ(detect_language("감사합니다"), "ko");
  EXPECT_EQ(detect_language("ขอบคุณ"), "th");
  EXPECT_EQ(detect_language("תודה"), "he");
}

TEST(Language, SaysNothingWhereNothingShows) {
  EXPECT_EQ(detect_language(""), "");
  EXPECT_EQ(detect_language("ok"), "");
  EXPECT_EQ(detect_language("12345 !!!"), "");
  EXPECT_EQ(detect_language("\xFF\xFE"), "");
  EXPECT_EQ(detect_language(std::string(100'000, 'x')), "");
}

}  // namespace
}  // namespace triage
