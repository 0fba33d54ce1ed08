#include "net/response_head.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace net {
namespace {

tl::unexpected<base::Failure> malformed(std::string reason) {
  return base::fail(base::FailureKind::invalid, std::move(reason));
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
  });
}

bool is_value(std::string_view text) {
  return std::ranges::none_of(text,
                              [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f'; });
}

// "HTTP/1.1 200 OK"
bool read_status(std::string_view line, ResponseHead& head) {
  if (!line.starts_with("HTTP/1.") || line.size() < 12 || line[8] != ' ' || (line.size() > 12 && line[12] != ' '))
    return false;
  if (line[7] != '0' && line[7] != '1') return false;
  head.keep_alive = line[7] == '1';
  const auto read = std::from_chars(line.data() + 9, line.data() + 12, head.status);
  return read.ptr == line.data() + 12 && head.status >= 100;
}

// Twice the same length is one length; anything else could be read in two ways.
bool read_length(std::string_view text, std::optional<std::uint64_t>& length) {
  std::uint64_t read_to = 0;
  if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string_view::npos) return false;
  std::from_chars(text.data(), text.data() + text.size(), read_to);
  if (length && *length != read_to) return false;
  length = read_to;
  return true;
}

base::Result<void> read_framing(const Header& header, ResponseHead& head) {
  const auto is = [&header](std::string_view name) { return base::equal_ignoring_case(header.name, name); };
  if (is("content-length") && !read_length(header.value, head.length)) return malformed("its Content-Length is no number");
  if (is("transfer-encoding")) {
    if (head.chunked || !base::equal_ignoring_case(header.value, "chunked"))
      return malformed("its Transfer-Encoding is unknown");
    head.chunked = true;
  }
  if (is("content-encoding")) head.coding += (head.coding.empty() ? "" : ",") + base::to_lower_ascii(header.value);
  if (is("connection")) {
    for (const auto part : base::split(header.value, ',')) {
      if (base::equal_ignoring_case(base::trim(part), "close")) head.keep_alive = false;
    }
  }
  return {};
}

}  // namespace

bool is_sendable(const Header& header) { return is_token(header.name) && is_value(header.value); }

base::Result<ResponseHead> parse_response_head(std::string_view bytes) {
  ResponseHead head;
  bool first = true;
  for (std::string_view line : base::split(bytes, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (first) {
      first = false;
      if (!read_status(line, head)) return malformed("its first line is not \"HTTP/1.1\" and a number");
      continue;
    }
    if (line.empty()) break;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return malformed("a header has no colon");
    Header header{std::string(line.substr(0, colon)), std::string(base::trim(line.substr(colon + 1)))};
    if (!is_sendable(header)) return malformed("a header has characters that none may have");
    if (auto read = read_framing(header, head); !read) return base::pass_on(std::move(read.error()));
    head.headers.push_back(std::move(header));
  }
  if (head.chunked && head.length) return malformed("it has both a Content-Length and a Transfer-Encoding");
  return head;
}

}  // namespace net
