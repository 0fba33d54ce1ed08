#include "net/reply.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "net/negotiation.hpp"

namespace net {
namespace {

constexpr std::size_t kGzipFrom = 1024;
constexpr std::size_t kGzipTo = 2 * 1024 * 1024;  // Larger ones would hold up the event loop.
constexpr std::size_t kHashTo = 2 * 1024 * 1024;

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Status";
  }
}

const Header* find(const Response& response, std::string_view name) {
  for (const auto& header : response.headers) {
    if (header.name.size() == name.size() && base::equal_ignoring_case(header.name, name)) return &header;
  }
  return nullptr;
}

bool must_not_be_stored(const Response& response) {
  const auto* cache = find(response, "Cache-Control");
  return cache != nullptr && base::to_lower_ascii(cache->value).find("no-store") != std::string::npos;
}

bool has_no_body(int status) { return status == 204 || status == 304 || status < 200; }

// Headers that the server writes itself.
bool is_own(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kOwn = {"date",         "connection",     "keep-alive",
                                                           "x-request-id", "content-length", "transfer-encoding"};
  return std::any_of(kOwn.begin(), kOwn.end(), [name](auto own) { return base::equal_ignoring_case(own, name); });
}

// By byte.
constexpr std::array<bool, 256> token_letters() {
  std::array<bool, 256> letters{};
  for (const unsigned char c :
       std::string_view("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
    letters[c] = true;
  return letters;
}

bool is_token(std::string_view name) {
  static constexpr auto kLetters = token_letters();
  return !name.empty() &&
         std::all_of(name.begin(), name.end(), [](char c) { return kLetters[static_cast<unsigned char>(c)]; });
}

void append_value(std::string& out, std::string_view value) {
  const auto start = out.size();
  out += value;
  for (auto i = start; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if ((byte < 0x20 && out[i] != '\t') || byte == 0x7f) out[i] = ' ';
  }
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

std::string_view whole_body(const Response& response) {
  return response.static_body.empty() ? std::string_view(response.body) : response.static_body;
}

// A tag for content that may be stored and has none, and the change of any tag that goes with gzip.
std::string tag_for(const Response& response, bool gzipped) {
  const auto* own = find(response, "ETag");
  std::string tag;
  if (own != nullptr) {
    tag = own->value;
  } else if (whole_body(response).size() <= kHashTo && !must_not_be_stored(response)) {
    tag = etag_of(whole_body(response));
  }
  return gzipped && !tag.empty() ? etag_with(tag, "gzip") : tag;
}

void set_header(Response& response, std::string_view name, std::string value) {
  for (auto& header : response.headers) {
    if (base::equal_ignoring_case(header.name, name)) {
      header.value = std::move(value);
      return;
    }
  }
  response.with(std::string(name), std::move(value));
}

void become_not_modified(Response& response) {
  response.status = 304;
  response.body.clear();
  response.static_body = {};
  std::erase_if(response.headers, [](const Header& header) {
    return base::equal_ignoring_case(header.name, "Content-Type") ||
           base::equal_ignoring_case(header.name, "Content-Encoding");
  });
}

// A response whose maker has chosen among codings (an embedded file) says so in Vary.
bool is_negotiated(const Response& response) {
  const auto* vary = find(response, "Vary");
  return find(response, "Content-Encoding") != nullptr ||
         (vary != nullptr && base::to_lower_ascii(vary->value).find("accept-encoding") != std::string::npos);
}

bool may_gzip(const Response& response) {
  const auto size = whole_body(response).size();
  if (size < kGzipFrom || size > kGzipTo || response.status == 206 || has_no_body(response.status)) return false;
  const auto* type = find(response, "Content-Type");
  return type != nullptr && is_compressible(type->value) && !is_negotiated(response);
}

void append_json_text(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
}

}  // namespace

ReplyContext reply_context(const RequestHead& head) {
  ReplyContext context;
  const Method method = head.request.method;
  context.request_id = head.request.request_id;
  context.head_only = method == Method::head;
  context.conditional = method == Method::get || method == Method::head;
  context.http11 = head.http11;
  context.close = !head.keep_alive;
  for (const auto& header : head.request.headers) {
    if (header.name.size() == 15 && base::equal_ignoring_case(header.name, "Accept-Encoding")) {
      context.takes_gzip = coding_weight(header.value, "gzip") > 0;
    } else if (header.name.size() == 13 && base::equal_ignoring_case(header.name, "If-None-Match")) {
      context.if_none_match = header.value;
    }
  }
  return context;
}

std::string_view DateText::at(std::time_t now) {
  if (now != second_) {
    static constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 32> rest;
    std::strftime(rest.data(), rest.size(), " %Y %H:%M:%S GMT", &utc);  // Digits only: no locale in it.
    text_ = kDays.at(static_cast<std::size_t>(utc.tm_wday));
    text_ += ", ";
    text_ += static_cast<char>('0' + utc.tm_mday / 10);
    text_ += static_cast<char>('0' + utc.tm_mday % 10);
    text_ += ' ';
    text_ += kMonths.at(static_cast<std::size_t>(utc.tm_mon));
    text_ += rest.data();
    second_ = now;
  }
  return text_;
}

void negotiate(Response& response, const ReplyContext& context, Gzip& gzip) {
  const bool may_pack = may_gzip(response);
  if (may_pack) response.with("Vary", "Accept-Encoding");
  if (context.conditional && response.status == 200) {
    std::string tag = tag_for(response, may_pack && context.takes_gzip);
    if (!tag.empty()) {
      const bool unchanged = !context.if_none_match.empty() && matches_etag(context.if_none_match, tag);
      set_header(response, "ETag", std::move(tag));
      if (unchanged) return become_not_modified(response);
    }
  }
  if (!may_pack || !context.takes_gzip) return;
  if (auto packed = gzip.compress(whole_body(response))) {
    response.body = std::move(*packed);
    response.static_body = {};
    response.with("Content-Encoding", "gzip");
  }
}

std::string_view sent_body(const Response& response, const ReplyContext& context) {
  if (context.head_only || has_no_body(response.status)) return {};
  return whole_body(response);
}

void append_head(std::string& out, const Response& response, const ReplyContext& context, std::string_view date) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(std::clamp(response.status, 100, 599)));
  out += ' ';
  out += reason_of(response.status);
  out += "\r\nDate: ";
  out += date;
  for (const auto& header : response.headers) {
    if (!is_token(header.name) || is_own(header.name)) continue;
    out += "\r\n";
    out += header.name;
    out += ": ";
    append_value(out, header.value);
  }
  out += response.fixed_headers;
  if (!has_no_body(response.status)) {
    out += "\r\nContent-Length: ";
    append_number(out, whole_body(response).size());
  }
  out += "\r\nX-Request-Id: ";
  out += context.request_id;
  if (context.close) {
    out += "\r\nConnection: close";
  } else if (!context.http11) {
    out += "\r\nConnection: keep-alive";
  }
  out += "\r\n\r\n";
}

Response failure_response(int status, std::string_view kind, std::string_view message, std::string_view request_id) {
  Response response;
  response.status = status;
  response.body = "{\"kind\":\"";
  response.body += kind;
  response.body += "\",\"message\":\"";
  append_json_text(response.body, message);
  if (!request_id.empty()) {
    response.body += "\",\"request_id\":\"";
    response.body += request_id;
  }
  response.body += "\"}";
  response.with("Content-Type", "application/json").with("Cache-Control", "no-store");
  // What api/reply.cpp adds to every other response: these never get there.
  response.with("X-Content-Type-Options", "nosniff")
      .with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
      .with("Referrer-Policy", "no-referrer")
      .with("Cross-Origin-Resource-Policy", "same-origin");
  return response;
}

bool asks_close(const Response& response) {
  const auto* connection = find(response, "Connection");
  return connection != nullptr && base::equal_ignoring_case(connection->value, "close");
}

}  // namespace net
