#pragma once
// JSON text → described structs. An absent or null optional is nullopt; any other absent member is a failure. Failures
// name the place: "contact.name: expected a string", "tags[1]: expected a string", "limit: missing".
//
// A member of type optional<optional<T>> tells three things apart: absent (nullopt), null (an empty inner optional) and
// a value; PATCH bodies use it.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include "base/json/traits.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace base {

enum class UnknownMembers {
  refuse,  // Our own API: a misspelt member is an error the caller wants to hear of.
  ignore,  // What platforms send: they add members at will.
};

// Parses text; a fault is told with its byte offset. At most 32 levels deep.
[[nodiscard]] Result<boost::json::value> parse_json(std::string_view text);

namespace json_detail {

[[nodiscard]] std::string join_path(std::string_view path, std::string_view member);
[[nodiscard]] std::string join_path(std::string_view path, std::size_t index);
[[nodiscard]] tl::unexpected<Failure> expected(const std::string& path, std::string_view what);
[[nodiscard]] tl::unexpected<Failure> unknown_member(const std::string& path, std::string_view member,
                                                     const std::vector<std::string>& known);

// The way from the whole text to a value in it; lives on the stack of who goes it, and is put into words for faults alone.
struct Place {
  const Place* around = nullptr;  // Null for the whole.
  std::string_view member;        // Of the object around it …
  std::size_t index = 0;          // … or its number in the list around it, where `member` has no data.
};

// Each into() gives false where the value does not fit, and fault() says why. What is not a template is compiled once.
class Decoder {
 public:
  explicit Decoder(UnknownMembers unknown) : unknown_(unknown) {}

  bool into(bool& out, const boost::json::value& in, const Place& place);
  bool into(double& out, const boost::json::value& in, const Place& place);
  bool into(std::int64_t& out, const boost::json::value& in, const Place& place);
  bool into(std::string& out, const boost::json::value& in, const Place& place);
  bool into(Secret& out, const boost::json::value& in, const Place& place);
  bool into(Time& out, const boost::json::value& in, const Place& place);
  bool into(boost::json::value& out, const boost::json::value& in, const Place& place);  // Anything goes.

  template <std::integral T>
  bool into(T& out, const boost::json::value& in, const Place& place) {
    std::int64_t number = 0;
    if (!into(number, in, place)) return false;
    if (!std::in_range<T>(number)) return out_of_range(place);
    out = static_cast<T>(number);
    return true;
  }
  template <class Tag>
  bool into(Id<Tag>& out, const boost::json::value& in, const Place& place) {
    return into(out.value, in, place);
  }
  template <DescribedEnum T>
  bool into(T& out, const boost::json::value& in, const Place& place) {
    std::int64_t number = 0;
    if (!enumerator(number, in, kEnumerators<T>, place)) return false;
    out = static_cast<T>(number);
    return true;
  }
  template <class T>
  bool into(std::optional<T>& out, const boost::json::value& in, const Place& place) {
    if (!in.is_null()) return into(out.emplace(), in, place);
    out.reset();
    return true;
  }
  template <class T>
  bool into(std::vector<T>& out, const boost::json::value& in, const Place& place) {
    const auto* list = in.if_array();
    if (list == nullptr) return refuse(place, "a list");
    out.clear();
    for (const auto& element : *list) {
      if (!into(out.emplace_back(), element, {&place, {}, out.size() - 1})) return false;
    }
    return true;
  }
  template <class T>
  bool into(std::map<std::string, T>& out, const boost::json::value& in, const Place& place) {
    const auto* object = in.if_object();
    if (object == nullptr) return refuse(place, "an object");
    out.clear();
    for (const auto& [key, element] : *object) {
      if (!into(out[std::string(key)], element, {&place, std::string_view(key)})) return false;
    }
    return true;
  }
  template <DescribedStruct T>
  [[gnu::noinline]] bool into(T& out, const boost::json::value& in, const Place& place) {
    const auto* object = in.if_object();
    if (object == nullptr) return refuse(place, "an object");
    bool fine = true;
    std::size_t used = 0;
    for_each_member<T>([&](std::string_view name, auto member) {
      if (!fine) return;
      const auto* found = object->if_contains(name);
      if (found != nullptr) ++used;
      fine = member_into(out.*member, found, {&place, name});
    });
    return fine && (used == object->size() || unknown_ == UnknownMembers::ignore || known_only<T>(*object, place));
  }

  [[nodiscard]] Failure& fault() { return fault_; }

 private:
  template <class T>
  bool member_into(T& out, const boost::json::value* found, const Place& place) {
    return found != nullptr ? into(out, *found, place) : missing(place);
  }
  template <class T>
  bool member_into(std::optional<T>& out, const boost::json::value* found, const Place& place) {
    if (found != nullptr) return into(out, *found, place);
    out.reset();
    return true;
  }
  template <class T>
  bool member_into(std::optional<std::optional<T>>& out, const boost::json::value* found, const Place& place) {
    if (found != nullptr) return into(out.emplace(), *found, place);  // null reaches the inner optional
    out.reset();
    return true;
  }

  template <class T>
  bool known_only(const boost::json::object& object, const Place& place) {
    std::vector<std::string> known;
    for_each_member<T>([&](std::string_view name, auto) { known.emplace_back(name); });
    return refuse_unknown(object, known, place);
  }

  bool enumerator(std::int64_t& out, const boost::json::value& in, std::span<const Enumerator> enumerators,
                  const Place& place);
  bool refuse(const Place& place, std::string_view wanted);
  bool out_of_range(const Place& place);
  bool missing(const Place& place);
  bool refuse_unknown(const boost::json::object& object, const std::vector<std::string>& known, const Place& place);

  UnknownMembers unknown_;
  Failure fault_;
};

}  // namespace json_detail

template <class T>
[[nodiscard]] Result<void> decode_into(T& out, const boost::json::value& value,
                                       UnknownMembers unknown = UnknownMembers::refuse) {
  json_detail::Decoder decoder(unknown);
  if (!decoder.into(out, value, {})) return pass_on(std::move(decoder.fault()));
  return {};
}

template <class T>
[[nodiscard]] Result<T> decode(const boost::json::value& value, UnknownMembers unknown = UnknownMembers::refuse) {
  T out{};
  if (auto done = decode_into(out, value, unknown); !done) return pass_on(std::move(done.error()));
  return out;
}

template <class T>
[[nodiscard]] Result<T> decode_text(std::string_view text, UnknownMembers unknown = UnknownMembers::refuse) {
  auto value = parse_json(text);
  if (!value) return pass_on(value.error());
  return decode<T>(*value, unknown);
}

}  // namespace base
