#pragma once
// Which servers a mailbox has: what was typed, else the table of large providers, else what the domain itself says over HTTPS
// (autoconfig, as Thunderbird reads it), else the usual names. Nothing of it is believed before a sign-in there has worked.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/email/server.hpp"
#include "connectors/email/settings.hpp"
#include "net/http_client.hpp"
#include "net/task.hpp"

namespace email {

// In the order they are to be tried.
struct ServerGuesses {
  std::vector<Server> imap;
  std::vector<Server> smtp;
  std::optional<std::string> user_name;  // Where the domain says that it is not the address.
};

net::Task<ServerGuesses> find_servers(net::HttpClient& http /*outlives*/, Settings settings);

// The large providers' own.
[[nodiscard]] std::optional<ServerGuesses> servers_of_provider(std::string_view domain);

// A document of autoconfig; none where it names no server that could be meant.
[[nodiscard]] std::optional<ServerGuesses> read_autoconfig(std::string_view xml, std::string_view address);

}  // namespace email
