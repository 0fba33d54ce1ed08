#include "domain/rights/account.hpp"

#include <gtest/gtest.h>

namespace rights {
namespace {

using namespace std::chrono_literals;

TEST(AccountEmail, IsTrimmedAndLowered) {
  EXPECT_EQ(clean_email("  Ana.Silva@Example.ORG \n"), "ana.silva@example.org");
  EXPECT_EQ(clean_email("jos\xC3\xA9@correio.pt"), "jos\xC3\xA9@correio.pt");
  EXPECT_EQ(clean_email("root@localhost"), "root@localhost");
}

TEST(AccountEmail, RefusesWhatIsNone) {
  for (const char* wrong :
       {"", "ana", "@example.org", "ana@", "a b@example.org", "ana@exa mple.org", "ana@-x.org", "ana@x..org",
        ".ana@example.org", "ana.@example.org", "a..b@example.org", "ana@example.org\r\nBcc: x@y.z", "<ana@example.org>",
        "ana@[127.0.0.1]", "a@b@c", "ana,bob@example.org", "ana@\xFF.org"})
    EXPECT_FALSE(clean_email(wrong)) << wrong;
  EXPECT_FALSE(clean_email(std::string(65, 'a') + "@example.org"));
  EXPECT_FALSE(clean_email("a@" + std::string(250, 'b') + ".org"));
  EXPECT_EQ(clean_email("x", "owner.email").error().field, "owner.email");
}

TEST(AccountName, IsOneLineOfText) {
  EXPECT_EQ(clean_name("  Zo\xC3\xAB  "), "Zo\xC3\xAB");
  EXPECT_FALSE(clean_name(" \t "));
  EXPECT_FALSE(clean_name("two\nlines"));
  EXPECT_FALSE(clean_name(std::string_view("a\0b", 3)));
  EXPECT_FALSE(clean_name("\xC3"));
  EXPECT_FALSE(clean_name(std::string(101, 'x')));
  EXPECT_TRUE(clean_name(std::string(100, 'x')));
}

TEST(AccountPassword, CountsCharactersNotKinds) {
  EXPECT_TRUE(check_password("aaaaaaaaaa", "ana@example.org"));
  EXPECT_FALSE(check_password("aaaaaaaaa", "ana@example.org"));
  EXPECT_FALSE(check_password("Ana@Example.org", "ana@example.org"));
  EXPECT_TRUE(check_password(std::string(1024, 'x'), ""));
  EXPECT_FALSE(check_password(std::string(1025, 'x'), ""));
  EXPECT_FALSE(check_password("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", ""));
  EXPECT_TRUE(check_password(
      "\xE6\x9D\xB1\xE4\xBA\xAC\xE6\x9D\xB1\xE4\xBA\xAC\xE6\x9D\xB1\xE4\xBA\xAC\xE6\x9D\xB1\xE4\xBA\xAC\xE6\x9D\xB1"
      "\xE4\xBA\xAC",
      ""));
}

TEST(AccountSession, SlidesButNotForEver) {
  const base::Time begin{1'000'000h};
  EXPECT_EQ(session_end(begin, begin), begin + kSessionIdle);
  EXPECT_EQ(session_end(begin, begin + 24h * 20), begin + 24h * 34);
  EXPECT_EQ(session_end(begin, begin + 24h * 89), begin + kSessionLongest);
}

TEST(AccountTeam, PartnersJoinPartnerTeamsOnly) {
  EXPECT_FALSE(may_join(Role::partner, false));
  EXPECT_TRUE(may_join(Role::partner, true));
  EXPECT_TRUE(may_join(Role::agent, true));
}

}  // namespace
}  // namespace rights
