#pragma once
// Finds which of many short strings stand in a text, in one pass over its bytes however many they are. It tells rules which of
// them are worth a closer look.
//
// Each string is known by four bytes of it, the least common ones; they are hashed at every place of the text, and a table of
// bits says at nearly all places that nothing is there.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triage {

class Literals {
 public:
  static constexpr std::size_t kShortest = 4;

  Literals() = default;
  // None shorter than kShortest.
  explicit Literals(std::vector<std::string> words);

  // Calls found(index of the word, where it begins) for each place where one stands.
  template <class Found>
  void find(std::string_view text, Found&& found) const {
    if (words_.empty()) return;
    for (std::size_t at = 0; at + kShortest <= text.size(); ++at) {
      const std::uint32_t slot = slot_of(text.data() + at);
      if ((bits_[slot / 64] >> (slot % 64) & 1U) == 0) continue;
      for (std::uint32_t i = starts_[slot / kSlotsAStart]; i < starts_[slot / kSlotsAStart + 1]; ++i) {
        const Known& known = known_[i];
        const std::string& word = words_[known.word];
        if (known.slot == slot && known.offset <= at && word.size() <= text.size() - (at - known.offset) &&
            std::memcmp(word.data(), text.data() + at - known.offset, word.size()) == 0)
          found(known.word, at - known.offset);
      }
    }
  }

  [[nodiscard]] std::size_t size() const { return words_.size(); }
  [[nodiscard]] const std::string& word(std::uint32_t index) const { return words_[index]; }

 private:
  static constexpr std::uint32_t kSlotBits = 17;
  static constexpr std::uint32_t kSlotsAStart = 16;

  struct Known {
    std::uint32_t slot = 0;
    std::uint32_t word = 0;
    std::uint32_t offset = 0;  // Of the four bytes in the word.
  };

  static std::uint32_t slot_of(const char* four) {
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, four, sizeof bytes);
    return bytes * 0x9E3779B1U >> (32 - kSlotBits);
  }

  std::vector<std::string> words_;
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint32_t> starts_;  // In known_, of every sixteenth slot.
  std::vector<Known> known_;           // By slot.
};

}  // namespace triage
