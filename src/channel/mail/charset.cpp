#include "channel/mail/charset.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <map>
#include <utility>

#include "base/text.hpp"

namespace mail {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::size_t kMostConverters = 64;  // Kept open by a thread; labels are the sender's to choose.

// Labels that mean more than they say, as browsers read them (WHATWG Encoding), and names that iconv does not know.
constexpr std::array<std::pair<std::string_view, std::string_view>, 43> kAliases{{
    {"utf8", "utf-8"},
    {"cp65001", "utf-8"},
    {"unicode-1-1-utf-8", "utf-8"},
    {"unicode-1-1-utf-7", "utf-7"},
    {"us-ascii", ""},
    {"ascii", ""},
    {"ansi_x3.4-1968", ""},
    {"unknown-8bit", ""},
    {"x-unknown", ""},
    {"unknown", ""},
    {"default", ""},
    {"x-user-defined", ""},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin-1", "windows-1252"},
    {"cp-1252", "windows-1252"},
    {"win-1252", "windows-1252"},
    {"ansi", "windows-1252"},
    {"ansi_x3.110-1983", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"iso-8859-8-e", "iso-8859-8"},
    {"iso-8859-6-i", "iso-8859-6"},
    {"windows-874", "cp874"},
    {"iso-8859-11", "cp874"},
    {"tis-620", "cp874"},
    {"gb2312", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"cp936", "gb18030"},
    {"big5", "big5-hkscs"},
    {"ks_c_5601-1987", "cp949"},
    {"ksc5601", "cp949"},
    {"euc-kr", "cp949"},
    {"shift_jis", "cp932"},
    {"shift-jis", "cp932"},
    {"x-sjis", "cp932"},
    {"windows-31j", "cp932"},
    {"x-mac-roman", "macintosh"},
}};

// Lower case, and without what stands around the name by mistake: "'UTF-8';" is utf-8.
std::string canonical(std::string_view label) {
  std::string name;
  for (const char c : label) {
    const bool is_name = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.' || c == ':';
    if (is_name && name.size() < 64) name += c;
  }
  name = base::to_lower_ascii(name);
  if (name.starts_with("charset")) name.erase(0, std::string_view("charset").size());
  const auto* alias = std::ranges::find(kAliases, name, &std::pair<std::string_view, std::string_view>::first);
  return alias == kAliases.end() ? name : std::string(alias->second);
}

class Converter {
 public:
  explicit Converter(const std::string& from) : handle_(iconv_open("UTF-8", from.c_str())) {}
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  [[nodiscard]] bool is_open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  struct Converted {
    std::string text;
    std::size_t errors = 0;
  };
  [[nodiscard]] Converted convert(std::string_view bytes) const {
    Converted out;
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    out.text.resize(bytes.size() * 2 + 16);
    char* in = const_cast<char*>(bytes.data());  // iconv takes no pointer to const and writes nothing there.
    std::size_t left = bytes.size();
    std::size_t written = 0;
    while (left > 0) {
      char* to = out.text.data() + written;
      std::size_t room = out.text.size() - written;
      const bool done = iconv(handle_, &in, &left, &to, &room) != static_cast<std::size_t>(-1);
      written = out.text.size() - room;
      if (done || left == 0) break;
      if (room >= 16) {  // Not for want of room: these bytes mean nothing.
        ++out.errors;
        out.text.replace(written, kReplacement.size(), kReplacement);
        written += kReplacement.size();
        ++in;
        --left;
      }
      if (out.text.size() - written < 64) out.text.resize(out.text.size() * 2);
    }
    char* to = out.text.data() + written;
    std::size_t room = out.text.size() - written;
    iconv(handle_, nullptr, nullptr, &to, &room);
    out.text.resize(out.text.size() - room);
    return out;
  }

 private:
  iconv_t handle_;
};

// Opening one reads a module from disk, so a thread keeps those it used.
const Converter& converter_for(const std::string& charset) {
  thread_local std::map<std::string, Converter> kept;
  if (kept.size() >= kMostConverters) kept.clear();
  return kept.try_emplace(charset, charset).first->second;
}

Converter::Converted convert(std::string_view bytes, const std::string& charset) {
  const Converter& converter = converter_for(charset);
  if (!converter.is_open()) return {.text = {}, .errors = bytes.size() + 1};
  return converter.convert(bytes);
}

std::size_t count_high(std::string_view bytes) {
  return static_cast<std::size_t>(std::ranges::count_if(bytes, [](char c) { return static_cast<signed char>(c) < 0; }));
}

// The charsets of two bytes a letter, with the lead bytes that everyday words begin with: what was written in one of them
// reads without error in several, but only its own has nearly all leads among them.
struct DoubleByte {
  const char* charset;
  unsigned char low;
  unsigned char high;
};
constexpr std::array<DoubleByte, 5> kDoubleByte{{
    {"euc-jp", 0xA4, 0xA5},
    {"cp932", 0x82, 0x83},
    {"cp949", 0xB0, 0xC8},
    {"gb18030", 0xB0, 0xD7},
    {"big5-hkscs", 0xA4, 0xC6},
}};
constexpr double kOfEverydayLeads = 0.7;
constexpr double kOfKanaLeads = 0.4;  // Japanese mixes its kana with other signs.

// The share of two-byte letters that begin with an everyday lead.
double everyday_share(std::string_view bytes, const DoubleByte& form) {
  std::size_t letters = 0;
  std::size_t everyday = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    if (lead < 0x80) continue;
    ++letters;
    if (lead >= form.low && lead <= form.high) ++everyday;
    ++i;
  }
  return letters < 2 ? 0 : static_cast<double>(everyday) / static_cast<double>(letters);
}

// One byte a letter: Cyrillic where most letters are above ASCII, else Western.
std::string single_byte_guess(std::string_view bytes, std::size_t high) {
  const auto letters = static_cast<std::size_t>(
      std::ranges::count_if(bytes, [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 && c > 0; }));
  if (high <= letters) return "windows-1252";
  const auto between = [bytes](unsigned char low, unsigned char top) {
    return std::ranges::count_if(bytes, [=](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte >= low && byte <= top;
    });
  };
  // Small letters are the many: they stand at the end of windows-1251, and before the capitals in KOI8-R.
  return between(0xE0, 0xFF) >= between(0xC0, 0xDF) ? "windows-1251" : "koi8-r";
}

bool looks_like_iso_2022_jp(std::string_view bytes) {
  return bytes.find("\x1B$B") != std::string_view::npos || bytes.find("\x1B$@") != std::string_view::npos;
}

std::string guess(std::string_view bytes) {
  if (looks_like_iso_2022_jp(bytes)) return convert(bytes, "iso-2022-jp").text;
  const auto high = count_high(bytes);
  // UTF-8 with a little damage, as where it was cut: most of its high bytes make letters.
  const std::string mended = base::to_storable(bytes);
  std::size_t lost = 0;
  for (auto at = mended.find(kReplacement); at != std::string::npos; at = mended.find(kReplacement, at + 1)) ++lost;
  if (lost * 10 <= high) return mended;
  for (const DoubleByte& form : kDoubleByte) {
    const bool is_kana = form.high - form.low == 1;
    if (everyday_share(bytes, form) < (is_kana ? kOfKanaLeads : kOfEverydayLeads)) continue;
    auto out = convert(bytes, form.charset);
    if (out.errors == 0) return std::move(out.text);
  }
  return convert(bytes, single_byte_guess(bytes, high)).text;
}

}  // namespace

std::string to_utf8(std::string_view bytes, std::string_view label) {
  const std::string charset = canonical(label);
  const bool is_wide = charset.starts_with("utf-16") || charset.starts_with("utf-32") || charset.starts_with("ucs-");
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (!is_wide && (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")))
    return base::to_storable(convert(bytes, "utf-16").text);
  // Of charsets that are plain ASCII below 128 only the high bytes ask for one; the others shift or hide letters in it.
  const bool has_shifts = is_wide || charset.starts_with("iso-2022") || charset == "utf-7" || charset.starts_with("hz");
  if (!has_shifts && base::is_utf8(bytes) && !(charset.empty() && looks_like_iso_2022_jp(bytes)))
    return base::to_storable(bytes);
  if (charset.empty() || charset == "utf-8") return base::to_storable(guess(bytes));
  auto out = convert(bytes, charset);
  // A few bytes are damage; many are another charset than the label says.
  if (out.errors * 20 > bytes.size() && out.errors > 1) out.text = guess(bytes);
  return base::to_storable(out.text);
}

}  // namespace mail
