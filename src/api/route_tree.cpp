#include "api/route_tree.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace api {
namespace {

constexpr std::array<std::pair<net::Method, std::string_view>, 5> kNames{{{net::Method::get, "GET, HEAD"},
                                                                          {net::Method::post, "POST"},
                                                                          {net::Method::put, "PUT"},
                                                                          {net::Method::patch, "PATCH"},
                                                                          {net::Method::del, "DELETE"}}};

int slot_of(net::Method method) {
  if (method == net::Method::head) method = net::Method::get;
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i].first == method) return static_cast<int>(i);
  return RouteTree::kNone;
}

// Takes "/name" off the front of the path; false at its end, or when the segment is empty.
bool next_segment(std::string_view& rest, std::string_view& segment) {
  if (rest.size() < 2 || rest[0] != '/') return false;
  rest.remove_prefix(1);
  segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return !segment.empty();
}

}  // namespace

void RouteTree::add(net::Method method, std::string_view path, int index) {
  int at = 0;
  const std::string_view whole = path;
  for (std::string_view segment; next_segment(path, segment);) {
    const auto fresh = static_cast<int>(nodes_.size());
    Node& node = nodes_[static_cast<std::size_t>(at)];
    if (segment.starts_with('{')) {
      at = node.placeholder != kNone ? node.placeholder : (node.placeholder = fresh);
    } else {
      const auto place =
          std::ranges::lower_bound(node.words, segment, {}, [](const auto& entry) { return std::string_view(entry.first); });
      const bool known = place != node.words.end() && place->first == segment;
      at = known ? place->second : node.words.emplace(place, std::string(segment), fresh)->second;
    }
    if (at == fresh) nodes_.emplace_back();
  }
  HEED_CHECK(path.empty() && slot_of(method) != kNone, whole);
  int& slot = nodes_[static_cast<std::size_t>(at)].routes[static_cast<std::size_t>(slot_of(method))];
  HEED_CHECK(slot == kNone, whole);
  slot = index;
}

bool RouteTree::ends_here(int node) const {
  return std::ranges::any_of(nodes_[static_cast<std::size_t>(node)].routes, [](int route) { return route != kNone; });
}

int RouteTree::walk(int at, std::string_view rest, PathValues& values) const {
  if (rest.empty()) return ends_here(at) ? at : kNone;
  std::string_view segment;
  if (!next_segment(rest, segment)) return kNone;
  const Node& node = nodes_[static_cast<std::size_t>(at)];
  const auto word =
      std::ranges::lower_bound(node.words, segment, {}, [](const auto& entry) { return std::string_view(entry.first); });
  if (word != node.words.end() && word->first == segment) {
    if (const int end = walk(word->second, rest, values); end != kNone) return end;
  }
  if (node.placeholder == kNone || values.count == kMostPathParameters) return kNone;
  values.values[values.count++] = segment;
  const int end = walk(node.placeholder, rest, values);
  if (end == kNone) --values.count;
  return end;
}

RouteTree::Match RouteTree::find(net::Method method, std::string_view path) const {
  Match match;
  const int end = walk(0, path, match.values);
  if (end == kNone) return match;
  const auto& routes = nodes_[static_cast<std::size_t>(end)].routes;
  if (const int slot = slot_of(method); slot != kNone) match.index = routes[static_cast<std::size_t>(slot)];
  if (match.index != kNone) return match;
  for (std::size_t i = 0; i < kMethods; ++i) {
    if (routes[i] == kNone) continue;
    if (!match.allowed.empty()) match.allowed += ", ";
    match.allowed += kNames[i].second;
  }
  match.allowed += ", OPTIONS";
  return match;
}

}  // namespace api
