#include "connectors/email/smtp_session.hpp"

#include <algorithm>
#include <utility>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "connectors/email/imap_response.hpp"

namespace email {
namespace {

using base::FailureKind;
using namespace std::chrono_literals;

constexpr std::size_t kMostLines = 200;  // Of a reply.

// RFC 5321 §4.5.3.2 allows the end of the data ten minutes.
net::LineLimits limits() {
  net::LineLimits limits;
  limits.connect = 8s;  // Several are tried at set-up while somebody waits.
  limits.line = 300s;
  limits.max_line = 4'096;
  return limits;
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find_first_of(" =")); }

}  // namespace

std::string SmtpReply::text() const {
  std::string out;
  for (const auto& line : lines) out += (out.empty() ? "" : " ") + line;
  return out;
}

net::Task<base::Result<SmtpSession>> SmtpSession::open(net::Dialer& dialer /*outlives*/, Server server,
                                                       Credentials credentials, std::string helo) {
  auto stream = co_await net::LineStream::open(dialer, server.endpoint(), limits());
  if (!stream) co_return base::pass_on(std::move(stream.error()));
  SmtpSession session(std::move(server), std::move(credentials), std::move(*stream));
  if (auto done = co_await session.greet(helo); !done) co_return base::pass_on(std::move(done.error()));
  if (session.server_.security == Security::starttls) {
    if (auto done = co_await session.start_tls(); !done) co_return base::pass_on(std::move(done.error()));
    if (auto done = co_await session.say_hello(helo); !done) co_return base::pass_on(std::move(done.error()));
  }
  if (auto done = co_await session.sign_in(); !done) co_return base::pass_on(std::move(done.error()));
  co_return session;
}

std::string SmtpSession::tell(const std::string& what, const SmtpReply& reply) const {
  const std::string words = quote_words(std::to_string(reply.code) + " " + reply.text(), credentials_);
  return server_.host + " " + what + ". It says: " + words;
}

bool SmtpSession::can(std::string_view extension) const {
  return std::ranges::any_of(extensions_,
                             [&](const auto& line) { return base::equal_ignoring_case(first_word(line), extension); });
}

bool SmtpSession::can_authenticate(std::string_view mechanism) const {
  for (const auto& line : extensions_) {
    if (!base::equal_ignoring_case(first_word(line), "AUTH")) continue;
    for (const auto word : base::split(std::string_view(line).substr(4), ' ')) {
      if (base::equal_ignoring_case(word.starts_with('=') ? word.substr(1) : word, mechanism)) return true;
    }
  }
  return false;
}

std::optional<std::size_t> SmtpSession::size_limit() const {
  for (const auto& line : extensions_) {
    if (!base::equal_ignoring_case(first_word(line), "SIZE") || line.size() < 6) continue;
    const auto size = read_number(std::string_view(line).substr(5));
    return size && *size > 0 ? std::optional<std::size_t>(*size) : std::nullopt;
  }
  return std::nullopt;
}

net::Task<base::Result<SmtpReply>> SmtpSession::read_reply() {
  SmtpReply reply;
  for (std::size_t i = 0; i < kMostLines; ++i) {
    auto line = co_await stream_->read_line();
    if (!line) co_return base::pass_on(std::move(line.error()));
    const auto code = read_number(line->substr(0, 3));
    const bool is_reply = code && *code >= 200 && *code < 600 && line->size() >= 3 &&
                          (line->size() == 3 || (*line)[3] == ' ' || (*line)[3] == '-');
    if (!is_reply) {
      stream_->close();
      co_return base::fail(FailureKind::unavailable,
                           net::describe(server_.endpoint()) + " does not speak SMTP; is it the right server and port?");
    }
    reply.code = static_cast<int>(*code);
    reply.lines.push_back(line->size() > 4 ? line->substr(4) : std::string());
    if (line->size() == 3 || (*line)[3] == ' ') co_return reply;
  }
  co_return base::fail(FailureKind::unavailable, server_.host + " talks without end.");
}

net::Task<base::Result<void>> SmtpSession::write(std::string bytes) { return stream_->write(std::move(bytes)); }

net::Task<base::Result<SmtpReply>> SmtpSession::command(std::string line) {
  auto written = co_await stream_->write(std::move(line) + "\r\n");
  if (!written) co_return base::pass_on(std::move(written.error()));
  co_return co_await read_reply();
}

net::Task<base::Result<void>> SmtpSession::greet(std::string helo) {
  auto greeting = co_await read_reply();
  if (!greeting) co_return base::pass_on(std::move(greeting.error()));
  if (!greeting->is_good()) co_return base::fail(FailureKind::unavailable, tell("takes no mail at the moment", *greeting));
  co_return co_await say_hello(std::move(helo));
}

net::Task<base::Result<void>> SmtpSession::say_hello(std::string helo) {
  auto hello = co_await command("EHLO " + std::move(helo));
  if (!hello) co_return base::pass_on(std::move(hello.error()));
  if (!hello->is_good()) co_return base::fail(FailureKind::unavailable, tell("takes no mail at the moment", *hello));
  extensions_ = std::move(hello->lines);
  extensions_.erase(extensions_.begin());  // Its name.
  co_return base::Result<void>();
}

net::Task<base::Result<void>> SmtpSession::start_tls() {
  if (!can("STARTTLS")) {
    co_return base::fail(FailureKind::unauthenticated,
                         server_.host + " does not offer a secure connection on this port; nothing was said to it.",
                         "smtp_security");
  }
  auto agreed = co_await command("STARTTLS");
  if (!agreed) co_return base::pass_on(std::move(agreed.error()));
  if (!agreed->is_good()) co_return base::fail(FailureKind::unavailable, tell("cannot secure the connection", *agreed));
  co_return co_await stream_->start_tls();
}

net::Task<base::Result<SmtpReply>> SmtpSession::authenticate() {
  if (!credentials_.token.empty()) {
    const bool is_older = can_authenticate("XOAUTH2");
    auto reply = co_await command(is_older ? "AUTH XOAUTH2 " + sasl_xoauth2(credentials_)
                                           : "AUTH OAUTHBEARER " + sasl_oauthbearer(credentials_, server_));
    // It says why in what it wanted answered.
    if (reply && reply->code == 334) co_return co_await command(is_older ? "" : std::string(kEndOfOAuthBearer));
    co_return reply;
  }
  if (can_authenticate("PLAIN")) co_return co_await command("AUTH PLAIN " + sasl_plain(credentials_));
  auto reply = co_await command("AUTH LOGIN");
  if (reply && reply->code == 334) reply = co_await command(base::to_base64(credentials_.user));
  if (reply && reply->code == 334) reply = co_await command(base::to_base64(credentials_.password.reveal()));
  co_return reply;
}

net::Task<base::Result<void>> SmtpSession::sign_in() {
  const bool by_token = !credentials_.token.empty();
  const bool is_possible = by_token ? can_authenticate("XOAUTH2") || can_authenticate("OAUTHBEARER")
                                    : can_authenticate("PLAIN") || can_authenticate("LOGIN");
  if (!is_possible) {
    co_return base::fail(FailureKind::unauthenticated,
                         server_.host + (by_token ? " takes no access token (XOAUTH2); it wants a password."
                                                  : " takes no password on this connection; is it the right port?"),
                         by_token ? "access_token" : "smtp_port");
  }
  auto reply = co_await authenticate();
  if (!reply) co_return base::pass_on(std::move(reply.error()));
  if (reply->is_good()) co_return base::Result<void>();
  if (reply->is_for_now())
    co_return base::fail(FailureKind::unavailable, tell("does not let anybody sign in at the moment", *reply));
  co_return base::pass_on(sign_in_refused(server_, credentials_, std::to_string(reply->code) + " " + reply->text()));
}

net::Task<void> SmtpSession::quit() {
  (void)co_await stream_->write("QUIT\r\n");
  stream_->close();
}

}  // namespace email
