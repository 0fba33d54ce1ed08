#include "domain/triage/personal.hpp"

#include <gtest/gtest.h>

#include <string>

namespace triage {
namespace {

std::string found(std::string_view text) {
  std::vector<PersonalData> all;
  find_personal_data(text, all);
  std::string out;
  for (const PersonalData& one : all)
    out += (out.empty() ? "" : ", ") + one.kind + " " +
           std::string(text.substr(static_cast<std::size_t>(one.place.begin),
                                   static_cast<std::size_t>(one.place.end - one.place.begin)));
  return out;
}

TEST(PersonalData, FindsCardsByTheirCheck) {
  EXPECT_EQ(found("my card 4111 1111 1111 1111 was charged"), "card 4111 1111 1111 1111");
  EXPECT_EQ(found("5555555555554444"), "card 5555555555554444");
  EXPECT_EQ(found("amex 3782-822463-10005!"), "card 3782-822463-10005");
  EXPECT_EQ(found("4111 1111 1111 1112"), "") << "one digit off";
  EXPECT_EQ(found("411 1111 1111 11111"), "") << "no card is written so";
  EXPECT_EQ(found("x4111111111111111"), "");
  EXPECT_EQ(found("41111111111111110000000000000000000000000000"), "");
}

TEST(PersonalData, FindsIbansByTheirCheckAndTheLengthOfTheirCountry) {
  EXPECT_EQ(found("IBAN: DE89 3704 0044 0532 0130 00."), "iban DE89 3704 0044 0532 0130 00");
  EXPECT_EQ(found("gb82west12345698765432"), "iban gb82west12345698765432");
  EXPECT_EQ(found("FR1420041010050500013M02606 svp"), "iban FR1420041010050500013M02606");
  EXPECT_EQ(found("DE89370400440532013001"), "");
  EXPECT_EQ(found("DE8937040044053201300"), "");
  EXPECT_EQ(found("SKU XX12 3456 7890"), "");
}

TEST(PersonalData, FindsAddressesOfEMailButNoHandles) {
  EXPECT_EQ(found("write to ann.b+x@mail.example.org, please"), "email ann.b+x@mail.example.org");
  EXPECT_EQ(found("jürgen@müller.de"), "email jürgen@müller.de");
  EXPECT_EQ(found("@ann@social.example hi"), "");
  EXPECT_EQ(found("@ann a@b 3@4.5"), "");
  EXPECT_EQ(found("@@@@.@.@a.b"), "");
}

TEST(PersonalData, FindsPhoneNumbersAsTheyAreWritten) {
  EXPECT_EQ(found("call +49 (0) 171 2345678"), "phone +49 (0) 171 2345678");
  EXPECT_EQ(found("06 12 34 56 78"), "phone 06 12 34 56 78");
  EXPECT_EQ(found("0171/2345678"), "phone 0171/2345678");
  EXPECT_EQ(found("0049 171 2345678"), "phone 0049 171 2345678");
  EXPECT_EQ(found("(555) 010-4477"), "phone (555) 010-4477");
  EXPECT_EQ(found("612 345 678"), "phone 612 345 678");
  EXPECT_EQ(found("+1-555-010-4477 or +34 612345678"), "phone +1-555-010-4477, phone +34 612345678");
}

TEST(PersonalData, LeavesOrdersDatesAndAmountsAlone) {
  for (const std::string_view text : {"order 0012345678", "Bestellung Nr. 0171234567", "#0123456789", "12.03.2026",
                                      "2026-11-22 10:40", "22/11/2026", "1 000 000 000", "49,90 EUR", "24.12. 2026",
                                      "Kundennummer: 0440881207", "tracking 1234567890123", "0-0-0-0-0-0-0-0"})
    EXPECT_EQ(found(text), "") << text;
}

TEST(PersonalData, IsMaskedSaveWhatItsOwnerKnowsItBy) {
  EXPECT_EQ(masked("card 4111 1111 1111 1111, iban DE89370400440532013000, 0171 2345678, ann@example.org!"),
            "card •••1111, iban •••3000, •••78, a•••@•••!");
  EXPECT_EQ(masked("nothing here"), "nothing here");
  const std::string once = masked("jürgen@müller.de 4111-1111-1111-1111");
  EXPECT_EQ(masked(once), once);
}

TEST(PersonalData, TakesAnyBytes) {
  for (const std::string_view piece : {"1", "1 ", "@", "a@b.", "DE89 ", "+", "(", "\xFF", "0 0"}) {
    std::string text;
    while (text.size() < 100'000) text += piece;
    std::vector<PersonalData> all;
    find_personal_data(text, all);
    EXPECT_LE(masked(text, all).size(), 2 * text.size()) << piece;
  }
  const std::string zeroes("4111\0 1111", 10);
  EXPECT_EQ(found(zeroes), "");
}

}  // namespace
}  // namespace triage
