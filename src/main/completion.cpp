#include <algorithm>
#include <map>

#include "main/command.hpp"
#include "main/did_you_mean.hpp"

namespace heed {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out.append(out.empty() ? "" : " ").append(word);
  return out;
}

// First words, each once, in the table's order.
std::vector<std::string> first_words(const std::vector<Command>& commands) {
  std::vector<std::string> words;
  for (const auto& command : commands) {
    auto word = command.name.substr(0, command.name.find(' '));
    if (std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
  }
  return words;
}

std::vector<std::string> families(const std::vector<Command>& commands) {
  auto words = first_words(commands);
  std::erase_if(words, [&](const std::string& word) { return family_of(commands, word).empty(); });
  return words;
}

std::vector<std::string> option_words(const Command& command) {
  std::vector<std::string> words;
  for (const auto& option : options_of(command)) words.push_back("--" + option.name);
  words.emplace_back("--help");
  return words;
}

// What the first argument may be: its choices, or for `help` the commands themselves.
std::vector<std::string> argument_words(const std::vector<Command>& commands, const Command& command) {
  if (command.name == "help") return first_words(commands);
  return command.positionals.empty() ? std::vector<std::string>{} : command.positionals.front().choices;
}

bool takes_file(const Command& command) {
  return std::ranges::any_of(command.positionals, [](const Positional& one) { return one.name == "FILE"; });
}

// Text for '…' in the three shells' quoting: our help is plain sentences, so only ' and \ matter.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += "'\\''";
    else out += c;
  }
  return out + "'";
}

std::string replaced(std::string text, const std::map<std::string, std::string>& parts) {
  for (const auto& [mark, part] : parts) {
    const auto at = text.find(mark);
    if (at != std::string::npos) text.replace(at, mark.size(), part);
  }
  return text;
}

// --- bash ---

std::string bash_value(const Option& option) {
  if (!option.choices.empty())
    return "mapfile -t COMPREPLY < <(compgen -W " + shell_quoted(joined(option.choices)) + " -- \"$cur\")";
  if (option.value_name == "DIR") return "mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")";
  if (option.value_name == "FILE") return "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")";
  return ":";
}

std::string bash_command(const std::vector<Command>& commands, const Command& command) {
  std::string text = "    " + shell_quoted(command.name) + ")\n      case \"$prev\" in\n";
  for (const auto& option : options_of(command)) {
    if (!option.value_name.empty()) text += "        --" + option.name + ") " + bash_value(option) + "; return ;;\n";
  }
  text += "      esac\n      words=" + shell_quoted(joined(option_words(command))) + "\n";
  const auto arguments = joined(argument_words(commands, command));
  if (!arguments.empty()) text += "      [[ $cur == -* ]] || words=" + shell_quoted(arguments) + "\n";
  if (takes_file(command))
    text += "      [[ $cur == -* ]] || { mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); return; }\n";
  return text + "      ;;\n";
}

std::string bash_script(const std::vector<Command>& commands) {
  std::string family_cases;
  for (const auto& family : families(commands)) {
    family_cases += "    " + shell_quoted(family) +
                    ")\n      if ((COMP_CWORD == 2)); then words=" + shell_quoted(joined(family_of(commands, family))) +
                    "; else command+=\" ${COMP_WORDS[2]}\"; fi ;;\n";
  }
  std::string cases;
  for (const auto& command : commands) cases += bash_command(commands, command);
  return replaced(
      R"(# Completion of heed for bash. For this shell: source <(heed completion bash)
# For every shell: heed completion bash >/etc/bash_completion.d/heed
_heed() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} words=""
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then command=""; words=@first@; fi
  case "$command" in
@families@  esac
  case "$command" in
@commands@  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -o filenames -F _heed heed
)",
      {{"@first@", shell_quoted(joined(first_words(commands)))}, {"@families@", family_cases}, {"@commands@", cases}});
}

// --- zsh ---

// Brackets and colons end the parts of a zsh specification.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(const std::string& value_name, const std::vector<std::string>& choices) {
  if (!choices.empty()) return "(" + joined(choices) + ")";
  if (value_name == "DIR") return "_files -/";
  return value_name == "FILE" ? "_files" : " ";
}

std::string zsh_pair(const std::string& word, const std::string& summary) {
  return " " + shell_quoted(zsh_text(word) + ":" + zsh_text(summary));
}

// The words that may stand where the family's second word stands, or first in the line when `family` is empty.
std::string zsh_words(const std::vector<Command>& commands, const std::string& family) {
  std::string text;
  for (const auto& command : commands) {
    const auto space = command.name.find(' ');
    const auto first = space == std::string::npos ? "" : command.name.substr(0, space);
    if (first == family) text += zsh_pair(command.name.substr(first.empty() ? 0 : space + 1), command.summary);
  }
  if (family.empty()) {
    for (const auto& each : families(commands)) text += zsh_pair(each, joined(family_of(commands, each)));
  }
  return text;
}

std::string zsh_command(const std::vector<Command>& commands, const Command& command) {
  std::string text = "    " + shell_quoted(command.name) + ")\n      _arguments";
  for (const auto& option : options_of(command)) {
    const auto value = option.value_name.empty()
                           ? ""
                           : ":" + zsh_text(option.value_name) + ":" + zsh_action(option.value_name, option.choices);
    text += " \\\n        " + shell_quoted("--" + option.name + "[" + zsh_text(option.help) + "]" + value);
  }
  text += " \\\n        '--help[Explain this command]'";
  for (const auto& each : command.positionals) {
    const auto choices = command.name == "help" ? first_words(commands) : each.choices;
    const std::string place = each.many ? "*" : "";
    text += " \\\n        " + shell_quoted(place + ":" + zsh_text(each.name) + ":" + zsh_action(each.name, choices));
  }
  return text + " ;;\n";
}

std::string zsh_script(const std::vector<Command>& commands) {
  std::string family_cases;
  for (const auto& family : families(commands)) {
    family_cases += "    " + shell_quoted(family) + ")\n      if (( CURRENT == 3 )); then\n        local -a seconds=(" +
                    zsh_words(commands, family) + " )\n        _describe " + shell_quoted(family + " command") +
                    " seconds; return\n      fi\n      command+=\" $words[3]\"; used=2 ;;\n";
  }
  std::string cases;
  for (const auto& command : commands) cases += zsh_command(commands, command);
  return replaced(R"(#compdef heed
# Completion of heed for zsh: heed completion zsh >"${fpath[1]}/_heed"
_heed() {
  local -a firsts=(@first@ )
  if (( CURRENT == 2 )); then _describe 'command' firsts; return; fi
  local command=$words[2] used=1
  case "$command" in
@families@  esac
  shift $used words
  (( CURRENT -= used ))
  case "$command" in
@commands@  esac
}
_heed "$@"
)",
                  {{"@first@", zsh_words(commands, "")}, {"@families@", family_cases}, {"@commands@", cases}});
}

// --- fish ---

std::string fish_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string fish_command(const std::vector<Command>& commands, const Command& command) {
  const auto space = command.name.find(' ');
  const auto before = space == std::string::npos ? "" : command.name.substr(0, space);
  const auto word = space == std::string::npos ? command.name : command.name.substr(space + 1);
  std::string text = "complete -c heed -n " + fish_quoted("__heed_at " + before) + " -a " + fish_quoted(word) + " -d " +
                     fish_quoted(command.summary) + "\n";
  const auto within = "complete -c heed -n " + fish_quoted("__heed_in " + command.name);
  for (const auto& option : options_of(command)) {
    text += within + " -l " + option.name + " -d " + fish_quoted(option.help);
    if (!option.choices.empty()) text += " -x -a " + fish_quoted(joined(option.choices));
    else if (option.value_name == "DIR") text += " -x -a '(__fish_complete_directories)'";
    else if (option.value_name == "FILE") text += " -r -F";
    else if (!option.value_name.empty()) text += " -x";
    text += "\n";
  }
  if (const auto arguments = argument_words(commands, command); !arguments.empty()) {
    text += within + " -a " + fish_quoted(joined(arguments)) + "\n";
  }
  if (takes_file(command)) text += within + " -F\n";
  return text;
}

std::string fish_script(const std::vector<Command>& commands) {
  std::string text = R"(# Completion of heed for fish: heed completion fish >~/.config/fish/completions/heed.fish
# True when the words before the cursor are exactly those given, or begin with them.
function __heed_at
  set -l words (commandline -opc)[2..-1]
  test "$words" = "$argv"
end
function __heed_in
  set -l words (commandline -opc)[2..-1]
  set -l count (count $argv)
  test (count $words) -ge $count; and test "$words[1..$count]" = "$argv"
end
complete -c heed -f
)";
  for (const auto& family : families(commands)) {
    text += "complete -c heed -n '__heed_at' -a " + fish_quoted(family) + " -d " +
            fish_quoted(joined(family_of(commands, family))) + "\n";
  }
  for (const auto& command : commands) text += fish_command(commands, command);
  return text;
}

}  // namespace

base::Result<std::string> completion_script(const std::vector<Command>& commands, const std::string& shell) {
  if (shell == "bash") return bash_script(commands);
  if (shell == "zsh") return zsh_script(commands);
  if (shell == "fish") return fish_script(commands);
  const auto hint = did_you_mean(shell, {"bash", "zsh", "fish"});
  return base::fail(base::FailureKind::invalid,
                    "There is completion for bash, zsh and fish, not for '" + shell + "'" + (hint.empty() ? "." : hint));
}

}  // namespace heed
