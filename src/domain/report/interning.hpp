#pragma once
// Names and ids as small numbers, for rules that run over millions of posts: an author or an external id is kept once, and
// everything else holds its number. Numbers count up from 0 in the order of first sight.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace report {

// "No post", "no author", "no conversation".
inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

// A hash index over things that are kept elsewhere and have a number: four bytes a slot and no nodes.
class FlatIndex {
 public:
  // The number n for which equal(n) holds, or kNone.
  template <class Equal>
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, Equal equal) const {
    if (slots_.empty()) return kNone;
    for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
      if (slots_[at] == kNone || equal(slots_[at])) return slots_[at];
    }
  }

  // Adds a number that is not in yet. `hash_of` gives the hash of one that is in, for when the index grows.
  template <class HashOf>
  void add(std::uint64_t hash, std::uint32_t number, HashOf hash_of) {
    if (slots_.empty() || (used_ + 1) * 10 > slots_.size() * 7) grow(hash_of);
    place(hash, number);
    ++used_;
  }

  void release() { *this = FlatIndex(); }

 private:
  [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }

  void place(std::uint64_t hash, std::uint32_t number) {
    std::size_t at = hash & mask();
    while (slots_[at] != kNone) at = (at + 1) & mask();
    slots_[at] = number;
  }

  template <class HashOf>
  void grow(HashOf hash_of) {
    const auto old = std::exchange(slots_, std::vector<std::uint32_t>(slots_.empty() ? 64 : slots_.size() * 2, kNone));
    for (const auto number : old) {
      if (number != kNone) place(hash_of(number), number);
    }
  }

  std::vector<std::uint32_t> slots_;  // The size is a power of two.
  std::size_t used_ = 0;
};

// Handles, which compare without case (ASCII letters, as platforms allow them) and keep the spelling of the first sight.
class NameTable {
 public:
  // Throws std::length_error past two thousand million names or four GiB of letters.
  [[nodiscard]] std::uint32_t intern(std::string_view name);
  [[nodiscard]] std::uint32_t find(std::string_view name) const;  // kNone for one never seen.
  [[nodiscard]] std::string_view name(std::uint32_t number) const;
  // Gives a name another spelling; it must differ in case only.
  void respell(std::uint32_t number, std::string_view spelling);
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }

 private:
  std::string letters_;  // All names, one after the other.
  std::vector<std::uint32_t> ends_;
  FlatIndex index_;
};

// External ids. One that is a number of up to 18 digits is kept as such: eight bytes.
class IdTable {
 public:
  [[nodiscard]] std::uint32_t intern(std::string_view id);
  [[nodiscard]] std::string text(std::uint32_t number) const;
  // The order of ids: those of digits first, by value; then the others, by their bytes.
  [[nodiscard]] bool before(std::uint32_t a, std::uint32_t b) const;
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(keys_.size()); }
  // Gives the memory of the index back: nothing may be interned afterwards.
  void release_index() { index_.release(); }

 private:
  std::vector<std::uint64_t> keys_;  // The number itself, or kOther and the place in others_.
  std::vector<std::string> others_;  // Ids that are not plain numbers.
  FlatIndex index_;
};

}  // namespace report
