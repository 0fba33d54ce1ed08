#include "domain/triage/pieces.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <memory>

#include "base/text.hpp"
#include "domain/triage/normalise.hpp"
#include "domain/triage/sections.hpp"

namespace triage {
namespace {

constexpr std::string_view kSpace = "\xE2\x96\x81";      // U+2581 stands before each word.
constexpr std::string_view kVariation = "\xEF\xB8\x8F";  // U+FE0F says only how an emoji is drawn.
constexpr std::string_view kFaceWith = "face with ";
constexpr float kUnknownBelow = 10;  // An unknown letter is so much less likely than the rarest piece.
constexpr std::size_t kMostPiecesKnown = 65'535;

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNamed = {
    {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&nbsp;", " "}}};

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || ((byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z') || byte == '_';
}
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

std::size_t point_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// &amp;amp; happens: what an archive escaped twice.
std::string unescaped(std::string_view text) {
  std::string out(text);
  for (int round = 0; round < 2 && out.find('&') != std::string::npos; ++round) {
    std::string next;
    for (std::size_t at = 0; at < out.size();) {
      const auto found = std::ranges::find_if(
          kNamed, [&](const auto& named) { return out.compare(at, named.first.size(), named.first) == 0; });
      if (found == kNamed.end()) next += out[at++];
      else {
        next += found->second;
        at += found->first.size();
      }
    }
    out = std::move(next);
  }
  return out;
}

// "#NeverAgain2024" in its words: "Never Again 2024".
void append_hashtag(std::string_view tag, std::string& out) {
  for (std::size_t i = 0; i < tag.size(); ++i) {
    const bool turns =
        i > 0 && ((is_capital(tag[i]) && (is_small(tag[i - 1]) || (i + 1 < tag.size() && is_small(tag[i + 1])))) ||
                  ((tag[i] >= '0' && tag[i] <= '9') != (tag[i - 1] >= '0' && tag[i - 1] <= '9')));
    if (turns || tag[i] == '_') out += ' ';
    if (tag[i] != '_') out += tag[i];
  }
}

std::string composed(const std::string& text) {
  utf8proc_uint8_t* made = nullptr;
  const auto how = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &made, how);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(made, &std::free);
  return size < 0 ? text : std::string(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size));
}

// A letter thrice or more stands twice, white space once, none at the ends.
std::string tidied(std::string_view text) {
  std::string out;
  std::string_view last;
  int times = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view point = text.substr(at, point_length(text[at]));
    at += point.size();
    const bool blank = point.size() == 1 && static_cast<unsigned char>(point[0]) <= ' ';
    if (blank) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      last = {};
      continue;
    }
    times = point == last ? times + 1 : 1;
    last = point;
    if (times <= 2 || !is_word_byte(point[0])) out += point;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

base::Result<PieceReader> PieceReader::read(std::string_view vocabulary, std::string_view emoji) {
  PieceReader reader;
  std::vector<Known> known;
  float least = 0;
  for (const std::string_view line : base::split(vocabulary, '\n')) {
    if (line.empty()) continue;
    const auto tab = line.find('\t');
    Known one;
    if (tab == std::string_view::npos || reader.pieces_ >= kMostPiecesKnown)
      return refuse_model("its vocabulary is damaged");
    const auto [end, error] = std::from_chars(line.data() + tab + 1, line.data() + line.size(), one.weight);
    if (error != std::errc() || end != line.data() + line.size() || !(one.weight <= 0) || one.weight < -1000)
      return refuse_model("its vocabulary is damaged");
    one.text = line.substr(0, tab);
    one.piece = static_cast<Piece>(reader.pieces_++);
    least = std::min(least, one.weight);
    if (one.weight < 0 && !one.text.empty() && one.piece != kUnknownPiece) known.push_back(one);
  }
  if (known.empty()) return refuse_model("its vocabulary is empty");
  std::ranges::sort(known, {}, &Known::text);
  reader.unknown_ = least - kUnknownBelow;
  reader.nodes_.emplace_back();
  reader.grow(0, known, 0);
  for (const std::string_view line : base::split(emoji, '\n')) {
    if (line.empty()) continue;
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos || tab == 0) return refuse_model("its names of emoji are damaged");
    std::string name = base::to_lower_ascii(line.substr(tab + 1));
    if (const auto at = name.find(kFaceWith); at != std::string::npos) name.erase(at, kFaceWith.size());
    reader.longest_emoji_ = std::max(reader.longest_emoji_, tab);
    reader.emoji_.emplace(line.substr(0, tab), std::move(name));
  }
  return reader;
}

// `known` are the pieces below `node`, in order; all begin with the same `depth` bytes.
void PieceReader::grow(std::uint32_t node, std::span<const Known> known, std::size_t depth) {
  if (!known.empty() && known.front().text.size() == depth) {
    nodes_[node].piece = known.front().piece;
    nodes_[node].weight = known.front().weight;
    while (!known.empty() && known.front().text.size() == depth) known = known.subspan(1);
  }
  std::vector<std::span<const Known>> parts;
  for (std::size_t i = 0; i < known.size(); ++i)
    if (i == 0 || known[i].text[depth] != known[i - 1].text[depth]) {
      if (!parts.empty()) parts.back() = parts.back().first(static_cast<std::size_t>(&known[i] - parts.back().data()));
      parts.push_back(known.subspan(i));
    }
  const auto first = static_cast<std::uint32_t>(edges_.size());
  nodes_[node].first_edge = first;
  nodes_[node].edges = static_cast<std::uint16_t>(parts.size());
  for (const auto& part : parts) {
    edges_.push_back({static_cast<unsigned char>(part.front().text[depth]), static_cast<std::uint32_t>(nodes_.size())});
    nodes_.emplace_back();
  }
  for (std::size_t i = 0; i < parts.size(); ++i) grow(edges_[first + i].node, parts[i], depth + 1);
}

const PieceReader::Node* PieceReader::child(const Node& node, char byte) const {
  const std::span<const Edge> edges(edges_.data() + node.first_edge, node.edges);
  const auto found = std::ranges::lower_bound(edges, static_cast<unsigned char>(byte), {}, &Edge::byte);
  return found == edges.end() || found->byte != static_cast<unsigned char>(byte) ? nullptr : &nodes_[found->node];
}

bool PieceReader::append_emoji(std::string_view post, std::size_t& at, std::string& out) const {
  for (std::size_t size = std::min(longest_emoji_, post.size() - at); size > 1; --size) {
    const auto found = emoji_.find(post.substr(at, size));
    if (found == emoji_.end()) continue;
    out += ' ';
    out += found->second;
    out += ' ';
    at += size;
    return true;
  }
  return false;
}

// One address, handle, hashtag, emoji or point.
void PieceReader::append_unit(std::string_view post, std::size_t& at, std::string& out) const {
  const auto word_end = [post](std::size_t from) {
    while (from < post.size() && is_word_byte(post[from])) ++from;
    return from;
  };
  const std::string_view rest = post.substr(at);
  const bool begins = at == 0 || !is_word_byte(post[at - 1]);
  if (begins && (rest.starts_with("http://") || rest.starts_with("https://"))) {
    while (at < post.size() && static_cast<unsigned char>(post[at]) > ' ') ++at;
    out += ' ';
  } else if (begins && rest.size() > 1 && rest[0] == '@' && is_word_byte(rest[1])) {
    at = word_end(at + 1);
    out += ' ';
  } else if (begins && rest.size() > 1 && rest[0] == '#' && is_word_byte(rest[1])) {
    const std::size_t end = word_end(at + 1);
    append_hashtag(post.substr(at + 1, end - at - 1), out);
    at = end;
  } else if (rest.starts_with(kVariation)) {
    at += kVariation.size();
  } else if (static_cast<unsigned char>(rest[0]) < 0x80 || !append_emoji(post, at, out)) {
    const std::size_t size = std::min(point_length(rest[0]), rest.size());
    out += rest.substr(0, size);
    at += size;
  }
}

std::string PieceReader::plain(std::string_view post) const {
  const std::string text = unescaped(base::to_storable(post.substr(0, kMostBytes)));
  std::string out;
  for (std::size_t at = 0; at < text.size();) append_unit(text, at, out);
  return tidied(composed(out));
}

void PieceReader::cut(std::string_view post, std::vector<Piece>& out) const {
  struct Step {
    float weight = -1e30F;  // Of the likeliest way to here.
    std::uint32_t from = 0;
    Piece piece = kUnknownPiece;
  };
  const std::string words = plain(post);
  std::string text;
  for (const std::string_view word : base::split(words, ' ')) {
    text += kSpace;
    text += word;
  }
  std::vector<Step> steps(text.size() + 1);
  steps[0].weight = 0;
  const auto offer = [&steps](std::size_t from, std::size_t to, Piece piece, float weight) {
    if (steps[from].weight + weight > steps[to].weight)
      steps[to] = {steps[from].weight + weight, static_cast<std::uint32_t>(from), piece};
  };
  for (std::size_t begin = 0; begin < text.size(); begin += point_length(text[begin])) {
    offer(begin, std::min(begin + point_length(text[begin]), text.size()), kUnknownPiece, unknown_);
    const Node* node = nodes_.data();
    for (std::size_t end = begin; end < text.size();) {
      node = child(*node, text[end++]);
      if (node == nullptr) break;
      if (node->piece != kUnknownPiece) offer(begin, end, node->piece, node->weight);
    }
  }
  out.clear();
  for (std::size_t at = text.size(); at > 0; at = steps[at].from) {
    const bool again = steps[at].piece == kUnknownPiece && !out.empty() && out.back() == kUnknownPiece;
    if (!again) out.push_back(steps[at].piece);
  }
  std::ranges::reverse(out);
  if (out.size() > kMostPieces) out.resize(kMostPieces);
  if (out.empty()) out.push_back(kUnknownPiece);
}

}  // namespace triage
