#include "connectors/activitypub/json.hpp"

#include <algorithm>

#include <boost/json/array.hpp>

namespace activitypub {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::size_t kMost = 100;

template <class Visit>
void for_each(const value* in, const Visit& visit) {
  if (in == nullptr) return;
  const auto* list = in->if_array();
  if (list == nullptr) return visit(*in);
  for (std::size_t i = 0; i < std::min(list->size(), kMost); ++i) visit((*list)[i]);
}

}  // namespace

const value* find(const object& in, std::string_view name) { return in.if_contains(name); }

std::string text_at(const object& in, std::string_view name) {
  const auto* found = in.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::string id_of(const value& in) {
  if (in.is_string()) return std::string(in.get_string());
  if (const auto* one = in.if_object()) return text_at(*one, "id");
  const auto* list = in.if_array();
  return list != nullptr && !list->empty() && !list->front().is_array() ? id_of(list->front()) : std::string();
}

std::string id_at(const object& in, std::string_view name) {
  const auto* found = in.if_contains(name);
  return found == nullptr ? std::string() : id_of(*found);
}

std::vector<std::string> ids_at(const object& in, std::string_view name) {
  std::vector<std::string> out;
  for_each(in.if_contains(name), [&](const value& one) {
    if (auto id = one.is_array() ? std::string() : id_of(one); !id.empty()) out.push_back(std::move(id));
  });
  return out;
}

std::vector<const object*> objects_at(const object& in, std::string_view name) {
  std::vector<const object*> out;
  for_each(in.if_contains(name), [&](const value& one) {
    if (const auto* found = one.if_object()) out.push_back(found);
  });
  return out;
}

bool is_type(const object& in, std::string_view type) {
  bool found = false;
  for_each(in.if_contains("type"),
           [&](const value& one) { found = found || (one.is_string() && one.get_string() == type); });
  return found;
}

std::string url_at(const object& in, std::string_view name) {
  std::string out;
  for_each(in.if_contains(name), [&](const value& one) {
    if (!out.empty()) return;
    if (one.is_string()) out = std::string(one.get_string());
    else if (const auto* link = one.if_object()) out = text_at(*link, "href");
  });
  return out;
}

}  // namespace activitypub
