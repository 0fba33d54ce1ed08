#include "domain/triage/sections.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace triage {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is mapped as it is");

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kMostSections = 256;

struct Head {
  std::array<char, 8> magic{};
  std::uint32_t version = 0;
  std::uint32_t sections = 0;
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;
};
static_assert(sizeof(Head) == 32);

struct Section {
  std::array<char, 16> name{};
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};
static_assert(sizeof(Section) == 32);

// Four lanes of multiply and turn, each over every fourth word: as fast as memory is read. It finds damage, not forgery.
std::uint64_t checksum_of(std::string_view bytes) {
  std::array<std::uint64_t, 4> lanes = {0x243F6A8885A308D3ULL, 0x13198A2E03707344ULL, 0xA4093822299F31D0ULL,
                                        0x082EFA98EC4E6C89ULL};
  std::size_t at = 0;
  const auto stir = [](std::uint64_t lane, std::uint64_t word) {
    return std::rotl((lane ^ word) * 0x9E3779B97F4A7C15ULL, 29);
  };
  for (; at + 32 <= bytes.size(); at += 32) {
    for (std::size_t lane = 0; lane < 4; ++lane) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + at + lane * 8, 8);
      lanes[lane] = stir(lanes[lane], word);
    }
  }
  for (; at < bytes.size(); ++at) lanes[0] = stir(lanes[0], static_cast<unsigned char>(bytes[at]));
  std::uint64_t sum = bytes.size();
  for (const std::uint64_t lane : lanes) sum = stir(sum, lane);
  return sum;
}

std::size_t aligned(std::size_t offset) { return (offset + kAlignment - 1) / kAlignment * kAlignment; }

}  // namespace

tl::unexpected<base::Failure> refuse_model(std::string why) {
  return base::fail(base::FailureKind::invalid, std::move(why));
}

bool all_finite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

std::string write_sections(const FileKind& kind, const NamedSections& sections) {
  std::string bytes(sizeof(Head) + sections.size() * sizeof(Section), '\0');
  for (std::size_t i = 0; i < sections.size(); ++i) {
    bytes.resize(aligned(bytes.size()), '\0');
    Section section;
    std::memcpy(section.name.data(), sections[i].first.data(), std::min(sections[i].first.size(), section.name.size()));
    section.offset = bytes.size();
    section.size = sections[i].second.size();
    std::memcpy(bytes.data() + sizeof(Head) + i * sizeof section, &section, sizeof section);
    bytes += sections[i].second;
  }
  Head head;
  std::memcpy(head.magic.data(), kind.magic.data(), kind.magic.size());
  head.version = kind.version;
  head.sections = static_cast<std::uint32_t>(sections.size());
  head.size = bytes.size();
  head.checksum = checksum_of(std::string_view(bytes).substr(sizeof head));
  std::memcpy(bytes.data(), &head, sizeof head);
  return bytes;
}

base::Result<Sections> Sections::read(const FileKind& kind, std::string_view bytes) {
  Head head;
  if (bytes.size() < sizeof head) return refuse_model("it is too short to be a model");
  std::memcpy(&head, bytes.data(), sizeof head);
  if (std::string_view(head.magic.data(), head.magic.size()) != kind.magic)
    return refuse_model("it is no model of Heed's triage");
  if (head.version != kind.version)
    return refuse_model("it is of version " + std::to_string(head.version) + ", this program reads version " +
                        std::to_string(kind.version));
  if (head.size != bytes.size())
    return refuse_model("it is cut short or has grown: " + std::to_string(bytes.size()) + " bytes instead of " +
                        std::to_string(head.size));
  if (checksum_of(bytes.substr(sizeof head)) != head.checksum) return refuse_model("it is damaged: its checksum differs");
  if (head.sections > kMostSections || sizeof head + head.sections * sizeof(Section) > bytes.size())
    return refuse_model("its table of sections is damaged");
  Sections sections;
  for (std::uint32_t i = 0; i < head.sections; ++i) {
    Section section;
    std::memcpy(&section, bytes.data() + sizeof head + i * sizeof section, sizeof section);
    if (section.offset > bytes.size() || section.size > bytes.size() - section.offset || section.offset % kAlignment != 0)
      return refuse_model("a section lies outside of it");
    const std::string_view name(section.name.data(), strnlen(section.name.data(), section.name.size()));
    sections.all_.emplace_back(name, bytes.substr(section.offset, section.size));
  }
  return sections;
}

std::uint64_t checksum_in(std::string_view bytes) {
  Head head;
  std::memcpy(&head, bytes.data(), std::min(sizeof head, bytes.size()));
  return head.checksum;
}

std::optional<std::string_view> Sections::find(std::string_view name) const {
  for (const auto& [one, bytes] : all_)
    if (one == name) return bytes;
  return std::nullopt;
}

}  // namespace triage
