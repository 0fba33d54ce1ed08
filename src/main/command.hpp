#pragma once
// A command of the program as data: its words, options and help stand in one table (command_table.cpp), and everything
// else is derived from it: the parser, `heed --help`, `heed help CMD`, the shells' completion, the documentation.
//
//   int run_import(const Invocation& call) {
//     const auto format = call.value("format").value_or("twcs");
//     ...
//   }

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "main/config.hpp"

namespace heed {

// What a command exits with.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;     // The command ran and could not do what was asked.
inline constexpr int kWrongCall = 2;  // The command line or the configuration is wrong; nothing was done.

struct Option {
  std::string name;                       // "data"; typed as --data
  std::string value_name = "";            // "DIR", "FILE", "URL" …; empty for a switch
  std::string help = "";                  // One sentence.
  std::vector<std::string> choices = {};  // The only values taken; empty: any.
};

struct Positional {
  std::string name;  // "FILE"
  std::string help = "";
  bool required = true;
  bool many = false;  // The last one may take all that follow.
  std::vector<std::string> choices = {};
};

// What a command does to the record. All but `untouched` take --data, --store and --config.
enum class Touches {
  nothing,
  configuration,  // Reads the configuration and nothing else.
  record_reading,
  record_writing,  // Not while a server runs on the same data folder; `instead` says what to do then.
  record_serving,  // The server: takes the folder for itself.
};

struct Invocation;

struct Command {
  std::string name;     // One word or two: "import", "report care", "--version".
  std::string summary;  // One line for the list.
  std::string text;     // What it does, in sentences, and examples on lines of their own that begin with two spaces.
  Touches touches = Touches::nothing;
  std::vector<Option> options = {};
  std::vector<Positional> positionals = {};
  int (*run)(const Invocation&) = nullptr;
  std::string instead =
      "";  // For record_writing: what helps while a server runs. "Add people on its page Settings → People."
};

// One command line, read.
struct Invocation {
  const Command* command = nullptr;
  std::map<std::string, std::string, std::less<>> values;  // Switches have an empty value.
  std::vector<std::string> positionals;
  Config config;  // In force for this call: file, environment, options. Defaults for commands that touch nothing.

  [[nodiscard]] bool has(std::string_view option) const { return values.find(option) != values.end(); }
  [[nodiscard]] std::optional<std::string> value(std::string_view option) const;
  // The option as a whole number between the bounds; `otherwise` when it is not given.
  [[nodiscard]] base::Result<std::int64_t> number(std::string_view option, std::int64_t otherwise, std::int64_t least,
                                                  std::int64_t most) const;
  [[nodiscard]] std::optional<std::string> positional(std::size_t index) const;
};

// Every option the command takes, the common ones last.
[[nodiscard]] std::vector<Option> options_of(const Command& command);

// Reads the words after the program's name. --help anywhere gives the command `help` for that command. The failure is a
// sentence naming what is wrong and the nearest right word.
[[nodiscard]] base::Result<Invocation> parse(const std::vector<Command>& commands, const std::vector<std::string>& words);

// The page of one command; of the whole program when `name` is empty; of a family when it is the first of two words.
// Not found: the failure names the nearest command.
[[nodiscard]] base::Result<std::string> help_page(const std::vector<Command>& commands, const std::string& name);

// The completion script for "bash", "zsh" or "fish".
[[nodiscard]] base::Result<std::string> completion_script(const std::vector<Command>& commands, const std::string& shell);

}  // namespace heed
