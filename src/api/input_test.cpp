#include "api/input.hpp"

#include <gtest/gtest.h>

#include <boost/describe.hpp>

#include "base/json/decode.hpp"
#include "domain/ids.hpp"

namespace api {
namespace {

enum class Colour { red, blue };
BOOST_DESCRIBE_ENUM(Colour, red, blue)

struct Everything {
  ids::Conversation id;
  std::string text;
  std::optional<std::int64_t> limit;
  std::optional<bool> open;
  std::optional<double> ratio;
  std::optional<Colour> colour;
  std::optional<base::Time> since;
};
BOOST_DESCRIBE_STRUCT(Everything, (), (id, text, limit, open, ratio, colour, since))

struct Body {
  ids::Conversation id;
  std::string text;
  std::optional<std::vector<std::string>> tags;
};
BOOST_DESCRIBE_STRUCT(Body, (), (id, text, tags))

const std::vector<std::string> kNames{"id"};

template <class In>
base::Result<In> take(net::Method method, const std::string& id, const std::string& query, const std::string& body,
                      const std::string& content_type = "application/json") {
  net::Request request;
  request.method = method;
  request.query = query;
  request.body = body;
  request.headers.push_back({"content-type", content_type});
  PathValues path;
  path.values[path.count++] = id;
  const auto members = input_members<In>();
  auto value = gather_input(request, members, kNames, path);
  if (!value) return base::pass_on(value.error());
  return base::decode<In>(*value);
}

base::Result<Everything> from_query(const std::string& query, const std::string& id = "7") {
  return take<Everything>(net::Method::get, id, query, "");
}
base::Result<Body> from_body(const std::string& body, const std::string& type = "application/json") {
  return take<Body>(net::Method::post, "7", "", body, type);
}

TEST(InputQuery, BecomesTheMembersTypes) {
  const auto in = from_query("text=a%20b&limit=-3&open=true&ratio=0.5&colour=blue&since=2026-11-21T00:00:00Z");
  ASSERT_TRUE(in) << in.error().message;
  EXPECT_EQ(in->id.value, 7);
  EXPECT_EQ(in->text, "a b");
  EXPECT_EQ(in->limit, -3);
  EXPECT_EQ(in->open, true);
  EXPECT_EQ(in->ratio, 0.5);
  EXPECT_EQ(in->colour, Colour::blue);
  EXPECT_EQ(base::to_rfc3339(*in->since), "2026-11-21T00:00:00Z");
}

TEST(InputQuery, TextStaysText) {
  EXPECT_EQ(from_query("text=123")->text, "123");
  EXPECT_EQ(from_query("text=true")->text, "true");
  EXPECT_EQ(from_query("text=null")->text, "null");
}

TEST(InputQuery, NamesTheFault) {
  EXPECT_EQ(from_query("limit=3").error().message, "text: missing");
  EXPECT_EQ(from_query("text=a&limit=three").error().message, "limit: expected a whole number");
  EXPECT_EQ(from_query("text=a&limit=1e3").error().field, "limit");
  EXPECT_EQ(from_query("text=a&limit=99999999999999999999").error().field, "limit");
  EXPECT_EQ(from_query("text=a&open=yes").error().message, "open: expected true or false");
  EXPECT_EQ(from_query("text=a&colour=green").error().field, "colour");
  EXPECT_EQ(from_query("text=a&lmit=3").error().message, "lmit: unknown; did you mean limit?");
  EXPECT_EQ(from_query("text=a&text=b").error().message, "text: given twice");
  EXPECT_EQ(from_query("text=a&id=8").error().message, "id: unknown");
  EXPECT_EQ(from_query("text=%FF").error().field, "text");
  EXPECT_EQ(from_query("text=a%00b").error().field, "text");
}

TEST(InputPath, NamesNothingWhenItIsNoValue) {
  for (const char* id : {"x", "7x", "", " 7", "0x7", "7.0", "99999999999999999999"})
    EXPECT_EQ(from_query("text=a", id).error().kind, base::FailureKind::not_found) << id;
  EXPECT_TRUE(from_query("text=a", "-7"));
}

TEST(InputBody, IsJsonWithNothingUnknown) {
  EXPECT_EQ(from_body(R"({"text":"a"})")->text, "a");
  EXPECT_EQ(from_body(R"({"text":"a","tags":["x"]})")->tags->size(), 1U);
  EXPECT_EQ(from_body(R"({"text":"a","txet":1})").error().message, "txet: unknown; did you mean text?");
  EXPECT_EQ(from_body(R"({"text":"a","id":8})").error().message, "id: unknown");
  EXPECT_EQ(from_body(R"(["text"])").error().message, "expected an object");
  EXPECT_EQ(from_body("null").error().message, "expected an object");
  EXPECT_TRUE(from_body("{\"text\":").error().message.starts_with("not JSON at byte"));
  EXPECT_FALSE(from_body(""));
  EXPECT_EQ(from_body(R"({"text":"a\u0000b"})").error().field, "text");
  EXPECT_EQ(from_body(R"({"text":"a","tags":["ok","\u0000"]})").error().field, "tags[1]");
  EXPECT_FALSE(from_body("{\"text\":\"\xFF\"}"));
}

TEST(InputBody, AsksForItsContentType) {
  EXPECT_TRUE(from_body(R"({"text":"a"})", "Application/JSON; charset=utf-8"));
  for (const char* type :
       {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "multipart/form-data"})
    EXPECT_EQ(from_body(R"({"text":"a"})", type).error().field, "Content-Type") << type;
}

TEST(InputBody, TakesNoQuery) { EXPECT_FALSE(take<Body>(net::Method::patch, "7", "text=a", R"({"text":"a"})")); }

TEST(InputBody, MayBeLeftOutWhereNothingIsAsked) {
  net::Request request;
  request.method = net::Method::post;
  EXPECT_TRUE(gather_input(request, {}, {}, {}));
  request.body = "{}";
  EXPECT_FALSE(gather_input(request, {}, {}, {}));
  request.headers.push_back({"Content-Type", "application/json"});
  EXPECT_TRUE(gather_input(request, {}, {}, {}));
  request.body = R"({"a":1})";
  EXPECT_FALSE(gather_input(request, {}, {}, {}));
}

}  // namespace
}  // namespace api
