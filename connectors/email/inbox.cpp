#include "connectors/email/inbox.hpp"

#include <utility>

#include "channel/oauth.hpp"
#include "channel/settings.hpp"
#include "connectors/email/address.hpp"
#include "connectors/email/compose.hpp"
#include "connectors/email/find_servers.hpp"
#include "connectors/email/mailbox.hpp"
#include "connectors/email/smtp.hpp"

namespace email {
namespace {

using base::Failure;
using base::FailureKind;
using base::Result;
using net::Task;

// Where connect() has filled in what was left out.
std::optional<Server> server_of(const std::optional<std::string>& host, std::optional<std::int64_t> port,
                                std::optional<Security> security) {
  if (!host || !port || !security) return std::nullopt;
  return Server{*host, static_cast<std::uint16_t>(*port), *security};
}

Failure not_set_up() {
  return {
      FailureKind::unauthenticated, "The mail servers of this inbox are not known; check and save its settings.", {}, {}};
}

// A server that answered tells more than one that is not there.
bool tells_more(const Failure& failure) {
  return failure.kind == FailureKind::unauthenticated || failure.kind == FailureKind::rejected;
}

std::string list_hosts(const std::vector<Server>& servers) {
  std::string out;
  for (const auto& server : servers) out += (out.empty() ? "" : "; ") + net::describe(server.endpoint());
  return out;
}

// Knows where receiving would go on.
class CursorKeeper final : public channel::ItemSink {
 public:
  CursorKeeper(channel::ItemSink& through /*outlives*/, std::string cursor)
      : through_(through), cursor_(std::move(cursor)) {}
  Task<Result<void>> take(channel::InboundBatch batch) override {
    std::string next = batch.cursor;
    auto stored = co_await through_.take(std::move(batch));
    if (stored) cursor_ = std::move(next);
    co_return stored;
  }
  void connected() override { through_.connected(); }
  Task<Result<void>> report(channel::Gap gap) override { return through_.report(std::move(gap)); }
  [[nodiscard]] const std::string& cursor() const { return cursor_; }

 private:
  channel::ItemSink& through_;
  std::string cursor_;
};

class Inbox final : public channel::ChannelInbox {
 public:
  Inbox(Settings settings, const channel::ChannelServices& services) : settings_(std::move(settings)), services_(services) {}

  Task<Result<channel::ConnectedAccount>> connect() override {
    auto guesses = co_await find_servers(services_.http, settings_);
    if (auto ready = co_await take_token(); !ready) co_return base::pass_on(std::move(ready.error()));
    if (!settings_.user_name && guesses.user_name) settings_.user_name = guesses.user_name;
    auto cursor = co_await prove_imap(guesses.imap);
    if (!cursor) co_return base::pass_on(std::move(cursor.error()));
    if (auto proved = co_await prove_smtp(guesses.smtp); !proved) co_return base::pass_on(std::move(proved.error()));
    channel::ConnectedAccount account;
    account.external_id = address_key(settings_.address);
    account.handle = settings_.address;
    account.name = settings_.display_name.value_or("");
    account.settings = channel::settings_value(settings_);
    account.cursor = *std::move(cursor);
    co_return account;
  }

  Task<Failure> receive(channel::ItemSink& sink /*outlives*/, std::string cursor) override {
    const auto server = server_of(settings_.imap_host, settings_.imap_port, settings_.imap_security);
    if (!server) co_return not_set_up();
    if (auto ready = co_await take_token(); !ready) co_return std::move(ready.error());
    CursorKeeper kept(sink, std::move(cursor));
    const auto used = token_;
    auto failure = co_await receive_mail(services_, plan_with(*server), kept, kept.cursor());
    if (failure.kind != FailureKind::unauthenticated || !co_await take_other_token(used)) co_return failure;
    co_return co_await receive_mail(services_, plan_with(*server), kept, kept.cursor());
  }

  Task<channel::SendResult> send(channel::OutboundMessage message) override {
    channel::SendResult result;
    const auto server = server_of(settings_.smtp_host, settings_.smtp_port, settings_.smtp_security);
    if (!server) {
      result.reason = not_set_up().message;
      result.needs_login = true;
      co_return result;
    }
    auto mail = compose(settings_, message);
    if (!mail) {
      result.outcome = channel::SendOutcome::refused;
      result.reason = mail.error().message;
      co_return result;
    }
    if (auto ready = co_await take_token(); !ready) {
      result.reason = ready.error().message;
      result.needs_login = ready.error().kind == FailureKind::unauthenticated;
      co_return result;
    }
    const auto used = token_;
    result = co_await submit_mail(services_.dialer, *server, credentials(), mail->envelope, mail->bytes);
    // Refused before the mail was begun: nothing was said.
    if (result.needs_login && co_await take_other_token(used))
      result =
          co_await submit_mail(services_.dialer, *server, credentials(), std::move(mail->envelope), std::move(mail->bytes));
    if (result.outcome == channel::SendOutcome::sent) {
      result.external_id = std::move(mail->id);
      result.context = std::move(mail->context);
    }
    co_return result;
  }

 private:
  [[nodiscard]] bool signs_in_by_token() const {
    return !settings_.password && !settings_.access_token && services_.tokens != nullptr;
  }

  // Where somebody signed in in the browser: a token that is valid now.
  Task<Result<void>> take_token() {
    if (!signs_in_by_token()) co_return Result<void>();
    auto token = co_await services_.tokens->token();
    if (!token) co_return base::pass_on(std::move(token.error()));
    token_ = *std::move(token);
    co_return Result<void>();
  }

  // After one that was not accepted; false where there is no other.
  Task<bool> take_other_token(base::Secret refused) {
    if (!signs_in_by_token()) co_return false;
    auto token = co_await services_.tokens->token_after(std::move(refused));
    if (!token) co_return false;
    token_ = *std::move(token);
    co_return true;
  }

  [[nodiscard]] Credentials credentials() const {
    auto out = credentials_of(settings_);
    if (signs_in_by_token()) out.token = token_;
    return out;
  }

  [[nodiscard]] MailboxPlan plan_with(const Server& server) const {
    return {server, credentials(), settings_.address, settings_.mark_as_read.value_or(false),
            static_cast<int>(settings_.days_back.value_or(0))};
  }

  // The first that lets us in is kept; gives where receiving begins.
  Task<Result<std::string>> prove_imap(std::vector<Server> servers) {
    const bool was_typed = settings_.imap_host.has_value();
    std::optional<Failure> why;
    for (const auto& server : servers) {
      auto cursor = co_await prove_mailbox(services_, plan_with(server));
      if (cursor) {
        settings_.imap_host = server.host;
        settings_.imap_port = server.port;
        settings_.imap_security = server.security;
        co_return cursor;
      }
      const bool is_told = tells_more(cursor.error());
      if (!why || is_told) why = std::move(cursor.error());
      if (is_told) break;
    }
    co_return base::pass_on(explain(std::move(why), "imap_host", was_typed, servers, "reads mail"));
  }

  Task<Result<void>> prove_smtp(std::vector<Server> servers) {
    const bool was_typed = settings_.smtp_host.has_value();
    std::optional<Failure> why;
    for (const auto& server : servers) {
      auto proved = co_await prove_submission(services_.dialer, server, credentials(), "localhost");
      if (proved) {
        settings_.smtp_host = server.host;
        settings_.smtp_port = server.port;
        settings_.smtp_security = server.security;
        co_return proved;
      }
      const bool is_told = tells_more(proved.error());
      if (!why || is_told) why = std::move(proved.error());
      if (is_told) break;
    }
    co_return base::pass_on(explain(std::move(why), "smtp_host", was_typed, servers, "sends mail"));
  }

  [[nodiscard]] Failure explain(std::optional<Failure> why, const char* field, bool was_typed,
                                const std::vector<Server>& servers, const std::string& what) const {
    Failure failure = std::move(why).value_or(Failure{FailureKind::invalid, "There is no server to ask.", field, {}});
    if (failure.field.empty()) failure.field = field;
    if (!was_typed && !tells_more(failure)) {
      failure.message = "The server that " + what + " for " + std::string(domain_of(settings_.address)) +
                        " was not found; please fill in its name. Tried: " + list_hosts(servers) +
                        ". The first: " + failure.message;
    }
    return failure;
  }

  Settings settings_;
  channel::ChannelServices services_;
  base::Secret token_;  // As it was last taken.
};

}  // namespace

std::unique_ptr<channel::ChannelInbox> make_inbox(Settings settings, const channel::ChannelServices& services) {
  return std::make_unique<Inbox>(std::move(settings), services);
}

}  // namespace email
