#include "domain/report/interning.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "base/check.hpp"
#include "base/text.hpp"

namespace report {
namespace {

constexpr std::uint64_t kOther = std::uint64_t{1} << 63;
constexpr std::size_t kMostNames = 0x7FFFFFFE;  // Authors have 31 bits.
constexpr std::size_t kMostDigits = 18;

// Spreads a number's bits (the last step of SplitMix64).
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

unsigned char lower(char c) { return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); }

// FNV-1a over the letters in lower case.
std::uint64_t hash_of_name(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : name) hash = (hash ^ lower(c)) * 0x100000001B3ULL;
  return mixed(hash);
}

std::uint64_t hash_of_bytes(std::string_view text) { return mixed(std::hash<std::string_view>{}(text)); }

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A number written the one way a number is written.
bool is_plain_number(std::string_view id) {
  return is_digits(id) && id.size() <= kMostDigits && (id[0] != '0' || id.size() == 1);
}

bool id_before(std::string_view a, std::string_view b) {
  const bool a_digits = is_digits(a), b_digits = is_digits(b);
  if (a_digits != b_digits) return a_digits;
  if (!a_digits) return a < b;
  const auto significant = [](std::string_view digits) {
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  };
  const auto x = significant(a), y = significant(b);
  if (x.size() != y.size()) return x.size() < y.size();
  return x != y ? x < y : a < b;
}

}  // namespace

std::uint32_t NameTable::intern(std::string_view name) {
  if (const auto known = find(name); known != kNone) return known;
  if (letters_.size() + name.size() > std::numeric_limits<std::uint32_t>::max() || ends_.size() >= kMostNames) {
    throw std::length_error("too many different names");
  }
  letters_ += name;
  ends_.push_back(static_cast<std::uint32_t>(letters_.size()));
  index_.add(hash_of_name(name), size() - 1, [this](std::uint32_t n) { return hash_of_name(this->name(n)); });
  return size() - 1;
}

std::uint32_t NameTable::find(std::string_view wanted) const {
  return index_.find(hash_of_name(wanted), [&](std::uint32_t n) { return base::equal_ignoring_case(name(n), wanted); });
}

std::string_view NameTable::name(std::uint32_t number) const {
  const std::uint32_t begin = number == 0 ? 0 : ends_[number - 1];
  return std::string_view(letters_).substr(begin, ends_[number] - begin);
}

void NameTable::respell(std::uint32_t number, std::string_view spelling) {
  HEED_CHECK(base::equal_ignoring_case(name(number), spelling), spelling);
  std::copy(spelling.begin(), spelling.end(), letters_.begin() + (number == 0 ? 0 : ends_[number - 1]));
}

std::uint32_t IdTable::intern(std::string_view id) {
  const bool plain = is_plain_number(id);
  std::uint64_t number = 0;
  if (plain) {
    for (const char c : id) number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  const auto hash = plain ? mixed(number) : hash_of_bytes(id);
  const auto known = index_.find(hash, [&](std::uint32_t n) {
    const auto key = keys_[n];
    return (key & kOther) == 0 ? plain && key == number : !plain && others_[key & ~kOther] == id;
  });
  if (known != kNone) return known;
  if (keys_.size() >= kNone) throw std::length_error("too many different ids");
  keys_.push_back(plain ? number : kOther | others_.size());
  if (!plain) others_.emplace_back(id);
  index_.add(hash, size() - 1, [this](std::uint32_t n) {
    const auto key = keys_[n];
    return (key & kOther) == 0 ? mixed(key) : hash_of_bytes(others_[key & ~kOther]);
  });
  return size() - 1;
}

std::string IdTable::text(std::uint32_t number) const {
  const auto key = keys_[number];
  return (key & kOther) == 0 ? std::to_string(key) : others_[key & ~kOther];
}

bool IdTable::before(std::uint32_t a, std::uint32_t b) const {
  const auto x = keys_[a], y = keys_[b];
  if (((x | y) & kOther) == 0) return x < y;
  return id_before(text(a), text(b));
}

}  // namespace report
