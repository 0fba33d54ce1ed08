#include "base/json/schema.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

namespace base {
namespace {

enum class Size { small, large };
BOOST_DESCRIBE_ENUM(Size, small, large)

struct WheelTag {
  static constexpr const char* noun = "wheel";
};

struct Wheel {
  static constexpr const char* kDoc = "One of two.";
  Id<WheelTag> id;
  std::optional<Size> size;
  static std::map<std::string, std::string> help() { return {{"size", "Across."}}; }
};
BOOST_DESCRIBE_STRUCT(Wheel, (), (id, size))

struct Bell {
  static constexpr const char* kType = "bell";
  std::string type = kType;
};
BOOST_DESCRIBE_STRUCT(Bell, (), (type))

struct Bicycle {
  std::vector<Wheel> wheels;
  std::map<std::string, double> prices;
  std::variant<Wheel, Bell> extra;
  Secret lock;
  Time built_at{};
};
BOOST_DESCRIBE_STRUCT(Bicycle, (), (wheels, prices, extra, lock, built_at))

struct Change {
  std::optional<std::optional<Size>> size;
  std::optional<std::optional<std::string>> name;
};
BOOST_DESCRIBE_STRUCT(Change, (), (size, name))

struct Part {
  std::vector<Part> parts;
};
BOOST_DESCRIBE_STRUCT(Part, (), (parts))

std::string text(const boost::json::value& value) { return boost::json::serialize(value); }

TEST(Schema, ARepliesMembersAreAllThere) {
  SchemaBuilder builder;
  EXPECT_EQ(text(builder.schema_of<Wheel>(SchemaUse::reply)), R"({"$ref":"#/components/schemas/Wheel"})");
  EXPECT_EQ(text(builder.components().at("Wheel")),
            R"({"type":"object","properties":{"id":{"type":"integer","format":"int64","x-heed-id":"wheel"},)"
            R"("size":{"oneOf":[{"$ref":"#/components/schemas/Size"},{"type":"null"}],"description":"Across."}},)"
            R"("required":["id","size"],"description":"One of two."})");
  EXPECT_EQ(text(builder.components().at("Size")), R"({"type":"string","enum":["small","large"]})");
}

TEST(Schema, ARequestTakesNoUnknownMember) {
  SchemaBuilder builder;
  (void)builder.schema_of<Wheel>(SchemaUse::request);
  const auto& wheel = builder.components().at("Wheel").as_object();
  EXPECT_EQ(text(wheel.at("required")), R"(["id"])");
  EXPECT_EQ(text(wheel.at("additionalProperties")), "false");
}

TEST(Schema, ATypeUsedBothWaysHasTwoNames) {
  SchemaBuilder builder;
  (void)builder.schema_of<Wheel>(SchemaUse::reply);
  EXPECT_EQ(text(builder.schema_of<Wheel>(SchemaUse::request)), R"({"$ref":"#/components/schemas/WheelInput"})");
  EXPECT_EQ(text(builder.schema_of<Wheel>(SchemaUse::reply)), R"({"$ref":"#/components/schemas/Wheel"})");
  EXPECT_TRUE(builder.components().contains("WheelInput"));
}

TEST(Schema, DescribesEveryKindOfMember) {
  SchemaBuilder builder;
  const auto properties = builder.properties_of<Bicycle>(SchemaUse::reply);
  EXPECT_EQ(text(properties.at("wheels")), R"({"type":"array","items":{"$ref":"#/components/schemas/Wheel"}})");
  EXPECT_EQ(text(properties.at("prices")), R"({"type":"object","additionalProperties":{"type":"number"}})");
  EXPECT_EQ(text(properties.at("extra")),
            R"({"oneOf":[{"$ref":"#/components/schemas/Wheel"},{"$ref":"#/components/schemas/Bell"}]})");
  EXPECT_EQ(text(properties.at("lock")), R"({"type":"string","format":"password"})");
  EXPECT_EQ(text(properties.at("built_at")), R"({"type":"string","format":"date-time"})");
  EXPECT_EQ(text(builder.components().at("Bell").at("properties")), R"({"type":{"type":"string","const":"bell"}})");
}

// null must fit the schema once: oneOf fails where two of its branches take it.
TEST(Schema, AnOptionalOptionalIsNullableOnce) {
  SchemaBuilder builder;
  const auto properties = builder.properties_of<Change>(SchemaUse::request);
  EXPECT_EQ(text(properties.at("size")), R"({"oneOf":[{"$ref":"#/components/schemas/Size"},{"type":"null"}]})");
  EXPECT_EQ(text(properties.at("name")), R"({"type":["string","null"]})");
}

TEST(Schema, ATypeMayHoldItself) {
  SchemaBuilder builder;
  (void)builder.schema_of<Part>(SchemaUse::reply);
  EXPECT_EQ(text(builder.components().at("Part").at("properties").at("parts")),
            R"({"type":"array","items":{"$ref":"#/components/schemas/Part"}})");
}

}  // namespace
}  // namespace base
