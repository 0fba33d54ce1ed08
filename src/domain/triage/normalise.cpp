#include "domain/triage/normalise.hpp"

#include <algorithm>
#include <array>

#include "domain/search/fold.hpp"
#include "domain/triage/points.hpp"

namespace triage {
namespace {

using namespace std::string_view_literals;

constexpr int kNegationReach = 4;  // Words.
constexpr std::size_t kLongestNegation = 9;

constexpr std::uint64_t hash_of(std::u32string_view points) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char32_t point : points) hash = (hash ^ point) * 0x100000001B3ULL;
  return hash;
}

// Words that turn what follows round, in the languages of the sets we train on.
constexpr auto make_negations() {
  std::array hashes = {
      hash_of(U"not"),     hash_of(U"no"),        hash_of(U"never"),    hash_of(U"cannot"),   hash_of(U"cant"),
      hash_of(U"can't"),   hash_of(U"won't"),     hash_of(U"wont"),     hash_of(U"don't"),    hash_of(U"dont"),
      hash_of(U"doesn't"), hash_of(U"doesnt"),    hash_of(U"didn't"),   hash_of(U"didnt"),    hash_of(U"isn't"),
      hash_of(U"isnt"),    hash_of(U"aren't"),    hash_of(U"arent"),    hash_of(U"wasn't"),   hash_of(U"wasnt"),
      hash_of(U"weren't"), hash_of(U"werent"),    hash_of(U"ain't"),    hash_of(U"aint"),     hash_of(U"wouldn't"),
      hash_of(U"wouldnt"), hash_of(U"shouldn't"), hash_of(U"shouldnt"), hash_of(U"couldn't"), hash_of(U"couldnt"),
      hash_of(U"haven't"), hash_of(U"havent"),    hash_of(U"hasn't"),   hash_of(U"hasnt"),    hash_of(U"hadn't"),
      hash_of(U"hadnt"),   hash_of(U"nor"),       hash_of(U"neither"),  hash_of(U"nobody"),   hash_of(U"nothing"),
      hash_of(U"nowhere"), hash_of(U"without"),   hash_of(U"hardly"),   hash_of(U"barely"),   hash_of(U"pas"),
      hash_of(U"jamais"),  hash_of(U"rien"),      hash_of(U"nicht"),    hash_of(U"kein"),     hash_of(U"keine"),
      hash_of(U"nie"),     hash_of(U"nunca"),     hash_of(U"nada"),     hash_of(U"sin"),      hash_of(U"non"),
      hash_of(U"mai"),     hash_of(U"não"),       hash_of(U"sem"),      hash_of(U"nahi"),     hash_of(U"لا"),
      hash_of(U"ليس"),     hash_of(U"لم"),        hash_of(U"لن"),
  };
  std::ranges::sort(hashes);
  return hashes;
}
constexpr auto kNegations = make_negations();

struct Escape {
  std::string_view written;
  char32_t meant;
};
constexpr std::array kEscapes{Escape{"&amp;", '&'}, Escape{"&lt;", '<'}, Escape{"&gt;", '>'}, Escape{"&quot;", '"'},
                              Escape{"&#39;", '\''}};

}  // namespace

std::span<const Token> Normaliser::read(std::string_view post) {
  points_.clear();
  tokens_.clear();
  decode(post);
  for (next_ = 0; next_ < text_.size();) {
    if (is_space(text_[next_])) ++next_;
    else if (with_places_) note_places(next_);
    else read_token();
  }
  for (Token& token : tokens_) token.hash = hash_of(points(token));
  mark_negation();
  return tokens_;
}

std::span<const Token> Normaliser::read_with_places(std::string_view post) {
  with_places_ = true;
  bytes_.clear();
  places_.clear();
  const auto tokens = read(post);
  with_places_ = false;
  return tokens;
}

// The tokens of one piece of the text share its place: a word and its marks, a hashtag and its parts.
void Normaliser::note_places(std::size_t from) {
  read_token();
  places_.resize(tokens_.size(), {bytes_[from], bytes_[next_]});
}

void Normaliser::decode(std::string_view post) {
  text_.clear();
  // Cut where a point begins, so that a long post does not end in a broken one.
  if (post.size() > kMostBytes) {
    std::size_t end = kMostBytes;
    while (end > kMostBytes - 4 && (static_cast<unsigned char>(post[end]) & 0xC0U) == 0x80) --end;
    post = post.substr(0, end);
  }
  for (std::size_t i = 0; i < post.size();) {
    const std::size_t at = i;
    decode_point(post, i);
    if (with_places_) bytes_.resize(text_.size(), static_cast<std::uint32_t>(at));
  }
  if (with_places_) bytes_.push_back(static_cast<std::uint32_t>(post.size()));
}

void Normaliser::decode_point(std::string_view post, std::size_t& i) {
  if (post[i] == '&') {
    const auto rest = post.substr(i);
    const auto escape = std::ranges::find_if(kEscapes, [&](const Escape& one) { return rest.starts_with(one.written); });
    if (escape != kEscapes.end()) {
      text_.push_back(escape->meant);
      i += escape->written.size();
      return;
    }
  }
  if (static_cast<unsigned char>(post[i]) < 0x80) {
    text_.push_back(static_cast<char32_t>(post[i++]));
    return;
  }
  const char32_t point = plain_quote(search::next_point(post, i));
  if (!is_dropped(point)) text_.push_back(point);
}

void Normaliser::read_token() {
  if (read_address() || read_handle() || read_face() || read_number()) return;
  if (at(next_) == '#' && is_letter(at(next_ + 1))) {
    ++next_;
    read_word(true);
  } else if (is_letter(at(next_))) {
    read_word(false);
  } else {
    read_sign();
  }
}

bool Normaliser::stands(std::size_t place, std::u32string_view small) const {
  if (text_.size() - place < small.size()) return false;
  for (std::size_t i = 0; i < small.size(); ++i)
    if (lower(text_[place + i]) != small[i]) return false;
  return true;
}

bool Normaliser::read_address() {
  const char32_t first = text_[next_] | 0x20U;
  if (first != 'h' && first != 'w') return false;
  if (!stands(next_, U"http://") && !stands(next_, U"https://") && !stands(next_, U"www.")) return false;
  while (next_ < text_.size() && !is_space(text_[next_])) ++next_;
  add_point(kUrl, TokenKind::mark);
  return true;
}

bool Normaliser::read_handle() {
  if (text_[next_] != '@' || !is_letter(at(next_ + 1))) return false;
  ++next_;
  while (next_ < text_.size() && is_letter(text_[next_])) ++next_;
  add_point(kHandle, TokenKind::mark);
  return true;
}

bool Normaliser::read_number() {
  if (!is_digit(text_[next_])) return false;
  std::size_t end = next_;
  while (is_digit(at(end)) || (at(end) != 0 && U",.:/"sv.find(at(end)) != std::u32string_view::npos)) ++end;
  if (is_letter(at(end))) return false;  // "3rd", "4g": a word.
  next_ = end;
  add_point(kNumber, TokenKind::mark);
  return true;
}

// ":-)", "=(", "xD", "<3".
bool Normaliser::read_face() {
  const char32_t eyes = text_[next_];
  if (eyes == '<' && at(next_ + 1) == '3') {
    ++next_;
    while (at(next_) == '3') ++next_;
    add_point(kSmile, TokenKind::mark);
    return true;
  }
  const bool crossed = (eyes == 'x' || eyes == 'X') && (next_ == 0 || is_space(text_[next_ - 1]));
  if (!crossed && eyes != ':' && eyes != ';' && eyes != '=') return false;
  std::size_t mouth_at = next_ + 1;
  if (const char32_t nose = at(mouth_at); nose == '-' || nose == '\'' || nose == 'o' || nose == '^') ++mouth_at;
  const char32_t mouth = at(mouth_at);
  const bool ends = !is_letter(at(mouth_at + 1));
  bool smile = mouth == ')' || mouth == ']' || mouth == '}' || (ends && U"DdPp3"sv.find(mouth) != std::u32string_view::npos);
  if (crossed) smile = ends && (mouth == 'D' || mouth == 'd');
  const bool frown = !crossed && (U"([|{\\"sv.find(mouth) != std::u32string_view::npos ||
                                  (mouth == '/' && ends && at(mouth_at + 1) != '/'));
  if (!smile && !frown) return false;
  next_ = mouth_at + 1;
  while (next_ < text_.size() && text_[next_] == mouth) ++next_;
  add_point(smile ? kSmile : kFrown, TokenKind::mark);
  return true;
}

void Normaliser::read_word(bool hashtag) {
  const std::size_t begin = points_.size();
  const std::size_t from = next_;
  if (hashtag) points_.push_back('#');
  int capitals = 0;
  int smalls = 0;
  bool elongated = false;
  char32_t last = 0;
  char32_t before_last = 0;
  for (; next_ < text_.size(); ++next_) {
    const char32_t point = text_[next_];
    if (!is_letter(point) && (point != '\'' || next_ == from || !is_letter(at(next_ + 1)))) break;
    const char32_t small = lower(point);
    if (small != point) ++capitals;
    else if (is_small(point)) ++smalls;
    if (small == last && small == before_last && !is_digit(small)) elongated = true;
    else points_.push_back(small);
    before_last = last;
    last = small;
  }
  end_token(begin, TokenKind::word);
  if (!hashtag && capitals > 2 && smalls == 0) add_point(kCapitals, TokenKind::mark);
  if (elongated) add_point(kElongated, TokenKind::mark);
  if (hashtag) split_hashtag(from, next_);
}

// "#BadService2nd" also says "bad", "service", "2", "nd"; "#fail" says "fail".
void Normaliser::split_hashtag(std::size_t begin, std::size_t end) {
  const auto is_upper = [this](std::size_t place) { return lower(text_[place]) != text_[place]; };
  for (std::size_t at_part = begin; at_part < end;) {
    std::size_t part_end = at_part + 1;
    if (is_digit(text_[at_part])) {
      while (part_end < end && is_digit(text_[part_end])) ++part_end;
    } else if (is_upper(at_part) && part_end < end && is_upper(part_end)) {
      while (part_end < end && is_upper(part_end) && !(part_end + 1 < end && is_small(text_[part_end + 1]))) ++part_end;
    } else {
      while (part_end < end && !is_upper(part_end) && !is_digit(text_[part_end])) ++part_end;
    }
    const std::size_t from = points_.size();
    for (std::size_t i = at_part; i < part_end; ++i) points_.push_back(lower(text_[i]));
    end_token(from, TokenKind::word);
    at_part = part_end;
  }
}

void Normaliser::read_sign() {
  const char32_t sign = text_[next_];
  std::size_t end = next_ + 1;
  while (end < text_.size() && text_[end] == sign) ++end;
  const bool repeated = end - next_ > 1;
  next_ = end;
  add_point(sign, TokenKind::sign);
  if (repeated && (sign == '!' || sign == '?' || sign == '.' || is_emoji(sign))) add_point(kRepeated, TokenKind::mark);
}

void Normaliser::end_token(std::size_t begin, TokenKind kind) {
  tokens_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(points_.size()), kind});
}

void Normaliser::add_point(char32_t point, TokenKind kind) {
  points_.push_back(point);
  end_token(points_.size() - 1, kind);
}

void Normaliser::mark_negation() {
  int reach = 0;
  for (Token& token : tokens_) {
    if (token.kind == TokenKind::sign) reach = 0;
    if (token.kind != TokenKind::word) continue;
    if (token.end - token.begin <= kLongestNegation && std::ranges::binary_search(kNegations, token.hash)) {
      reach = kNegationReach;
    } else if (reach > 0) {
      token.negated = true;
      --reach;
    }
  }
}

}  // namespace triage
