#pragma once
// Walks the members of Config by their names. Internal to config*.cpp.

#include <string>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include "main/config.hpp"

namespace heed {

// Calls visit(name, member) for each key; `AnyConfig` is Config or const Config.
template <class AnyConfig, class Visit>
void for_each_key(AnyConfig& config, const Visit& visit) {
  using Members = boost::describe::describe_members<Config, boost::describe::mod_public>;
  boost::mp11::mp_for_each<Members>([&](auto member) { visit(std::string(member.name), config.*member.pointer); });
}

}  // namespace heed
