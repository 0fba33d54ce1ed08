#include "connectors/bluesky/at_uri.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "base/text.hpp"

namespace bluesky {
namespace {

constexpr std::string_view kScheme = "at://";
constexpr std::string_view kApp = "https://bsky.app/profile/";
constexpr std::size_t kLongestUri = 500;  // Of the specification's 8 KiB; what the record takes as an id.

bool is_part(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view(".-_:~%").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

// FNV-1a, 64 bits: spreads keys; proves nothing.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

}  // namespace

std::optional<AtUri> parse_at_uri(std::string_view text) {
  if (!text.starts_with(kScheme) || text.size() > kLongestUri) return std::nullopt;
  const auto parts = base::split(text.substr(kScheme.size()), '/');
  if (parts.size() != 3 || !std::ranges::all_of(parts, is_part)) return std::nullopt;
  return AtUri{std::string(parts[0]), std::string(parts[1]), std::string(parts[2])};
}

std::string at_uri(std::string_view did, std::string_view collection, std::string_view rkey) {
  return std::string(kScheme).append(did).append("/").append(collection).append("/").append(rkey);
}

std::string web_address(std::string_view uri) {
  const auto parts = parse_at_uri(uri);
  if (!parts || parts->collection != kPost) return {};
  return std::string(kApp).append(parts->did).append("/post/").append(parts->rkey);
}

std::optional<AtUri> parse_web_address(std::string_view url) {
  if (const auto uri = parse_at_uri(url)) return uri->collection == kPost ? uri : std::nullopt;
  if (!url.starts_with(kApp)) return std::nullopt;
  const auto parts = base::split(url.substr(kApp.size()), '/');
  if (parts.size() != 3 || parts[1] != "post" || !is_part(parts[0]) || !is_part(parts[2])) return std::nullopt;
  return AtUri{std::string(parts[0]), std::string(kPost), std::string(parts[2])};
}

std::string make_tid(std::string_view key, base::Time written_at) {
  constexpr std::string_view kLetters = "234567abcdefghijklmnopqrstuvwxyz";
  constexpr std::size_t kLength = 13;
  const std::uint64_t hash = hash_of(key);
  const auto millis = static_cast<std::uint64_t>(std::max<std::int64_t>(0, written_at.time_since_epoch().count()));
  const std::uint64_t micros = millis * 1000 + (hash >> 10U) % 1000;
  std::uint64_t bits = (micros & ((1ULL << 53U) - 1)) << 10U | (hash & 0x3ffU);
  std::string tid(kLength, kLetters[0]);
  for (std::size_t i = kLength; i-- > 0; bits >>= 5U) tid[i] = kLetters[bits & 31U];
  return tid;
}

}  // namespace bluesky
