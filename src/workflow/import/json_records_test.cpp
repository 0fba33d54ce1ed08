#include "workflow/import/json_records.hpp"

#include <gtest/gtest.h>

#include "workflow/import/file_test_kit.hpp"

namespace workflow {
namespace {

using Texts = std::vector<std::string>;

class JsonRecordsTest : public testing::Test {
 protected:
  // "line:text" or "line!fault" of each value.
  Texts all_of(const std::string& text, TextPosition from = {}) {
    const TestFile file(text);
    auto records = JsonRecords::open(file.path(), from).value();
    Texts out;
    while (auto next = records.next().value()) {
      out.push_back(std::to_string(next->line) + (next->fault.empty() ? ":" + next->text : "!" + next->fault));
      ends_.push_back(records.input().position());
    }
    return out;
  }
  std::vector<TextPosition> ends_;
};

TEST_F(JsonRecordsTest, AValueALine) {
  EXPECT_EQ(all_of("{\"a\":1}\r\n\n{\"b\":\"]\"}\nx\n{\"c\""), (Texts{"1:{\"a\":1}", "3:{\"b\":\"]\"}", "4:x", "5:{\"c\""}));
  EXPECT_EQ(all_of("\xEF\xBB\xBF{}"), (Texts{"1:{}"}));
}

TEST_F(JsonRecordsTest, TheElementsOfAListHoweverItIsLaidOut) {
  EXPECT_EQ(all_of(R"([{"a":"}\"]"},{"b":[1,{}]} , 5 ,"x, y"])"),
            (Texts{R"(1:{"a":"}\"]"})", R"(1:{"b":[1,{}]})", "1:5", R"(1:"x, y")"}));
  EXPECT_EQ(all_of("[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": 2\n  }\n]\n"),
            (Texts{"2:{\n    \"a\": 1\n  }", "5:{\n    \"b\": 2\n  }"}));
  EXPECT_EQ(all_of("[]"), Texts{});
}

TEST_F(JsonRecordsTest, ObjectsOverManyLines) {
  EXPECT_EQ(all_of("{\n \"a\": {\n }\n}\n{\n \"b\": 1\n}"), (Texts{"1:{\n \"a\": {\n }\n}", "5:{\n \"b\": 1\n}"}));
}

TEST_F(JsonRecordsTest, WhatNeverClosesIsTheLastValue) {
  EXPECT_EQ(all_of("[{\"a\":1},{\"b\":"), (Texts{"1:{\"a\":1}", "1:{\"b\":"}));
  EXPECT_EQ(all_of("[}{\"a\":1}"), (Texts{"1:}", "1:{\"a\":1}"}));
}

TEST_F(JsonRecordsTest, GoesOnBehindAnyValue) {
  const std::string text = "[{\"a\":1},\n{\"b\":2},\n{\"c\":3}]";
  (void)all_of(text);
  const auto after_first = ends_.at(0);
  EXPECT_EQ(all_of(text, after_first), (Texts{"2:{\"b\":2}", "3:{\"c\":3}"}));
  EXPECT_EQ(all_of(text, {static_cast<std::int64_t>(text.size()), 3}), Texts{});
}

TEST_F(JsonRecordsTest, AHugeElementIsAFaultAndTheNextIsRead) {
  const auto huge = "{\"a\":\"" + std::string(JsonRecords::kLongest, 'x') + "\"}";
  EXPECT_EQ(all_of("[" + huge + ",\n{}]"), (Texts{"1!longer than 16 MiB", "2:{}"}));
}

}  // namespace
}  // namespace workflow
