#pragma once
// DAG-CBOR as the AT Protocol sends it (https://atproto.com/specs/data-model), read into the JSON that the protocol says it
// means: bytes are {"$bytes": base64}, links {"$link": "bafy…"}. And the archive of blocks in which records come (CARv1,
// https://ipld.io/specs/transport/car/carv1). Pure.
//
// Whoever reads it has not chosen who sends it: nothing is reserved for what is only announced, nothing nests deeper than
// kDeepest, and what the protocol does not allow (lengths left open, other tags, keys that are no text) is refused.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace bluesky {

class CborReader {
 public:
  static constexpr int kDeepest = 32;

  explicit CborReader(std::string_view bytes) : rest_(bytes) {}

  // The next value, whole.
  [[nodiscard]] base::Result<boost::json::value> value() { return value(kDeepest); }
  // The next value, piece by piece: how many pairs a map has, a text, bytes as they stand.
  [[nodiscard]] base::Result<std::uint64_t> map();
  [[nodiscard]] base::Result<std::string_view> text();
  [[nodiscard]] base::Result<std::string_view> bytes();
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  struct Head {
    unsigned major = 0;
    unsigned detail = 0;
    std::uint64_t number = 0;
  };
  base::Result<Head> head();
  base::Result<std::string_view> take(std::uint64_t count);
  base::Result<std::string_view> string_of(unsigned major, const char* expected);
  base::Result<boost::json::value> value(int depth);
  base::Result<boost::json::value> list(std::uint64_t count, int depth);
  base::Result<boost::json::value> pairs(std::uint64_t count, int depth);
  base::Result<boost::json::value> link();
  base::Result<boost::json::value> simple(const Head& head);

  std::string_view rest_;
};

// "bafy…": a CID's bytes as text.
[[nodiscard]] std::string cid_text(std::string_view cid);

// The blocks by their CIDs as text; they are as long as the bytes are.
[[nodiscard]] base::Result<std::map<std::string, std::string_view>> read_car(std::string_view bytes);

}  // namespace bluesky
