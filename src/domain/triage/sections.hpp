#pragma once
// The file of a model: named sections behind a head, made to be mapped. 32 bytes of head (magic, version, number of
// sections, whole size, checksum of all that follows), a table of sections (name, offset, size), the sections, each beginning at
// a multiple of 64. Numbers are little-endian. And what lies in a section that is no row of numbers: SectionWriter, SectionReader.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace triage {

// What kind of file it is: eight letters, and the version of what lies in it.
struct FileKind {
  std::string_view magic;
  std::uint32_t version = 1;
};
inline constexpr FileKind kFirstTierFile{"HEEDTRI1", 1};
inline constexpr FileKind kEncoderFile{"HEEDENC1", 1};

// A name has at most 16 bytes.
using NamedSections = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::string write_sections(const FileKind& kind, const NamedSections& sections);

// The checksum that stands in the head of a file that was found whole.
[[nodiscard]] std::uint64_t checksum_in(std::string_view bytes);

// The sections by name, each inside the file; what is of another kind, cut short or damaged is refused with a sentence.
class Sections {
 public:
  [[nodiscard]] static base::Result<Sections> read(const FileKind& kind, std::string_view bytes /*outlives*/);
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  // Empty where there is no such section.
  template <class T>
  [[nodiscard]] std::span<const T> numbers(std::string_view name) const {
    const auto bytes = find(name).value_or(std::string_view());
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }

 private:
  std::vector<std::pair<std::string, std::string_view>> all_;
};

template <class T>
[[nodiscard]] std::string bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}
[[nodiscard]] bool all_finite(std::span<const float> values);
[[nodiscard]] tl::unexpected<base::Failure> refuse_model(std::string why);

class SectionWriter {
 public:
  template <class T>
  void number(T value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    bytes_ += value;
  }
  void numbers(const std::vector<float>& values) {
    number(static_cast<std::uint32_t>(values.size()));
    for (const float value : values) number(value);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what SectionWriter wrote; after the first fault everything is zero and ok() is false.
class SectionReader {
 public:
  explicit SectionReader(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  T number() {
    T value{};
    if (bytes_.size() < sizeof value) {
      ok_ = false;
      bytes_ = {};
      return value;
    }
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const auto size = number<std::uint32_t>();
    if (size > bytes_.size()) {
      ok_ = false;
      return {};
    }
    std::string value(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return value;
  }
  std::vector<float> numbers() {
    const auto count = number<std::uint32_t>();
    if (count > bytes_.size() / sizeof(float)) {
      ok_ = false;
      return {};
    }
    std::vector<float> values(count);
    for (float& value : values) {
      value = number<float>();
      if (!std::isfinite(value)) ok_ = false;
    }
    return values;
  }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace triage
