#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>

#include <gtest/gtest.h>

#include "main/commands.hpp"
#include "main/test_folder.hpp"

namespace heed {
namespace {

// What a shell prints on standard output.
std::string output_of(const std::string& command_line) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command_line.c_str(), "r"), ::pclose);
  std::string text;
  std::array<char, 256> buffer{};
  while (std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) text += buffer.data();
  return text;
}

class BashCompletion : public ::testing::Test {
 protected:
  BashCompletion() { std::ofstream(script) << completion_script(all_commands(), "bash").value(); }

  // What bash offers for the last of the words, separated by spaces.
  std::string offered(const std::string& words) {
    return output_of("bash -c 'source " + script + "; COMP_WORDS=(heed " + words +
                     "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _heed; echo -n \"${COMPREPLY[*]}\"'");
  }

  TestFolder folder;
  std::string script = folder.path() + "/heed.bash";
};

TEST_F(BashCompletion, IsValidBash) { EXPECT_EQ(output_of("bash -n " + script + " 2>&1; echo -n $?"), "0"); }

TEST_F(BashCompletion, OffersCommandsOptionsAndValues) {
  EXPECT_EQ(offered("imp"), "import");
  EXPECT_EQ(offered("--v"), "--version");
  EXPECT_EQ(offered("user \"\""), "add list password");
  EXPECT_EQ(offered("user pa"), "password");
  EXPECT_EQ(offered("user add --ro"), "--role");
  EXPECT_EQ(offered("user add --role a"), "admin agent");
  EXPECT_EQ(offered("import --f"), "--format");
  EXPECT_EQ(offered("completion \"\""), "bash zsh fish");
  EXPECT_EQ(offered("help ver"), "verify");
  EXPECT_EQ(offered("nonsense \"\""), "");
}

TEST_F(BashCompletion, OffersFoldersAndFilesWhereTheyBelong) {
  std::ofstream(folder.path() + "/archive.csv") << "x";
  EXPECT_EQ(offered("import " + folder.path() + "/arch"), folder.path() + "/archive.csv");
  EXPECT_EQ(offered("serve --data " + folder.path() + "/arch"), "");
  EXPECT_EQ(offered("serve --data " + folder.path()), folder.path());
  EXPECT_EQ(offered("serve --config " + folder.path() + "/arch"), folder.path() + "/archive.csv");
}

TEST(Completion, EveryCommandStandsInEveryScript) {
  for (const auto* shell : {"bash", "zsh", "fish"}) {
    const auto script = completion_script(all_commands(), shell);
    ASSERT_TRUE(script);
    for (const auto& command : all_commands())
      EXPECT_NE(script->find(command.name), std::string::npos) << shell << command.name;
    EXPECT_EQ(script->find('@' + std::string("commands@")), std::string::npos);
  }
  EXPECT_EQ(completion_script(all_commands(), "bahs").error().message,
            "There is completion for bash, zsh and fish, not for 'bahs'; did you mean 'bash'?");
}

}  // namespace
}  // namespace heed
