#pragma once
// The HTML of a status as plain text. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "connectors/mastodon/entities.hpp"

namespace mastodon {

// "@user@host" of an account that is known by `acct` on the server `own_host`; without a host where neither tells one.
[[nodiscard]] std::string handle_of(std::string_view acct, std::string_view url, std::string_view own_host);

// Links in full, with their words before them where those say something else; whoever is mentioned by their full handle.
[[nodiscard]] std::string text_of_html(std::string_view html, const std::vector<Mention>& mentions,
                                       std::string_view own_host);

}  // namespace mastodon
