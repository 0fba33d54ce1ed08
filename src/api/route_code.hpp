#pragma once
// Makes the code behind a row of the table: decode the input, call the handler, encode the reply, and the schemas of both.
// Included by the *_routes.cpp files alone, because reflecting on every struct of the contract takes its time to compile.
//
//   HEED_ROUTE_CODE(get_conversation)

#include "api/route.hpp"
#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/json/schema.hpp"

namespace api {
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

}  // namespace route_detail

template <auto handler>
RouteCode route_code() {
  using Types = route_detail::Handler<decltype(handler)>;
  using Input = typename Types::Input;
  using Reply = typename Types::Reply;
  RouteCode code;
  code.answer = &route_detail::answer<handler>;
  if constexpr (!std::is_void_v<Input>) {
    code.members = input_members<Input>();
    if constexpr (requires { Input::kTakesBytes; }) code.takes_bytes = Input::kTakesBytes;
    code.input_type = base::json_detail::type_name<Input>();
    code.input_properties = [](base::SchemaBuilder& schemas) {
      return schemas.properties_of<Input>(base::SchemaUse::request);
    };
  }
  code.reply_type = base::json_detail::type_name<Reply>();
  code.reply_schema = [](base::SchemaBuilder& schemas) { return schemas.schema_of<Reply>(base::SchemaUse::reply); };
  return code;
}

#define HEED_ROUTE_CODE(handler) template RouteCode route_code<&handler>();

}  // namespace api
