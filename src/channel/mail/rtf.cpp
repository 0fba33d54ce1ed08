#include "channel/mail/rtf.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <vector>

#include "base/text.hpp"
#include "channel/mail/charset.hpp"
#include "channel/mail/limits.hpp"

namespace mail {
namespace {

constexpr std::uint32_t kCompressed = 0x75465A4C;    // "LZFu"
constexpr std::uint32_t kUncompressed = 0x414C454D;  // "MELA"
constexpr std::size_t kHead = 16;
constexpr std::size_t kDictionary = 4096;
constexpr std::size_t kDeepestGroup = 200;
// What every dictionary begins with (MS-OXRTFCP §2.1.2.1).
constexpr std::string_view kFirstWords =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans "
    "SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t out = 0;
  for (std::size_t i = 4; i-- > 0;) out = out << 8 | static_cast<unsigned char>(bytes[at + i]);
  return out;
}

constexpr std::array<std::string_view, 12> kSilentGroups{"fonttbl",  "colortbl",  "stylesheet", "info",
                                                         "pict",     "object",    "header",     "footer",
                                                         "xmlnstbl", "themedata", "listtable",  "datafield"};

class RtfReader {
 public:
  std::string read(std::string_view rtf) {
    rtf_ = rtf;
    while (at_ < rtf_.size() && out_.size() < kMostTextBytes) step();
    flush();
    return std::string(base::trim(out_));
  }

 private:
  struct Group {
    bool is_silent = false;
    int skipped_after_unicode = 1;
  };

  void step() {
    const char c = rtf_[at_++];
    if (c == '{') {
      if (groups_.size() < kDeepestGroup) groups_.push_back(groups_.back());
      else ++too_deep_;
      begins_group_ = true;
      return;
    }
    if (c == '}') {
      if (too_deep_ > 0) --too_deep_;
      else if (groups_.size() > 1) groups_.pop_back();
    } else if (c == '\\') {
      control();
      return;
    } else if (c != '\r' && c != '\n') {
      say(c);
    }
    begins_group_ = false;
  }

  void control() {
    if (at_ >= rtf_.size()) return;
    const char c = rtf_[at_];
    if (std::isalpha(static_cast<unsigned char>(c)) == 0) {
      ++at_;
      symbol(c);
      return;
    }
    const std::size_t begin = at_;
    while (at_ < rtf_.size() && std::isalpha(static_cast<unsigned char>(rtf_[at_])) != 0) ++at_;
    const auto word = rtf_.substr(begin, at_ - begin);
    int number = -1;
    const auto [end, error] = std::from_chars(rtf_.data() + at_, rtf_.data() + rtf_.size(), number);
    const bool has_number = error == std::errc();
    at_ = static_cast<std::size_t>(end - rtf_.data());
    if (at_ < rtf_.size() && rtf_[at_] == ' ') ++at_;
    obey(word, has_number ? number : -1, has_number);
    begins_group_ = false;
  }

  void symbol(char c) {
    if (c == '*' && begins_group_) {
      groups_.back().is_silent = true;  // A group for those who know it.
    } else if (c == '\'' && at_ + 2 <= rtf_.size()) {
      int byte = 0;
      std::from_chars(rtf_.data() + at_, rtf_.data() + at_ + 2, byte, 16);
      at_ += 2;
      say(static_cast<char>(byte));
    } else if (c == '\\' || c == '{' || c == '}') {
      say(c);
    } else if (c == '~') {
      say(' ');
    }
    begins_group_ = false;
  }

  void obey(std::string_view word, int number, bool has_number) {
    if (begins_group_ && std::ranges::find(kSilentGroups, word) != kSilentGroups.end()) groups_.back().is_silent = true;
    else if (word == "par" || word == "line" || word == "row") say('\n');
    else if (word == "tab" || word == "cell") say('\t');
    else if (word == "ansicpg" && has_number) charset_ = "cp" + std::to_string(number);
    else if (word == "uc" && has_number) groups_.back().skipped_after_unicode = std::clamp(number, 0, 16);
    else if (word == "u" && has_number) say_unicode(number);
    else if (word == "bin" && has_number) at_ = std::min(rtf_.size(), at_ + static_cast<std::size_t>(std::max(number, 0)));
  }

  void say(char c) {
    if (to_skip_ > 0) {
      --to_skip_;
      return;
    }
    if (groups_.back().is_silent) return;
    if (!wide_.empty()) flush();
    bytes_ += c;
  }

  void say_unicode(int number) {
    if (!bytes_.empty()) flush();
    const auto unit = static_cast<std::uint32_t>(number < 0 ? number + 65536 : number) & 0xFFFFU;
    to_skip_ = groups_.back().skipped_after_unicode;
    if (groups_.back().is_silent) return;
    const std::array<char, 2> wide{static_cast<char>(unit & 0xFFU), static_cast<char>(unit >> 8U)};
    wide_.append(wide.data(), wide.size());
  }

  // Bytes and letters that wait, as UTF-8. Only one of the two waits for longer than a control word.
  void flush() {
    if (!bytes_.empty()) out_ += to_utf8(bytes_, charset_);
    bytes_.clear();
    if (!wide_.empty()) out_ += to_utf8(wide_, "utf-16le");
    wide_.clear();
  }

  std::string_view rtf_;
  std::size_t at_ = 0;
  std::vector<Group> groups_{Group{}};
  std::size_t too_deep_ = 0;
  bool begins_group_ = false;
  int to_skip_ = 0;
  std::string charset_ = "windows-1252";
  std::string bytes_;
  std::string wide_;
  std::string out_;
};

}  // namespace

std::string uncompress_rtf(std::string_view bytes) {
  if (bytes.size() < kHead) return {};
  const std::uint32_t kind = number_at(bytes, 8);
  if (kind == kUncompressed) return std::string(bytes.substr(kHead));
  if (kind != kCompressed) return {};
  const std::size_t size = std::min<std::size_t>(number_at(bytes, 4), kMostTnefBytes);
  std::array<char, kDictionary> dictionary{};
  std::ranges::copy(kFirstWords, dictionary.begin());
  std::size_t write = kFirstWords.size();
  std::string out;
  const auto put = [&](char c) {
    out += c;
    dictionary[write] = c;
    write = (write + 1) % kDictionary;
  };
  for (std::size_t at = kHead; at < bytes.size() && out.size() < size;) {
    const auto control = static_cast<unsigned char>(bytes[at++]);
    for (int bit = 0; bit < 8 && at < bytes.size() && out.size() < size; ++bit) {
      if ((control >> bit & 1) == 0) {
        put(bytes[at++]);
        continue;
      }
      if (at + 2 > bytes.size()) return out;
      const auto pair =
          static_cast<unsigned>(static_cast<unsigned char>(bytes[at]) << 8 | static_cast<unsigned char>(bytes[at + 1]));
      at += 2;
      const std::size_t from = pair >> 4;
      if (from == write) return out;  // The end.
      for (std::size_t i = 0; i < (pair & 0xFU) + 2; ++i) put(dictionary[(from + i) % kDictionary]);
    }
  }
  return out;
}

std::string text_of_rtf(std::string_view rtf) {
  if (!rtf.starts_with("{\\rtf")) return {};
  return RtfReader().read(rtf);
}

}  // namespace mail
