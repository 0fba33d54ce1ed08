#include "api/route.hpp"

#include <algorithm>

namespace api::route_detail {

std::vector<std::string> path_names(std::string_view path) {
  std::vector<std::string> names;
  while (!path.empty()) {
    const auto open = path.find('{');
    if (open == std::string_view::npos) break;
    const auto close = path.find('}', open);
    HEED_CHECK(close != std::string_view::npos, path);
    names.emplace_back(path.substr(open + 1, close - open - 1));
    path.remove_prefix(close + 1);
  }
  HEED_CHECK(names.size() <= kMostPathParameters, "a path has at most four placeholders");
  return names;
}

void check_route(const Route& route) {
  HEED_CHECK(route.path.starts_with('/') && !route.path.ends_with('/'), route.path);
  for (const auto& name : route.path_names) {
    const bool known = std::ranges::find(route.members, name, &InputMember::name) != route.members.end();
    HEED_CHECK(known, route.path + ": the input has no member " + name);
  }
  for (const auto& member : route.members) {
    const bool in_path = std::ranges::find(route.path_names, member.name) != route.path_names.end();
    const bool as_text = in_path || !has_body(route.method);
    HEED_CHECK(!as_text || member.form != TextForm::structured, route.path + ": " + member.name + " cannot be a parameter");
  }
}

}  // namespace api::route_detail
