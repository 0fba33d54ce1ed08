#include <algorithm>

#include "base/text.hpp"
#include "main/command.hpp"
#include "main/did_you_mean.hpp"

namespace heed {
namespace {

constexpr std::size_t kColumns = 92;
constexpr std::size_t kTermWidth = 20;

// Words of `text` in lines of at most kColumns, all but the first indented.
std::string wrapped(std::string_view text, std::size_t column, std::size_t indent) {
  std::string out;
  for (const auto word : base::split(text, ' ')) {
    const auto width = base::count_points(word) + 1;
    if (!out.empty() && column + width > kColumns) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (!out.empty()) {
      out += ' ';
    }
    out += word;
    column += width;
  }
  return out + "\n";
}

// "  --data DIR          What it is." with the explanation in a column of its own.
std::string entry(const std::string& term, const std::string& explanation) {
  std::string line = "  " + term;
  if (line.size() + 2 > kTermWidth) line += "  ";
  else line.append(kTermWidth - line.size(), ' ');
  const auto column = line.size();
  return line + wrapped(explanation, column, kTermWidth);
}

std::string with_choices(const std::string& help, const std::vector<std::string>& choices) {
  if (choices.empty()) return help;
  std::string list;
  for (const auto& choice : choices) list.append(list.empty() ? "" : ", ").append(choice);
  return help + (help.empty() ? "" : " ") + "One of: " + list + ".";
}

std::string usage(const Command& command) {
  std::string line = "heed " + command.name;
  if (!options_of(command).empty()) line += " [options]";
  for (const auto& each : command.positionals) {
    const auto name = each.name + (each.many ? " …" : "");
    line += each.required ? " " + name : " [" + name + "]";
  }
  return line;
}

std::string paragraphs(std::string_view text) {
  std::string out;
  for (const auto line : base::split(base::trim(text), '\n')) {
    out += line.starts_with("  ") || line.empty() ? std::string(line) + "\n" : wrapped(line, 0, 0);
  }
  return out;
}

std::string page_of(const Command& command) {
  std::string page = "heed " + command.name + ": " + command.summary + ".\n\nUsage: " + usage(command) + "\n\n";
  page += paragraphs(command.text);
  if (!command.positionals.empty()) {
    page += "\nArguments\n";
    for (const auto& each : command.positionals) page += entry(each.name, with_choices(each.help, each.choices));
  }
  if (const auto options = options_of(command); !options.empty()) {
    page += "\nOptions\n";
    for (const auto& option : options) {
      const auto term = "--" + option.name + (option.value_name.empty() ? "" : " " + option.value_name);
      page += entry(term, with_choices(option.help, option.choices));
    }
  }
  return page;
}

std::string list_of(const std::vector<Command>& commands, std::string_view prefix) {
  std::string list;
  for (const auto& command : commands) {
    if (command.name.starts_with(prefix)) list += entry(command.name, command.summary + ".");
  }
  return list;
}

std::string overview(const std::vector<Command>& commands) {
  return "Heed, a self-hosted social customer care server: every voice gets an answer, in time.\n\n"
         "  heed serve          start it, then open the address it prints\n"
         "  heed help COMMAND   what a command does, with examples\n\n"
         "Commands\n" +
         list_of(commands, "") +
         "\nSettings come from heed.toml, from HEED_… in the environment and from options; `heed config` shows\n"
         "all of them with their values.\n";
}

}  // namespace

base::Result<std::string> help_page(const std::vector<Command>& commands, const std::string& name) {
  if (name.empty()) return overview(commands);
  const auto command = std::ranges::find(commands, name, &Command::name);
  if (command != commands.end()) return page_of(*command);
  if (!family_of(commands, name).empty()) {
    return "heed " + name + " is one of these; `heed help " + name + " …` explains each.\n\n" +
           list_of(commands, name + " ");
  }
  std::vector<std::string> names;
  for (const auto& each : commands) names.push_back(each.name);
  const auto hint = did_you_mean(name, names);
  return base::fail(base::FailureKind::not_found,
                    "heed has no command '" + name + "'" + (hint.empty() ? "; `heed --help` lists them." : hint), name);
}

}  // namespace heed
