#include "domain/contact/name.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace contact {
namespace {

int rank(const Identity& identity) { return !identity.name.empty() ? 0 : !identity.handle.empty() ? 1 : 2; }

bool goes_before(const Identity& left, const Identity& right) {
  const auto key = [](const Identity& i) {
    return std::tuple(rank(i), std::string_view(i.channel), std::string_view(i.external_id));
  };
  return key(left) < key(right);
}

}  // namespace

std::string shown_name(const Identity& identity) {
  return !identity.name.empty() ? identity.name : !identity.handle.empty() ? identity.handle : identity.external_id;
}

std::string name_of(std::span<const Identity> identities) {
  const auto first = std::ranges::min_element(identities, goes_before);
  return first == identities.end() ? std::string() : shown_name(*first);
}

}  // namespace contact
