#include "api/openapi.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "api/docs_page.hpp"
#include "api/schema_example.hpp"
#include "api/topics.hpp"
#include "base/json/schema.hpp"

namespace api {
namespace {

namespace json = boost::json;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// HEED_UPDATE=1 writes the file anew; review it as a diff.
TEST(OpenApi, IsCurrent) {
  const std::string path = std::string(SOURCE_ROOT) + "/api/openapi.json";
  const std::string made = openapi_text(all_routes());
  if (std::getenv("HEED_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << made;
  EXPECT_TRUE(read_file(path) == made) << "api/openapi.json is not what the program says: run HEED_UPDATE=1 ./test api";
}

void collect_references(const json::value& value, std::set<std::string>& out) {
  if (value.is_array())
    for (const auto& element : value.get_array()) collect_references(element, out);
  if (!value.is_object()) return;
  for (const auto& [name, member] : value.get_object()) {
    if (name == "$ref") out.insert(std::string(member.as_string()));
    else collect_references(member, out);
  }
}

TEST(OpenApi, EveryReferenceLeadsSomewhere) {
  const json::value document = openapi_document(all_routes());
  std::set<std::string> references;
  collect_references(document, references);
  EXPECT_GT(references.size(), 50U);
  for (const auto& reference : references) {
    boost::system::error_code error;
    EXPECT_NE(document.find_pointer(reference.substr(1), error), nullptr) << reference;
  }
}

TEST(OpenApi, OperationsHaveNamesTagsAndPermissionsOfTheirOwn) {
  const json::value document = openapi_document(all_routes());
  std::set<std::string> tags;
  for (const auto& tag : document.at("tags").as_array()) tags.insert(std::string(tag.at("name").as_string()));
  std::set<std::string> names;
  std::size_t operations = 0;
  for (const auto& [path, methods] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : methods.as_object()) {
      ++operations;
      names.insert(std::string(operation.at("operationId").as_string()));
      EXPECT_TRUE(tags.contains(std::string(operation.at("tags").at(0).as_string()))) << path;
      EXPECT_TRUE(operation.as_object().contains("security")) << path;
    }
  }
  EXPECT_EQ(names.size(), operations);
  EXPECT_EQ(operations, all_routes().size() + 2);  // and the two WebSockets
}

TEST(OpenApi, PathMembersAreNotInBodies) {
  const json::value document = openapi_document(all_routes());
  const auto& reply = document.at("components").at("schemas").at("Reply");
  EXPECT_FALSE(reply.at("properties").as_object().contains("conversation_id"));
  EXPECT_EQ(reply.at("additionalProperties"), json::value(false));
}

// What the examples of the reference show is what the decoder takes.
TEST(OpenApi, ExamplesAreWellFormed) {
  const json::value document = openapi_document(all_routes());
  const auto& schemas = document.at("components").at("schemas").as_object();
  for (const auto& route : all_routes()) {
    base::SchemaBuilder builder;
    const json::value schema = route.reply_schema(builder);
    const json::value example = example_of(schema, builder.components());
    EXPECT_TRUE(example.is_object()) << route.path;
  }
  EXPECT_EQ(example_of(schemas.at("Direction"), schemas), "inbound");
  ExampleOptions options;
  options.optional_members = false;
  EXPECT_FALSE(example_of(schemas.at("Reply"), schemas, options).as_object().contains("seen_message_id"));
}

TEST(OpenApi, TopicsAreAllNamed) {
  const auto topics = all_topics();
  EXPECT_EQ(topics.size(), std::variant_size_v<event::Event>);
  for (const auto& topic : topics) {
    EXPECT_NE(topic.permission, rights::Permission::anyone) << topic.type;
    EXPECT_NE(topic.permission, rights::Permission::visitor) << topic.type;
  }
}

TEST(DocsPage, ShowsEveryRouteAndRunsNothing) {
  const std::string page = docs_page(all_routes());
  for (const auto& route : all_routes()) {
    EXPECT_NE(page.find("id=\"" + route.name + "\""), std::string::npos) << route.name;
    EXPECT_NE(page.find("/api/v1" + route.path), std::string::npos) << route.path;
  }
  for (const char* never : {"<script", "style=\"", "http://", "https://cdn", "onclick", "<img"})
    EXPECT_EQ(page.find(never), std::string::npos) << never;
  std::set<std::string> ids;
  std::size_t count = 0;
  for (auto at = page.find(" id=\""); at != std::string::npos; at = page.find(" id=\"", at + 1)) {
    ids.insert(page.substr(at + 5, page.find('"', at + 5) - at - 5));
    ++count;
  }
  EXPECT_EQ(ids.size(), count);
  for (auto at = page.find("href=\"#"); at != std::string::npos; at = page.find("href=\"#", at + 1)) {
    const std::string id = page.substr(at + 7, page.find('"', at + 7) - at - 7);
    EXPECT_TRUE(ids.contains(id)) << id;
  }
}

}  // namespace
}  // namespace api
