#include "main/log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <limits>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

#include "main/test_folder.hpp"

namespace heed {
namespace {

class LogTest : public ::testing::Test {
 protected:
  LogTest() : file(::open((folder.path() + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600)) {}
  ~LogTest() override { ::close(file); }

  Log log(Log::Form form, LogLevel least = LogLevel::debug) { return {file, form, least, clock}; }

  std::string written() {
    std::ifstream stream(folder.path() + "/log");
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  TestFolder folder;
  int file;
  base::FixedClock clock{base::Time(std::chrono::milliseconds(1'795'288'026'250))};
};

TEST_F(LogTest, ALineIsOneJsonObject) {
  log(Log::Form::json)
      .warning("inbox \"4\" is slow", {{"inbox_id", 4}, {"wait_s", 1.5}, {"again", true}, {"channel", "web"}});
  EXPECT_EQ(written(),
            "{\"time\":\"2026-11-21T19:07:06.250Z\",\"level\":\"warning\",\"message\":\"inbox \\\"4\\\" is slow\","
            "\"inbox_id\":4,\"wait_s\":1.5,\"again\":true,\"channel\":\"web\"}\n");
}

TEST_F(LogTest, PlainLinesAreForPeople) {
  log(Log::Form::plain).info("Heed is ready", {{"address", "http://127.0.0.1:8080"}, {"store", "two words"}, {"none", ""}});
  EXPECT_EQ(written(), "19:07:06 info    Heed is ready  address=http://127.0.0.1:8080  store=\"two words\"  none=\"\"\n");
}

TEST_F(LogTest, LevelsBelowTheLeastAreLeftOut) {
  auto quiet = log(Log::Form::json, LogLevel::warning);
  quiet.debug("a");
  quiet.info("b");
  EXPECT_EQ(written(), "");
  quiet.error("c");
  EXPECT_NE(written(), "");
}

TEST_F(LogTest, SecretsAreNeverShown) {
  for (const auto form : {Log::Form::json, Log::Form::plain}) {
    log(form).info("signed in", {{"token", base::Secret("hunter2")}});
  }
  EXPECT_EQ(written().find("hunter2"), std::string::npos);
  EXPECT_NE(written().find("***"), std::string::npos);
}

TEST_F(LogTest, HostileTextStaysOnOneLine) {
  const std::string hostile = std::string("a\nb\x1b[31m\xff\0c", 11) + std::string(5000, 'x');
  log(Log::Form::json).info(hostile, {{hostile, hostile}, {"nan", std::numeric_limits<double>::quiet_NaN()}});
  log(Log::Form::plain).info(hostile, {{"field", hostile}});
  const auto text = written();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\0'), std::string::npos);
  boost::json::error_code error;
  boost::json::parse(text.substr(0, text.find('\n')), error);
  EXPECT_FALSE(error);
  EXPECT_LT(text.size(), 12'000U);
}

TEST_F(LogTest, LinesOfSeveralThreadsDoNotMix) {
  auto shared = log(Log::Form::json);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&shared, i] {
      for (int line = 0; line < 200; ++line) shared.info("a line", {{"thread", i}});
    });
  }
  threads.clear();
  std::ifstream stream(folder.path() + "/log");
  int lines = 0;
  for (std::string line; std::getline(stream, line); ++lines) {
    boost::json::error_code error;
    boost::json::parse(line, error);
    ASSERT_FALSE(error) << line;
  }
  EXPECT_EQ(lines, 800);
}

TEST_F(LogTest, ALogThatCannotBeWrittenIsCounted) {
  Log broken(-1, Log::Form::json, LogLevel::debug, clock);
  broken.error("lost");
  EXPECT_EQ(broken.dropped(), 1U);
}

TEST(LogLevelNamed, KnowsTheLevels) {
  EXPECT_EQ(log_level_named("debug"), LogLevel::debug);
  EXPECT_EQ(log_level_named("error"), LogLevel::error);
  EXPECT_EQ(log_level_named("loud"), LogLevel::info);
}

}  // namespace
}  // namespace heed
