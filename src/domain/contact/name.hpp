#pragma once
// What a contact is called, as long as nobody gave them another name.

#include <span>
#include <string>

#include "domain/contact/contact.hpp"

namespace contact {

// As the platform shows it: the name, else the handle, else the platform's id.
[[nodiscard]] std::string shown_name(const Identity& identity);

// The name of whoever has these handles: of one that has a name rather than of one that has none, and the same whatever the
// order they became known in. Empty for none.
[[nodiscard]] std::string name_of(std::span<const Identity> identities);

}  // namespace contact
