#pragma once
// A row of the API's table (src/api/routes.cpp): method, path, who may, handler, summary. What the handler takes and gives
// is deduced from its type, so the table, the decoding, the encoding and the OpenAPI document cannot disagree. There is no
// default permission: a row without one does not compile.
//
//   route<get_conversation>(get, "/conversations/{conversation_id}", conversations_read, "conversation", "One conversation")
//
// Handlers: net::Task<base::Result<Out>> name(Call& call /*outlives*/, In in), or without `in`. The code that decodes and
// encodes is made in the noun's *_routes.cpp (api/route_code.hpp), so that the table itself compiles in a moment; a handler
// that is forgotten there does not link.

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "api/call.hpp"
#include "api/input.hpp"

namespace base {
class SchemaBuilder;
}

namespace api {

inline constexpr std::string_view kApiRoot = "/api/v1";

// What a handler's type says of it.
struct RouteCode {
  std::vector<InputMember> members;  // Of the input struct; those named in the path too.
  std::string input_type;            // "ConversationPath"; empty without input.
  std::string reply_type;            // "Conversation"
  bool takes_bytes = false;          // The body is a file's bytes; the input stands in the path and the query.

  // Decodes the input, calls the handler, encodes the reply.
  net::Task<base::Result<std::string>> (*answer)(Call& call /*outlives*/, boost::json::value input) = nullptr;
  boost::json::object (*input_properties)(base::SchemaBuilder& schemas) = nullptr;
  boost::json::value (*reply_schema)(base::SchemaBuilder& schemas) = nullptr;
};

struct Route : RouteCode {
  net::Method method = net::Method::get;
  std::string path;  // Below kApiRoot: "/conversations/{conversation_id}".
  rights::Permission permission{};
  std::string tag;      // The noun under which the reference lists it.
  std::string summary;  // One line, no full stop.
  std::string name;     // The handler's name; the operationId.

  std::vector<std::string> path_names;  // "conversation_id"
};

// Made by HEED_ROUTE_CODE (api/route_code.hpp).
template <auto handler>
[[nodiscard]] RouteCode route_code();

namespace route_detail {

// "get_conversation" out of "… [handler = &api::get_conversation]".
template <auto handler>
constexpr std::string_view handler_name() {
  std::string_view text = __PRETTY_FUNCTION__;
  text.remove_prefix(text.find("handler = ") + 10);
  text.remove_suffix(1);
  const auto colon = text.rfind(':');
  if (colon != std::string_view::npos) text.remove_prefix(colon + 1);
  if (text.starts_with('&')) text.remove_prefix(1);
  return text;
}

// Fails on a row that cannot be: a malformed path, a placeholder that the input does not have.
[[nodiscard]] Route make_route(RouteCode code, std::string_view name, net::Method method, std::string path,
                               rights::Permission permission, std::string tag, std::string summary);

}  // namespace route_detail

template <auto handler>
[[nodiscard]] Route route(net::Method method, std::string path, rights::Permission permission, std::string tag,
                          std::string summary) {
  return route_detail::make_route(route_code<handler>(), route_detail::handler_name<handler>(), method, std::move(path),
                                  permission, std::move(tag), std::move(summary));
}

// The whole API: src/api/routes.cpp.
[[nodiscard]] std::vector<Route> all_routes();

}  // namespace api
