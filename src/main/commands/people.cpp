// heed user …, heed token …: accounts and API tokens from the command line.
#include <termios.h>
#include <unistd.h>

#include <charconv>
#include <iostream>
#include <string>

#include "base/json/encode.hpp"
#include "domain/rights/account.hpp"
#include "main/commands.hpp"
#include "main/record.hpp"
#include "store/token_store.hpp"
#include "store/user_store.hpp"
#include "workflow/manage_tokens.hpp"
#include "workflow/password.hpp"
#include "workflow/set_up.hpp"
#include "workflow/sign_in.hpp"

namespace heed {
namespace {

struct UserLine {
  ids::User id;
  std::string organization;
  std::string email;
  std::string name;
  rights::Role role = rights::Role::agent;
  rights::UserState state = rights::UserState::active;
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(UserLine, (), (id, organization, email, name, role, state, created_at))

struct TokenLine {
  ids::ApiToken id;
  std::string name;
  rights::Role role = rights::Role::agent;
  base::Time created_at{};
  std::optional<base::Time> expires_at;
};
BOOST_DESCRIBE_STRUCT(TokenLine, (), (id, name, role, created_at, expires_at))

// Keeps what is typed off the screen while it lives.
class SilentTerminal {
 public:
  SilentTerminal() : silent_(tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!silent_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~SilentTerminal() {
    if (silent_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  termios before_{};
  bool silent_;
};

base::Result<base::Secret> read_password(const std::string& email) {
  std::string line;
  {
    const SilentTerminal silent;
    if (isatty(STDIN_FILENO) == 1) std::cerr << "Password for " << email << ": " << std::flush;
    std::getline(std::cin, line);
  }
  if (isatty(STDIN_FILENO) == 1) std::cerr << "\n";
  if (auto good = rights::check_password(line, email); !good) return base::pass_on(good.error());
  return base::Secret(std::move(line));
}

}  // namespace

int run_user_add(const Invocation& call) {
  auto email = rights::clean_email(call.positionals.at(0));
  if (!email) return say_failure(email.error());
  Record record(call.config);
  auto organization = record.ensure_organization(call.value("organization"));
  if (!organization) return say_failure(organization.error());
  auto password = read_password(*email);
  if (!password) return say_failure(password.error());
  workflow::NewUser wanted;
  wanted.email = *email;
  wanted.name = call.value("name").value_or(email->substr(0, email->find('@')));
  wanted.role = base::from_name<rights::Role>(call.value("role").value_or("agent")).value_or(rights::Role::agent);
  const std::string hash = workflow::hash_password(*password);
  auto made = record.store().transact_blocking(
      [&](store::Transaction& transaction) { return workflow::create_user(transaction, organization->id, wanted, hash); });
  if (!made) return say_failure(made.error());
  std::cout << made->email << " may sign in to " << organization->name << " as " << base::to_name(made->role) << ".\n";
  return kDone;
}

int run_user_list(const Invocation& call) {
  Record record(call.config);
  auto organization = record.find_organization(call.value("organization"));
  if (!organization) return say_failure(organization.error());
  auto users = record.store().read_blocking([&](store::Reading& reading) -> base::Result<std::vector<rights::User>> {
    return store::list_users(reading, organization->id);
  });
  if (!users) return say_failure(users.error());
  std::vector<UserLine> lines;
  for (const auto& user : *users)
    lines.push_back({user.id, organization->name, user.email, user.name, user.role, user.state, user.created_at});
  if (call.has("json")) {
    std::cout << base::encode(lines) << "\n";
    return kDone;
  }
  for (const auto& line : lines)
    std::cout << line.email << "  " << line.name << "  " << base::to_name(line.role) << "  " << base::to_name(line.state)
              << "  since " << base::to_rfc3339(line.created_at) << "\n";
  if (lines.empty()) std::cerr << "Nobody may sign in yet; `heed user add` makes an account.\n";
  return kDone;
}

int run_user_password(const Invocation& call) {
  auto email = rights::clean_email(call.positionals.at(0));
  if (!email) return say_failure(email.error());
  Record record(call.config);
  auto password = read_password(*email);
  if (!password) return say_failure(password.error());
  const std::string hash = workflow::hash_password(*password);
  auto changed = record.store().transact_blocking(
      [&](store::Transaction& transaction) { return workflow::set_password(transaction, *email, hash); });
  if (!changed) return say_failure(changed.error());
  std::cout << "The password of " << changed->email << " is set, and every session of theirs has ended.\n";
  return kDone;
}

int run_token_add(const Invocation& call) {
  Record record(call.config);
  auto organization = record.find_organization(call.value("organization"));
  if (!organization) return say_failure(organization.error());
  workflow::NewToken wanted;
  wanted.name = call.value("name").value_or("command line");
  wanted.role = base::from_name<rights::Role>(call.value("role").value_or("agent")).value_or(rights::Role::agent);
  auto made = record.store().transact_blocking([&](store::Transaction& transaction) {
    return workflow::create_token(transaction, organization->id, rights::Role::owner, wanted);
  });
  if (!made) return say_failure(made.error());
  std::cout << made->secret.reveal() << "\n";
  std::cerr << "Token " << made->token.id.value << " with the rights of: " << base::to_name(made->token.role)
            << ". It is shown this once; send it as `Authorization: Bearer …`.\n";
  return kDone;
}

int run_token_list(const Invocation& call) {
  Record record(call.config);
  auto organization = record.find_organization(call.value("organization"));
  if (!organization) return say_failure(organization.error());
  auto tokens = record.store().read_blocking([&](store::Reading& reading) -> base::Result<std::vector<rights::ApiToken>> {
    return store::list_tokens(reading, organization->id);
  });
  if (!tokens) return say_failure(tokens.error());
  std::vector<TokenLine> lines;
  for (const auto& token : *tokens) lines.push_back({token.id, token.name, token.role, token.created_at, token.expires_at});
  if (call.has("json")) {
    std::cout << base::encode(lines) << "\n";
    return kDone;
  }
  for (const auto& line : lines)
    std::cout << line.id.value << "  " << line.name << "  " << base::to_name(line.role) << "  made "
              << base::to_rfc3339(line.created_at) << (line.expires_at ? "  ends " + base::to_rfc3339(*line.expires_at) : "")
              << "\n";
  if (lines.empty()) std::cerr << "There is no API token.\n";
  return kDone;
}

int run_token_revoke(const Invocation& call) {
  Record record(call.config);
  auto organization = record.find_organization(call.value("organization"));
  if (!organization) return say_failure(organization.error());
  const std::string& text = call.positionals.at(0);
  ids::ApiToken id;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id.value);
  if (error != std::errc() || end != text.data() + text.size())
    return say_failure(
        {base::FailureKind::invalid, "\"" + text + "\" is no token's number; `heed token list` shows them.", {}, {}});
  auto revoked = record.store().transact_blocking([&](store::Transaction& transaction) -> base::Result<bool> {
    return store::revoke_token(transaction, organization->id, id, transaction.now());
  });
  if (!revoked) return say_failure(revoked.error());
  if (!*revoked) return say_failure({base::FailureKind::not_found, "There is no token " + text + ".", {}, {}});
  std::cout << "Token " << text << " opens nothing any more.\n";
  return kDone;
}

}  // namespace heed
