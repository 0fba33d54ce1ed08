#pragma once
// What people type into the search field, read:
//
//   parcel lost            both words, in any form of them
//   "lost parcel"          these words in a row, as written
//   parc*                  words that begin so
//   -refund                not this word; -team:Sales, not this team
//   from:ann inbox:"Shop chat" channel:… team:2 status:open language:de before:2026-03-01 after:2026-01-01 is:owed
//
// Each word and each field narrows what is found; a word with a colon that names no field is a word.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/result.hpp"

namespace search {

inline constexpr std::size_t kLongestQuery = 1000;  // Bytes.
inline constexpr std::size_t kMostParts = 32;       // Words and fields.

enum class Field { from, inbox, channel, team, status, language, before, after, is };
BOOST_DESCRIBE_ENUM(Field, from, inbox, channel, team, status, language, before, after, is)

struct Word {
  std::string text;
  bool is_phrase = false;
  bool is_prefix = false;
  bool is_not = false;
};

struct FieldValue {
  Field field = Field::from;
  std::string value;
  bool is_not = false;
};

struct Query {
  std::vector<Word> words;
  std::vector<FieldValue> fields;
};

// Failures are `invalid`, of the field "q", and name the part that is wrong.
[[nodiscard]] base::Result<Query> parse_query(std::string_view text);

// "team: there is no …", of the field "q".
[[nodiscard]] tl::unexpected<base::Failure> refuse(Field field, const std::string& why);

}  // namespace search
