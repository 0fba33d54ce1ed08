#include "main/dispatch.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <gtest/gtest.h>

#include "main/test_folder.hpp"

namespace heed {
namespace {

Invocation last_call;

int keep(const Invocation& call) {
  last_call = call;
  return kDone;
}

int break_down(const Invocation& /*call*/) { throw std::runtime_error("The disk is full."); }

const std::vector<Command>& sample() {
  static const std::vector<Command> kCommands = {
      {.name = "plain", .run = keep},
      {.name = "config", .touches = Touches::configuration, .run = keep},
      {.name = "report", .touches = Touches::record_reading, .run = keep},
      {.name = "import", .touches = Touches::record_writing, .run = keep, .instead = "Stop it first."},
      {.name = "serve", .touches = Touches::record_serving, .options = {{"log-level", "LEVEL"}}, .run = keep},
      {.name = "break", .run = break_down},
      {.name = "help", .run = keep},
  };
  return kCommands;
}

class Dispatch : public ::testing::Test {
 protected:
  ~Dispatch() override { last_call = {}; }

  int call(const std::vector<std::string>& words) {
    ::testing::internal::CaptureStderr();
    const int code = dispatch(sample(), words, [](const std::string&) { return std::nullopt; });
    said = ::testing::internal::GetCapturedStderr();
    return code;
  }

  TestFolder root;
  std::string data = root.path() + "/data";
  std::string said;
};

TEST_F(Dispatch, TellsWhatIsWrongWithTheCall) {
  EXPECT_EQ(call({"plian"}), kWrongCall);
  EXPECT_EQ(said.substr(0, said.find('\n')), "heed: heed has no command 'plian'; did you mean 'plain'?");
  EXPECT_EQ(call({"config", "--config", root.path() + "/none.toml"}), kWrongCall);
  EXPECT_NE(said.find("none.toml cannot be read"), std::string::npos);
}

TEST_F(Dispatch, OptionsSetTheirKeys) {
  EXPECT_EQ(call({"serve", "--data", data, "--log-level", "debug"}), kDone);
  EXPECT_EQ(last_call.config.log_level, "debug");
  EXPECT_EQ(last_call.config.data, data);
  EXPECT_EQ(call({"serve", "--data", data, "--log-level", "loud"}), kWrongCall);
  EXPECT_NE(said.find("--log-level: log_level must be"), std::string::npos);
}

TEST_F(Dispatch, AReaderNeedsARecordAndMakesNone) {
  EXPECT_EQ(call({"report", "--data", data}), kFailed);
  EXPECT_NE(said.find("There is no record in " + data), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(data));
  std::filesystem::create_directory(data);
  std::ofstream(data + "/heed.db") << "";
  EXPECT_EQ(call({"report", "--data", data}), kDone);
  EXPECT_TRUE(last_call.folder);
  EXPECT_FALSE(last_call.lock);
}

TEST_F(Dispatch, AWriterHoldsTheFolderAndSaysWhatToDoWhileAServerRuns) {
  EXPECT_EQ(call({"serve", "--data", data}), kDone);
  const auto server = last_call.lock;
  ASSERT_TRUE(server);
  last_call = {};
  server->set_address("http://127.0.0.1:8080");
  EXPECT_EQ(call({"import", "--data", data}), kFailed);
  EXPECT_EQ(said, "heed: A server runs on " + data + " (pid " + std::to_string(::getpid()) +
                      ", http://127.0.0.1:8080). Stop it first.\n");
  EXPECT_EQ(call({"serve", "--data", data}), kFailed);
}

TEST_F(Dispatch, TheEmbeddedFolderIsLeftAloneWithPostgresql) {
  EXPECT_EQ(call({"import", "--data", data, "--store", "postgresql:///heed"}), kDone);
  EXPECT_FALSE(std::filesystem::exists(data));
  EXPECT_FALSE(last_call.folder);
  EXPECT_EQ(call({"serve", "--data", data, "--store", "postgresql:///heed"}), kDone);
  EXPECT_TRUE(last_call.lock);
}

TEST_F(Dispatch, AnExceptionIsOneSentence) {
  EXPECT_EQ(call({"break"}), kFailed);
  EXPECT_EQ(said, "heed: The disk is full.\n");
}

}  // namespace
}  // namespace heed
