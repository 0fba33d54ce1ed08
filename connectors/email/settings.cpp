#include "connectors/email/settings.hpp"

#include <algorithm>
#include <utility>

#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "connectors/email/address.hpp"

namespace email {
namespace {

using base::FailureKind;

constexpr std::size_t kLongestName = 100;  // Code points.
constexpr std::size_t kLongestSignature = 4'000;
constexpr std::int64_t kMostDaysBack = 30;

base::Result<void> refuse(const char* field, const std::string& what) {
  return base::fail(FailureKind::invalid, std::string(field) + ": " + what, field);
}

// Forms send "" for what was not filled in.
void tidy(std::optional<std::string>& text) {
  if (text) text = std::string(base::trim(*text));
  if (text && text->empty()) text.reset();
}
void tidy(std::optional<base::Secret>& secret) {
  if (secret && secret->empty()) secret.reset();
}

bool has_control(const std::string& text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

base::Result<void> check_host(const char* field, std::optional<std::string>& host) {
  tidy(host);
  if (!host) return {};
  host = base::to_lower_ascii(*host);
  const bool plain = host->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-._:") == std::string::npos;
  if (!plain || host->size() > 253) return refuse(field, "expected the name of a server, like mail.example.com");
  return {};
}

base::Result<void> check_port(const char* field, const std::optional<std::int64_t>& port) {
  if (port && (*port < 1 || *port > 65'535)) return refuse(field, "a port is a number from 1 to 65535");
  return {};
}

base::Result<void> check_sign_in(Settings& settings) {
  tidy(settings.user_name);
  tidy(settings.password);
  tidy(settings.access_token);
  if (settings.user_name && (has_control(*settings.user_name) || settings.user_name->size() > 320))
    return refuse("user_name", "this cannot be a user name");
  if (settings.password && settings.access_token)
    return refuse("access_token", "either a password or an access token, not both");
  for (const auto* secret : {&settings.password, &settings.access_token}) {
    if (*secret && (has_control((*secret)->reveal()) || (*secret)->reveal().size() > 8'000))
      return refuse(secret == &settings.password ? "password" : "access_token", "this cannot be one");
  }
  return {};
}

base::Result<void> check_oauth(Settings& settings) {
  tidy(settings.oauth_issuer);
  tidy(settings.oauth_client_id);
  tidy(settings.oauth_client_secret);
  tidy(settings.oauth_scopes);
  const auto fits = [](const std::optional<std::string>& text, bool with_spaces) {
    if (!text) return true;
    return text->size() <= 2'000 &&
           std::ranges::all_of(*text, [&](char c) { return (c > ' ' && c < '\x7f') || (with_spaces && c == ' '); });
  };
  if (!fits(settings.oauth_issuer, false))
    return refuse("oauth_issuer", "expected an address like https://login.example.com");
  if (!fits(settings.oauth_client_id, false)) return refuse("oauth_client_id", "this cannot be one");
  if (!fits(settings.oauth_scopes, true)) return refuse("oauth_scopes", "expected words with spaces between them");
  if (settings.oauth_client_secret &&
      (has_control(settings.oauth_client_secret->reveal()) || settings.oauth_client_secret->reveal().size() > 8'000))
    return refuse("oauth_client_secret", "this cannot be one");
  return {};
}

base::Result<void> check(Settings& settings) {
  settings.address = std::string(base::trim(settings.address));
  if (!is_address(settings.address)) return refuse("address", "expected an address like care@example.com");
  tidy(settings.display_name);
  if (settings.display_name &&
      (has_control(*settings.display_name) || base::count_points(*settings.display_name) > kLongestName))
    return refuse("display_name", "at most 100 characters on one line");
  if (auto good = check_sign_in(settings); !good) return good;
  if (auto good = check_oauth(settings); !good) return good;
  if (auto good = check_host("imap_host", settings.imap_host); !good) return good;
  if (auto good = check_port("imap_port", settings.imap_port); !good) return good;
  if (auto good = check_host("smtp_host", settings.smtp_host); !good) return good;
  if (auto good = check_port("smtp_port", settings.smtp_port); !good) return good;
  tidy(settings.signature);
  if (settings.signature && base::count_points(*settings.signature) > kLongestSignature)
    return refuse("signature", "at most 4000 characters");
  if (settings.days_back && (*settings.days_back < 0 || *settings.days_back > kMostDaysBack))
    return refuse("days_back", "a number of days from 0 to 30");
  return {};
}

}  // namespace

std::map<std::string, std::string> Settings::help() {
  return {
      {"address", "The address that customers write to and that answers come from, like care@example.com."},
      {"display_name", "The name beside the address in what customers receive, like Example Care."},
      {"user_name", "What you sign in with at your mail provider. Leave it empty if it is the address."},
      {"password",
       "The mailbox's password. Gmail, Yahoo, iCloud and others want an app password instead: it is made in the account's "
       "security settings, once two-step verification is on."},
      {"access_token",
       "Instead of a password: an OAuth 2.0 access token for IMAP and SMTP. It is valid for an hour or so and then a person "
       "has to enter another; signing in with the button is better."},
      {"oauth_issuer",
       "To sign in with the button: who the mailbox is signed in at. google, microsoft, or an address like "
       "https://login.example.com. Empty for Gmail and Outlook.com."},
      {"oauth_client_id",
       "To sign in with the button: the client id that the provider gave when Heed was registered there as an application, "
       "with this server's address and /oauth/callback behind it as the redirect address."},
      {"oauth_client_secret", "The client secret that came with the client id, where there is one."},
      {"oauth_scopes", "What is asked for, with spaces in between. Left empty, it is what the provider usually wants."},
      {"imap_host", "The server that mail is read from, like imap.example.com. Left empty, it is looked for."},
      {"imap_port", "Usually 993, or 143 with STARTTLS."},
      {"imap_security",
       "tls: secured from the first byte. starttls: secured before anything is said. plain: not secured, for a server on "
       "the same machine only."},
      {"smtp_host", "The server that answers are sent through, like smtp.example.com. Left empty, it is looked for."},
      {"smtp_port", "Usually 465, or 587 with STARTTLS."},
      {"smtp_security", "As for reading."},
      {"signature", "Stands below every answer."},
      {"mark_as_read", "Marks mail in the mailbox as read once it is here. Off: Heed changes nothing in the mailbox."},
      {"days_back",
       "Also takes in the mail of so many days before today, at most 30. Empty: only what arrives from now on."}};
}

base::Result<Settings> read_settings(const boost::json::value& given) {
  auto settings = base::decode<Settings>(given);
  if (!settings) return base::pass_on(std::move(settings.error()));
  if (auto good = check(*settings); !good) return base::pass_on(std::move(good.error()));
  return settings;
}

}  // namespace email
