#include "api/reply.hpp"

#include <algorithm>
#include <array>

#include "api/contract/common.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"

namespace api {
namespace {

using base::FailureKind;

struct KindRow {
  FailureKind kind;
  int status;
  std::string_view name;
};

constexpr std::array kKinds{
    KindRow{FailureKind::invalid, 422, "invalid"},           KindRow{FailureKind::unauthenticated, 401, "unauthenticated"},
    KindRow{FailureKind::forbidden, 403, "forbidden"},       KindRow{FailureKind::not_found, 404, "not_found"},
    KindRow{FailureKind::conflict, 409, "conflict"},         KindRow{FailureKind::too_large, 413, "too_large"},
    KindRow{FailureKind::rate_limited, 429, "rate_limited"}, KindRow{FailureKind::rejected, 502, "rejected"},
    KindRow{FailureKind::unavailable, 503, "unavailable"},
};

const KindRow& row_of(FailureKind kind) { return *std::ranges::find(kKinds, kind, &KindRow::kind); }

// strict-transport-security is for whoever ends TLS in front of us to add: we do not see whether there is any.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kSecurity{{
    {"X-Content-Type-Options", "nosniff"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"X-Frame-Options", "DENY"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
}};

// As they are sent, for nearly every response.
std::string security_lines() {
  std::string lines;
  for (const auto& [name, value] : kSecurity) lines.append("\r\n").append(name).append(": ").append(value);
  return lines;
}

bool has_header(const net::Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers,
                             [&](const auto& header) { return base::equal_ignoring_case(header.name, name); });
}

}  // namespace

int status_of(FailureKind kind) { return row_of(kind).status; }
std::string_view name_of(FailureKind kind) { return row_of(kind).name; }

net::Response json_reply(std::string body, Caching caching) {
  net::Response response;
  response.headers.reserve(12);
  response.body = std::move(body);
  response.with("Content-Type", "application/json");
  response.with("Cache-Control", caching == Caching::never ? "no-store" : "no-cache");
  return response;
}

net::Response failure_reply(const base::Failure& failure, const std::string& request_id) {
  contract::Failure body;
  body.kind = name_of(failure.kind);
  body.message = failure.message;
  if (!failure.field.empty()) body.field = failure.field;
  body.request_id = request_id;
  net::Response response = json_reply(base::encode(body), Caching::never);
  response.status = status_of(failure.kind);
  if (failure.retry_after) response.with("Retry-After", std::to_string(failure.retry_after->count()));
  if (failure.kind == FailureKind::unauthenticated) response.with("WWW-Authenticate", "Bearer realm=\"heed\"");
  return response;
}

void add_security_headers(net::Response& response) {
  static const std::string kLines = security_lines();
  if (!response.fixed_headers.empty()) return;
  const bool says_any = std::ranges::any_of(kSecurity, [&](const auto& row) { return has_header(response, row.first); });
  if (!says_any) {
    response.fixed_headers = kLines;
    return;
  }
  for (const auto& [name, value] : kSecurity)
    if (!has_header(response, name)) response.with(std::string(name), std::string(value));
}

}  // namespace api
