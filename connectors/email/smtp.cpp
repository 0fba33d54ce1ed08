#include "connectors/email/smtp.hpp"

#include <algorithm>
#include <utility>

#include "connectors/email/smtp_session.hpp"

namespace email {
namespace {

using base::FailureKind;
using channel::SendOutcome;
using channel::SendResult;

SendResult not_sent(SendOutcome outcome, std::string reason) {
  SendResult result;
  result.outcome = outcome;
  result.reason = std::move(reason);
  return result;
}

// Of what went wrong before the mail was said.
SendResult later(const base::Failure& failure) {
  auto result = not_sent(SendOutcome::later, failure.message);
  result.needs_login = failure.kind == FailureKind::unauthenticated;
  return result;
}

// What a no to a command or to the mail means (RFC 5321 §4.2.1).
SendResult refused(const SmtpSession& session, const std::string& what, const SmtpReply& reply) {
  auto result = not_sent(reply.is_for_now() ? SendOutcome::later : SendOutcome::refused, session.tell(what, reply));
  // 530 and 535: it does not know us any more (RFC 4954 §6).
  if (reply.code == 530 || reply.code == 535) {
    result.outcome = SendOutcome::later;
    result.needs_login = true;
  }
  return result;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Up to the server's consent to take the mail; none then.
net::Task<std::optional<SendResult>> ask(SmtpSession& session /*outlives*/, Envelope envelope, std::size_t size) {
  const auto limit = session.size_limit();
  if (limit && size > *limit) {
    co_return not_sent(SendOutcome::refused, "This mail has " + std::to_string(size / 1024 / 1024 + 1) +
                                                 " MiB with its attachments; the server takes at most " +
                                                 std::to_string(*limit / 1024 / 1024) + ".");
  }
  std::string from = "MAIL FROM:<" + envelope.sender + ">";
  if (limit) from += " SIZE=" + std::to_string(size);
  if (!is_ascii(envelope.sender) || !is_ascii(envelope.recipient)) {
    if (!session.can("SMTPUTF8"))
      co_return not_sent(SendOutcome::refused, "The mail server takes no addresses with letters beyond a to z.");
    from += " SMTPUTF8";
  }
  auto reply = co_await session.command(std::move(from));
  if (!reply) co_return later(reply.error());
  if (!reply->is_good()) co_return refused(session, "does not send mail from this address", *reply);
  reply = co_await session.command("RCPT TO:<" + envelope.recipient + ">");
  if (!reply) co_return later(reply.error());
  if (!reply->is_good()) co_return refused(session, "does not send mail to " + envelope.recipient, *reply);
  reply = co_await session.command("DATA");
  if (!reply) co_return later(reply.error());
  if (reply->code != 354) co_return refused(session, "does not take the mail", *reply);
  co_return std::nullopt;
}

}  // namespace

std::string stuff_dots(std::string_view mail) {
  std::string out;
  out.reserve(mail.size() + mail.size() / 64);
  bool at_line = true;
  for (const char c : mail) {
    if (at_line && c == '.') out += '.';
    out += c;
    at_line = c == '\n';
  }
  if (!out.ends_with("\r\n")) out += "\r\n";
  return out;
}

net::Task<SendResult> submit_mail(net::Dialer& dialer /*outlives*/, Server server, Credentials credentials,
                                  Envelope envelope, std::string mail) {
  auto session = co_await SmtpSession::open(dialer, std::move(server), std::move(credentials), envelope.helo);
  if (!session) co_return later(session.error());
  if (auto no = co_await ask(*session, std::move(envelope), mail.size())) co_return *std::move(no);
  // Without its end the server must not take it.
  auto written = co_await session->write(stuff_dots(mail));
  if (!written) co_return later(written.error());
  written = co_await session->write(".\r\n");
  if (!written) co_return not_sent(SendOutcome::uncertain, written.error().message);
  auto reply = co_await session->read_reply();
  if (!reply) co_return not_sent(SendOutcome::uncertain, "The mail was handed over, and then: " + reply.error().message);
  if (!reply->is_good()) co_return refused(*session, "does not take the mail", *reply);
  co_await session->quit();
  SendResult result;
  result.outcome = SendOutcome::sent;
  co_return result;
}

net::Task<base::Result<void>> prove_submission(net::Dialer& dialer /*outlives*/, Server server, Credentials credentials,
                                               std::string helo) {
  auto session = co_await SmtpSession::open(dialer, std::move(server), std::move(credentials), std::move(helo));
  if (!session) co_return base::pass_on(std::move(session.error()));
  co_await session->quit();
  co_return base::Result<void>();
}

}  // namespace email
