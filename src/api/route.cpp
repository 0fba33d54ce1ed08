#include "api/route.hpp"

#include <algorithm>

namespace api::route_detail {
namespace {

// The names in braces.
std::vector<std::string> names_in(std::string_view path) {
  std::vector<std::string> names;
  for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{')) {
    const auto close = path.find('}', open);
    HEED_CHECK(close != std::string_view::npos, path);
    names.emplace_back(path.substr(open + 1, close - open - 1));
    path.remove_prefix(close + 1);
  }
  return names;
}

void check(const Route& route) {
  HEED_CHECK(route.path.starts_with('/') && !route.path.ends_with('/'), route.path);
  HEED_CHECK(route.path_names.size() <= kMostPathParameters, route.path);
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

}  // namespace

Route make_route(RouteCode code, std::string_view name, net::Method method, std::string path, rights::Permission permission,
                 std::string tag, std::string summary) {
  Route out;
  static_cast<RouteCode&>(out) = std::move(code);
  out.method = method;
  out.path = std::move(path);
  out.permission = permission;
  out.tag = std::move(tag);
  out.summary = std::move(summary);
  out.name = name;
  out.path_names = names_in(out.path);
  check(out);
  return out;
}

}  // namespace api::route_detail
