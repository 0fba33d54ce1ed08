#include "domain/triage/function_words.hpp"

#include <gtest/gtest.h>

namespace triage {
namespace {

TEST(FunctionWords, ThreeOfOneLanguageAreEnough) {
  EXPECT_EQ(by_function_words("Where is my parcel? THE driver was here and left."), "en");
  EXPECT_EQ(by_function_words("Ich habe noch keine Antwort, und das seit Tagen."), "de");
  EXPECT_EQ(by_function_words("Je n'ai pas de réponse, c'est la troisième fois pour mon colis"), "fr");
  EXPECT_EQ(by_function_words("El paquete está perdido y nadie me contesta, muy mal"), "es");
  EXPECT_EQ(by_function_words("Vocês não respondem, já é a terceira vez"), "pt");
  EXPECT_EQ(by_function_words("Il pacco non è arrivato, sono tre giorni che aspetto"), "it");
  EXPECT_EQ(by_function_words("Ik heb het pakket niet gekregen, waar blijft mijn geld"), "nl");
}

TEST(FunctionWords, FewWordsOrMixedOnesAreNoAnswer) {
  EXPECT_EQ(by_function_words(""), "");
  EXPECT_EQ(by_function_words("the parcel"), "");
  EXPECT_EQ(by_function_words("the the und parcel you"), "");
  EXPECT_EQ(by_function_words("Hvor er min pakke? Jeg har ikke fået den."), "");
  EXPECT_EQ(by_function_words("\xFF\xFE\x80 12345 !!!"), "");
  EXPECT_EQ(by_function_words("thethethe andandand youyouyou"), "");
}

}  // namespace
}  // namespace triage
