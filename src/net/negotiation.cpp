#include "net/negotiation.hpp"

#include <array>

#include <sodium/crypto_shorthash.h>

#include "base/text.hpp"

namespace net {
namespace {

// ";q=0.5" → 500. Whatever cannot be read counts as 0: better no coding than a wrong one.
int parse_weight(std::string_view parameters) {
  const auto parameter = base::trim(parameters);
  if (parameter.empty()) return 1000;
  if (parameter.size() < 3 || (parameter[0] | 0x20) != 'q' || parameter[1] != '=') return 0;
  int weight = 0;
  int scale = 1000;
  for (std::size_t i = 2; i < parameter.size() && scale > 0; ++i) {
    if (i == 3) {
      if (parameter[i] != '.') return 0;
      continue;
    }
    if (parameter[i] < '0' || parameter[i] > '9') return 0;
    weight += (parameter[i] - '0') * scale;
    scale /= 10;
  }
  return weight > 1000 ? 0 : weight;
}

std::string_view without_weakness(std::string_view etag) { return etag.starts_with("W/") ? etag.substr(2) : etag; }

using HashKey = std::array<unsigned char, crypto_shorthash_KEYBYTES>;

const HashKey& hash_key() {
  static const HashKey key = [] {
    HashKey made;
    crypto_shorthash_keygen(made.data());
    return made;
  }();
  return key;
}

}  // namespace

int coding_weight(std::string_view accept_encoding, std::string_view coding) {
  int wildcard = coding == "identity" ? 1000 : 0;
  while (!accept_encoding.empty()) {
    const auto comma = accept_encoding.find(',');
    const auto part = accept_encoding.substr(0, comma);
    accept_encoding = comma == std::string_view::npos ? std::string_view{} : accept_encoding.substr(comma + 1);
    const auto semicolon = part.find(';');
    const auto name = base::trim(part.substr(0, semicolon));
    const int weight = parse_weight(semicolon == std::string_view::npos ? std::string_view{} : part.substr(semicolon + 1));
    if (base::equal_ignoring_case(name, coding)) return weight;
    if (name == "*") wildcard = weight;
  }
  return wildcard;
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  if (base::trim(if_none_match) == "*") return true;
  const auto wanted = without_weakness(etag);
  while (!if_none_match.empty()) {
    const auto comma = if_none_match.find(',');
    if (without_weakness(base::trim(if_none_match.substr(0, comma))) == wanted) return true;
    if_none_match = comma == std::string_view::npos ? std::string_view{} : if_none_match.substr(comma + 1);
  }
  return false;
}

std::string etag_of(std::string_view content) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::array<unsigned char, crypto_shorthash_BYTES> hash;
  crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(content.data()), content.size(), hash_key().data());
  std::string tag(2 + 2 * hash.size(), '"');
  for (std::size_t i = 0; i < hash.size(); ++i) {
    tag[1 + 2 * i] = kHex[hash[i] >> 4];
    tag[2 + 2 * i] = kHex[hash[i] & 15];
  }
  return tag;
}

std::string etag_with(std::string_view etag, std::string_view coding) {
  std::string tagged(etag);
  if (tagged.size() >= 2 && tagged.back() == '"') tagged.insert(tagged.size() - 1, "-" + std::string(coding));
  return tagged;
}

bool is_compressible(std::string_view content_type) {
  const auto type = base::to_lower_ascii(base::trim(content_type.substr(0, content_type.find(';'))));
  if (type == "text/event-stream") return false;
  for (const std::string_view suffix : {"json", "javascript", "xml", "+text", "wasm", "yaml"}) {
    if (type.ends_with(suffix)) return true;
  }
  return type.starts_with("text/") || type == "image/x-icon" || type == "application/x-ndjson";
}

}  // namespace net
