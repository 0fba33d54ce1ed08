#pragma once
// A command of the program as data: its words, options and help stand in one table (command_table.cpp), and everything
// else is derived from it: the parser, `heed --help`, `heed help CMD`, the shells' completion.
//
//   int run_import(const Invocation& call) {
//     const auto format = call.value("format").value_or("twcs");
//     …
//     return kDone;
//   }

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "main/config.hpp"
#include "main/data_folder.hpp"

namespace heed {

// What a command exits with.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;     // It ran and could not do what was asked, or found what it looks for.
inline constexpr int kWrongCall = 2;  // The command line or the configuration is wrong; nothing was done.

struct Option {
  std::string name;                       // "data", typed as --data
  std::string value_name = {};            // "DIR", "FILE", "URL" …; empty for a switch
  std::string help = {};                  // One sentence.
  std::vector<std::string> choices = {};  // The only values taken; empty: any.
};

struct Positional {
  std::string name;  // "FILE"
  std::string help = {};
  bool required = true;
  bool many = false;  // Takes all that follow; only the last one may.
  std::vector<std::string> choices = {};
};

// What a command needs of the installation; dispatch.cpp has it ready before the command runs.
enum class Touches {
  nothing,
  configuration,   // `config`; takes --config and --data, --store like all below.
  record_reading,  // The embedded record must be there.
  record_writing,  // Holds the data folder, so not while a server runs on it: `instead` says what to do then.
  record_serving,  // Holds the data folder also where the record is in PostgreSQL.
};

struct Invocation;

struct Command {
  std::string name;          // One word or two: "import", "report care", "--version".
  std::string summary = {};  // One line for the list, without a full stop.
  std::string text = {};  // What it does, in sentences; lines that begin with two spaces are examples and stay as they are.
  Touches touches = Touches::nothing;
  std::vector<Option> options = {};
  std::vector<Positional> positionals = {};
  int (*run)(const Invocation&) = nullptr;
  std::string instead = {};  // For record_writing, a sentence: "Add people on its page Settings → People, or stop it first."
};

// One command line, read.
struct Invocation {
  const Command* command = nullptr;
  std::map<std::string, std::string, std::less<>> values = {};  // Switches have an empty value.
  std::vector<std::string> positionals = {};

  // Filled by dispatch() as `touches` asks for.
  Config config = {};
  std::shared_ptr<DataFolder> folder = {};  // Null where the record is in PostgreSQL and the command is not the server.
  std::shared_ptr<FolderLock> lock = {};    // Held for record_writing and record_serving.

  [[nodiscard]] bool has(std::string_view option) const { return values.find(option) != values.end(); }
  [[nodiscard]] std::optional<std::string> value(std::string_view option) const;
  // The option as a whole number between the bounds; `otherwise` when it is not given.
  [[nodiscard]] base::Result<std::int64_t> number(std::string_view option, std::int64_t otherwise, std::int64_t least,
                                                  std::int64_t most) const;
  [[nodiscard]] std::optional<std::string> positional(std::size_t index) const;
};

// Every option the command takes: its own, then --data, --store, --config where it touches anything.
[[nodiscard]] std::vector<Option> options_of(const Command& command);

// Reads the words after the program's name. No word at all, -h or --help anywhere is the command `help`. The failure is
// a sentence that names what is wrong and the nearest right word.
[[nodiscard]] base::Result<Invocation> parse(const std::vector<Command>& commands, const std::vector<std::string>& words);

// The page of one command, of a family ("user"), or of the whole program when `name` is empty.
[[nodiscard]] base::Result<std::string> help_page(const std::vector<Command>& commands, const std::string& name);

// The completion script for "bash", "zsh" or "fish".
[[nodiscard]] base::Result<std::string> completion_script(const std::vector<Command>& commands, const std::string& shell);

// The second words of a family: "add", "list" … of "user"; empty when there is no such family.
[[nodiscard]] std::vector<std::string> family_of(const std::vector<Command>& commands, std::string_view first_word);

}  // namespace heed
