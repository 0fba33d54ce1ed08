// Commands about the program itself: config, completion, --version, help.
#include <iostream>
#include <string>

#include "main/commands.hpp"
#include "main/version.hpp"

namespace heed {
namespace {

int print(const base::Result<std::string>& text) {
  if (!text) {
    std::cerr << "heed: " << text.error().message << "\n";
    return kWrongCall;
  }
  std::cout << *text << std::flush;
  return kDone;
}

}  // namespace

int run_config(const Invocation& call) { return print(documented_toml(call.config)); }

int run_completion(const Invocation& call) { return print(completion_script(all_commands(), call.positionals.at(0))); }

int run_version(const Invocation& /*call*/) { return print("heed " + std::string(kVersion) + "\n"); }

int run_help(const Invocation& call) {
  std::string name;
  for (const auto& word : call.positionals) name += (name.empty() ? "" : " ") + word;
  return print(help_page(all_commands(), name));
}

}  // namespace heed
