#pragma once
// What a mailbox is connected with, as it is typed and kept.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace email {

enum class Security {
  tls,       // From the first byte.
  starttls,  // Begins in clear; nothing of ours is said before it is secured.
  plain,
};
BOOST_DESCRIBE_ENUM(Security, tls, starttls, plain)

struct Settings {
  std::string address;
  std::optional<std::string> display_name;
  std::optional<std::string> user_name;
  std::optional<base::Secret> password;
  std::optional<base::Secret> access_token;
  std::optional<std::string> oauth_issuer;  // Where one signs in in the browser; "google" and "microsoft" are known by name.
  std::optional<std::string> oauth_client_id;
  std::optional<base::Secret> oauth_client_secret;
  std::optional<std::string> oauth_scopes;  // With spaces between them.
  std::optional<std::string> imap_host;
  std::optional<std::int64_t> imap_port;
  std::optional<Security> imap_security;
  std::optional<std::string> smtp_host;
  std::optional<std::int64_t> smtp_port;
  std::optional<Security> smtp_security;
  std::optional<std::string> signature;
  std::optional<bool> mark_as_read;
  std::optional<std::int64_t> days_back;

  static std::map<std::string, std::string> help();
  [[nodiscard]] std::string user() const { return user_name.value_or(address); }
};
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (address, display_name, user_name, password, access_token, oauth_issuer, oauth_client_id,
                       oauth_client_secret, oauth_scopes, imap_host, imap_port, imap_security, smtp_host, smtp_port,
                       smtp_security, signature, mark_as_read, days_back))

// Put in order: spaces around are away, what was left empty is absent. A failure names the member.
[[nodiscard]] base::Result<Settings> read_settings(const boost::json::value& given);

}  // namespace email
