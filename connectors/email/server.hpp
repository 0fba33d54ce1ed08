#pragma once
// What IMAP and SMTP have in common: where a server is, how it is signed in to, and what may be repeated of its words.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "connectors/email/settings.hpp"
#include "net/dial.hpp"

namespace email {

struct Server {
  std::string host;
  std::uint16_t port = 0;
  Security security = Security::tls;

  [[nodiscard]] net::Endpoint endpoint() const { return {host, port, security == Security::tls}; }
  friend bool operator==(const Server&, const Server&) = default;
};

struct Credentials {
  std::string user;
  base::Secret password;
  base::Secret token;  // Instead of a password; empty for none.
};
[[nodiscard]] Credentials credentials_of(const Settings& settings);

// Initial responses of SASL, in base64.
[[nodiscard]] std::string sasl_plain(const Credentials& credentials);    // RFC 4616
[[nodiscard]] std::string sasl_xoauth2(const Credentials& credentials);  // Google's and Microsoft's, before RFC 7628.
[[nodiscard]] std::string sasl_oauthbearer(const Credentials& credentials, const Server& server);  // RFC 7628
// What is said to an OAUTHBEARER that was refused, so that the server ends it (its §3.2.3).
inline constexpr std::string_view kEndOfOAuthBearer = "AQ==";

// A server's words for people: short, on one line, and without what we signed in with, should it repeat that.
[[nodiscard]] std::string quote_words(std::string_view words, const Credentials& credentials);

// "imap.example.com does not accept …": of a refused sign-in.
[[nodiscard]] base::Failure sign_in_refused(const Server& server, const Credentials& credentials, std::string_view words);

}  // namespace email
