#include "main/dispatch.hpp"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>
#include <utility>

namespace heed {
namespace {

int refuse(int code, const std::string& sentence, const std::string& advice = {}) {
  std::cerr << "heed: " << sentence << "\n" << advice;
  return code;
}

// Options that are named like a key of heed.toml set that key for this call: --listen, --log-level …
std::vector<Override> overrides_of(const Invocation& call) {
  std::vector<Override> overrides;
  for (const auto& [option, value] : call.values) {
    std::string key = option;
    std::ranges::replace(key, '-', '_');
    if (std::ranges::find(config_keys(), key, &ConfigKey::name) != config_keys().end()) {
      overrides.push_back({key, value, "--" + option});
    }
  }
  return overrides;
}

base::Result<void> take_folder(Invocation& call) {
  const auto& command = *call.command;
  const bool serving = command.touches == Touches::record_serving;
  if (!serving && !is_embedded(call.config)) return {};
  const auto& path = call.config.data;
  if (command.touches == Touches::record_reading && !std::filesystem::exists(path + "/heed.db")) {
    return base::fail(
        base::FailureKind::not_found,
        "There is no record in " + path + ". Name its folder with --data; `heed serve --data " + path + "` begins one.");
  }
  auto folder = DataFolder::open(path);
  if (!folder) return base::pass_on(folder.error());
  if (command.touches != Touches::record_reading) {
    auto lock = folder->lock(command.name);
    if (!lock) {
      auto failure = lock.error();
      if (failure.kind == base::FailureKind::conflict && !command.instead.empty()) failure.message += " " + command.instead;
      return base::pass_on(std::move(failure));
    }
    call.lock = std::make_shared<FolderLock>(std::move(*lock));
  }
  call.folder = std::make_shared<DataFolder>(std::move(*folder));
  return {};
}

}  // namespace

int dispatch(const std::vector<Command>& commands, const std::vector<std::string>& words, const Environment& environment) {
  try {
    auto call = parse(commands, words);
    if (!call)
      return refuse(kWrongCall, call.error().message,
                    "`heed --help` lists the commands, `heed help COMMAND` explains one.\n");
    const auto touches = call->command->touches;
    if (touches != Touches::nothing) {
      auto config = load_config(call->value("config"), environment, overrides_of(*call));
      if (!config) return refuse(kWrongCall, config.error().message);
      call->config = std::move(*config);
    }
    if (touches != Touches::nothing && touches != Touches::configuration) {
      if (auto taken = take_folder(*call); !taken) return refuse(kFailed, taken.error().message);
    }
    return call->command->run(*call);
  } catch (const std::exception& error) {
    return refuse(kFailed, error.what());
  }
}

}  // namespace heed
