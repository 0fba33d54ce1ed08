#include "base/base64.hpp"

#include <gtest/gtest.h>

namespace base {
namespace {

// RFC 4648 §10.
TEST(Base64, KnowsTheTestVectors) {
  const char* const pairs[][2] = {{"", ""},
                                  {"f", "Zg=="},
                                  {"fo", "Zm8="},
                                  {"foo", "Zm9v"},
                                  {"foob", "Zm9vYg=="},
                                  {"fooba", "Zm9vYmE="},
                                  {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, letters] : pairs) {
    EXPECT_EQ(to_base64(bytes), letters);
    EXPECT_EQ(from_base64(letters), bytes);
    const std::string bare(letters, std::string_view(letters).find_last_not_of('=') + 1);
    EXPECT_EQ(to_base64(bytes, Base64::url), bare);
    EXPECT_EQ(from_base64(bare, Base64::url), bytes);
  }
}

TEST(Base64, CarriesEveryByteInBothForms) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    bytes.push_back(static_cast<char>(i * 7));
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
    EXPECT_EQ(from_base64(to_base64(bytes, Base64::url), Base64::url), bytes);
  }
  EXPECT_EQ(to_base64("\xfb\xff"), "+/8=");
  EXPECT_EQ(to_base64("\xfb\xff", Base64::url), "-_8");
}

TEST(Base64, RefusesWhatItWouldNotWrite) {
  for (const char* wrong : {"Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9v=", "Zm 9", "Zm9v\n", "Zm-_", "=", "Zg==Zg=="})
    EXPECT_FALSE(from_base64(wrong)) << wrong;
  for (const char* wrong : {"Z", "Zg==", "Zh", "Zm+/"}) EXPECT_FALSE(from_base64(wrong, Base64::url)) << wrong;
}

}  // namespace
}  // namespace base
