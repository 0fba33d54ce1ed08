#pragma once
// A feed as websites publish it: RSS 0.9x, 1.0 and 2.0, Atom 1.0 (RFC 4287), JSON Feed 1.1. Pure.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace feeds {

// Entries beyond that are passed over; those at the beginning are the newest.
inline constexpr std::size_t kMostEntries = 1'000;

struct Rating {
  double value = 0;
  double best = 5;
};

struct File {
  std::string url;
  std::string type;
  std::optional<std::int64_t> size;
};

struct Entry {
  std::string id;  // The feed's own, else its address, else made from what it says.
  std::string url;
  std::string title;  // Plain text.
  std::string text;   // Plain text.
  std::string author_id;
  std::string author_name;
  std::string parent_id;  // What it answers (RFC 4685); empty for none.
  std::optional<base::Time> published;
  std::optional<base::Time> updated;
  std::optional<Rating> rating;
  std::vector<File> files;
};

struct Unreadable {
  std::string raw;
  std::string reason;
};

struct Feed {
  std::string title;
  std::string url;                            // Of the site.
  std::optional<std::chrono::minutes> pause;  // How long it asks to be left alone.
  std::vector<Entry> entries;                 // As they stand there.
  std::vector<Unreadable> unreadable;         // Entries that are not as their format says.
};

// `content_type` as the reply has it; may be empty. A failure is a sentence for whoever typed the address: a page of HTML names
// the feed that it speaks of.
[[nodiscard]] base::Result<Feed> parse_feed(std::string_view body, std::string_view content_type);

}  // namespace feeds
