#pragma once
// Responses as the API gives them: JSON with the headers that every response carries, and failures by one table.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/http.hpp"

namespace api {

// FailureKind → HTTP status, the one place where that is decided.
[[nodiscard]] int status_of(base::FailureKind kind);
// "not_found"
[[nodiscard]] std::string_view name_of(base::FailureKind kind);

enum class Caching {
  never,  // What somebody's session, token or secret made.
  check,  // The same for everyone; the browser asks each time whether it changed.
};

[[nodiscard]] net::Response json_reply(std::string body, Caching caching);

// contract::Failure, with Retry-After and WWW-Authenticate where they belong.
[[nodiscard]] net::Response failure_reply(const base::Failure& failure, const std::string& request_id);

// Adds what every response of the server has, errors and redirects too; a header that is there already stays. Pages bring
// their own Content-Security-Policy; without one nothing may be loaded, run or framed.
void add_security_headers(net::Response& response);

}  // namespace api
