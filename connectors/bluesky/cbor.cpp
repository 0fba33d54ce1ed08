#include "connectors/bluesky/cbor.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/base64.hpp"
#include "base/text.hpp"

namespace bluesky {
namespace {

namespace json = boost::json;

// The kinds of values, as the first three bits of a head name them; 7 is for what is simple.
constexpr unsigned kPositive = 0;
constexpr unsigned kNegative = 1;
constexpr unsigned kBytes = 2;
constexpr unsigned kText = 3;
constexpr unsigned kList = 4;
constexpr unsigned kMap = 5;
constexpr unsigned kTag = 6;

constexpr unsigned kInHead = 24;   // Numbers below stand in the head itself.
constexpr unsigned kLongest = 27;  // Eight bytes; what is above is left open or reserved.
constexpr std::uint64_t kLinkTag = 42;
constexpr std::uint64_t kMostInteger = std::numeric_limits<std::int64_t>::max();
constexpr unsigned kFalse = 20;
constexpr unsigned kTrue = 21;
constexpr unsigned kNull = 22;
constexpr unsigned kDouble = 27;
constexpr std::size_t kMostBlocks = 10'000;

tl::unexpected<base::Failure> refuse(const char* why) {
  return base::fail(base::FailureKind::invalid, std::string("CBOR: ") + why);
}

unsigned char byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

// An unsigned LEB128 number, taken off the front.
base::Result<std::uint64_t> take_varint(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 63; shift += 7) {
    if (bytes.empty()) break;
    const unsigned byte = byte_at(bytes, 0);
    bytes.remove_prefix(1);
    number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return number;
  }
  return refuse("an archive is cut, or a number in it is too large");
}

// How many bytes of the front are a CID of the first version.
base::Result<std::size_t> cid_size(std::string_view bytes) {
  std::string_view rest = bytes;
  for (int i = 0; i < 3; ++i) {  // Version, what it is of, which hash.
    const auto number = take_varint(rest);
    if (!number) return base::pass_on(number.error());
    if (i == 0 && *number != 1) return refuse("a CID of a version that is not known");
  }
  const auto digest = take_varint(rest);
  if (!digest) return base::pass_on(digest.error());
  if (*digest > rest.size()) return refuse("a CID is cut");
  return bytes.size() - rest.size() + static_cast<std::size_t>(*digest);
}

}  // namespace

std::string cid_text(std::string_view cid) {
  static constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";
  std::string text = "b";
  unsigned held = 0;
  unsigned bits = 0;
  for (const char c : cid) {
    held = (held << 8 | static_cast<unsigned char>(c)) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += kLetters[held >> (bits - 5) & 0x1f];
  }
  if (bits > 0) text += kLetters[held << (5 - bits) & 0x1f];
  return text;
}

base::Result<CborReader::Head> CborReader::head() {
  if (rest_.empty()) return refuse("it ends too soon");
  const unsigned first = byte_at(rest_, 0);
  rest_.remove_prefix(1);
  Head head{first >> 5, first & 0x1f, first & 0x1f};
  if (head.detail < kInHead) return head;
  if (head.detail > kLongest) return refuse("a length is left open");
  const auto digits = take(std::uint64_t{1} << (head.detail - kInHead));
  if (!digits) return base::pass_on(digits.error());
  head.number = 0;
  for (const char c : *digits) head.number = head.number << 8 | static_cast<unsigned char>(c);
  return head;
}

base::Result<std::string_view> CborReader::take(std::uint64_t count) {
  if (count > rest_.size()) return refuse("it ends too soon");
  const auto taken = rest_.substr(0, static_cast<std::size_t>(count));
  rest_.remove_prefix(taken.size());
  return taken;
}

base::Result<std::uint64_t> CborReader::map() {
  const auto found = head();
  if (!found) return base::pass_on(found.error());
  if (found->major != kMap) return refuse("expected a map");
  return found->number;
}

base::Result<std::string_view> CborReader::string_of(unsigned major, const char* expected) {
  const auto found = head();
  if (!found) return base::pass_on(found.error());
  if (found->major != major) return refuse(expected);
  return take(found->number);
}

base::Result<std::string_view> CborReader::bytes() { return string_of(kBytes, "expected bytes"); }

base::Result<std::string_view> CborReader::text() {
  auto found = string_of(kText, "expected a text");
  if (found && !base::is_utf8(*found)) return refuse("a text is not UTF-8");
  return found;
}

base::Result<json::value> CborReader::value(int depth) {
  if (depth == 0) return refuse("it nests too deep");
  const auto before = rest_;
  const auto found = head();
  if (!found) return base::pass_on(found.error());
  switch (found->major) {
    case kPositive:
    case kNegative: {
      if (found->number > kMostInteger) return refuse("a number is too large");
      const auto number = static_cast<std::int64_t>(found->number);
      return json::value(found->major == kPositive ? number : -1 - number);
    }
    case kBytes: {
      const auto taken = take(found->number);
      if (!taken) return base::pass_on(taken.error());
      return json::value{{"$bytes", base::to_base64(*taken)}};
    }
    case kText: {
      rest_ = before;
      const auto taken = text();
      if (!taken) return base::pass_on(taken.error());
      return json::value(json::string(*taken));
    }
    case kList: return list(found->number, depth);
    case kMap: return pairs(found->number, depth);
    case kTag: return found->number == kLinkTag ? link() : refuse("a tag that is not known");
    default: return simple(*found);
  }
}

base::Result<json::value> CborReader::list(std::uint64_t count, int depth) {
  if (count > rest_.size()) return refuse("it ends too soon");  // Each is a byte at least.
  json::array out;
  for (std::uint64_t i = 0; i < count; ++i) {
    auto one = value(depth - 1);
    if (!one) return one;
    out.push_back(*std::move(one));
  }
  return json::value(std::move(out));
}

base::Result<json::value> CborReader::pairs(std::uint64_t count, int depth) {
  if (count > rest_.size() / 2) return refuse("it ends too soon");
  json::object out;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto key = text();
    if (!key) return base::pass_on(key.error());
    if (out.contains(*key)) return refuse("a key stands there twice");
    auto one = value(depth - 1);
    if (!one) return one;
    out.emplace(*key, *std::move(one));
  }
  return json::value(std::move(out));
}

base::Result<json::value> CborReader::link() {
  const auto found = bytes();
  if (!found) return base::pass_on(found.error());
  if (!found->starts_with('\0')) return refuse("a link is no CID");
  return json::value{{"$link", cid_text(found->substr(1))}};
}

base::Result<json::value> CborReader::simple(const Head& head) {
  if (head.detail == kFalse || head.detail == kTrue) return json::value(head.detail == kTrue);
  if (head.detail == kNull) return json::value(nullptr);
  const auto number = std::bit_cast<double>(head.number);
  if (head.detail == kDouble && std::isfinite(number)) return json::value(number);
  return refuse("a value of a kind that is not known");
}

base::Result<std::map<std::string, std::string_view>> read_car(std::string_view bytes) {
  const auto header = take_varint(bytes);
  if (!header) return base::pass_on(header.error());
  if (*header > bytes.size()) return refuse("an archive is cut");
  bytes.remove_prefix(static_cast<std::size_t>(*header));
  std::map<std::string, std::string_view> blocks;
  while (!bytes.empty()) {
    const auto size = take_varint(bytes);
    if (!size) return base::pass_on(size.error());
    if (*size > bytes.size()) return refuse("an archive is cut");
    const auto section = bytes.substr(0, static_cast<std::size_t>(*size));
    const auto cid = cid_size(section);
    if (!cid) return base::pass_on(cid.error());
    if (blocks.size() == kMostBlocks) return refuse("an archive has too many blocks");
    blocks.emplace(cid_text(section.substr(0, *cid)), section.substr(*cid));
    bytes.remove_prefix(section.size());
  }
  return blocks;
}

}  // namespace bluesky
