#include "channel/mail/tnef.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "channel/mail/charset.hpp"
#include "channel/mail/limits.hpp"
#include "channel/mail/rtf.hpp"

namespace mail {
namespace {

constexpr std::uint32_t kSignature = 0x223E9F78;
constexpr std::size_t kMostProperties = 2'000;

// Attributes (MS-OXTNEF §2.1.2).
constexpr std::uint32_t kBody = 0x0002800C;
constexpr std::uint32_t kCodePage = 0x00069007;
constexpr std::uint32_t kProperties = 0x00069003;
constexpr std::uint32_t kFileBegins = 0x00069002;
constexpr std::uint32_t kFileTitle = 0x00018010;
constexpr std::uint32_t kFileData = 0x0006800F;
constexpr std::uint32_t kFileProperties = 0x00069005;

// MAPI properties and the types of their values (MS-OXPROPS, MS-OXCDATA).
constexpr unsigned kTextBody = 0x1000;
constexpr unsigned kRtfBody = 0x1009;
constexpr unsigned kHtmlBody = 0x1013;
constexpr unsigned kShortName = 0x3704;
constexpr unsigned kLongName = 0x3707;
constexpr unsigned kMimeTag = 0x370E;
constexpr unsigned kContentId = 0x3712;
constexpr unsigned kData = 0x3701;
constexpr unsigned kInternetCodePage = 0x3FDE;
constexpr unsigned kManyValues = 0x1000;
constexpr unsigned kLong = 0x0003;
constexpr unsigned kObject = 0x000D;
constexpr unsigned kString = 0x001E;
constexpr unsigned kWideString = 0x001F;
constexpr unsigned kBinary = 0x0102;

class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : left_(bytes) {}
  [[nodiscard]] bool is_whole() const { return is_whole_; }
  [[nodiscard]] bool is_empty() const { return left_.empty(); }

  std::uint32_t number(std::size_t size) {
    const auto bytes = take(size);
    std::uint32_t out = 0;
    for (std::size_t i = std::min<std::size_t>(bytes.size(), 4); i-- > 0;)
      out = out << 8 | static_cast<unsigned char>(bytes[i]);
    return out;
  }
  // Empty, and not whole from then on, where there is less.
  std::string_view take(std::size_t size) {
    is_whole_ = is_whole_ && size <= left_.size();
    if (!is_whole_) return {};
    const auto out = left_.substr(0, size);
    left_.remove_prefix(size);
    return out;
  }
  // What is left of something that says it is longer.
  std::string_view take_at_most(std::size_t size) { return take(std::min(size, left_.size())); }

 private:
  std::string_view left_;
  bool is_whole_ = true;
};

std::size_t padded(std::size_t size) { return (size + 3) / 4 * 4; }

std::size_t fixed_size(unsigned type) {
  switch (type) {
    case 0x0005:
    case 0x0006:
    case 0x0007:
    case 0x0014:
    case 0x0040: return 8;
    case 0x0048: return 16;
    default: return 4;
  }
}

std::string without_end(std::string text) {
  text.resize(std::min(text.find('\0'), text.size()));
  return text;
}

class TnefReader {
 public:
  Tnef read(Bytes bytes) {
    bytes.number(2);  // A key that nobody asks for.
    while (bytes.is_whole() && !bytes.is_empty()) {
      bytes.number(1);
      const auto attribute = bytes.number(4);
      const auto data = bytes.take_at_most(bytes.number(4));
      bytes.take_at_most(2);  // A checksum; damage is better shown than hidden.
      take(attribute, data);
    }
    finish();
    return std::move(out_);
  }

 private:
  void take(std::uint32_t attribute, std::string_view data) {
    switch (attribute) {
      case kCodePage: code_page_ = "cp" + std::to_string(Bytes(data).number(4)); break;
      case kBody: plain_ = data; break;
      case kProperties: properties(data, false); break;
      case kFileBegins:
        if (out_.files.size() < kMostParts) out_.files.emplace_back();
        break;
      case kFileTitle:
        if (auto* file = last_file(); file != nullptr && file->name.empty()) file->name = text(data);
        break;
      case kFileData: keep(data); break;
      case kFileProperties: properties(data, true); break;
      default: break;
    }
  }

  TnefFile* last_file() { return out_.files.empty() ? nullptr : &out_.files.back(); }

  void keep(std::string_view data) {
    auto* file = last_file();
    if (file != nullptr && file->bytes.empty()) file->bytes = data;
  }

  [[nodiscard]] std::string text(std::string_view bytes) const {
    return base::to_storable(without_end(to_utf8(bytes, code_page_)));
  }

  void properties(std::string_view data, bool of_file) {
    Bytes bytes(data);
    const auto count = std::min<std::size_t>(bytes.number(4), kMostProperties);
    for (std::size_t i = 0; i < count && bytes.is_whole(); ++i) {
      const auto type = bytes.number(2);
      const auto id = bytes.number(2);
      if (id >= 0x8000) skip_name(bytes);
      const unsigned kind = type & ~kManyValues;
      const bool is_variable = kind == kString || kind == kWideString || kind == kBinary || kind == kObject;
      const bool is_many = is_variable || (type & kManyValues) != 0;
      const auto values = is_many ? std::min<std::size_t>(bytes.number(4), kMostProperties) : 1;
      for (std::size_t value = 0; value < values && bytes.is_whole(); ++value) {
        const std::size_t size = is_variable ? bytes.number(4) : fixed_size(kind);
        const auto content = bytes.take_at_most(size);
        bytes.take_at_most(padded(size) - size);
        if (value == 0) property(id, kind, content, of_file);
      }
    }
  }

  static void skip_name(Bytes& bytes) {
    bytes.take(16);
    const bool is_text = bytes.number(4) == 1;
    const auto number = bytes.number(4);
    if (is_text) bytes.take(padded(number));
  }

  void property(unsigned id, unsigned kind, std::string_view data, bool of_file) {
    const auto value = [&] { return kind == kWideString ? without_end(to_utf8(data, "utf-16le")) : text(data); };
    if (id == kInternetCodePage && kind == kLong) html_code_page_ = "cp" + std::to_string(Bytes(data).number(4));
    if (!of_file) {
      if (id == kTextBody) out_.text = value();
      else if (id == kHtmlBody) html_ = data;
      else if (id == kRtfBody) rtf_ = data;
      return;
    }
    auto* file = last_file();
    if (file == nullptr) return;
    if (id == kLongName) file->name = value();
    else if (id == kShortName && file->name.empty()) file->name = value();
    else if (id == kMimeTag) file->type = base::to_lower_ascii(value());
    else if (id == kContentId) file->content_id = value();
    else if (id == kData && kind == kObject && data.size() > 16) keep(data.substr(16));  // Behind the id of its interface.
    else if (id == kData && kind == kBinary) keep(data);
  }

  void finish() {
    if (base::is_blank(out_.text)) out_.text = text(plain_);
    if (!html_.empty()) out_.html = without_end(to_utf8(html_, html_code_page_));
    if (base::is_blank(out_.text) && out_.html.empty() && !rtf_.empty()) out_.text = text_of_rtf(uncompress_rtf(rtf_));
    std::erase_if(out_.files, [](const TnefFile& file) { return file.bytes.empty() && file.name.empty(); });
    for (TnefFile& file : out_.files) {
      const auto slash = file.name.find_last_of("/\\");
      if (slash != std::string::npos) file.name.erase(0, slash + 1);
    }
  }

  Tnef out_;
  std::string code_page_ = "windows-1252";
  std::string html_code_page_;
  std::string_view plain_;
  std::string_view html_;
  std::string_view rtf_;
};

}  // namespace

std::optional<Tnef> read_tnef(std::string_view bytes) {
  Bytes reader(bytes.substr(0, kMostTnefBytes));
  if (reader.number(4) != kSignature) return std::nullopt;
  return TnefReader().read(reader);
}

}  // namespace mail
