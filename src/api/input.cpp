#include "api/input.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/json/decode.hpp"
#include "base/text.hpp"

namespace api {
namespace {

using base::FailureKind;

template <class Number>
std::optional<boost::json::value> to_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return boost::json::value(number);
}

// None when the text is no value of that form.
std::optional<boost::json::value> to_value(std::string_view text, TextForm form) {
  switch (form) {
    case TextForm::integer: return to_number<std::int64_t>(text);
    case TextForm::number: return to_number<double>(text);
    case TextForm::boolean:
      if (text == "true") return boost::json::value(true);
      if (text == "false") return boost::json::value(false);
      return std::nullopt;
    case TextForm::text:
      if (!base::is_utf8(text)) return std::nullopt;
      return boost::json::value(text);
    case TextForm::structured: return std::nullopt;
  }
  return std::nullopt;
}

std::string_view wanted(TextForm form) {
  switch (form) {
    case TextForm::integer: return "a whole number";
    case TextForm::number: return "a number";
    case TextForm::boolean: return "true or false";
    default: return "text in UTF-8";
  }
}

const InputMember* find_member(std::span<const InputMember> members, std::string_view name) {
  const auto found = std::ranges::find(members, name, &InputMember::name);
  return found == members.end() ? nullptr : &*found;
}

bool is_path_name(std::span<const std::string> path_names, std::string_view name) {
  return std::ranges::find(path_names, name) != path_names.end();
}

tl::unexpected<base::Failure> unknown(std::string_view name, std::span<const InputMember> members,
                                      std::span<const std::string> path_names) {
  std::vector<std::string> known;
  for (const auto& member : members)
    if (!is_path_name(path_names, member.name)) known.push_back(member.name);
  return base::json_detail::unknown_member("", base::shorten(base::to_storable(name), 64), known);
}

// NUL is a letter that no database of ours keeps in text.
base::Result<void> refuse_nul(const boost::json::value& value, const std::string& path) {
  if (value.is_string() && value.get_string().find('\0') != boost::json::string::npos)
    return base::fail(FailureKind::invalid, path + ": must not contain NUL", path);
  if (value.is_array()) {
    std::size_t index = 0;
    for (const auto& element : value.get_array())
      if (auto fine = refuse_nul(element, base::json_detail::join_path(path, index++)); !fine) return fine;
  }
  if (value.is_object()) {
    for (const auto& [key, element] : value.get_object()) {
      if (std::string_view(key).find('\0') != std::string_view::npos)
        return base::fail(FailureKind::invalid, "a member's name must not contain NUL");
      if (auto fine = refuse_nul(element, base::json_detail::join_path(path, std::string_view(key))); !fine) return fine;
    }
  }
  return {};
}

bool is_type(std::string_view content_type, std::string_view wanted) {
  const auto type = base::trim(content_type.substr(0, content_type.find(';')));
  return base::equal_ignoring_case(type, wanted);
}

base::Result<boost::json::object> read_query(const net::Request& request, std::span<const InputMember> members,
                                             std::span<const std::string> path_names) {
  boost::json::object out;
  if (request.query.empty()) return out;
  for (const auto& [name, text] : net::parse_query(request.query)) {
    const auto* member = find_member(members, name);
    if (member == nullptr || is_path_name(path_names, name)) return unknown(name, members, path_names);
    if (out.contains(name)) return base::fail(FailureKind::invalid, name + ": given twice", name);
    auto value = to_value(text, member->form);
    if (!value) return base::json_detail::expected(name, wanted(member->form));
    if (auto fine = refuse_nul(*value, name); !fine) return base::pass_on(fine.error());
    out.emplace(name, *std::move(value));
  }
  return out;
}

base::Result<boost::json::object> read_body(const net::Request& request, std::span<const InputMember> members,
                                            std::span<const std::string> path_names) {
  const bool expects_one = members.size() > path_names.size();
  if (request.body.empty() && !expects_one) return boost::json::object{};
  if (!is_type(request.header("Content-Type"), "application/json"))
    return base::fail(FailureKind::invalid, "Send a JSON object, with the header Content-Type: application/json.",
                      "Content-Type");
  auto value = base::parse_json(request.body);
  if (!value) return base::pass_on(value.error());
  if (!value->is_object()) return base::json_detail::expected("", "an object");
  if (auto fine = refuse_nul(*value, ""); !fine) return base::pass_on(fine.error());
  for (const auto& [name, member] : value->get_object()) {
    if (find_member(members, name) == nullptr || is_path_name(path_names, name)) return unknown(name, members, path_names);
  }
  return std::move(value->get_object());
}

}  // namespace

base::Result<boost::json::value> gather_input(const net::Request& request, std::span<const InputMember> members,
                                              std::span<const std::string> path_names, const PathValues& path,
                                              bool takes_bytes) {
  const bool takes_json = has_body(request.method) && !takes_bytes;
  if (takes_bytes && !is_type(request.header("Content-Type"), "application/octet-stream"))
    return base::fail(FailureKind::invalid, "Send the bytes alone, with the header Content-Type: application/octet-stream.",
                      "Content-Type");
  auto object = takes_json ? read_body(request, members, path_names) : read_query(request, members, path_names);
  if (!object) return base::pass_on(object.error());
  if (takes_json && !request.query.empty())
    return base::fail(FailureKind::invalid, "This address takes no query; put the members into the body.");
  for (std::size_t i = 0; i < path.count; ++i) {
    const auto* member = find_member(members, path_names[i]);
    if (member == nullptr) continue;
    auto value = to_value(path.values[i], member->form);
    if (!value || path.values[i].empty()) return base::fail(FailureKind::not_found, "There is no such address.");
    object->insert_or_assign(path_names[i], *std::move(value));
  }
  return boost::json::value(*std::move(object));
}

}  // namespace api
