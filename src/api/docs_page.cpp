#include "api/docs_page.hpp"

#include <map>

#include "api/openapi.hpp"
#include "api/schema_example.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"

namespace api {
namespace {

namespace json = boost::json;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

// Text of the document's own making, in which `this` is code.
std::string prose(std::string_view text) {
  std::string out;
  bool in_code = false;
  for (const auto part : base::split(text, '`')) {
    out += in_code ? "<code>" + escaped(part) + "</code>" : escaped(part);
    in_code = !in_code;
  }
  return out;
}

std::string_view text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

std::string last_part(std::string_view reference) { return std::string(reference.substr(reference.rfind('/') + 1)); }

std::string shape_link(std::string_view name) {
  return "<a href=\"#shape-" + escaped(name) + "\">" + escaped(name) + "</a>";
}

// "whole number (id of a conversation), or null"
std::string type_in_words(const json::value& any) {
  const json::object& schema = any.as_object();
  if (schema.contains("$ref")) return shape_link(last_part(text_of(schema, "$ref")));
  if (const auto* constant = schema.if_contains("const")) return "<code>" + escaped(base::encode(*constant)) + "</code>";
  if (const auto* either = schema.if_contains("oneOf")) {
    std::string out;
    for (const auto& one : either->as_array()) out += (out.empty() ? "" : " or ") + type_in_words(one);
    return out;
  }
  const auto* type = schema.if_contains("type");
  if (type == nullptr) return "anything";
  if (type->is_array()) {
    json::object plain = schema;
    plain["type"] = type->as_array().front();
    return type_in_words(plain) + " or null";
  }
  if (*type == "array") return "list of " + type_in_words(schema.at("items"));
  if (*type == "null") return "null";
  if (*type == "integer")
    return schema.contains("x-heed-id") ? "id of a " + escaped(text_of(schema, "x-heed-id")) : "whole number";
  const std::string_view format = text_of(schema, "format");
  if (format == "date-time") return "time";
  if (format == "password") return "secret text";
  if (*type == "string") return "text";
  if (*type == "boolean") return "true or false";
  if (*type == "number") return "number";
  return "object";
}

class Page {
 public:
  explicit Page(const json::object& document)
      : document_(document),
        components_(document.at("components").as_object()),
        schemas_(components_.at("schemas").as_object()) {}

  std::string write() {
    sort_by_tag();
    out_ +=
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<title>Heed API reference</title>\n<link rel=\"stylesheet\" href=\"/api/docs.css\">\n</head>\n<body>\n"
        "<a class=\"skip\" href=\"#content\">Skip to the reference</a>\n<header><h1>Heed API reference</h1>";
    out_ += "<p>" + prose(text_of(document_.at("info").as_object(), "description")) + "</p>";
    out_ += "<p>As a document for programs: <a href=\"/api/openapi.json\">openapi.json</a>.</p></header>\n";
    write_navigation();
    out_ += "<main id=\"content\">\n";
    for (const auto& tag : document_.at("tags").as_array()) write_tag(tag.as_object());
    write_failures();
    write_shapes();
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  struct Operation {
    std::string method;
    std::string path;
    const json::object* facts;
  };

  void sort_by_tag() {
    for (const auto& [path, methods] : document_.at("paths").as_object()) {
      for (const auto& [method, facts] : methods.as_object()) {
        std::string name(method);
        for (char& c : name) c = static_cast<char>(c - 'a' + 'A');
        const std::string tag(facts.at("tags").as_array().front().as_string());
        by_tag_[tag].push_back({name, std::string(path), &facts.as_object()});
      }
    }
  }

  void write_navigation() {
    out_ += "<nav aria-label=\"Reference\">\n<ul>\n";
    for (const auto& tag : document_.at("tags").as_array()) {
      const std::string name(tag.at("name").as_string());
      out_ += "<li><a href=\"#" + name + "\">" + name + "</a><ul>";
      for (const auto& operation : by_tag_[name])
        out_ += "<li><a href=\"#" + std::string(text_of(*operation.facts, "operationId")) + "\">" +
                escaped(text_of(*operation.facts, "summary")) + "</a></li>";
      out_ += "</ul></li>\n";
    }
    out_ += "<li><a href=\"#failures\">failures</a></li>\n<li><a href=\"#shapes\">shapes</a></li>\n</ul>\n</nav>\n";
  }

  void write_tag(const json::object& tag) {
    const std::string name(text_of(tag, "name"));
    out_ += "<section aria-labelledby=\"" + name + "\">\n<h2 id=\"" + name + "\">" + name + "</h2>\n<p>" +
            prose(text_of(tag, "description")) + "</p>\n";
    for (const auto& operation : by_tag_[name]) write_operation(operation);
    out_ += "</section>\n";
  }

  void write_operation(const Operation& operation) {
    const json::object& facts = *operation.facts;
    const std::string id(text_of(facts, "operationId"));
    out_ +=
        "<article aria-labelledby=\"" + id + "\">\n<h3 id=\"" + id + "\">" + escaped(text_of(facts, "summary")) + "</h3>\n";
    out_ += "<p class=\"address\"><b>" + operation.method + "</b> <code>" + escaped(operation.path) + "</code></p>\n";
    out_ += "<p>" + prose(text_of(facts, "description")) + "</p>\n";
    if (const auto* parameters = facts.if_contains("parameters")) write_parameters(parameters->as_array());
    if (const auto* body = facts.if_contains("requestBody")) write_body(body->at("content").as_object());
    for (const auto& [status, response] : facts.at("responses").as_object()) {
      if (status != "200") continue;
      write_content("Reply", response.at("content").at("application/json").at("schema"), true);
    }
    write_statuses(facts.at("responses").as_object());
    out_ += "</article>\n";
  }

  void write_body(const json::object& content) {
    if (const auto* json_body = content.if_contains("application/json"))
      write_content("Body", json_body->at("schema"), false);
    else out_ += "<p>Body: the bytes alone, as <code>" + escaped(content.begin()->key()) + "</code>.</p>\n";
  }

  void write_parameters(const json::array& parameters) {
    out_ +=
        "<table><caption>Parameters</caption><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">In</th>"
        "<th scope=\"col\">Type</th><th scope=\"col\"></th></tr></thead><tbody>\n";
    for (const auto& given : parameters) {
      const json::object* parameter = &given.as_object();
      if (parameter->contains("$ref"))
        parameter = &components_.at("parameters").at(last_part(text_of(*parameter, "$ref"))).as_object();
      out_ += "<tr><th scope=\"row\"><code>" + escaped(text_of(*parameter, "name")) + "</code></th><td>" +
              escaped(text_of(*parameter, "in")) + "</td><td>" + type_in_words(parameter->at("schema")) + "</td><td>" +
              (parameter->at("required").as_bool() ? "required. " : "") + prose(text_of(*parameter, "description")) +
              "</td></tr>\n";
    }
    out_ += "</tbody></table>\n";
  }

  void write_content(const char* title, const json::value& schema, bool optional_members) {
    ExampleOptions options;
    options.optional_members = optional_members;
    out_ += std::string("<p>") + title + ": " + type_in_words(schema) + "</p>\n<pre tabindex=\"0\"><code>" +
            escaped(pretty_json(example_of(schema, schemas_, options))) + "</code></pre>\n";
  }

  void write_statuses(const json::object& responses) {
    std::string list;
    for (const auto& [status, response] : responses) {
      if (status == "200") continue;
      const std::string text = response.as_object().contains("$ref")
                                   ? last_part(text_of(response.as_object(), "$ref"))
                                   : std::string(text_of(response.as_object(), "description"));
      list += (list.empty() ? "" : ", ") + std::string(status) + " " + prose(text);
    }
    out_ += "<p class=\"statuses\">Otherwise: " + list + "</p>\n";
  }

  void write_failures() {
    out_ += "<section aria-labelledby=\"failures\">\n<h2 id=\"failures\">failures</h2>\n<p>Every failure has the shape " +
            shape_link("Failure") + ".</p>\n<dl>\n";
    for (const auto& [name, response] : components_.at("responses").as_object())
      out_ += "<dt>" + escaped(name) + "</dt><dd>" + prose(text_of(response.as_object(), "description")) + "</dd>\n";
    out_ += "</dl>\n</section>\n";
  }

  void write_shapes() {
    out_ += "<section aria-labelledby=\"shapes\">\n<h2 id=\"shapes\">shapes</h2>\n";
    for (const auto& [name, schema] : schemas_) write_shape(std::string(name), schema.as_object());
    out_ += "</section>\n";
  }

  void write_shape(const std::string& name, const json::object& schema) {
    out_ += "<article aria-labelledby=\"shape-" + name + "\">\n<h3 id=\"shape-" + name + "\">" + escaped(name) + "</h3>\n";
    if (const auto text = text_of(schema, "description"); !text.empty()) out_ += "<p>" + prose(text) + "</p>\n";
    if (const auto* choices = schema.if_contains("enum")) {
      out_ += "<p>One of";
      for (const auto& one : choices->as_array()) out_ += " <code>" + escaped(one.as_string()) + "</code>";
      out_ += "</p>\n";
    } else if (const auto* properties = schema.if_contains("properties")) {
      write_members(properties->as_object(), schema.if_contains("required"));
    } else {
      out_ += "<p>" + type_in_words(schema) + "</p>\n";
    }
    out_ += "</article>\n";
  }

  void write_members(const json::object& properties, const json::value* required) {
    if (properties.empty()) {
      out_ += "<p>No members.</p>\n";
      return;
    }
    out_ +=
        "<table><caption>Members</caption><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Type</th>"
        "<th scope=\"col\"></th></tr></thead><tbody>\n";
    for (const auto& [name, member] : properties) {
      bool needed = false;
      if (required != nullptr)
        for (const auto& one : required->as_array()) needed = needed || one == json::value(name);
      out_ += "<tr><th scope=\"row\"><code>" + escaped(name) + "</code></th><td>" + type_in_words(member) + "</td><td>" +
              (needed ? "" : "may be left out. ") + prose(text_of(member.as_object(), "description")) + "</td></tr>\n";
    }
    out_ += "</tbody></table>\n";
  }

  const json::object& document_;
  const json::object& components_;
  const json::object& schemas_;
  std::map<std::string, std::vector<Operation>> by_tag_;
  std::string out_;
};

constexpr std::string_view kStyleSheet = R"css(:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --ink: #1d1f21; --quiet: #55595e; --line: #d9d6cf; --accent: #0b5c6b; --code: #f1efe9;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181a; --ink: #e8e6e1; --quiet: #a9adb2; --line: #33373b; --accent: #7cc8d6; --code: #1f2326; }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif;
  display: grid; grid-template-columns: minmax(0, 1fr);
}
header, main, nav { padding: 1rem 1.25rem; }
header { border-bottom: 1px solid var(--line); }
header p { max-width: 75ch; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 2rem 0 .25rem; }
p { margin: .4rem 0; max-width: 75ch; }
a { color: var(--accent); }
a:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; background: var(--paper); padding: .5rem 1rem; }
.skip:focus { left: 0; top: 0; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav > ul > li { margin-bottom: .5rem; }
nav ul ul { padding-left: .9rem; font-size: .9rem; }
nav li a { display: inline-block; padding: .2rem 0; text-decoration: none; }
nav li a:hover { text-decoration: underline; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
code { overflow-wrap: anywhere; }
pre { background: var(--code); border: 1px solid var(--line); padding: .75rem; overflow: auto; max-height: 24rem; border-radius: 4px; }
.address { font-size: 1.05rem; }
.statuses { color: var(--quiet); font-size: .9rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .95rem; }
caption { text-align: left; color: var(--quiet); font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); font-weight: normal; }
thead th { color: var(--quiet); font-size: .85rem; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem 1rem; }
@media (min-width: 60rem) {
  body { grid-template-columns: 19rem minmax(0, 1fr); }
  header { grid-column: 1 / -1; }
  nav { position: sticky; top: 0; max-height: 100vh; overflow: auto; border-right: 1px solid var(--line); }
}
)css";

}  // namespace

std::string docs_page(const std::vector<Route>& routes) {
  const json::object document = openapi_document(routes);
  return Page(document).write();
}

std::string_view docs_style_sheet() { return kStyleSheet; }

}  // namespace api
