#include "api/openapi.hpp"

#include <algorithm>
#include <array>

#include "api/contract/feed.hpp"
#include "api/reply.hpp"
#include "api/topics.hpp"
#include "base/json/encode.hpp"
#include "base/json/schema.hpp"
#include "base/text.hpp"

namespace api {
namespace {

namespace json = boost::json;
using base::FailureKind;
using base::SchemaUse;
using net::Method;
using rights::Permission;

struct TagRow {
  const char* name;
  const char* description;
};
// In the order of the reference.
constexpr std::array kTags{
    TagRow{"session", "The first run, coming in and going out."},
    TagRow{"organization", "The company's own settings."},
    TagRow{"team", "The people of the team, and their teams."},
    TagRow{"token", "Keys for programs."},
    TagRow{"webhook", "Systems of your own that are told of what happens."},
    TagRow{"inbox", "Channels (kinds of places where people talk) and inboxes (accounts that are connected)."},
    TagRow{"conversation", "Conversations, what is said in them, and what becomes of them."},
    TagRow{"case", "Cases: conversations that belong together, across channels."},
    TagRow{"contact", "People who wrote, and their handles."},
    TagRow{"triage", "What messages say, why, and what people put right; what makes a conversation urgent."},
    TagRow{"alert", "Much more of something than is usual on an inbox."},
    TagRow{"sla", "What is promised to whom, the hours that count, and who waits for an answer."},
    TagRow{"notification", "What you are told by name, and who is called while nobody has it."},
    TagRow{"rule", "What is done by itself when something happens, what that was, and what it would have been."},
    TagRow{"macro", "What is done again and again, with one press; and answers that rules offer."},
    TagRow{"follow_up", "What is to be done later, promised calls, and calls and visits that took place."},
    TagRow{"playbook", "Operating procedures, and where they are being followed."},
    TagRow{"routing", "Who is given what: how a team's work is given out, who is there, and why something is where it is."},
    TagRow{"report", "Figures."},
    TagRow{"feed", "What happens, as it happens."},
    TagRow{"widget", "What the chat widget on a company's site asks."},
};

constexpr const char* kAbout =
    "Heed's API. Replies are objects; lists are `{items, next}` with a cursor; ids are numbers below 2^53; times are RFC 3339 in "
    "UTC. Every failure has the shape `Failure`, whose `kind` decides what to do. In replies every member is present, an optional "
    "one may be null; in requests an optional member may be left out, and unknown members are refused.";

struct FailureRow {
  FailureKind kind;
  const char* component;
  const char* description;
};
constexpr std::array kFailures{
    FailureRow{FailureKind::invalid, "Invalid", "The request itself is wrong; `field` names the place."},
    FailureRow{FailureKind::unauthenticated, "Unauthenticated", "Nobody is signed in, or the session or token has ended."},
    FailureRow{FailureKind::forbidden, "Forbidden", "Not this caller's to do, or the CSRF token or origin is wrong."},
    FailureRow{FailureKind::not_found, "NotFound", "Not there, or not for this caller to know of."},
    FailureRow{FailureKind::conflict, "Conflict", "Something newer stands in the way."},
    FailureRow{FailureKind::too_large, "TooLarge", "The body is over 256 KiB; of a file's bytes, over 1 MiB."},
    FailureRow{FailureKind::rate_limited, "RateLimited", "Too many tries; `Retry-After` says how long to wait."},
    FailureRow{FailureKind::unavailable, "Unavailable",
               "A part of the server is away for now; `Retry-After` says when to ask again."},
};

json::object reference(std::string_view kind, std::string_view name) {
  return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

json::object json_content(json::value schema) { return {{"application/json", json::object{{"schema", std::move(schema)}}}}; }

bool in_path(const Route& route, std::string_view name) {
  return std::ranges::find(route.path_names, name) != route.path_names.end();
}

std::string lower_name(Method method) { return base::to_lower_ascii(to_string(method)); }

json::array security_of(Permission permission) {
  const json::object cookie{{"session", json::array{}}};
  const json::object token{{"token", json::array{}}};
  switch (permission) {
    case Permission::anyone: return {};
    case Permission::visitor: return {json::object{{"visitor", json::array{}}}};
    case Permission::signed_in: return {cookie};
    default: return {cookie, token};
  }
}

// A parameter is there or it is not: null has no spelling in a path or a query.
json::value without_null(json::value schema) {
  auto& object = schema.as_object();
  if (auto* type = object.if_contains("type"); type != nullptr && type->is_array()) {
    const json::value plain = type->as_array().front();
    *type = plain;
  }
  if (auto* either = object.if_contains("oneOf"); either != nullptr && either->as_array().size() == 2) {
    json::value plain = either->as_array().front();
    return plain;
  }
  return schema;
}

json::array parameters_of(const Route& route, json::object& properties) {
  json::array parameters;
  for (const auto& member : route.members) {
    const bool path = in_path(route, member.name);
    if (!path && has_body(route.method) && !route.takes_bytes) continue;
    json::object parameter{{"name", member.name}, {"in", path ? "path" : "query"}, {"required", path || member.required}};
    json::value schema = properties.at(member.name);
    if (auto* text = schema.as_object().if_contains("description")) {
      parameter["description"] = *text;
      schema.as_object().erase("description");
    }
    parameter["schema"] = without_null(std::move(schema));
    parameters.emplace_back(std::move(parameter));
  }
  if (route.method == Method::post) parameters.emplace_back(reference("parameters", "IdempotencyKey"));
  const bool by_session = route.permission != Permission::anyone && route.permission != Permission::visitor;
  if (by_session && route.method != Method::get) parameters.emplace_back(reference("parameters", "Csrf"));
  return parameters;
}

// The input struct without what stands in the path.
json::object body_schema(const Route& route, const json::object& properties) {
  json::object members;
  json::array required;
  for (const auto& member : route.members) {
    if (in_path(route, member.name)) continue;
    members[member.name] = properties.at(member.name);
    if (member.required) required.emplace_back(member.name);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(members)}};
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

std::vector<FailureKind> failures_of(const Route& route) {
  std::vector<FailureKind> kinds;
  if (!route.members.empty()) kinds.push_back(FailureKind::invalid);
  if (route.permission != Permission::anyone) kinds.push_back(FailureKind::unauthenticated);
  if (route.permission != Permission::anyone || route.method != Method::get) kinds.push_back(FailureKind::forbidden);
  if (!route.path_names.empty()) kinds.push_back(FailureKind::not_found);
  if (has_body(route.method)) kinds.push_back(FailureKind::conflict);
  if (has_body(route.method)) kinds.push_back(FailureKind::too_large);
  if (route.permission == Permission::anyone || route.permission == Permission::visitor)
    kinds.push_back(FailureKind::rate_limited);
  kinds.push_back(FailureKind::unavailable);
  return kinds;
}

json::object responses_of(const Route& route, json::value reply) {
  json::object responses{{"200", json::object{{"description", "Done."}, {"content", json_content(std::move(reply))}}}};
  for (const auto kind : failures_of(route)) {
    const auto row = std::ranges::find(kFailures, kind, &FailureRow::kind);
    responses[std::to_string(status_of(kind))] = reference("responses", row->component);
  }
  return responses;
}

json::object operation_of(const Route& route, base::SchemaBuilder& schemas, json::object& bodies) {
  json::object operation{{"operationId", route.name}, {"tags", json::array{route.tag}}, {"summary", route.summary}};
  operation["description"] = "For: " + who_may(route.permission) + ".";
  operation["x-heed-permission"] = std::string(base::to_name(route.permission));
  operation["security"] = security_of(route.permission);
  json::object properties;
  if (route.input_properties != nullptr) properties = route.input_properties(schemas);
  if (auto parameters = parameters_of(route, properties); !parameters.empty())
    operation["parameters"] = std::move(parameters);
  if (route.takes_bytes) {
    const json::object bytes{{"type", "string"}, {"format", "binary"}};
    operation["requestBody"] = json::object{
        {"required", true}, {"content", json::object{{"application/octet-stream", json::object{{"schema", bytes}}}}}};
  } else if (has_body(route.method) && route.members.size() > route.path_names.size()) {
    json::object schema = body_schema(route, properties);
    const auto* known = bodies.if_contains(route.input_type);
    HEED_CHECK(known == nullptr || *known == json::value(schema), route.input_type + " is the body of two different routes");
    bodies[route.input_type] = std::move(schema);
    operation["requestBody"] =
        json::object{{"required", true}, {"content", json_content(reference("schemas", route.input_type))}};
  }
  operation["responses"] = responses_of(route, route.reply_schema(schemas));
  return operation;
}

// The WebSockets, as far as OpenAPI has words for them.
json::object socket_operation(const char* id, const char* tag, const char* summary, std::string description,
                              json::array security, json::array parameters) {
  json::object messages{{"oneOf", json::array{reference("schemas", "Subscribe"), reference("schemas", "FeedMessage")}}};
  json::object operation{
      {"operationId", id}, {"tags", json::array{tag}}, {"summary", summary}, {"description", std::move(description)}};
  operation["security"] = std::move(security);
  if (!parameters.empty()) operation["parameters"] = std::move(parameters);
  operation["responses"] = json::object{
      {"101",
       json::object{{"description", "Switched to WebSocket: the client sends `Subscribe`, the server `FeedMessage`s."},
                    {"content", json_content(std::move(messages))}}},
      {"426", json::object{{"description", "The request did not ask for a WebSocket, or came from another origin."},
                           {"content", json_content(reference("schemas", "Failure"))}}},
      {"default",
       json::object{{"description", "Any other failure."}, {"content", json_content(reference("schemas", "Failure"))}}}};
  return operation;
}

constexpr const char* kFeedAbout =
    "A WebSocket; a message is one JSON object, or an array of those that happened together. The first frame must be `{\"type\":\"subscribe\",\"after\":N}` within ten "
    "seconds, `after` being the last `seq` the client has (left out: from now on). The server answers `hello`, whose `seq` is where "
    "it goes on from, then every event after it that the reader may see, in order; numbers grow, with gaps. `resync` "
    "says that events were left out, because the client was away too long, reads too slowly, or more happens than it can use: load "
    "anew, not oftener than once a second, and go on from its `seq`. As long as too much happens it comes again about every second, "
    "and no event comes; the events after the last one come as before. Closed with 1008: signed out, not allowed, or not understood; with 1012: rights changed or the server "
    "stops, connect again. The `Origin` must be this server's own.";

void add_sockets(json::object& paths) {
  std::string topics = kFeedAbout;
  topics += " Permissions: ";
  const char* comma = "";
  for (const auto& topic : all_topics()) {
    topics += comma + topic.type + " " + std::string(base::to_name(topic.permission));
    comma = ", ";
  }
  topics += ".";
  paths["/api/v1/live"] = json::object{
      {"get", socket_operation("live", "feed", "The live feed", topics, security_of(Permission::conversations_read), {})}};
  json::object key{{"name", "key"}, {"in", "path"}, {"required", true}, {"schema", json::object{{"type", "string"}}}};
  const std::string about =
      "As the live feed, for one visitor: `subscribe` carries the visitor's token, and only `widget.message` and "
      "`widget.status` of their own conversation are told.";
  paths["/api/v1/widget/{key}/live"] =
      json::object{{"get", socket_operation("widget_live", "widget", "A visitor's live feed", about, {}, {std::move(key)})}};
}

json::object security_schemes() {
  return {
      {"session",
       json::object{{"type", "apiKey"},
                    {"in", "cookie"},
                    {"name", "__Host-heed"},
                    {"description", "Set by signing in. Requests that change something also carry `X-Heed-CSRF`."}}},
      {"token", json::object{{"type", "http"}, {"scheme", "bearer"}, {"description", "An API token, `heed_…`."}}},
      {"visitor", json::object{{"type", "http"}, {"scheme", "bearer"}, {"description", "A visitor's token, `visitor_…`."}}}};
}

json::object shared_parameters() {
  return {{"IdempotencyKey",
           json::object{{"name", "Idempotency-Key"},
                        {"in", "header"},
                        {"required", false},
                        {"description",
                         "1 to 255 characters of your making. The same key with the same body gets the first answer "
                         "again (with `Idempotency-Replayed: true`) for three days; with another body it is refused."},
                        {"schema", json::object{{"type", "string"}, {"minLength", 1}, {"maxLength", 255}}}}},
          {"Csrf", json::object{{"name", "X-Heed-CSRF"},
                                {"in", "header"},
                                {"required", false},
                                {"description", "The session's `csrf_token`. Needed with the cookie, not with a token."},
                                {"schema", json::object{{"type", "string"}}}}}};
}

json::object shared_responses() {
  json::object responses;
  for (const auto& row : kFailures) {
    json::object response{{"description", row.description}, {"content", json_content(reference("schemas", "Failure"))}};
    if (row.kind == FailureKind::rate_limited || row.kind == FailureKind::unavailable)
      response["headers"] = json::object{
          {"Retry-After", json::object{{"description", "Seconds to wait."}, {"schema", json::object{{"type", "integer"}}}}}};
    responses[row.component] = std::move(response);
  }
  return responses;
}

// Whatever the routes refer to, the bodies, and the feed's own shapes; by name, so that a new route moves nothing else.
json::object all_schemas(base::SchemaBuilder& schemas, const json::object& bodies) {
  static_cast<void>(schemas.schema_of<contract::Failure>(SchemaUse::reply));
  static_cast<void>(schemas.schema_of<contract::Subscribe>(SchemaUse::request));
  const json::value feed = schemas.schema_of<contract::FeedMessage>(SchemaUse::reply);
  std::map<std::string, json::value> sorted;
  for (const auto& [name, schema] : schemas.components()) sorted[std::string(name)] = schema;
  for (const auto& [name, schema] : bodies) {
    HEED_CHECK(!sorted.contains(std::string(name)), std::string(name) + " is a body and a part of something else");
    sorted[std::string(name)] = schema;
  }
  sorted["FeedMessage"] = feed;
  json::array kinds;
  for (const auto& row : kFailures) kinds.emplace_back(name_of(row.kind));
  kinds.emplace_back(name_of(FailureKind::rejected));
  sorted["Failure"].as_object()["properties"].as_object()["kind"] =
      json::object{{"type", "string"}, {"enum", std::move(kinds)}};
  sorted["Subscribe"].as_object()["properties"].as_object()["type"] =
      json::object{{"type", "string"}, {"const", "subscribe"}};
  json::object out;
  for (auto& [name, schema] : sorted) out[name] = std::move(schema);
  return out;
}

void write_pretty(std::string& out, const json::value& value, std::size_t depth) {
  const std::string indent(2 * depth + 2, ' ');
  const auto close = [&](char bracket) { out.append("\n").append(2 * depth, ' ').push_back(bracket); };
  if (value.is_object() && !value.get_object().empty()) {
    const char* before = "{\n";
    for (const auto& [name, member] : value.get_object()) {
      out.append(before).append(indent);
      base::json_detail::write_string(out, name);
      out += ": ";
      write_pretty(out, member, depth + 1);
      before = ",\n";
    }
    close('}');
  } else if (value.is_array() && !value.get_array().empty()) {
    const char* before = "[\n";
    for (const auto& element : value.get_array()) {
      out.append(before).append(indent);
      write_pretty(out, element, depth + 1);
      before = ",\n";
    }
    close(']');
  } else {
    base::json_detail::write_any(out, value);
  }
}

}  // namespace

std::string who_may(Permission permission) {
  if (permission == Permission::anyone) return "anyone";
  if (permission == Permission::visitor) return "the visitor";
  std::string roles;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<rights::Role>>([&](auto role) {
    rights::Principal principal;
    principal.kind = rights::PrincipalKind::user;
    principal.role = role.value;
    if (rights::may(principal, permission)) roles += (roles.empty() ? "" : ", ") + std::string(role.name);
  });
  return roles;
}

json::object openapi_document(const std::vector<Route>& routes) {
  base::SchemaBuilder schemas;
  json::object bodies;
  json::object paths;
  for (const auto& route : routes) {
    const std::string path = std::string(kApiRoot) + route.path;
    if (!paths.contains(path)) paths[path] = json::object{};
    paths[path].as_object()[lower_name(route.method)] = operation_of(route, schemas, bodies);
  }
  add_sockets(paths);

  json::array tags;
  for (const auto& tag : kTags) tags.emplace_back(json::object{{"name", tag.name}, {"description", tag.description}});
  json::object document;
  document["openapi"] = "3.1.0";
  document["info"] = json::object{{"title", "Heed"},
                                  {"version", "1"},
                                  {"summary", "Social customer care that answers."},
                                  {"description", kAbout},
                                  {"license", json::object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}};
  document["servers"] = json::array{json::object{{"url", "/"}, {"description", "The server that serves this document."}}};
  document["tags"] = std::move(tags);
  document["paths"] = std::move(paths);
  document["components"] = json::object{{"schemas", all_schemas(schemas, bodies)},
                                        {"parameters", shared_parameters()},
                                        {"responses", shared_responses()},
                                        {"securitySchemes", security_schemes()}};
  return document;
}

std::string pretty_json(const json::value& value) {
  std::string out;
  write_pretty(out, value, 0);
  out += '\n';
  return out;
}

std::string openapi_text(const std::vector<Route>& routes) { return pretty_json(openapi_document(routes)); }

}  // namespace api
