#include "connectors/email/sign_in.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "base/text.hpp"
#include "connectors/email/address.hpp"

namespace email {
namespace {

using base::FailureKind;

// https://developers.google.com/workspace/gmail/imap/xoauth2-protocol; "offline" is what a refresh token is asked for with, and
// without "consent" there is none the second time.
channel::OAuthClient google() {
  channel::OAuthClient client;
  client.authorize_url = "https://accounts.google.com/o/oauth2/v2/auth";
  client.token_url = "https://oauth2.googleapis.com/token";
  client.scopes = {"https://mail.google.com/"};
  client.needed_scopes = client.scopes;
  client.parameters = {{"access_type", "offline"}, {"prompt", "consent"}};
  return client;
}

// https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
channel::OAuthClient microsoft() {
  channel::OAuthClient client;
  client.authorize_url = "https://login.microsoftonline.com/common/oauth2/v2.0/authorize";
  client.token_url = "https://login.microsoftonline.com/common/oauth2/v2.0/token";
  client.scopes = {"https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send",
                   "offline_access"};
  client.needed_scopes = {client.scopes[0], client.scopes[1]};
  client.parameters = {{"prompt", "select_account"}};
  return client;
}

bool is_one_of(std::string_view domain, std::initializer_list<std::string_view> domains) {
  return std::ranges::find(domains, base::to_lower_ascii(domain)) != domains.end();
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto space = text.find(' ');
    if (space > 0) words.emplace_back(text.substr(0, space));
    text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
  }
  return words;
}

// Named instead of an address: a company's own domain may have its mail at Google or at Microsoft.
std::optional<channel::OAuthClient> named_provider(std::string_view issuer) {
  const std::string name = base::to_lower_ascii(issuer);
  if (name == "google" || name == "https://accounts.google.com") return google();
  if (name == "microsoft" || name.starts_with("https://login.microsoftonline.com")) return microsoft();
  return std::nullopt;
}

net::Task<base::Result<channel::OAuthClient>> find_client(boost::json::value given, channel::ChannelServices services,
                                                          std::string /*redirect_uri*/) {
  const auto checked = read_settings(given);
  if (!checked) co_return base::pass_on(checked.error());
  const Settings settings = *checked;
  const std::string client_id = settings.oauth_client_id.value_or("");
  const std::string issuer = settings.oauth_issuer.value_or("");
  const std::string domain(domain_of(settings.address));
  if (client_id.empty())
    co_return base::fail(FailureKind::invalid,
                         "oauth_client_id: missing; register Heed with the provider of the mailbox to get one",
                         "oauth_client_id");
  auto known = issuer.empty() ? oauth_of_provider(domain) : named_provider(issuer);
  if (!known && issuer.empty())
    co_return base::fail(FailureKind::invalid,
                         "oauth_issuer: missing; where does one sign in to a mailbox of " + domain + "?", "oauth_issuer");
  channel::OAuthClient client;
  if (known) {
    client = *std::move(known);
  } else {
    auto found = co_await channel::discover_oauth(services.http, issuer, "oauth_issuer");
    if (!found) co_return base::pass_on(found.error());
    client = *std::move(found);
    client.scopes = {"openid", "email", "offline_access"};
    client.parameters = {{"prompt", "consent"}};  // Without it OpenID Connect gives no refresh token (its §11).
  }
  if (settings.oauth_scopes) {
    client.scopes = words_of(*settings.oauth_scopes);
    client.needed_scopes.clear();
  }
  client.client_id = client_id;
  client.client_secret = settings.oauth_client_secret.value_or(base::Secret());
  if (client.client_secret.empty()) client.auth = channel::ClientAuth::none;
  client.parameters.push_back({"login_hint", settings.user()});
  co_return client;
}

}  // namespace

std::optional<channel::OAuthClient> oauth_of_provider(std::string_view domain) {
  if (is_one_of(domain, {"gmail.com", "googlemail.com"})) return google();
  if (is_one_of(domain, {"outlook.com", "hotmail.com", "live.com", "msn.com"})) return microsoft();
  return std::nullopt;
}

channel::OAuthSignIn sign_in() { return {{"password", "access_token"}, find_client}; }

}  // namespace email
