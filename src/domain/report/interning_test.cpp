#include "domain/report/interning.hpp"

#include <gtest/gtest.h>

#include <string>

namespace report {
namespace {

TEST(NameTable, SameNameInAnotherCaseIsTheSameNumberAndKeepsTheFirstSpelling) {
  NameTable names;
  const auto acme = names.intern("AcmeCares");
  EXPECT_EQ(names.intern("acmecares"), acme);
  EXPECT_EQ(names.intern("Other"), acme + 1);
  EXPECT_EQ(names.name(acme), "AcmeCares");
  EXPECT_EQ(names.size(), 2U);
  names.respell(acme, "acmeCARES");
  EXPECT_EQ(names.name(acme), "acmeCARES");
  EXPECT_EQ(names.name(acme + 1), "Other");
}

TEST(NameTable, FindsOnlyWhatIsThere) {
  NameTable names;
  EXPECT_EQ(names.find("nobody"), kNone);
  const auto empty = names.intern("");
  const auto umlaut = names.intern("Käse");
  EXPECT_EQ(names.find(""), empty);
  EXPECT_EQ(names.find("käse"), umlaut);
  EXPECT_EQ(names.find("KÄSE"), kNone) << "only ASCII letters have two cases";
}

TEST(NameTable, HoldsManyNames) {
  NameTable names;
  for (std::uint32_t i = 0; i < 50'000; ++i) ASSERT_EQ(names.intern("user" + std::to_string(i)), i);
  for (std::uint32_t i = 0; i < 50'000; ++i) ASSERT_EQ(names.find("USER" + std::to_string(i)), i);
  EXPECT_EQ(names.name(49'999), "user49999");
}

TEST(IdTable, GivesTextsBackAsTheyWere) {
  IdTable ids;
  for (const std::string id : {"0", "7", "007", "123456789012345678", "1234567890123456789", "at://did:plc:x/1", "", "-1"}) {
    const auto number = ids.intern(id);
    EXPECT_EQ(ids.text(number), id);
    EXPECT_EQ(ids.intern(id), number);
  }
  EXPECT_EQ(ids.size(), 8U);
  EXPECT_NE(ids.intern("AT://did:plc:x/1"), ids.intern("at://did:plc:x/1")) << "ids have a case";
}

TEST(IdTable, OrdersNumbersByValueAndBeforeWords) {
  IdTable ids;
  const std::string in_order[] = {
      "0",   "07", "9", "10", "0010", "999999999999999999", "1000000000000000000", "20000000000000000000",
      "10a", "9b", "a", "b"};
  // "0010" equals "10" in value: the spelling decides, "0010" first.
  std::vector<std::uint32_t> numbers;
  for (const auto& id : in_order) numbers.push_back(ids.intern(id));
  std::swap(numbers[3], numbers[4]);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    for (std::size_t j = 0; j < numbers.size(); ++j) {
      EXPECT_EQ(ids.before(numbers[i], numbers[j]), i < j) << ids.text(numbers[i]) << " " << ids.text(numbers[j]);
    }
  }
}

TEST(IdTable, HoldsManyIds) {
  IdTable ids;
  for (std::uint32_t i = 0; i < 50'000; ++i) ASSERT_EQ(ids.intern(std::to_string(i * 37)), i);
  for (std::uint32_t i = 0; i < 50'000; ++i) ASSERT_EQ(ids.intern(std::to_string(i * 37)), i);
}

}  // namespace
}  // namespace report
