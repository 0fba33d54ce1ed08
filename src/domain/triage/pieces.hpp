#pragma once
// A post as the second tier's encoder reads it: a row of pieces of words. Addresses and handles are left out, a hashtag is
// told in its words, an emoji by its name, and of the ways to cut what remains the likeliest is taken (a unigram model: Kudo,
// ACL 2018), found by Viterbi.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"

namespace triage {

using Piece = std::uint16_t;

inline constexpr Piece kUnknownPiece = 0;
inline constexpr std::size_t kMostPieces = 96;  // Of a post; what comes after is not read.

class PieceReader {
 public:
  // `vocabulary` is a line a piece, "piece<TAB>log probability", its number that of its line; a piece of probability 0 is a mark
  // that no text has. `emoji` is a line each, "emoji<TAB>name". Refuses what has no such shape.
  [[nodiscard]] static base::Result<PieceReader> read(std::string_view vocabulary, std::string_view emoji);

  // The text that is cut: of any bytes, valid UTF-8 in NFKC, words with one space between.
  [[nodiscard]] std::string plain(std::string_view post) const;
  // Never empty: what has nothing to read is one piece.
  void cut(std::string_view post, std::vector<Piece>& out) const;
  [[nodiscard]] std::size_t pieces() const { return pieces_; }

 private:
  // A tree over the bytes of the pieces; the edges of a node stand together, by their byte.
  struct Node {
    std::uint32_t first_edge = 0;
    std::uint16_t edges = 0;
    Piece piece = kUnknownPiece;  // kUnknownPiece: none ends here.
    float weight = 0;             // Its log probability.
  };
  struct Edge {
    unsigned char byte = 0;
    std::uint32_t node = 0;
  };
  struct Known {
    std::string_view text;
    Piece piece = 0;
    float weight = 0;
  };
  void grow(std::uint32_t node, std::span<const Known> known, std::size_t depth);
  [[nodiscard]] const Node* child(const Node& node, char byte) const;
  void append_unit(std::string_view post, std::size_t& at, std::string& out) const;
  [[nodiscard]] bool append_emoji(std::string_view post, std::size_t& at, std::string& out) const;

  struct TextHash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming)
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> emoji_;
  std::size_t longest_emoji_ = 0;  // Bytes.
  float unknown_ = 0;              // What a letter that no piece has costs.
  std::size_t pieces_ = 0;
};

}  // namespace triage
