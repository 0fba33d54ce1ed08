#include "domain/triage/concepts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace triage {
namespace {

const std::vector<LexiconText> kLexicon = {
    {"en.tsv", "refund\trefund*, money back\nlate\tlate, still waiting\ngreat\tgreat\nopen\t\n"},
    {"de.tsv", "refund\terstatt*\nlate\tspät*\n"},
    {"ja.tsv", "refund\t返金\n"}};

class Lexicon : public testing::Test {
 protected:
  // The names of what is found, a ! before what is denied.
  std::vector<std::string> find(std::string_view post) {
    Normaliser normaliser;
    std::vector<Concept> found;
    concepts_.find(normaliser.read(post), normaliser, found);
    std::ranges::sort(found);
    std::vector<std::string> names;
    for (const Concept one : found)
      names.push_back((one >= Concepts::kNegatedConcept ? "!" : "") + parts_.names[one % Concepts::kNegatedConcept]);
    return names;
  }

  ConceptParts parts_ = *read_lexicon(kLexicon);
  Concepts concepts_{parts_.keys, parts_.concepts};
};

using Names = std::vector<std::string>;

TEST_F(Lexicon, FindsWordsPhrasesAndBeginnings) {
  EXPECT_EQ(find("Where is my REFUND"), Names{"refund"});
  EXPECT_EQ(find("was it refunded?"), Names{"refund"});
  EXPECT_EQ(find("I want my money back!!"), Names{"refund"});
  EXPECT_EQ(find("money is back"), Names{});
  EXPECT_EQ(find("later"), Names{});  // No star: the whole word.
  EXPECT_EQ(find("I'm still waiting, it is late"), (Names{"late", "late"}));
}

TEST_F(Lexicon, IsOfAllLanguagesAtOnce) {
  EXPECT_EQ(find("Bitte um Erstattung, viel zu spät"), (Names{"refund", "late"}));
  EXPECT_EQ(find("早く返金してください"), Names{"refund"});
}

TEST_F(Lexicon, TellsWhatIsDenied) { EXPECT_EQ(find("that's not great"), Names{"!great"}); }

TEST_F(Lexicon, AnyBytesMayComeIn) {
  for (const std::string& post :
       {std::string(), std::string("\0\xff\xfe", 3), std::string(100'000, 'a'), std::string(5'000, '\xe8')})
    EXPECT_EQ(find(post), Names{});
  EXPECT_EQ(Concepts().empty(), true);
}

TEST_F(Lexicon, TellsTheNamesFromTheKeysAlone) {
  EXPECT_EQ(concepts_.names(kLexicon[0].text), (Names{"refund", "late", "great"}));
  EXPECT_EQ(concepts_.names("late\tspät*\nmoney\trefund*, cash, coins\n\nbroken line\n"), (Names{"", "late"}))
      << "in any order, and not where most entries lead elsewhere";
  EXPECT_EQ(Concepts().names(kLexicon[0].text), Names{});
}

TEST(ShippedLexicon, IsReadAndNamesItself) {
  const std::vector<LexiconText> files = {{"en.tsv", std::string(shipped_lexicon())}};
  const auto parts = read_lexicon(files);
  ASSERT_TRUE(parts) << parts.error().message;
  EXPECT_GT(parts->names.size(), 200U);
  const auto names = Concepts(parts->keys, parts->concepts).names(shipped_lexicon());
  EXPECT_EQ(names, parts->names);
}

TEST(ReadLexicon, RefusesWhatIsNoneByFileAndLine) {
  const auto no_tab = read_lexicon(std::vector<LexiconText>{{"en.tsv", "refund\tx\nrefund money\n"}});
  ASSERT_FALSE(no_tab);
  EXPECT_EQ(no_tab.error().message, "en.tsv, line 2: it is no name, tab and entries.");
  const auto unknown = read_lexicon(std::vector<LexiconText>{{"en.tsv", "refund\tx\n"}, {"de.tsv", "late\tspät\n"}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "de.tsv, line 1: the first file has no concept \"late\".");
}

}  // namespace
}  // namespace triage
