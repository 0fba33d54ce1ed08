#pragma once
// What the settings of a channel with visitors say to everybody (channel::ChannelType::visitors_here).

#include <string>
#include <vector>

namespace workflow {

struct VisitorSettings {
  std::string greeting;
  std::vector<std::string> sites;  // Origins, as the channel checked them.
};

// `settings` as kept in the inbox; what is missing stays empty.
[[nodiscard]] VisitorSettings read_visitor_settings(const std::string& settings);

}  // namespace workflow
