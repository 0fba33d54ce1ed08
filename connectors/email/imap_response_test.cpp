#include "connectors/email/imap_response.hpp"

#include <random>

#include <gtest/gtest.h>

namespace email {
namespace {

ImapResponse parse(std::string_view line) {
  ImapParser parser;
  EXPECT_FALSE(parser.add_line(line).value().has_value()) << line;
  return parser.take();
}

TEST(ImapResponse, ReadsStatusWithItsCodeAndLeavesItsWordsAlone) {
  const auto ok = parse("* OK [UIDVALIDITY 3857529045] UIDs (are \"valid {3}");
  EXPECT_EQ(ok.tag, "*");
  EXPECT_EQ(ok.name, "OK");
  EXPECT_EQ(ok.code, "UIDVALIDITY 3857529045");
  EXPECT_EQ(ok.text, "UIDs (are \"valid {3}");
  const auto no = parse("h7 no [authenticationfailed] Nope");
  EXPECT_EQ(no.tag, "h7");
  EXPECT_EQ(no.name, "NO");
  EXPECT_EQ(parse("+ idling").text, "idling");
  EXPECT_EQ(parse("+").tag, "+");
  EXPECT_EQ(parse("* OK [BROKEN").code, "BROKEN");
}

TEST(ImapResponse, ReadsNumbersListsAndQuotes) {
  const auto exists = parse("* 23 EXISTS");
  EXPECT_EQ(exists.number, 23U);
  EXPECT_EQ(exists.name, "EXISTS");
  const auto search = parse("* SEARCH 2 3 6");
  ASSERT_EQ(search.tokens.size(), 3U);
  EXPECT_EQ(search.tokens[2].value, "6");
  const auto list = parse(R"(* LIST (\HasNoChildren \Sent) "/" "A \"b\" \\ c")");
  EXPECT_EQ(list.tokens.back().value, R"(A "b" \ c)");
}

TEST(ImapResponse, ReadsAMailWithItsLiteral) {
  ImapParser parser;
  const auto size = parser.add_line(R"(* 12 FETCH (FLAGS (\Seen) UID 5 BODY[HEADER.FIELDS (To "x")] "y" BODY[]<0> {11})");
  ASSERT_TRUE(size && *size);
  EXPECT_EQ(**size, 11U);
  parser.add_literal("Subject: ()");
  EXPECT_FALSE(parser.add_line(R"( RFC822.SIZE 77 INTERNALDATE "17-Jul-2026 02:44:25 -0700"))").value().has_value());
  const auto mail = read_fetch(parser.take());
  ASSERT_TRUE(mail);
  EXPECT_EQ(mail->uid, 5U);
  EXPECT_EQ(mail->size, 77U);
  EXPECT_EQ(mail->body, "Subject: ()");
  EXPECT_EQ(base::to_rfc3339(mail->arrived.value()), "2026-07-17T09:44:25Z");
  EXPECT_FALSE(read_fetch(parse("* 12 FETCH (FLAGS ())")));
  EXPECT_FALSE(read_fetch(parse("* 12 FETCH (UID 5 BODY[] NIL)")).value().body) << "NIL is no mail";
}

TEST(ImapResponse, RefusesWhatIsNoResponse) {
  ImapParser parser;
  EXPECT_FALSE(parser.add_line("*"));
  EXPECT_FALSE(ImapParser().add_line("* 1 FETCH (BODY[] \"x"));
  EXPECT_FALSE(ImapParser().add_line("* 5"));
}

TEST(ImapResponse, DatesAreCheckedAndWritten) {
  for (const char* wrong :
       {"", "17-Jul-2026", "32-Jul-2026 02:44:25 +0000", "17-Foo-2026 02:44:25 +0000", "17-Jul-2026 02:44 +0000",
        "31-Feb-2026 02:44:25 +0000", "17-Jul-2026 02:44:25 PST", "17-Jul-1900 02:44:25 +0000"})
    EXPECT_FALSE(read_internal_date(wrong)) << wrong;
  EXPECT_EQ(base::to_rfc3339(read_internal_date(" 7-Jul-2026 02:44:25 +0130").value()), "2026-07-07T01:14:25Z");
  EXPECT_EQ(imap_day(base::parse_rfc3339("2026-01-02T23:59:59Z").value()), "2-Jan-2026");
}

TEST(ImapResponse, BearsAnything) {
  std::mt19937 random(20261122);
  const std::string letters = "()[]{}\"\\ *+~<>019aAUID\xff\x01";
  const std::string good = R"(* 1 FETCH (UID 5 BODY[] {3}) RFC822.SIZE 7 INTERNALDATE "17-Jul-2026 02:44:25 -0700"))";
  for (int round = 0; round < 20'000; ++round) {
    std::string line = good;
    for (int change = 0; change < 4; ++change) line[random() % line.size()] = letters[random() % letters.size()];
    if (round % 3 == 0) line.resize(random() % line.size());
    ImapParser parser;
    const auto literal = parser.add_line(line);
    if (literal && *literal) parser.add_literal("abc");
    if (literal) (void)read_fetch(parser.take());
  }
}

}  // namespace
}  // namespace email
