#include "channel/mail/mime.hpp"

#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>

#include "base/text.hpp"
#include "channel/mail/charset.hpp"
#include "channel/mail/limits.hpp"
#include "channel/mail/parameters.hpp"
#include "channel/mail/transfer.hpp"
#include "channel/mail/words.hpp"

namespace mail {
namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Object = std::unique_ptr<T, Unref>;
struct Free {
  void operator()(char* text) const { g_free(text); }
};
using Chars = std::unique_ptr<char, Free>;

GMimeParserOptions* options() {
  static GMimeParserOptions* const kOptions = [] {
    g_mime_init();
    auto* made = g_mime_parser_options_new();
    std::array<const char*, 3> fallbacks{"utf-8", "windows-1252", nullptr};
    g_mime_parser_options_set_fallback_charsets(made, fallbacks.data());
    g_mime_parser_options_set_allow_addresses_without_domain(made, TRUE);
    return made;
  }();
  return kOptions;
}

std::string text_of(const char* text) { return text == nullptr ? std::string() : base::to_storable(text); }

// Line breaks of folding away; the white space behind them stays. In UTF-8, whatever the bytes were.
std::string unfolded(std::string_view raw) {
  std::string out;
  for (const char c : raw.substr(0, kLongestField)) {
    if (c != '\r' && c != '\n' && c != '\0') out += c;
  }
  return std::string(base::trim(to_utf8(out, "")));
}

Fields fields_of(GMimeObject* object) {
  Fields out;
  GMimeHeaderList* list = g_mime_object_get_header_list(object);
  const int count = g_mime_header_list_get_count(list);
  for (int i = 0; i < count && out.size() < kMostFields; ++i) {
    GMimeHeader* header = g_mime_header_list_get_header_at(list, i);
    const char* value = g_mime_header_get_raw_value(header);
    out.add(text_of(g_mime_header_get_name(header)), value == nullptr ? std::string() : unfolded(value));
  }
  return out;
}

std::string raw_field(GMimeObject* object, const char* name) {
  GMimeHeader* header = g_mime_header_list_get_header(g_mime_object_get_header_list(object), name);
  const char* value = header == nullptr ? nullptr : g_mime_header_get_raw_value(header);
  return value == nullptr ? std::string() : unfolded(value);
}

// Only what stands behind the last slash of either kind: a name that climbs folders is an attack.
std::string file_name(std::string_view name) {
  std::string text(name);
  std::ranges::replace_if(text, [](char c) { return c >= 0 && c < ' '; }, ' ');
  const auto slash = text.find_last_of("/\\");
  if (slash != std::string::npos) text.erase(0, slash + 1);
  return std::string(base::trim(text));
}

std::string without_brackets(std::string text) {
  std::erase_if(text, [](char c) { return c == '<' || c == '>'; });
  return std::string(base::trim(text));
}

std::string written(GMimeStream* stream) {
  const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
  return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

std::string decoded(GMimePart* part) {
  GMimeDataWrapper* content = g_mime_part_get_content(part);
  if (content == nullptr) return {};
  const Object<GMimeStream> stream(g_mime_stream_mem_new());
  if (g_mime_part_get_content_encoding(part) == GMIME_CONTENT_ENCODING_BASE64) {
    // GMime loses what stands behind padding, and the last letters where padding is missing.
    GMimeStream* source = g_mime_data_wrapper_get_stream(content);
    g_mime_stream_reset(source);
    g_mime_stream_write_to_stream(source, stream.get());
    return decode_base64(written(stream.get()));
  }
  g_mime_data_wrapper_write_to_stream(content, stream.get());
  return written(stream.get());
}

std::string as_written(GMimeObject* object) {
  const Object<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_object_write_to_stream(object, nullptr, stream.get());
  return written(stream.get());
}

class Reader {
 public:
  [[nodiscard]] bool is_cut() const { return is_cut_; }

  Part read(GMimeObject* object, int depth) {
    ++count_;
    Part part;
    read_type(object, part);
    if (GMIME_IS_MULTIPART(object)) {
      auto* multipart = GMIME_MULTIPART(object);
      const int count = g_mime_multipart_get_count(multipart);
      for (int i = 0; i < count && may_go_on(depth); ++i)
        part.parts.push_back(read(g_mime_multipart_get_part(multipart, i), depth + 1));
      if (count == 0) read_preface(multipart, part);
    } else if (GMIME_IS_MESSAGE_PART(object)) {
      read_inner_mail(g_mime_message_part_get_message(GMIME_MESSAGE_PART(object)), depth, part);
    } else if (GMIME_IS_PART(object)) {
      part.bytes = decoded(GMIME_PART(object));
    }
    return part;
  }

 private:
  bool may_go_on(int depth) {
    const bool may = depth < kDeepestParts && count_ < kMostParts;
    is_cut_ = is_cut_ || !may;
    return may;
  }

  // Of a multipart without a part: all that it says stands where there is usually nothing to read.
  static void read_preface(GMimeMultipart* multipart, Part& part) {
    part.type = "text/plain";
    part.bytes = text_of(g_mime_multipart_get_prologue(multipart));
  }

  static void read_type(GMimeObject* object, Part& part) {
    if (GMimeContentType* type = g_mime_object_get_content_type(object); type != nullptr) {
      part.type = base::to_lower_ascii(text_of(g_mime_content_type_get_media_type(type)) + "/" +
                                       text_of(g_mime_content_type_get_media_subtype(type)));
    }
    auto type = read_parameters(raw_field(object, "Content-Type"));
    const auto disposition = read_parameters(raw_field(object, "Content-Disposition"));
    part.disposition = disposition.value;
    part.name = file_name(disposition.find("filename"));
    if (part.name.empty()) part.name = file_name(type.find("name"));
    part.parameters = std::move(type.parameters);
    part.content_id = without_brackets(raw_field(object, "Content-ID"));
  }

  void read_inner_mail(GMimeMessage* inner, int depth, Part& part) {
    if (inner == nullptr) return;
    part.bytes = as_written(GMIME_OBJECT(inner));
    part.fields = fields_of(GMIME_OBJECT(inner));
    GMimeObject* content = g_mime_message_get_mime_part(inner);
    if (content != nullptr && may_go_on(depth)) part.parts.push_back(read(content, depth + 1));
  }

  std::size_t count_ = 0;
  bool is_cut_ = false;
};

// The end of the field that begins at `at`: the first line break that no folded line follows.
std::size_t field_end(std::string_view raw, std::size_t at) {
  auto end = raw.find('\n', at);
  while (end != std::string_view::npos && end + 1 < raw.size() && (raw[end + 1] == ' ' || raw[end + 1] == '\t'))
    end = raw.find('\n', end + 1);
  return std::min(end, raw.size());
}

bool begins_with(std::string_view line, std::string_view start) {
  return base::equal_ignoring_case(line.substr(0, start.size()), start);
}

// "To: …", also "TO :…".
bool is_field(std::string_view line, std::string_view name) {
  if (!begins_with(line, name)) return false;
  const auto colon = line.find_first_not_of(" \t", name.size());
  return colon != std::string_view::npos && line[colon] == ':';
}

// Fields that GMime reads where they stand, also in mails in the mail: groups of addresses call its reader again, each in the
// other, and it keeps parameters on the stack.
bool is_too_much(std::string_view raw, std::size_t at) {
  static constexpr std::array<std::string_view, 6> kAddressFields{"to", "cc", "bcc", "from", "sender", "reply-to"};
  const auto line = raw.substr(at);
  const bool has_addresses =
      std::ranges::any_of(kAddressFields, [line](std::string_view name) { return is_field(line, name); });
  if (!has_addresses && !begins_with(line, "content-")) return false;
  const auto field = raw.substr(at, field_end(raw, at) - at);
  const auto colons = static_cast<std::size_t>(std::ranges::count(field, ':'));
  return field.size() > kLongestField || (has_addresses && colons > kMostGroups);
}

// Where reading has to stop: each line that may be a boundary is looked at once a level.
std::size_t affordable_end(std::string_view raw) {
  std::size_t boundary_lines = 0;
  for (std::size_t at = 0; at < raw.size();) {
    const char first = raw[at];
    if (first == '-' && raw.substr(at).starts_with("--") && ++boundary_lines > kMostBoundaryLines) return at;
    if (std::isalpha(static_cast<unsigned char>(first)) != 0 && is_too_much(raw, at)) return at;
    const auto end = raw.find('\n', at);
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return raw.size();
}

// What stands before the head: empty lines, and the "From " line of a mailbox file.
std::string_view without_preface(std::string_view raw) {
  const auto is_preface = [&raw] {
    return raw.starts_with("From ") || raw.starts_with(">From ") || raw.starts_with("\n") || raw.starts_with("\r\n");
  };
  while (is_preface()) raw.remove_prefix(std::min(raw.find('\n'), raw.size() - 1) + 1);
  return raw;
}

Object<GMimeMessage> parse(std::string_view raw) {
  const Object<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(raw.data(), raw.size()));
  const Object<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  g_mime_parser_set_format(parser.get(), GMIME_FORMAT_MESSAGE);
  return Object<GMimeMessage>(g_mime_parser_construct_message(parser.get(), options()));
}

void collect(InternetAddressList* list, const HiddenWords& words, int depth, std::vector<Address>& out) {
  const int count = list == nullptr ? 0 : internet_address_list_length(list);
  for (int i = 0; i < count && out.size() < kMostAddresses; ++i) {
    InternetAddress* one = internet_address_list_get_address(list, i);
    if (INTERNET_ADDRESS_IS_GROUP(one)) {
      if (depth < kDeepestParts)
        collect(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)), words, depth + 1, out);
      continue;
    }
    Address address;
    address.name = base::trim(words.show(text_of(internet_address_get_name(one))));
    address.address = base::trim(words.show(text_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)))));
    const auto at = address.address.rfind('@');
    if (at != std::string::npos)
      address.address.replace(at, std::string::npos, base::to_lower_ascii(address.address.substr(at)));
    out.push_back(std::move(address));
  }
}

}  // namespace

std::string_view Fields::find(std::string_view name) const {
  const auto field =
      std::ranges::find_if(fields_, [&](const auto& one) { return base::equal_ignoring_case(one.first, name); });
  return field == fields_.end() ? std::string_view() : std::string_view(field->second);
}

std::string Fields::join(std::string_view name) const {
  std::string out;
  for (const auto& [field, value] : fields_) {
    if (base::equal_ignoring_case(field, name) && out.size() < kLongestField)
      out.append(out.empty() ? "" : ", ").append(value);
  }
  return out;
}

bool Fields::has(std::string_view name) const {
  return std::ranges::any_of(fields_, [&](const auto& one) { return base::equal_ignoring_case(one.first, name); });
}

std::string_view Part::parameter(std::string_view parameter_name) const {
  const auto one = std::ranges::find(parameters, parameter_name, &std::pair<std::string, std::string>::first);
  return one == parameters.end() ? std::string_view() : std::string_view(one->second);
}

Mime read_mime(std::string_view raw) {
  Mime out;
  const auto whole = raw.size();
  raw = raw.substr(0, kMostMailBytes);
  raw = raw.substr(0, affordable_end(raw));
  out.is_cut = raw.size() < whole;
  const auto message = parse(without_preface(raw));
  if (!message) {  // No head at all: all of it is text.
    out.root.bytes = raw;
    return out;
  }
  out.fields = fields_of(GMIME_OBJECT(message.get()));
  Reader reader;
  if (GMimeObject* root = g_mime_message_get_mime_part(message.get()); root != nullptr) out.root = reader.read(root, 0);
  out.is_cut = out.is_cut || reader.is_cut();
  return out;
}

std::vector<Address> read_addresses(std::string_view field) {
  std::vector<Address> out;
  if (field.empty() || static_cast<std::size_t>(std::ranges::count(field, ':')) > kMostGroups) return out;
  HiddenWords words;
  const Object<InternetAddressList> list(internet_address_list_parse(options(), words.hide(field).c_str()));
  collect(list.get(), words, 0, out);
  return out;
}

std::optional<base::Time> read_date(std::string_view field) {
  if (field.empty()) return std::nullopt;
  if (auto iso = base::parse_rfc3339(field); iso && *iso >= base::Time{}) return *iso;
  GDateTime* date = g_mime_utils_header_decode_date(std::string(field).c_str());
  if (date == nullptr) return std::nullopt;
  const auto seconds = g_date_time_to_unix(date);
  g_date_time_unref(date);
  if (seconds < 0) return std::nullopt;
  return base::Time(std::chrono::seconds(seconds));
}

}  // namespace mail
