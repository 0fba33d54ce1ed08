#pragma once
// A row of the API's table (src/api/routes.cpp): method, path, who may, handler, summary. What the handler takes and gives
// is deduced from its type, so the table, the decoding, the encoding and the OpenAPI document cannot disagree. There is no
// default permission: a row without one does not compile.
//
//   route<get_conversation>(get, "/conversations/{conversation_id}", conversations_read, "conversations", "One conversation")
//
// Handlers: net::Task<base::Result<Out>> name(Call& call /*outlives*/, In in), or without `in`.

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "api/call.hpp"
#include "api/input.hpp"
#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/json/schema.hpp"

namespace api {

inline constexpr std::string_view kApiRoot = "/api/v1";

struct Route {
  net::Method method = net::Method::get;
  std::string path;  // Below kApiRoot: "/conversations/{conversation_id}".
  rights::Permission permission{};
  std::string tag;      // The noun under which the reference lists it.
  std::string summary;  // One line, no full stop.
  std::string name;     // The handler's name; the operationId.

  std::vector<std::string> path_names;  // "conversation_id"
  std::vector<InputMember> members;     // Of the input struct; those named in the path too.
  std::string input_type;               // "ConversationPath"; empty without input.
  std::string reply_type;               // "Conversation"

  // Decodes the input, calls the handler, encodes the reply.
  net::Task<base::Result<std::string>> (*answer)(Call& call /*outlives*/, boost::json::value input) = nullptr;
  boost::json::object (*input_properties)(base::SchemaBuilder& schemas) = nullptr;
  boost::json::value (*reply_schema)(base::SchemaBuilder& schemas) = nullptr;
};

namespace route_detail {

template <class>
struct Handler;
template <class Out>
struct Handler<net::Task<base::Result<Out>> (*)(Call&)> {
  using Input = void;
  using Reply = Out;
};
template <class Out, class In>
struct Handler<net::Task<base::Result<Out>> (*)(Call&, In)> {
  using Input = In;
  using Reply = Out;
};

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

template <auto handler>
net::Task<base::Result<std::string>> answer(Call& call /*outlives*/, boost::json::value input) {
  using Types = Handler<decltype(handler)>;
  using Reply = typename Types::Reply;
  if (call.request.method == net::Method::post) call.reply_mark = &kTypeMark<Reply>;
  if constexpr (std::is_void_v<typename Types::Input>) {
    auto out = co_await handler(call);
    if (!out) co_return base::pass_on(std::move(out.error()));
    co_return base::encode(*out);
  } else {
    auto in = base::decode<typename Types::Input>(input);
    if (!in) co_return base::pass_on(std::move(in.error()));
    auto out = co_await handler(call, *std::move(in));
    if (!out) co_return base::pass_on(std::move(out.error()));
    co_return base::encode(*out);
  }
}

// The names in braces; a malformed path is a bug of the table.
[[nodiscard]] std::vector<std::string> path_names(std::string_view path);
void check_route(const Route& route);

}  // namespace route_detail

template <auto handler>
[[nodiscard]] Route route(net::Method method, std::string path, rights::Permission permission, std::string tag, std::string summary) {
  using Types = route_detail::Handler<decltype(handler)>;
  Route out;
  out.method = method;
  out.path = std::move(path);
  out.permission = permission;
  out.tag = std::move(tag);
  out.summary = std::move(summary);
  out.name = route_detail::handler_name<handler>();
  out.path_names = route_detail::path_names(out.path);
  out.answer = &route_detail::answer<handler>;
  if constexpr (!std::is_void_v<typename Types::Input>) {
    out.members = input_members<typename Types::Input>();
    out.input_type = base::json_detail::type_name<typename Types::Input>();
    out.input_properties = [](base::SchemaBuilder& schemas) {
      return schemas.properties_of<typename Types::Input>(base::SchemaUse::request);
    };
  }
  out.reply_type = base::json_detail::type_name<typename Types::Reply>();
  out.reply_schema = [](base::SchemaBuilder& schemas) {
    return schemas.schema_of<typename Types::Reply>(base::SchemaUse::reply);
  };
  route_detail::check_route(out);
  return out;
}

// The whole API: src/api/routes.cpp.
[[nodiscard]] std::vector<Route> all_routes();

}  // namespace api
