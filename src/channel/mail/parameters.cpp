#include "channel/mail/parameters.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "base/text.hpp"
#include "channel/mail/charset.hpp"
#include "channel/mail/transfer.hpp"
#include "channel/mail/words.hpp"

namespace mail {
namespace {

constexpr std::size_t kMostParameters = 200;
constexpr int kMostPieces = 200;

// The value up to the next semicolon, without its quotes. Takes it off the front.
std::string take_value(std::string_view& text) {
  text = text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
  std::string out;
  if (!text.starts_with('"')) {
    const auto end = std::min(text.find(';'), text.size());
    out = base::trim(text.substr(0, end));
    text.remove_prefix(end);
    return out;
  }
  std::size_t at = 1;
  for (; at < text.size() && text[at] != '"'; ++at) {
    // A Windows path is written with single backslashes: only quotes and backslashes are escaped.
    const bool is_escape = text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\');
    if (is_escape) ++at;
    out += text[at];
  }
  text.remove_prefix(std::min(text.find(';', at), text.size()));
  return out;
}

struct Piece {
  std::string text;
  bool is_coded = false;
};

// "filename*1*": the name, which piece of it, and whether it is in percents.
struct PieceName {
  std::string name;
  std::optional<int> number;
  bool is_coded = false;
};

PieceName piece_name(std::string_view text) {
  PieceName out;
  out.name = base::to_lower_ascii(base::trim(text));
  if (out.name.ends_with('*')) {
    out.is_coded = true;
    out.name.pop_back();
  }
  const auto star = out.name.find('*');
  if (star == std::string::npos) return out;
  int number = 0;
  const auto [end, error] = std::from_chars(out.name.data() + star + 1, out.name.data() + out.name.size(), number);
  if (error == std::errc() && number >= 0 && number < kMostPieces) out.number = number;
  out.name.resize(star);
  return out;
}

std::string join(const std::map<int, Piece>& pieces) {
  std::string bytes;
  std::string charset;
  bool is_first = true;
  for (const auto& [number, piece] : pieces) {
    std::string_view text = piece.text;
    if (is_first && piece.is_coded) {  // "utf-8'en'…"
      const auto first = text.find('\'');
      const auto second = first == std::string_view::npos ? first : text.find('\'', first + 1);
      if (second != std::string_view::npos) {
        charset = text.substr(0, first);
        text.remove_prefix(second + 1);
      }
    }
    is_first = false;
    bytes += piece.is_coded ? decode_percent(text) : std::string(text);
  }
  return to_utf8(bytes, charset);
}

}  // namespace

std::string_view ParameterField::find(std::string_view name) const {
  const auto one = std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first);
  return one == parameters.end() ? std::string_view() : std::string_view(one->second);
}

ParameterField read_parameters(std::string_view field) {
  ParameterField out;
  const auto value_end = std::min(field.find(';'), field.size());
  out.value = base::to_lower_ascii(base::trim(field.substr(0, value_end)));
  field.remove_prefix(value_end);
  std::map<std::string, std::map<int, Piece>> in_pieces;
  while (!field.empty() && out.parameters.size() < kMostParameters && in_pieces.size() < kMostParameters) {
    field.remove_prefix(1);  // The semicolon.
    const auto name_end = field.find_first_of("=;");
    if (name_end == std::string_view::npos) break;
    const PieceName name = piece_name(field.substr(0, name_end));
    field.remove_prefix(name_end);
    if (field.front() == ';') continue;
    field.remove_prefix(1);
    std::string value = take_value(field);
    if (name.number || name.is_coded)
      in_pieces[name.name][name.number.value_or(0)] = {.text = std::move(value), .is_coded = name.is_coded};
    else out.parameters.emplace_back(name.name, decode_words(to_utf8(value, "")));
  }
  // Where both forms stand, the coded one says more.
  for (const auto& [name, pieces] : in_pieces) out.parameters.insert(out.parameters.begin(), {name, join(pieces)});
  return out;
}

}  // namespace mail
