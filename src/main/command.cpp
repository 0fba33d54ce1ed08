#include "main/command.hpp"

#include <algorithm>
#include <charconv>

#include "base/check.hpp"
#include "base/text.hpp"
#include "main/did_you_mean.hpp"

namespace heed {
namespace {

using base::FailureKind;

tl::unexpected<base::Failure> wrong(std::string message, std::string field = {}) {
  return base::fail(FailureKind::invalid, std::move(message), std::move(field));
}

const Command* find(const std::vector<Command>& commands, std::string_view name) {
  const auto found = std::ranges::find(commands, name, &Command::name);
  return found == commands.end() ? nullptr : &*found;
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string out;
  for (const auto& word : words) out.append(out.empty() ? "" : separator).append(word);
  return out;
}

bool is_help(const std::string& word) { return word == "--help" || word == "-h"; }

base::Result<Invocation> help_for(const std::vector<Command>& commands, const std::string& name) {
  Invocation call;
  call.command = find(commands, "help");
  HEED_CHECK(call.command != nullptr, "the table has the command help");
  for (const auto word : base::split(name, ' ')) {
    if (!word.empty()) call.positionals.emplace_back(word);
  }
  return call;
}

// Why the first words are no command.
tl::unexpected<base::Failure> unknown_command(const std::vector<Command>& commands, const std::vector<std::string>& words) {
  const auto& first = words.front();
  if (const auto family = family_of(commands, first); !family.empty()) {
    const auto hint = words.size() > 1 ? did_you_mean(words[1], family) : "";
    return wrong("`heed " + first + "` needs one of: " + joined(family, ", ") + hint + (hint.empty() ? "." : ""), first);
  }
  std::vector<std::string> names;
  for (const auto& command : commands) {
    names.push_back(command.name);
    names.push_back(command.name.substr(0, command.name.find(' ')));
  }
  const auto hint = did_you_mean(first, names);
  const std::string kind = first.starts_with('-') ? "option" : "command";
  if (!hint.empty()) return wrong("heed has no " + kind + " '" + first + "'" + hint, first);
  return wrong("heed has no " + kind + " '" + first + "'; " +
                   (kind == "option" ? "options stand after the command." : "`heed --help` lists them."),
               first);
}

// Walks over the words that follow the command's name.
class Reader {
 public:
  Reader(const Command& command, const std::vector<std::string>& words, std::size_t next)
      : command_(command), options_(options_of(command)), words_(words), next_(next) {
    call_.command = &command;
  }

  base::Result<Invocation> read() {
    bool only_positionals = false;
    while (next_ < words_.size()) {
      const auto& word = words_[next_++];
      if (only_positionals || !word.starts_with('-') || word == "-") {
        call_.positionals.push_back(word);
      } else if (word == "--") {
        only_positionals = true;
      } else if (auto option = read_option(word); !option) {
        return base::pass_on(option.error());
      }
    }
    if (auto checked = check_positionals(); !checked) return base::pass_on(checked.error());
    return std::move(call_);
  }

 private:
  base::Result<void> read_option(const std::string& word) {
    const auto equals = word.find('=');
    const auto typed = word.substr(0, equals);
    const auto option = std::ranges::find_if(options_, [&](const Option& each) { return "--" + each.name == typed; });
    if (option == options_.end()) return no_such_option(typed);
    if (call_.has(option->name)) return wrong(typed + " is given twice.", typed);
    std::string value;
    if (option->value_name.empty()) {
      if (equals != std::string::npos) return wrong(typed + " takes no value.", typed);
    } else if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (next_ < words_.size() && !words_[next_].starts_with("--")) {
      value = words_[next_++];
    }
    if (!option->value_name.empty() && value.empty()) {
      return wrong(typed + " needs a value: " + typed + " " + option->value_name + ".", typed);
    }
    if (auto checked = check_choice(option->choices, value, typed); !checked) return checked;
    call_.values.emplace(option->name, std::move(value));
    return {};
  }

  base::Result<void> no_such_option(const std::string& typed) {
    std::vector<std::string> names;
    for (const auto& option : options_) names.push_back("--" + option.name);
    const auto hint = did_you_mean(typed, names);
    return wrong("`heed " + command_.name + "` has no option '" + typed + "'" + (hint.empty() ? "." : hint), typed);
  }

  static base::Result<void> check_choice(const std::vector<std::string>& choices, const std::string& value,
                                         const std::string& name) {
    if (choices.empty() || std::ranges::find(choices, value) != choices.end()) return {};
    const auto hint = did_you_mean(value, choices);
    return wrong(name + " must be one of " + joined(choices, ", ") + ", not '" + value + "'" + (hint.empty() ? "." : hint),
                 name);
  }

  base::Result<void> check_positionals() {
    const auto& wanted = command_.positionals;
    const auto& given = call_.positionals;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (i >= given.size()) {
        if (wanted[i].required) return wrong("`heed " + command_.name + "` needs " + wanted[i].name + ".", wanted[i].name);
        continue;
      }
      if (auto checked = check_choice(wanted[i].choices, given[i], wanted[i].name); !checked) return checked;
    }
    if (given.size() <= wanted.size() || (!wanted.empty() && wanted.back().many)) return {};
    return wrong("`heed " + command_.name + "` does not know what to do with '" + given[wanted.size()] + "'.",
                 given[wanted.size()]);
  }

  const Command& command_;
  std::vector<Option> options_;
  const std::vector<std::string>& words_;
  std::size_t next_;
  Invocation call_;
};

}  // namespace

std::optional<std::string> Invocation::value(std::string_view option) const {
  const auto found = values.find(option);
  return found == values.end() ? std::nullopt : std::optional(found->second);
}

base::Result<std::int64_t> Invocation::number(std::string_view option, std::int64_t otherwise, std::int64_t least,
                                              std::int64_t most) const {
  const auto text = value(option);
  if (!text) return otherwise;
  std::int64_t number = 0;
  const char* end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end || number < least || number > most) {
    const auto name = "--" + std::string(option);
    return wrong(name + " must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ", not '" +
                     *text + "'.",
                 name);
  }
  return number;
}

std::optional<std::string> Invocation::positional(std::size_t index) const {
  return index < positionals.size() ? std::optional(positionals[index]) : std::nullopt;
}

std::vector<Option> options_of(const Command& command) {
  auto options = command.options;
  if (command.touches == Touches::nothing) return options;
  options.push_back({"data", "DIR", "The data folder, which also holds the embedded database."});
  options.push_back({"store", "URL", "Keep the record in PostgreSQL instead: postgresql://USER@HOST/NAME."});
  options.push_back({"config", "FILE", "Read this heed.toml instead of the one in the working folder."});
  return options;
}

std::vector<std::string> family_of(const std::vector<Command>& commands, std::string_view first_word) {
  std::vector<std::string> second_words;
  const std::string prefix = std::string(first_word) + " ";
  for (const auto& command : commands) {
    if (command.name.starts_with(prefix)) second_words.push_back(command.name.substr(prefix.size()));
  }
  return second_words;
}

base::Result<Invocation> parse(const std::vector<Command>& commands, const std::vector<std::string>& words) {
  if (words.empty() || is_help(words[0])) return help_for(commands, "");
  const Command* command = words.size() > 1 ? find(commands, words[0] + " " + words[1]) : nullptr;
  std::size_t next = command != nullptr ? 2 : 1;
  if (command == nullptr) command = find(commands, words[0]);
  const auto rest = std::ranges::subrange(words.begin() + static_cast<std::ptrdiff_t>(next), words.end());
  const auto end = std::ranges::find(rest, "--");
  if (std::find_if(rest.begin(), end, is_help) != end && (command != nullptr || !family_of(commands, words[0]).empty())) {
    return help_for(commands, command != nullptr ? command->name : words[0]);
  }
  if (command == nullptr) return unknown_command(commands, words);
  return Reader(*command, words, next).read();
}

}  // namespace heed
