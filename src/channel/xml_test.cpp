#include "channel/xml.hpp"

#include <random>

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace {

using channel::parse_xml;

std::string text_of(std::string_view xml, std::string_view charset = {}) {
  const auto tree = parse_xml(xml, charset);
  return tree ? tree->all_text() : "! " + tree.error().message;
}

TEST(Xml, ReadsATreeWithNamespaces) {
  const auto tree = parse_xml(
      R"(<?xml version="1.0"?><r xmlns:d="http://purl.org/dc/elements/1.1/"><d:creator d:as="x" n="1">Ann &amp; Bob</d:creator><b><![CDATA[<i>hi</i>]]></b></r>)",
      "");
  ASSERT_TRUE(tree.has_value()) << tree.error().message;
  EXPECT_TRUE(tree->is("", "r"));
  ASSERT_EQ(tree->children.size(), 2U);
  EXPECT_TRUE(tree->children[0].is("http://purl.org/dc/elements/1.1/", "creator"));
  EXPECT_EQ(tree->children[0].attribute("as"), "x");
  EXPECT_EQ(tree->children[0].attribute("n"), "1");
  EXPECT_EQ(tree->children[0].attribute("no"), "");
  EXPECT_EQ(tree->children[0].all_text(), "Ann & Bob");
  EXPECT_EQ(tree->children[1].all_text(), "<i>hi</i>");
}

TEST(Xml, ReadsWhatCharsetItIsIn) {
  EXPECT_EQ(text_of("<a>Größe 🚲</a>"), "Größe 🚲");
  EXPECT_EQ(text_of("<?xml version='1.0' encoding='ISO-8859-1'?><a>Gr\xf6\xdf"
                    "e</a>"),
            "Größe");
  EXPECT_EQ(text_of("<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>45 \x80</a>"), "45 €");
  EXPECT_EQ(text_of("<?xml version=\"1.0\"?><a>\xcf\xf0\xe8</a>", "windows-1251"), "При") << "as the transport says";
  EXPECT_EQ(text_of(std::string("\xFF\xFE<\0a\0>\0\xe9\0<\0/\0a\0>\0", 18)), "é");
}

TEST(Xml, TakesNoEntitiesAndNoBombs) {
  EXPECT_NE(text_of(R"(<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>)").find("entities"),
            std::string::npos);
  EXPECT_NE(text_of(R"(<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>)").find("entities"),
            std::string::npos);
  EXPECT_EQ(text_of(R"(<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.example/rss.dtd"><a>x</a>)"), "x");
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  EXPECT_NE(text_of(deep).find("too deep"), std::string::npos);
  std::string many = "<a>";
  for (int i = 0; i < 500'000; ++i) many += "<b/>";
  EXPECT_NE(text_of(many + "</a>").find("too many"), std::string::npos);
  EXPECT_EQ(parse_xml(std::string(9'000'000, ' '), "").error().kind, base::FailureKind::too_large);
}

TEST(Xml, SaysWhereItIsBroken) {
  EXPECT_NE(text_of("<a>\n<b>\n</a>").find("line 3"), std::string::npos) << text_of("<a>\n<b>\n</a>");
  for (const char* broken : {"", "x", "<", "<a", "<a>", "<a/><b/>", "<a>&nope;</a>", "{}"})
    EXPECT_EQ(text_of(broken).at(0), '!') << broken;
}

TEST(Xml, DamagedDocumentsAreTextOrAFailure) {
  const std::string good =
      R"(<?xml version="1.0" encoding="utf-8"?><r xmlns:d="urn:d"><d:c n="1">Grüße &amp; 🚲</d:c><b><![CDATA[<i>]]></b></r>)";
  std::mt19937 random(20261122);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  for (int round = 0; round < 5'000; ++round) {
    std::string xml = good;
    for (std::size_t change = 0, changes = 1 + below(4); change < changes; ++change) {
      const auto at = below(xml.size());
      if (below(2) == 0) xml[at] = static_cast<char>(below(256));
      else xml.erase(at, 1 + below(5));
      if (xml.empty()) xml = "<";
    }
    const auto tree = parse_xml(xml, "");
    EXPECT_TRUE(base::is_utf8(tree ? tree->all_text() : tree.error().message));
  }
}

}  // namespace
