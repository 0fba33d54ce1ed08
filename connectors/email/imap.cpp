#include "connectors/email/imap.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "net/sleep.hpp"

namespace email {
namespace {

using base::FailureKind;
using namespace std::chrono_literals;

constexpr std::size_t kMostLine = 1024UL * 1024;  // A search's answer is one line: some hundred thousand UIDs.
constexpr std::size_t kMostResponses = 2'000'000;
constexpr std::size_t kSlack = 1024UL * 1024;  // What a server may add to a mail that it told the size of.
constexpr std::chrono::milliseconds kAskEvery = 60s;

net::LineLimits limits() {
  net::LineLimits limits;
  limits.connect = 8s;  // Several are tried at set-up while somebody waits.
  limits.max_line = kMostLine;
  limits.max_block = kMostMailBytes + kSlack;
  return limits;
}

// Codes of RFC 5530 that say that it may work another time.
bool is_passing(const std::string& code) {
  for (const char* passing : {"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "OVERQUOTA"}) {
    if (base::equal_ignoring_case(code.substr(0, code.find(' ')), passing)) return true;
  }
  return false;
}

// "1:3,7": the numbers in order.
std::string set_of(std::vector<std::uint32_t> numbers) {
  std::ranges::sort(numbers);
  std::string out;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    out += (out.empty() ? "" : ",") + std::to_string(numbers[i]);
    if (last > i) out += ":" + std::to_string(numbers[last]);
    i = last + 1;
  }
  return out;
}

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::string in_quotes(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace

ImapClient::ImapClient(Server server, Credentials credentials, std::unique_ptr<net::LineStream> stream)
    : server_(std::move(server)), credentials_(std::move(credentials)), stream_(std::move(stream)) {}

net::Task<base::Result<std::unique_ptr<ImapClient>>> ImapClient::open(net::Dialer& dialer /*outlives*/, Server server,
                                                                      Credentials credentials) {
  auto stream = co_await net::LineStream::open(dialer, server.endpoint(), limits());
  if (!stream) co_return base::pass_on(std::move(stream.error()));
  std::unique_ptr<ImapClient> client(new ImapClient(std::move(server), std::move(credentials), std::move(*stream)));
  if (auto done = co_await client->greet(); !done) co_return base::pass_on(std::move(done.error()));
  if (client->server_.security == Security::starttls) {
    if (auto done = co_await client->start_tls(); !done) co_return base::pass_on(std::move(done.error()));
  }
  if (!client->is_signed_in_) {
    if (auto done = co_await client->ask_capabilities(); !done) co_return base::pass_on(std::move(done.error()));
    if (auto done = co_await client->sign_in(); !done) co_return base::pass_on(std::move(done.error()));
  }
  // A server may have more to offer to whom it knows.
  if (auto done = co_await client->ask_capabilities(); !done) co_return base::pass_on(std::move(done.error()));
  co_return client;
}

bool ImapClient::can(std::string_view capability) const {
  return std::ranges::find(capabilities_, capability) != capabilities_.end();
}

base::Failure ImapClient::trouble(FailureKind kind, const std::string& what, const Answer& answer) const {
  const std::string words = quote_words(answer.text, credentials_);
  return {kind, server_.host + " " + what + (words.empty() ? "." : ". It says: " + words), {}, {}};
}

net::Task<base::Result<void>> ImapClient::greet() {
  auto greeting = co_await read();
  if (!greeting) co_return base::pass_on(std::move(greeting.error()));
  if (greeting->tag != "*" || (greeting->name != "OK" && greeting->name != "PREAUTH")) {
    co_return base::fail(FailureKind::unavailable,
                         net::describe(server_.endpoint()) + " does not speak IMAP; is it the right server and port?");
  }
  is_signed_in_ = greeting->name == "PREAUTH";
  if (is_signed_in_ && server_.security == Security::starttls) {
    co_return base::fail(FailureKind::unavailable,
                         server_.host + " signs us in before the connection is secured; someone may be in between.");
  }
  co_return base::Result<void>();
}

net::Task<base::Result<void>> ImapClient::ask_capabilities() {
  capabilities_.clear();
  auto answer = co_await command("CAPABILITY", [this](const ImapResponse& response) {
    if (response.name != "CAPABILITY") return;
    for (const auto& token : response.tokens) {
      std::string name = token.value.substr(0, 100);
      for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      if (capabilities_.size() < 1'000) capabilities_.push_back(std::move(name));
    }
  });
  if (!answer) co_return base::pass_on(std::move(answer.error()));
  // What is kept for as long as the mailbox is idle is only what is asked for.
  std::erase_if(capabilities_, [](const std::string& name) {
    return name != "IDLE" && name != "STARTTLS" && name != "SASL-IR" && name != "LOGINDISABLED" &&
           !name.starts_with("AUTH=");
  });
  capabilities_.shrink_to_fit();
  co_return base::Result<void>();
}

net::Task<base::Result<void>> ImapClient::start_tls() {
  auto answer = co_await exchange({"STARTTLS"}, {});
  if (!answer) co_return base::pass_on(std::move(answer.error()));
  if (answer->name != "OK")
    co_return base::pass_on(trouble(FailureKind::unavailable, "does not offer a secure connection on this port", *answer));
  co_return co_await stream_->start_tls();
}

std::vector<std::string> ImapClient::sign_in_lines() const {
  const bool at_once = can("SASL-IR");
  const auto sasl = [at_once](const std::string& mechanism, std::string response) -> std::vector<std::string> {
    if (at_once) return {"AUTHENTICATE " + mechanism + " " + response};
    return {"AUTHENTICATE " + mechanism, std::move(response)};
  };
  if (!credentials_.token.empty() && can("AUTH=XOAUTH2")) return sasl("XOAUTH2", sasl_xoauth2(credentials_));
  if (!credentials_.token.empty()) {
    auto lines = sasl("OAUTHBEARER", sasl_oauthbearer(credentials_, server_));
    lines.emplace_back(kEndOfOAuthBearer);
    return lines;
  }
  if (can("AUTH=PLAIN")) return sasl("PLAIN", sasl_plain(credentials_));
  const std::string& user = credentials_.user;
  const std::string& password = credentials_.password.reveal();
  if (is_plain(user) && is_plain(password)) return {"LOGIN " + in_quotes(user) + " " + in_quotes(password)};
  return {"LOGIN {" + std::to_string(user.size()) + "}", user + " {" + std::to_string(password.size()) + "}", password};
}

net::Task<base::Result<void>> ImapClient::sign_in() {
  const bool by_token = !credentials_.token.empty();
  if (by_token && !can("AUTH=XOAUTH2") && !can("AUTH=OAUTHBEARER")) {
    co_return base::fail(FailureKind::unauthenticated,
                         server_.host + " takes no access token (XOAUTH2); it wants a password.", "access_token");
  }
  if (!by_token && !can("AUTH=PLAIN") && can("LOGINDISABLED")) {
    co_return base::fail(FailureKind::unauthenticated,
                         server_.host + " takes no password on this connection; choose tls or starttls, or a token.",
                         "imap_security");
  }
  auto answer = co_await exchange(sign_in_lines(), {});
  if (!answer) co_return base::pass_on(std::move(answer.error()));
  if (answer->name == "OK") co_return base::Result<void>();
  if (is_passing(answer->code))
    co_return base::pass_on(trouble(FailureKind::unavailable, "does not let anybody sign in at the moment", *answer));
  co_return base::pass_on(sign_in_refused(server_, credentials_, answer->text));
}

net::Task<base::Result<ImapBox>> ImapClient::open_folder(std::string folder, Access access) {
  ImapBox box;
  exists_ = 0;
  const auto read_code = [&box](const ImapResponse& response) {
    const auto space = response.code.find(' ');
    if (space == std::string::npos) return;
    const auto name = std::string_view(response.code).substr(0, space);
    const auto value = read_number(std::string_view(response.code).substr(space + 1)).value_or(0);
    if (base::equal_ignoring_case(name, "UIDVALIDITY")) box.uid_validity = value;
    if (base::equal_ignoring_case(name, "UIDNEXT")) box.uid_next = value;
  };
  auto answer =
      co_await command(std::string(access == Access::read_only ? "EXAMINE " : "SELECT ") + in_quotes(folder), read_code);
  if (!answer) co_return base::pass_on(std::move(answer.error()));
  co_return box;
}

net::Task<base::Result<std::string>> ImapClient::find_sent_folder() {
  std::string found;
  const auto keep = [&found](const ImapResponse& response) {
    if (response.name != "LIST" || response.tokens.empty()) return;
    const auto& name = response.tokens.back();
    const bool is_sent = std::ranges::any_of(response.tokens, [](const auto& token) { return token.is("\\Sent"); });
    if (found.empty() && is_sent && is_plain(name.value)) found = name.value;
  };
  auto answer = co_await command("LIST \"\" \"*\"", keep);
  if (!answer) co_return base::pass_on(std::move(answer.error()));
  co_return found;
}

net::Task<base::Result<std::vector<FetchedMail>>> ImapClient::fetch_items(std::string range, std::string items) {
  std::vector<FetchedMail> mails;
  const auto keep = [&mails](ImapResponse response) {
    if (response.name != "FETCH") return;
    if (auto mail = read_fetch(std::move(response))) mails.push_back(*std::move(mail));
  };
  auto answer = co_await command("UID FETCH " + std::move(range) + " " + std::move(items), keep);
  if (!answer) co_return base::pass_on(std::move(answer.error()));
  std::ranges::sort(mails, {}, &FetchedMail::uid);
  co_return mails;
}

net::Task<base::Result<std::vector<FetchedMail>>> ImapClient::list_above(std::uint32_t uid) {
  if (uid == UINT32_MAX) co_return std::vector<FetchedMail>();
  has_news_ = false;
  auto mails = co_await fetch_items(std::to_string(uid + 1) + ":*", "(UID RFC822.SIZE INTERNALDATE)");
  // "9:*" is the last mail, even where that is the eighth; and what changed elsewhere is told without a size.
  if (mails) std::erase_if(*mails, [uid](const FetchedMail& mail) { return mail.uid <= uid || !mail.size; });
  co_return mails;
}

net::Task<base::Result<std::vector<FetchedMail>>> ImapClient::list(std::vector<std::uint32_t> uids) {
  auto mails = co_await fetch_items(set_of(std::move(uids)), "(UID RFC822.SIZE INTERNALDATE)");
  if (mails) std::erase_if(*mails, [](const FetchedMail& mail) { return !mail.size; });
  co_return mails;
}

net::Task<base::Result<std::vector<std::uint32_t>>> ImapClient::search_since(base::Time day) {
  std::vector<std::uint32_t> uids;
  const auto keep = [&uids](const ImapResponse& response) {
    if (response.name != "SEARCH") return;
    for (const auto& token : response.tokens) {
      if (const auto uid = read_number(token.value)) uids.push_back(*uid);
    }
  };
  auto answer = co_await command("UID SEARCH SINCE " + imap_day(day), keep);
  if (!answer) co_return base::pass_on(std::move(answer.error()));
  std::ranges::sort(uids);
  uids.erase(std::ranges::unique(uids).begin(), uids.end());
  co_return uids;
}

net::Task<base::Result<std::vector<FetchedMail>>> ImapClient::fetch_bodies(std::vector<std::uint32_t> uids,
                                                                           std::string items) {
  const auto wanted = uids;
  auto mails = co_await fetch_items(set_of(std::move(uids)), std::move(items));
  if (mails) {
    std::erase_if(
        *mails, [&](const FetchedMail& mail) { return !mail.body || std::ranges::find(wanted, mail.uid) == wanted.end(); });
  }
  co_return mails;
}

net::Task<base::Result<std::vector<FetchedMail>>> ImapClient::fetch(std::vector<std::uint32_t> uids) {
  return fetch_bodies(std::move(uids), "(UID BODY.PEEK[])");
}

net::Task<base::Result<std::vector<FetchedMail>>> ImapClient::fetch_beginning(std::uint32_t uid, std::size_t bytes) {
  return fetch_bodies({uid}, "(UID BODY.PEEK[]<0." + std::to_string(bytes) + ">)");
}

net::Task<base::Result<void>> ImapClient::mark_as_read(std::vector<std::uint32_t> uids) {
  auto answer = co_await command("UID STORE " + set_of(std::move(uids)) + " +FLAGS.SILENT (\\Seen)", {});
  if (!answer) co_return base::pass_on(std::move(answer.error()));
  co_return base::Result<void>();
}

net::Task<base::Result<void>> ImapClient::wait_for_news(std::chrono::milliseconds limit) {
  while (!has_news_ && limit > 0ms) {
    if (can("IDLE")) {
      auto idled = co_await idle(limit);
      if (!idled) co_return base::pass_on(std::move(idled.error()));
      if (*idled) break;
      std::erase(capabilities_, "IDLE");  // It promised too much.
      continue;
    }
    const auto pause = std::min(limit, kAskEvery);
    co_await net::sleep_for(pause);
    limit -= pause;
    if (auto asked = co_await command("NOOP", {}); !asked) co_return base::pass_on(std::move(asked.error()));
  }
  co_return base::Result<void>();
}

// False when the server does not do it after all.
net::Task<base::Result<bool>> ImapClient::idle(std::chrono::milliseconds limit) {
  const std::string tag = "h" + std::to_string(++commands_);
  if (auto written = co_await stream_->write(tag + " IDLE\r\n"); !written)
    co_return base::pass_on(std::move(written.error()));
  for (;;) {
    auto response = co_await read();
    if (!response) co_return base::pass_on(std::move(response.error()));
    if (response->tag == "+") break;
    if (response->tag == tag) co_return false;
  }
  if (auto heard = co_await listen(limit); !heard) co_return base::pass_on(std::move(heard.error()));
  if (auto written = co_await stream_->write("DONE\r\n"); !written) co_return base::pass_on(std::move(written.error()));
  for (;;) {
    auto response = co_await read();
    if (!response) co_return base::pass_on(std::move(response.error()));
    if (response->tag == tag) co_return true;
  }
}

net::Task<base::Result<void>> ImapClient::listen(std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!has_news_) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left <= 0ms) break;
    auto came = co_await stream_->wait(left);
    if (!came) co_return base::pass_on(std::move(came.error()));
    if (!*came) break;
    auto response = co_await read();
    if (!response) co_return base::pass_on(std::move(response.error()));
  }
  co_return base::Result<void>();
}

net::Task<void> ImapClient::log_out() {
  (void)co_await stream_->write("h" + std::to_string(++commands_) + " LOGOUT\r\n");
  stream_->close();
}

// Some servers repeat the count whenever they are listened to: only more than before is news.
void ImapClient::note(const ImapResponse& response) {
  if (response.tag != "*") return;
  if (response.name == "EXPUNGE" && exists_ > 0) --exists_;
  if (response.name != "EXISTS") return;
  has_news_ = has_news_ || response.number > exists_;
  exists_ = response.number;
}

net::Task<base::Result<ImapResponse>> ImapClient::read() {
  ImapParser parser;
  std::size_t taken = 0;
  for (;;) {
    auto line = co_await stream_->read_line();
    if (!line) co_return base::pass_on(std::move(line.error()));
    if (line->empty() && taken == 0) continue;  // Some servers separate what they say.
    auto literal = parser.add_line(*line);
    if (!literal) co_return base::pass_on(std::move(literal.error()));
    const std::optional<std::size_t> size = *literal;
    if (!size) break;
    taken += *size + 1;
    if (taken > kMostMailBytes + kSlack)
      co_return base::fail(FailureKind::unavailable, server_.host + " sends more than was asked for.");
    auto bytes = co_await stream_->read_exactly(*size);
    if (!bytes) co_return base::pass_on(std::move(bytes.error()));
    parser.add_literal(*std::move(bytes));
  }
  auto response = parser.take();
  note(response);
  if (response.tag == "*" && response.name == "BYE")
    co_return base::pass_on(trouble(FailureKind::unavailable, "ended the connection", {{}, {}, response.text}));
  co_return response;
}

net::Task<base::Result<ImapClient::Answer>> ImapClient::exchange(std::vector<std::string> lines, OnData on_data) {
  const std::string tag = "h" + std::to_string(++commands_);
  std::string line = tag + " " + lines.front() + "\r\n";
  std::size_t next = 1;
  for (std::size_t i = 0; i < kMostResponses; ++i) {
    if (!line.empty()) {
      auto written = co_await stream_->write(std::exchange(line, {}));
      if (!written) co_return base::pass_on(std::move(written.error()));
    }
    auto response = co_await read();
    if (!response) co_return base::pass_on(std::move(response.error()));
    if (response->tag == "+") line = (next < lines.size() ? lines[next++] : std::string()) + "\r\n";
    if (response->tag == tag) co_return Answer{response->name, response->code, response->text};
    if (response->tag == "*" && on_data) on_data(*std::move(response));
  }
  co_return base::fail(FailureKind::unavailable, server_.host + " talks without end.");
}

net::Task<base::Result<ImapClient::Answer>> ImapClient::command(std::string line, OnData on_data) {
  const std::string name = line.substr(0, line.find(' '));
  std::vector<std::string> lines;
  lines.push_back(std::move(line));
  auto answer = co_await exchange(std::move(lines), std::move(on_data));
  if (!answer || answer->name == "OK") co_return answer;
  const auto kind = is_passing(answer->code) ? FailureKind::unavailable : FailureKind::rejected;
  co_return base::pass_on(trouble(kind, "refused " + (name == "UID" ? std::string("to hand over mail") : name), *answer));
}

}  // namespace email
