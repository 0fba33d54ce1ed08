#include "workflow/visitor_settings.hpp"

#include "base/json/decode.hpp"

namespace workflow {

VisitorSettings read_visitor_settings(const std::string& settings) {
  VisitorSettings out;
  const auto json = base::parse_json(settings);
  if (!json || !json->is_object()) return out;
  const auto& members = json->get_object();
  if (const auto* greeting = members.if_contains("greeting"); greeting != nullptr && greeting->is_string())
    out.greeting = std::string(greeting->get_string());
  const auto* sites = members.if_contains("sites");
  if (sites == nullptr || !sites->is_array()) return out;
  for (const auto& site : sites->get_array()) {
    if (site.is_string()) out.sites.emplace_back(site.get_string());
  }
  return out;
}

}  // namespace workflow
