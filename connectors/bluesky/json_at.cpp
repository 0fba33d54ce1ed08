#include "connectors/bluesky/json_at.hpp"

#include "base/text.hpp"

namespace bluesky {

const boost::json::value* find_at(const boost::json::value& in, std::string_view path) {
  const auto* value = &in;
  for (const auto member : base::split(path, '.')) {
    const auto* object = value->if_object();
    value = object != nullptr ? object->if_contains(member) : nullptr;
    if (value == nullptr) return nullptr;
  }
  return value;
}

std::string text_at(const boost::json::value& in, std::string_view path) {
  const auto* value = find_at(in, path);
  const auto* text = value != nullptr ? value->if_string() : nullptr;
  return text != nullptr ? std::string(*text) : std::string();
}

std::optional<std::int64_t> number_at(const boost::json::value& in, std::string_view path) {
  const auto* value = find_at(in, path);
  const auto* number = value != nullptr ? value->if_int64() : nullptr;
  return number != nullptr ? std::optional(*number) : std::nullopt;
}

bool is_true_at(const boost::json::value& in, std::string_view path) {
  const auto* value = find_at(in, path);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::optional<base::Time> time_at(const boost::json::value& in, std::string_view path) {
  const auto time = base::parse_rfc3339(text_at(in, path));
  return time && *time >= base::Time{} ? std::optional(*time) : std::nullopt;
}

const boost::json::array& list_at(const boost::json::value& in, std::string_view path) {
  static const boost::json::array kNone;
  const auto* value = find_at(in, path);
  const auto* list = value != nullptr ? value->if_array() : nullptr;
  return list != nullptr ? *list : kNone;
}

}  // namespace bluesky
