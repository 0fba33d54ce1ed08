#pragma once
// CBOR and archives as an account server writes them, for tests.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bluesky::test::cbor {

inline std::string head(unsigned major, std::uint64_t number) {
  const unsigned width = number < 24 ? 0 : number <= 0xff ? 1 : number <= 0xffff ? 2 : number <= 0xffffffff ? 4 : 8;
  const unsigned detail = width == 0   ? static_cast<unsigned>(number)
                          : width == 1 ? 24
                          : width == 2 ? 25
                          : width == 4 ? 26
                                       : 27;
  std::string out(1, static_cast<char>(major << 5 | detail));
  for (unsigned i = width; i > 0; --i) out += static_cast<char>((number >> (8 * (i - 1))) & 0xff);
  return out;
}
inline std::string number(std::int64_t value) {
  return value >= 0 ? head(0, static_cast<std::uint64_t>(value)) : head(1, static_cast<std::uint64_t>(-1 - value));
}
inline std::string bytes(const std::string& value) { return head(2, value.size()) + value; }
inline std::string text(const std::string& value) { return head(3, value.size()) + value; }
inline std::string list(const std::vector<std::string>& values) {
  std::string out = head(4, values.size());
  for (const auto& one : values) out += one;
  return out;
}
inline std::string map(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string out = head(5, pairs.size());
  for (const auto& [key, value] : pairs) out += text(key) + value;
  return out;
}
inline std::string link(const std::string& cid) { return head(6, 42) + bytes(std::string(1, '\0') + cid); }
inline const std::string kNull = "\xf6";
inline const std::string kTrue = "\xf5";
inline const std::string kFalse = "\xf4";

// Of the first version, DAG-CBOR, SHA-256, with a digest of one letter.
inline std::string cid(char letter) { return "\x01\x71\x12\x20" + std::string(32, letter); }

inline std::string varint(std::uint64_t number) {
  std::string out;
  for (; number > 0x7f; number >>= 7) out += static_cast<char>((number & 0x7f) | 0x80);
  return out + static_cast<char>(number);
}
inline std::string car(const std::vector<std::pair<std::string, std::string>>& blocks) {
  const auto header = map({{"version", number(1)}, {"roots", list({link(cid('r'))})}});
  std::string out = varint(header.size()) + header;
  for (const auto& [name, block] : blocks) out += varint(name.size() + block.size()) + name + block;
  return out;
}

inline std::string frame(const std::string& type, const std::string& body) {
  return map({{"t", text(type)}, {"op", number(1)}}) + body;
}
struct Op {
  std::string action;
  std::string path;
  std::string cid;     // Of what is deleted: empty.
  std::string record;  // CBOR.
};
inline std::string commit(std::int64_t seq, const std::string& did, const std::string& at, const std::vector<Op>& ops) {
  std::vector<std::string> done;
  std::vector<std::pair<std::string, std::string>> blocks;
  for (const auto& op : ops) {
    done.push_back(
        map({{"action", text(op.action)}, {"path", text(op.path)}, {"cid", op.cid.empty() ? kNull : link(op.cid)}}));
    if (!op.cid.empty()) blocks.emplace_back(op.cid, op.record);
  }
  return frame("#commit", map({{"seq", number(seq)},
                               {"repo", text(did)},
                               {"time", text(at)},
                               {"rev", text("3l3")},
                               {"tooBig", kFalse},
                               {"commit", link(cid('c'))},
                               {"ops", list(done)},
                               {"blobs", list({})},
                               {"blocks", bytes(car(blocks))}}));
}

}  // namespace bluesky::test::cbor
