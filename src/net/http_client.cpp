#include "net/http_client.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "net/connection.hpp"
#include "net/http_pool.hpp"
#include "net/reply_stream.hpp"
#include "net/response_head.hpp"
#include "net/url.hpp"

namespace net {
namespace {

using base::FailureKind;
using Opened = HttpResult<std::unique_ptr<HttpStream>>;

constexpr int kMaxRedirects = 5;
constexpr std::size_t kWriteStep = 64 * 1024;
// After the other end closed while a request was being sent: its reply may be there already ("too large").
constexpr std::chrono::milliseconds kLastWords{1'000};

bool is_any_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(names, [name](std::string_view one) { return base::equal_ignoring_case(name, one); });
}

tl::unexpected<HttpFailure> unsent(base::Failure failure) {
  return tl::unexpected<HttpFailure>(HttpFailure{std::move(failure), Sent::nothing});
}

bool is_idempotent(const HttpRequest& request) {
  return request.idempotent || (request.method != Method::post && request.method != Method::patch);
}

std::optional<base::Failure> check(const HttpRequest& request) {
  if (request.method == Method::other)
    return base::Failure{FailureKind::invalid, "The request has no method.", "method", {}};
  for (const auto& header : request.headers) {
    if (!is_sendable(header)) {
      return base::Failure{
          FailureKind::invalid, "A header has a line break or another character that none may have.", "headers", {}};
    }
    if (is_any_of(header.name, {"host", "content-length", "transfer-encoding", "connection"})) {
      return base::Failure{
          FailureKind::invalid, "The header " + header.name + " is the client's own to send.", "headers", {}};
    }
  }
  return std::nullopt;
}

std::string write_head(const Url& url, const HttpRequest& request, const std::string& user_agent) {
  std::string text =
      std::string(to_string(request.method)) + " " + url.target + " HTTP/1.1\r\nHost: " + url.host_header() + "\r\n";
  const auto has = [&request](std::string_view name) {
    return std::ranges::any_of(request.headers, [name](const Header& h) { return base::equal_ignoring_case(h.name, name); });
  };
  if (!has("User-Agent")) text += "User-Agent: " + user_agent + "\r\n";
  if (!has("Accept-Encoding")) text += "Accept-Encoding: gzip, deflate\r\n";
  for (const auto& header : request.headers) text += header.name + ": " + header.value + "\r\n";
  const bool expects_body =
      request.method == Method::post || request.method == Method::put || request.method == Method::patch;
  if (expects_body || !request.body.empty()) text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return text + "\r\n";
}

// Where the reply sends the request on to; nothing where it is the caller's.
std::string_view location_of(const HttpReply& reply, Method method) {
  const bool moved =
      reply.status == 301 || reply.status == 302 || reply.status == 303 || reply.status == 307 || reply.status == 308;
  return moved && (method == Method::get || method == Method::head) ? reply.header("Location") : std::string_view();
}

// Secrets travel under many names (Authorization, Cookie, X-Api-Key …), so it is said what may go to another origin.
void drop_private_headers(HttpRequest& request) {
  std::erase_if(request.headers, [](const Header& header) {
    return !is_any_of(header.name, {"accept", "accept-language", "accept-encoding", "user-agent", "range", "if-none-match",
                                    "if-modified-since", "cache-control"});
  });
}

class Client final : public HttpClient {
 public:
  Client(const Executor& executor, Dialer& dialer, const HttpClientOptions& options)
      : dialer_(dialer), options_(options), pool_(std::make_shared<HttpPool>(executor, options)) {}

  Task<HttpResult<HttpReply>> send(HttpRequest request) override;
  Task<Opened> open(HttpRequest request) override;

 private:
  // Why one try on one connection gave no reply.
  struct Attempt {
    HttpFailure failure;
    bool silent = false;  // The connection died before a byte of the reply.
  };
  using Tried = tl::expected<std::unique_ptr<HttpStream>, Attempt>;

  Task<Opened> exchange(const Url& url /*outlives*/, const HttpRequest& request /*outlives*/, Instant end);
  Task<Tried> ask(std::unique_ptr<Connection> connection, const Url& url /*outlives*/,
                  const HttpRequest& request /*outlives*/, Instant end);

  Dialer& dialer_;
  HttpClientOptions options_;
  std::shared_ptr<HttpPool> pool_;
};

Task<HttpResult<HttpReply>> Client::send(HttpRequest request) {
  auto opened = co_await open(std::move(request));
  if (!opened) co_return tl::unexpected<HttpFailure>(std::move(opened.error()));
  HttpReply reply = (*opened)->head();
  for (;;) {
    auto piece = co_await (*opened)->read();
    if (!piece) co_return tl::unexpected<HttpFailure>(HttpFailure{std::move(piece.error()), Sent::whole});
    if (piece->empty()) co_return reply;
    reply.body += *piece;
  }
}

Task<Opened> Client::open(HttpRequest request) {
  auto url = parse_url(request.url);
  if (!url) co_return unsent(std::move(url.error()));
  if (auto bad = check(request)) co_return unsent(std::move(*bad));
  const bool endless = request.limits.whole == std::chrono::milliseconds::zero();
  const Instant end = endless ? Instant::max() : std::chrono::steady_clock::now() + request.limits.whole;
  for (int redirects = 0;; ++redirects) {
    auto opened = co_await exchange(*url, request, end);
    if (!opened) co_return opened;
    const auto location = location_of((*opened)->head(), request.method);
    if (location.empty() || !request.follow_redirects) co_return opened;
    const auto refuse = [&url](const std::string& what) {
      base::Failure failure{FailureKind::rejected, describe(url->endpoint) + " " + what + ".", {}, {}};
      return tl::unexpected<HttpFailure>(HttpFailure{std::move(failure), Sent::whole});
    };
    if (redirects == kMaxRedirects) co_return refuse("is the end of more than five redirects, one after the other");
    auto next = follow(*url, location);
    if (!next) co_return refuse("sends on to an address that is malformed");
    if (url->endpoint.tls && !next->endpoint.tls) co_return refuse("sends on from https to http, which is not followed");
    if (next->origin() != url->origin()) drop_private_headers(request);
    url = std::move(next);
  }
}

Task<Opened> Client::exchange(const Url& url /*outlives*/, const HttpRequest& request /*outlives*/, Instant end) {
  const bool idempotent = is_idempotent(request);
  const auto idle = idempotent ? options_.idle_expiry : options_.trusted_idle;
  auto connection = request.fresh_connection ? nullptr : pool_->take(url.origin(), idle);
  for (;;) {
    const bool kept = connection != nullptr;
    if (!kept) {
      const auto deadline = std::min(end, std::chrono::steady_clock::now() + request.limits.connect);
      auto dialed = co_await dialer_.dial(url.endpoint, deadline);
      if (!dialed) co_return unsent(std::move(dialed.error()));
      connection = std::move(*dialed);
    }
    auto tried = co_await ask(std::move(connection), url, request, end);
    if (tried) co_return std::move(*tried);
    const auto& failed = tried.error();
    const bool again = kept && failed.silent && (idempotent || failed.failure.sent == Sent::nothing);
    if (!again) co_return tl::unexpected<HttpFailure>(std::move(tried.error().failure));
    connection = nullptr;
  }
}

Task<Client::Tried> Client::ask(std::unique_ptr<Connection> connection, const Url& url /*outlives*/,
                                const HttpRequest& request /*outlives*/, Instant end) {
  const auto before = connection->written();
  const std::string head = write_head(url, request, options_.user_agent);
  const std::size_t size = head.size() + request.body.size();
  IoResult<void> written;
  // In steps, each with its own limit; the head goes together with the first of the body.
  for (std::size_t sent = 0; written && sent < size;) {
    std::string part = sent == 0 ? head : std::string();
    const auto body_from = sent == 0 ? 0 : sent - head.size();
    part.append(request.body, body_from, kWriteStep);
    written = co_await connection->write(part, std::min(end, std::chrono::steady_clock::now() + request.limits.progress));
    sent += part.size();
  }
  const auto left = connection->written() - before;
  const Sent sent = left == 0 ? Sent::nothing : left < size ? Sent::partly : Sent::whole;

  auto limits = request.limits;
  if (!written) {
    const bool late = written.error() == IoTrouble::late;
    base::Failure failure{FailureKind::unavailable,
                          describe(url.endpoint) + (late ? " did not take the request in time."
                                                         : " ended the connection while the request was being sent."),
                          {},
                          {}};
    if (late || sent == Sent::nothing) co_return tl::unexpected(Attempt{{std::move(failure), sent}, !late});
    limits.first_byte = std::min(limits.first_byte, kLastWords);
    auto stream = std::make_unique<ReplyStream>(pool_, std::move(connection), url, limits, end);
    const auto replied = co_await stream->read_head(request.method);
    if (replied) co_return std::move(stream);
    co_return tl::unexpected(Attempt{{std::move(failure), sent}, replied.error().silent});
  }
  auto stream = std::make_unique<ReplyStream>(pool_, std::move(connection), url, limits, end);
  auto replied = co_await stream->read_head(request.method);
  if (!replied) co_return tl::unexpected(Attempt{{std::move(replied.error().failure), sent}, replied.error().silent});
  co_return std::move(stream);
}

}  // namespace

std::string_view HttpReply::header(std::string_view name) const {
  for (const auto& header : headers) {
    if (base::equal_ignoring_case(header.name, name)) return header.value;
  }
  return {};
}

std::unique_ptr<HttpClient> make_http_client(const Executor& executor, Dialer& dialer /*outlives*/,
                                             const HttpClientOptions& options) {
  return std::make_unique<Client>(executor, dialer, options);
}

}  // namespace net
