#include "net/request_head.hpp"

#include <cstring>

#include <boost/beast/http/basic_parser.hpp>

#include "base/text.hpp"
#include "net/target.hpp"

namespace net {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

constexpr std::size_t kMaxRequestId = 64;

// Beast reads the grammar of the request line and the fields; what they mean for framing is decided in parse_head.
class HeadParser final : public http::basic_parser<true> {
 public:
  explicit HeadParser(RequestHead& head) : head_(head) { head_.request.headers.reserve(8); }

 private:
  void on_request_impl(http::verb verb, string_view, string_view target, int version, error_code& error) override {
    if (verb == http::verb::unknown) error = http::error::bad_method;
    head_.request.method = method_of(verb);
    head_.request.target = std::string_view(target.data(), target.size());
    head_.http11 = version == 11;
  }
  void on_field_impl(http::field, string_view name, string_view value, error_code&) override {
    head_.request.headers.push_back({{name.data(), name.size()}, {value.data(), value.size()}});
  }
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view body, error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override { return body.size(); }
  void on_finish_impl(error_code&) override {}

  static Method method_of(http::verb verb) {
    switch (verb) {
      case http::verb::get: return Method::get;
      case http::verb::head: return Method::head;
      case http::verb::post: return Method::post;
      case http::verb::put: return Method::put;
      case http::verb::patch: return Method::patch;
      case http::verb::delete_: return Method::del;
      case http::verb::options: return Method::options;
      default: return Method::other;
    }
  }

  RequestHead& head_;
};

std::optional<Refusal> refuse(std::string message, int status = 400) {
  return Refusal(status, "invalid", std::move(message));
}

bool all_of(std::string_view text, std::string_view also_allowed) {
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain && also_allowed.find(c) == std::string_view::npos) return false;
  }
  return true;
}

bool is_plain_id(std::string_view id) { return !id.empty() && id.size() <= kMaxRequestId && all_of(id, "-_."); }

bool list_contains(std::string_view list, std::string_view word) {
  for (const auto part : base::split(list, ',')) {
    if (base::equal_ignoring_case(base::trim(part), word)) return true;
  }
  return false;
}

// Plain digits only, few enough not to overflow: "+5", "5, 5" and "0x5" are read differently by different programs.
bool parse_length(std::string_view text, std::uint64_t& length) {
  if (text.empty() || text.size() > 18) return false;
  length = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    length = length * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return true;
}

// What the fields say about framing and connection, each kind counted.
struct FieldFacts {
  int hosts = 0;
  int lengths = 0;
  int codings = 0;
  bool websocket = false;
  bool upgrade = false;
  bool close = false;
  bool keep_alive = false;
};

void read_connection(std::string_view value, FieldFacts& facts) {
  facts.close |= list_contains(value, "close");
  facts.keep_alive |= list_contains(value, "keep-alive");
  facts.upgrade |= list_contains(value, "upgrade");
}

std::optional<Refusal> read_field(const Header& header, RequestHead& head, FieldFacts& facts) {
  const auto is = [&header](std::string_view name) { return base::equal_ignoring_case(header.name, name); };
  switch (header.name.size()) {
    case 4:
      if (is("host") && (++facts.hosts > 1 || !all_of(header.value, "-._~:[]%!$&'()*+,;="))) {
        return refuse("The request needs exactly one valid Host header.");
      }
      break;
    case 6:
      if (is("expect")) {
        if (!base::equal_ignoring_case(header.value, "100-continue"))
          return refuse("Only Expect: 100-continue is known.", 417);
        head.expects_continue = true;
      }
      break;
    case 7:
      if (is("upgrade")) facts.websocket |= list_contains(header.value, "websocket");
      break;
    case 10:
      if (is("connection")) read_connection(header.value, facts);
      break;
    case 12:
      if (is("x-request-id") && is_plain_id(header.value)) head.request.request_id = header.value;
      break;
    case 14:
      if (is("content-length") && (++facts.lengths > 1 || !parse_length(header.value, head.content_length))) {
        return refuse("The request needs one Content-Length, a plain number.");
      }
      break;
    case 17:
      if (is("transfer-encoding")) {
        if (++facts.codings > 1 || !base::equal_ignoring_case(header.value, "chunked")) {
          return refuse("The only Transfer-Encoding taken is \"chunked\".");
        }
        head.chunked = true;
      }
      break;
    default: break;
  }
  return std::nullopt;
}

std::optional<Refusal> read_fields(RequestHead& head) {
  FieldFacts facts;
  for (const auto& header : head.request.headers) {
    if (auto refusal = read_field(header, head, facts)) return refusal;
  }
  if (facts.codings > 0 && facts.lengths > 0) {
    return refuse("A request has either a Content-Length or a Transfer-Encoding, not both.");
  }
  if (head.http11 && facts.hosts != 1) return refuse("The request needs exactly one valid Host header.");
  if (!head.http11 && head.chunked) return refuse("HTTP/1.0 knows no Transfer-Encoding.");
  head.keep_alive = head.http11 ? !facts.close : facts.keep_alive && !facts.close;
  head.expects_continue = head.expects_continue && head.http11 && head.has_body();
  head.asks_websocket =
      head.http11 && facts.websocket && facts.upgrade && !head.has_body() && head.request.method == Method::get;
  return std::nullopt;
}

}  // namespace

HeadScanner::State HeadScanner::scan(std::string_view bytes) {
  while (seen_ < bytes.size()) {
    const auto* found = static_cast<const char*>(std::memchr(bytes.data() + seen_, '\n', bytes.size() - seen_));
    if (found == nullptr) {
      seen_ = bytes.size();
      break;
    }
    const auto end = static_cast<std::size_t>(found - bytes.data());
    seen_ = end + 1;
    if (end == line_ || bytes[end - 1] != '\r') return State::malformed;  // A line feed of its own.
    const auto line = bytes.substr(line_, end - 1 - line_);
    const bool first = line_ == 0;
    line_ = seen_;
    if (line.empty() && first) continue;  // One empty line before the request line is passed over (RFC 9112 §2.2).
    if (line.empty()) return State::complete;
    if (line.find('\r') != std::string_view::npos || line.find('\0') != std::string_view::npos) return State::malformed;
    if (line.front() == ' ' || line.front() == '\t') return State::malformed;  // A folded line.
  }
  return State::more;
}

std::optional<Refusal> parse_head(std::string_view bytes, RequestHead& head) {
  if (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
  HeadParser parser(head);
  parser.header_limit(static_cast<std::uint32_t>(bytes.size() + 1));
  parser.body_limit(boost::none);
  error_code error;
  parser.put({bytes.data(), bytes.size()}, error);
  if (error == http::error::bad_version) return refuse("Heed speaks HTTP/1.1 here.", 505);
  if (error == http::error::bad_method) return refuse("The request's method is not known here.", 501);
  if (error || !parser.is_header_done()) return refuse("The request is not well-formed HTTP.");
  if (auto refusal = read_fields(head)) return refusal;
  auto target = parse_target(head.request.target);
  if (!target) return refuse(std::move(target.error().message));
  head.request.path = std::move(target->path);
  head.request.query = std::move(target->query);
  return std::nullopt;
}

}  // namespace net
