#include "net/websocket_client.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <openssl/evp.h>
#include <sodium/randombytes.h>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "net/connection.hpp"
#include "net/request_head.hpp"
#include "net/response_head.hpp"

namespace net {
namespace {

using base::FailureKind;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostHead = 16 * 1024;
constexpr std::size_t kMostWords = 2048;  // Of a refusal that are read …
constexpr std::size_t kMostPoints = 300;  // … and shown.
constexpr std::size_t kReadAtOnce = 16 * 1024;
constexpr std::size_t kNonceBytes = 16;

std::string sha1(std::string_view text) {
  std::string digest(20, '\0');
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha1(), nullptr);
  return digest;
}

std::string make_key() {
  std::string nonce(kNonceBytes, '\0');
  randombytes_buf(nonce.data(), nonce.size());
  return base::to_base64(nonce);
}

// RFC 6455 §4.2.2.
std::string accept_for(const std::string& key) {
  return base::to_base64(sha1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
}

std::string header_of(const ResponseHead& head, std::string_view name) {
  std::string value;
  for (const auto& header : head.headers) {
    if (base::equal_ignoring_case(header.name, name)) value += (value.empty() ? "" : ", ") + header.value;
  }
  return value;
}

bool has_word(std::string_view list, std::string_view word) {
  return std::ranges::any_of(base::split(list, ','),
                             [&](std::string_view one) { return base::equal_ignoring_case(base::trim(one), word); });
}

// Why this is not the WebSocket that was asked for, to follow upon "it …"; "" when it is.
std::string why_no_websocket(const ResponseHead& head, const std::string& key) {
  if (!base::equal_ignoring_case(header_of(head, "Upgrade"), "websocket")) return "does not name the upgrade";
  if (!has_word(header_of(head, "Connection"), "upgrade")) return "does not upgrade the connection";
  if (header_of(head, "Sec-WebSocket-Accept") != accept_for(key)) return "answers to another key";
  if (!header_of(head, "Sec-WebSocket-Extensions").empty()) return "uses an extension that was not asked for";
  if (!header_of(head, "Sec-WebSocket-Protocol").empty()) return "speaks a protocol that was not asked for";
  return {};
}

FailureKind kind_of(int status) {
  switch (status) {
    case 401: return FailureKind::unauthenticated;
    case 403: return FailureKind::forbidden;
    case 404: return FailureKind::not_found;
    case 429: return FailureKind::rate_limited;
    default: return status >= 500 ? FailureKind::unavailable : FailureKind::rejected;
  }
}

std::optional<std::chrono::seconds> seconds_in(const std::string& text) {
  int seconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || read.ptr != text.data() + text.size() || seconds < 0) return std::nullopt;
  return std::chrono::seconds(seconds);
}

Instant from_now(std::chrono::milliseconds limit) {
  const auto now = Clock::now();
  return limit >= std::chrono::hours(24 * 365) ? Instant::max() : now + limit;
}

}  // namespace

base::Result<Url> parse_websocket_url(std::string_view text) {
  const auto scheme = base::to_lower_ascii(text.substr(0, std::min(text.find("://"), text.size())));
  if (scheme != "ws" && scheme != "wss")
    return base::fail(FailureKind::invalid, "The address is malformed: it begins with wss:// or ws://.", "url");
  return parse_url("http" + std::string(text.substr(2)));
}

WebSocketClient::WebSocketClient(Endpoint endpoint, WebSocketLimits limits, std::unique_ptr<Connection> connection)
    : endpoint_(std::move(endpoint)),
      limits_(limits),
      connection_(std::move(connection)),
      reader_(limits.max_message),
      heard_(Clock::now()) {}

WebSocketClient::~WebSocketClient() = default;

Task<base::Result<std::unique_ptr<WebSocketClient>>> WebSocketClient::open(Dialer& dialer /*outlives*/,
                                                                           WebSocketRequest request) {
  const auto url = parse_websocket_url(request.url);
  if (!url) co_return base::pass_on(url.error());
  if (!std::ranges::all_of(request.headers, is_sendable))
    co_return base::fail(FailureKind::invalid, "A header of the request has characters that none may have.", "headers");
  const Instant deadline = from_now(request.limits.connect);
  auto connection = co_await dialer.dial(url->endpoint, deadline);
  if (!connection) co_return base::pass_on(std::move(connection.error()));
  std::unique_ptr<WebSocketClient> client(new WebSocketClient(url->endpoint, request.limits, *std::move(connection)));
  auto shaken = co_await client->shake_hands(*url, std::move(request.headers), deadline);
  if (!shaken) co_return base::pass_on(std::move(shaken.error()));
  co_return client;
}

Task<base::Result<void>> WebSocketClient::shake_hands(Url url, std::vector<Header> headers, Instant deadline) {
  const std::string key = make_key();
  std::string request =
      "GET " + url.target + " HTTP/1.1\r\nHost: " + url.host_header() +
      "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + "\r\n";
  for (const auto& header : headers) request += header.name + ": " + header.value + "\r\n";
  request += "\r\n";
  if (!co_await connection_->write(request, deadline))
    co_return base::pass_on(end("is no longer connected: the connection was lost"));
  auto bytes = co_await read_head(deadline);
  if (!bytes) co_return base::pass_on(std::move(bytes.error()));
  const auto head = parse_response_head(*bytes);
  if (!head) co_return base::pass_on(end("answered with something that is no HTTP: " + head.error().message));
  if (head->status != 101) co_return base::pass_on(co_await refused(*std::move(bytes), deadline));
  const auto wrong = why_no_websocket(*head, key);
  if (!wrong.empty()) co_return base::pass_on(end("answered with something that is no WebSocket: it " + wrong));
  reader_.add(std::exchange(early_, {}));
  heard_ = Clock::now();
  co_return base::Result<void>();
}

// Leaves what comes behind it in `early_`.
Task<base::Result<std::string>> WebSocketClient::read_head(Instant deadline) {
  HeadScanner scanner;
  std::array<char, 4096> room{};
  for (;;) {
    const auto found = scanner.scan(early_);
    if (found == HeadScanner::State::complete) break;
    if (found == HeadScanner::State::malformed || early_.size() > kMostHead)
      co_return base::pass_on(end("answered with something that is no HTTP"));
    const auto got = co_await connection_->read_some(room, deadline);
    if (!got)
      co_return base::pass_on(end(got.error() == IoTrouble::late ? "did not answer in time" : "ended the connection"));
    early_.append(room.data(), *got);
  }
  std::string head = early_.substr(0, scanner.length());
  early_.erase(0, head.size());
  co_return head;
}

// A server says in words why it does not want to: as many as it sends along.
Task<base::Failure> WebSocketClient::refused(std::string bytes, Instant deadline) {
  const auto head = *parse_response_head(bytes);
  const std::size_t announced = static_cast<std::size_t>(std::min<std::uint64_t>(head.length.value_or(0), kMostWords));
  std::array<char, kMostWords> room{};
  while (early_.size() < announced) {
    const auto got = co_await connection_->read_some(room, deadline);
    if (!got) break;
    early_.append(room.data(), *got);
  }
  std::string words =
      base::shorten(base::to_storable(base::trim(std::string_view(early_).substr(0, announced))), kMostPoints);
  base::Failure failure =
      end("refused the WebSocket with status " + std::to_string(head.status) + (words.empty() ? "" : ": " + words));
  failure.kind = kind_of(head.status);
  if (failure.kind == FailureKind::rate_limited || failure.kind == FailureKind::unavailable)
    failure.retry_after = seconds_in(header_of(head, "Retry-After"));
  ended_ = failure;
  co_return failure;
}

Task<base::Result<std::optional<WebSocketMessage>>> WebSocketClient::receive(std::chrono::milliseconds limit) {
  using Kind = FrameReader::Kind;
  using Received = std::optional<WebSocketMessage>;
  const Instant until = from_now(limit);
  while (!ended_) {
    auto part = reader_.next();
    switch (part.kind) {
      case Kind::message: begun_.reset(); co_return Received({std::move(part.bytes), part.is_text});
      case Kind::ping:
        if (auto done = co_await write(masked_frame(FrameKind::pong, part.bytes)); !done)
          co_return base::pass_on(done.error());
        break;
      case Kind::pong: break;
      case Kind::closed: {
        closed_with_ = part.code;
        std::string why = "closed the connection";
        if (part.code != close_code::kNone) why += " with code " + std::to_string(part.code);
        if (!part.bytes.empty()) why += ": " + base::shorten(base::to_storable(part.bytes), kMostPoints);
        co_return base::pass_on(co_await give_up(part.code == close_code::kNone ? close_code::kNormal : part.code, why));
      }
      case Kind::broken:
        co_return base::pass_on(co_await give_up(part.code, "broke the WebSocket protocol: it " + part.bytes));
      case Kind::none: {
        const auto filled = co_await fill(until);
        if (!filled) co_return base::pass_on(filled.error());
        if (!*filled) co_return Received();
        continue;
      }
    }
    // Pings without end are no reason to keep the caller waiting without end.
    if (Clock::now() >= until) co_return Received();
  }
  co_return base::pass_on(*ended_);
}

Task<base::Result<bool>> WebSocketClient::fill(Instant until) {
  const Instant now = Clock::now();
  if (!reader_.is_amid()) begun_.reset();
  else if (!begun_) begun_ = now;
  Instant deadline = std::min(until, pinged_ ? *pinged_ + limits_.pong : heard_ + limits_.ping_after);
  if (begun_) deadline = std::min(deadline, *begun_ + limits_.message);
  if (begun_ && now >= *begun_ + limits_.message)
    co_return base::pass_on(co_await give_up(close_code::kGoingAway, "did not send the rest of a message in time"));
  std::array<char, kReadAtOnce> room;  // Not cleared: it is large.
  const auto got = co_await connection_->read_some(room, deadline);
  if (got) {
    reader_.add({room.data(), *got});
    heard_ = Clock::now();
    pinged_.reset();
    co_return true;
  }
  if (got.error() == IoTrouble::late) co_return co_await after_silence(Clock::now(), until);
  co_return base::pass_on(end("is no longer connected: the connection was lost"));
}

Task<base::Result<bool>> WebSocketClient::after_silence(Instant now, Instant until) {
  if (pinged_ && now >= *pinged_ + limits_.pong)
    co_return base::pass_on(co_await give_up(close_code::kGoingAway, "has fallen silent: it answers no ping"));
  if (!pinged_ && now >= heard_ + limits_.ping_after) {
    pinged_ = now;
    if (auto done = co_await write(masked_frame(FrameKind::ping, {})); !done) co_return base::pass_on(done.error());
  }
  co_return now < until;
}

Task<base::Result<void>> WebSocketClient::send(WebSocketMessage message) {
  if (ended_) co_return base::pass_on(*ended_);
  co_return co_await write(masked_frame(message.is_text ? FrameKind::text : FrameKind::binary, message.bytes));
}

Task<base::Result<void>> WebSocketClient::write(std::string bytes) {
  const auto written = co_await connection_->write(bytes, from_now(limits_.write));
  if (written) co_return base::Result<void>();
  co_return base::pass_on(end(written.error() == IoTrouble::late ? "does not read what is sent to it"
                                                                 : "is no longer connected: the connection was lost"));
}

Task<void> WebSocketClient::close(std::uint16_t code, std::string reason) {
  if (ended_) co_return;
  const Instant deadline = from_now(limits_.closing);
  const std::string goodbye = masked_frame(FrameKind::close, close_payload(code, reason));
  if (co_await connection_->write(goodbye, deadline)) {
    std::array<char, 4096> room{};
    for (bool is_over = false; !is_over && Clock::now() < deadline;) {
      const auto part = reader_.next();
      is_over = part.kind == FrameReader::Kind::closed || part.kind == FrameReader::Kind::broken;
      if (part.kind != FrameReader::Kind::none) continue;
      const auto got = co_await connection_->read_some(room, deadline);
      if (!got) break;
      reader_.add({room.data(), *got});
    }
  }
  (void)end("is no longer connected: the connection was closed on this side");
}

// Tells the other end why, as far as it still listens.
Task<base::Failure> WebSocketClient::give_up(std::uint16_t code, std::string why) {
  const std::string goodbye = masked_frame(FrameKind::close, close_payload(code, {}));
  (void)co_await connection_->write(goodbye, from_now(limits_.closing));
  co_return end(std::move(why));
}

base::Failure WebSocketClient::end(std::string why) {
  connection_->close();
  ended_ = base::Failure{FailureKind::unavailable, describe(endpoint_) + " " + std::move(why) + ".", {}, {}};
  return *ended_;
}

}  // namespace net
