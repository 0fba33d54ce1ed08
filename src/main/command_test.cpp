#include "main/command.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "main/commands.hpp"

namespace heed {
namespace {

using Words = std::vector<std::string>;

int nothing(const Invocation& /*call*/) { return kDone; }

const std::vector<Command>& sample() {
  static const std::vector<Command> kCommands = {
      {.name = "import",
       .summary = "Take in a file",
       .touches = Touches::record_writing,
       .options = {{"format", "NAME", "", {"twcs", "json"}}, {"limit", "N"}, {"quiet"}},
       .positionals = {{"FILE"}, {.name = "MORE", .required = false, .many = true}},
       .run = nothing},
      {.name = "user add", .summary = "Make", .positionals = {{"EMAIL"}}, .run = nothing},
      {.name = "user list", .summary = "Show", .run = nothing},
      {.name = "help", .positionals = {{.name = "COMMAND", .required = false, .many = true}}, .run = nothing},
      {.name = "--version", .run = nothing},
  };
  return kCommands;
}

std::string fault(const Words& words) {
  const auto call = parse(sample(), words);
  return call ? "" : call.error().message;
}

TEST(CommandParse, ReadsOptionsAndArgumentsInAnyOrder) {
  const auto call = parse(sample(), {"import", "--format", "twcs", "a.csv", "--limit=-5", "--quiet", "--", "--b"});
  ASSERT_TRUE(call) << call.error().message;
  EXPECT_EQ(call->command->name, "import");
  EXPECT_EQ(call->value("format"), "twcs");
  EXPECT_TRUE(call->has("quiet"));
  EXPECT_FALSE(call->has("data"));
  EXPECT_EQ(call->positionals, (Words{"a.csv", "--b"}));
  EXPECT_EQ(call->number("limit", 1, -10, 10), -5);
  EXPECT_EQ(call->number("absent", 7, 0, 10), 7);
  EXPECT_EQ(call->number("limit", 1, 0, 10).error().message, "--limit must be a whole number from 0 to 10, not '-5'.");
  EXPECT_EQ(call->positional(1), "--b");
  EXPECT_FALSE(call->positional(2));
}

TEST(CommandParse, TakesCommandsOfTwoWordsAndCommonOptions) {
  EXPECT_EQ(parse(sample(), {"user", "add", "a@b"})->command->name, "user add");
  EXPECT_EQ(parse(sample(), {"import", "-", "--data", "d"})->value("data"), "d");
  EXPECT_EQ(parse(sample(), {"--version"})->command->name, "--version");
}

TEST(CommandParse, HelpIsEverywhere) {
  for (const auto& words : {Words{}, Words{"--help"}, Words{"-h"}}) {
    EXPECT_EQ(parse(sample(), words)->command->name, "help");
    EXPECT_TRUE(parse(sample(), words)->positionals.empty());
  }
  EXPECT_EQ(parse(sample(), {"user", "add", "--help"})->positionals, (Words{"user", "add"}));
  EXPECT_EQ(parse(sample(), {"user", "--help"})->positionals, (Words{"user"}));
  EXPECT_EQ(parse(sample(), {"import", "--nonsense", "-h"})->positionals, (Words{"import"}));
  EXPECT_EQ(parse(sample(), {"import", "--", "-h"})->command->name, "import");
}

TEST(CommandParse, WrongWordsAreNamedWithTheNearest) {
  EXPECT_EQ(fault({"improt", "x"}), "heed has no command 'improt'; did you mean 'import'?");
  EXPECT_EQ(fault({"dance"}), "heed has no command 'dance'; `heed --help` lists them.");
  EXPECT_EQ(fault({"usr"}), "heed has no command 'usr'; did you mean 'user'?");
  EXPECT_EQ(fault({"--verson"}), "heed has no option '--verson'; did you mean '--version'?");
  EXPECT_EQ(fault({"--data", "x"}), "heed has no option '--data'; options stand after the command.");
  EXPECT_EQ(fault({"user"}), "`heed user` needs one of: add, list.");
  EXPECT_EQ(fault({"user", "lst"}), "`heed user` needs one of: add, list; did you mean 'list'?");
  EXPECT_EQ(fault({"import", "--fromat", "x"}), "`heed import` has no option '--fromat'; did you mean '--format'?");
  EXPECT_EQ(fault({"import", "-x"}), "`heed import` has no option '-x'.");
  EXPECT_EQ(fault({"user", "list", "--data", "x"}), "`heed user list` has no option '--data'.");
  EXPECT_EQ(fault({"import", "f", "--format", "twsc"}),
            "--format must be one of twcs, json, not 'twsc'; did you mean 'twcs'?");
}

TEST(CommandParse, MissingAndSurplusWordsAreNamed) {
  EXPECT_EQ(fault({"import"}), "`heed import` needs FILE.");
  EXPECT_EQ(fault({"import", "f", "--format"}), "--format needs a value: --format NAME.");
  EXPECT_EQ(fault({"import", "f", "--format", "--quiet"}), "--format needs a value: --format NAME.");
  EXPECT_EQ(fault({"import", "f", "--limit="}), "--limit needs a value: --limit N.");
  EXPECT_EQ(fault({"import", "f", "--quiet=yes"}), "--quiet takes no value.");
  EXPECT_EQ(fault({"import", "f", "--quiet", "--quiet"}), "--quiet is given twice.");
  EXPECT_EQ(fault({"user", "add", "a", "b"}), "`heed user add` does not know what to do with 'b'.");
  EXPECT_EQ(fault({"user", "list", ""}), "`heed user list` does not know what to do with ''.");
}

TEST(HelpPage, ShowsACommandAFamilyAndTheWhole) {
  const auto page = help_page(sample(), "import");
  ASSERT_TRUE(page);
  EXPECT_NE(page->find("Usage: heed import [options] FILE [MORE …]"), std::string::npos);
  EXPECT_NE(page->find("--format NAME"), std::string::npos);
  EXPECT_NE(page->find("One of: twcs, json."), std::string::npos);
  EXPECT_NE(page->find("--store URL"), std::string::npos);
  EXPECT_NE(help_page(sample(), "user")->find("user list"), std::string::npos);
  EXPECT_NE(help_page(sample(), "")->find("import            Take in a file."), std::string::npos);
  EXPECT_EQ(help_page(sample(), "user lits").error().message, "heed has no command 'user lits'; did you mean 'user list'?");
}

// The real table teaches: every entry is whole.
TEST(CommandTable, EveryCommandIsExplained) {
  std::set<std::string> names;
  for (const auto& command : all_commands()) {
    SCOPED_TRACE(command.name);
    EXPECT_TRUE(names.insert(command.name).second);
    EXPECT_NE(command.run, nullptr);
    EXPECT_FALSE(command.summary.empty() || command.summary.ends_with('.'));
    EXPECT_NE(command.text.find("\n  heed "), std::string::npos) << "an example is missing";
    EXPECT_EQ(command.touches == Touches::record_writing, !command.instead.empty());
    std::set<std::string> options;
    for (const auto& option : options_of(command)) {
      EXPECT_TRUE(options.insert(option.name).second) << option.name;
      EXPECT_TRUE(option.help.ends_with('.')) << option.name;
    }
    for (const auto& each : command.positionals) EXPECT_TRUE(each.help.ends_with('.')) << each.name;
    EXPECT_TRUE(help_page(all_commands(), command.name));
  }
}

TEST(CommandTable, NoLineOfHelpIsTooWide) {
  for (const auto& command : all_commands()) {
    const auto page = help_page(all_commands(), command.name).value();
    std::size_t start = 0;
    for (std::size_t end = page.find('\n'); end != std::string::npos; start = end + 1, end = page.find('\n', start)) {
      EXPECT_LE(end - start, 110U) << page.substr(start, end - start);
    }
  }
}

}  // namespace
}  // namespace heed
