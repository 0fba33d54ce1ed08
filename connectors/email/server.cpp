#include "connectors/email/server.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"

namespace email {
namespace {

void hide(std::string& text, const std::string& secret) {
  if (secret.empty()) return;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
    text.replace(at, secret.size(), "***");
}

}  // namespace

Credentials credentials_of(const Settings& settings) {
  return {settings.user(), settings.password.value_or(base::Secret()), settings.access_token.value_or(base::Secret())};
}

std::string sasl_plain(const Credentials& credentials) {
  return base::to_base64(std::string(1, '\0') + credentials.user + std::string(1, '\0') + credentials.password.reveal());
}

std::string sasl_xoauth2(const Credentials& credentials) {
  return base::to_base64("user=" + credentials.user +
                         "\x01"
                         "auth=Bearer " +
                         credentials.token.reveal() + "\x01\x01");
}

std::string sasl_oauthbearer(const Credentials& credentials, const Server& server) {
  std::string user;  // A saslname (RFC 5801 §4).
  for (const char c : credentials.user) user += c == ',' ? "=2C" : c == '=' ? "=3D" : std::string(1, c);
  return base::to_base64("n,a=" + user +
                         ",\x01"
                         "host=" +
                         server.host +
                         "\x01"
                         "port=" +
                         std::to_string(server.port) +
                         "\x01"
                         "auth=Bearer " +
                         credentials.token.reveal() + "\x01\x01");
}

std::string quote_words(std::string_view words, const Credentials& credentials) {
  std::string out(words);
  for (const auto* secret : {&credentials.password, &credentials.token}) {
    hide(out, secret->reveal());
    hide(out, base::to_base64(secret->reveal()));
  }
  hide(out, sasl_plain(credentials));
  hide(out, sasl_xoauth2(credentials));
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  }
  return base::shorten(base::to_storable(base::trim(out)), 300);
}

base::Failure sign_in_refused(const Server& server, const Credentials& credentials, std::string_view words) {
  const bool by_token = !credentials.token.empty();
  std::string message = server.host + " does not accept " +
                        (by_token ? "the access token; it may have expired." : "the user name or the password.");
  const std::string said = quote_words(words, credentials);
  if (!said.empty()) message += " It says: " + said;
  return {base::FailureKind::unauthenticated, std::move(message), by_token ? "access_token" : "password", {}};
}

}  // namespace email
