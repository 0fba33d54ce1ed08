#include "domain/triage/pieces.hpp"

#include <gtest/gtest.h>

namespace triage {
namespace {

// Numbers are those of the lines.
constexpr std::string_view kVocabulary =
    "\t0\n"          // 0: unknown
    "▁my\t-3\n"      // 1
    "▁flight\t-5\n"  // 2
    "▁fl\t-6\n"      // 3
    "ight\t-6\n"     // 4
    "▁\t-4\n"        // 5
    "s\t-4\n"        // 6
    "▁angry\t-7\n"   // 7
    "▁never\t-6\n"   // 8
    "▁again\t-6\n";  // 9
constexpr std::string_view kEmoji = "😡\tangry\n😀\tface with never\n";

std::vector<Piece> cut(std::string_view post) {
  std::vector<Piece> pieces;
  PieceReader::read(kVocabulary, kEmoji)->cut(post, pieces);
  return pieces;
}
using Pieces = std::vector<Piece>;

TEST(Pieces, AreTheLikeliestThereAre) {
  EXPECT_EQ(cut("my flight"), (Pieces{1, 2}));
  EXPECT_EQ(cut("my flights"), (Pieces{1, 2, 6}));
  EXPECT_EQ(cut("my qq flight"), (Pieces{1, 5, 0, 2}));  // What is not known stands once.
}

TEST(Pieces, LeaveOutAddressesAndHandlesAndTellEmoji) {
  EXPECT_EQ(cut("@airline my https://x.example/y flight"), (Pieces{1, 2}));
  EXPECT_EQ(cut("my😡\xEF\xB8\x8F flight"), (Pieces{1, 7, 2}));
  EXPECT_EQ(cut("😀"), Pieces{8});
  EXPECT_EQ(cut("#neverAgain"), (Pieces{8, 5, 0}));  // "Again" is another word than "again".
  EXPECT_EQ(cut("my &amp;amp; flight"), (Pieces{1, 5, 0, 2}));
}

TEST(Pieces, AreAtLeastOneAndNotTooMany) {
  EXPECT_EQ(cut(""), Pieces{5});
  EXPECT_EQ(cut("\xff\xfe"), (Pieces{5, 0}));
  std::string post;
  for (int i = 0; i < 3000; ++i) post += "my flight ";
  EXPECT_EQ(cut(post).size(), kMostPieces);
}

TEST(Pieces, RefuseAVocabularyThatIsNone) {
  for (const std::string_view vocabulary : {"", "word", "word\tx", "word\t1.5", "\t0\n"})
    EXPECT_FALSE(PieceReader::read(vocabulary, "")) << vocabulary;
  EXPECT_FALSE(PieceReader::read(kVocabulary, "😡 angry\n"));
}

}  // namespace
}  // namespace triage
