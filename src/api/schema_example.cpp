#include "api/schema_example.hpp"

#include <algorithm>
#include <array>

namespace api {
namespace {

namespace json = boost::json;

constexpr std::int64_t kSomeId = 244'817'920'000'001;

struct TextRow {
  std::string_view name;
  std::string_view example;
};
constexpr std::array kTexts{
    TextRow{"email", "ana@example.org"},
    TextRow{"name", "Ana Silva"},
    TextRow{"contact_name", "Ana Silva"},
    TextRow{"author_name", "Ana Silva"},
    TextRow{"organization_name", "Acme"},
    TextRow{"language", "en"},
    TextRow{"time_zone", "Europe/Lisbon"},
    TextRow{"text", "My order never came."},
    TextRow{"last_text", "My order never came."},
    TextRow{"channel", "chat"},
    TextRow{"q", "order never -refund is:owed"},
    TextRow{"key", "k7Qm2vXw9sTbEr4y"},
    TextRow{"message", "There is no such conversation."},
    TextRow{"kind", "not_found"},
    TextRow{"field", "conversation_id"},
    TextRow{"request_id", "8f14e45f"},
    TextRow{"link", "https://care.example.org/invite?token=…"},
    TextRow{"cursor", "1795289000000.244817920000001"},
    TextRow{"next", "1795289000000.244817920000001"},
    TextRow{"greeting", "Hello! How can we help?"},
    TextRow{"noun", "inbox"},
    TextRow{"handle", "@ana"},
    TextRow{"brand", "acme"},
    TextRow{"version", "1.0.0"},
    TextRow{"token", "…"},
    TextRow{"secret", "heed_…"},
    TextRow{"csrf_token", "…"},
};

struct ExampleMaker {
  const json::object& components;
  const ExampleOptions& options;
  int depth = 0;

  json::value text(const json::object& schema, const std::string& name) const {
    const auto* format = schema.if_contains("format");
    if (format != nullptr && *format == "date-time") return "2026-11-21T19:27:06Z";
    if (format != nullptr && *format == "password") return "a few words make a good one";
    const auto known = std::ranges::find(kTexts, std::string_view(name), &TextRow::name);
    return json::string(known == kTexts.end() ? std::string_view("text") : known->example);
  }

  json::value whole_number(const json::object& schema, const std::string& name) const {
    if (const auto* noun = schema.if_contains("x-heed-id")) {
      const std::int64_t id = options.id_of ? options.id_of(std::string(noun->as_string())) : 0;
      return id != 0 ? id : kSomeId;
    }
    if (name == "limit") return 50;
    if (name.ends_with("_s")) return 300;
    return 1;
  }

  json::value object(const json::object& schema) {
    json::object out;
    const auto* properties = schema.if_contains("properties");
    if (properties == nullptr) return out;
    const auto* required = schema.if_contains("required");
    for (const auto& [name, member] : properties->as_object()) {
      const bool needed =
          required != nullptr && std::ranges::find(required->as_array(), json::value(name)) != required->as_array().end();
      if (needed || options.optional_members) out[name] = of(member, std::string(name));
    }
    return out;
  }

  json::value of(const json::value& any, const std::string& name) {
    const json::object& schema = any.as_object();
    if (const auto* reference = schema.if_contains("$ref")) {
      const std::string target(reference->as_string());
      if (depth > 6) return nullptr;
      ++depth;
      auto out = of(components.at(target.substr(target.rfind('/') + 1)), name);
      --depth;
      return out;
    }
    if (const auto* constant = schema.if_contains("const")) return *constant;
    if (const auto* choices = schema.if_contains("enum")) return choices->as_array().front();
    if (const auto* either = schema.if_contains("oneOf")) return of(either->as_array().front(), name);
    const auto* type = schema.if_contains("type");
    if (type == nullptr) return json::object{};
    const json::value& kind = type->is_array() ? type->as_array().front() : *type;
    if (kind == "string") return text(schema, name);
    if (kind == "integer") return whole_number(schema, name);
    if (kind == "number") return 0.5;
    if (kind == "boolean") return false;
    if (kind == "array") return json::array{of(schema.at("items"), name)};
    return object(schema);
  }
};

}  // namespace

json::value example_of(const json::value& schema, const json::object& components, const ExampleOptions& options,
                       const std::string& name) {
  return ExampleMaker{components, options}.of(schema, name);
}

}  // namespace api
