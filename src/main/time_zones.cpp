#include "main/time_zones.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace heed {
namespace {

constexpr std::string_view kFolder = "/usr/share/zoneinfo/";

// A name may not lead out of the folder.
bool is_name(std::string_view name) {
  const auto fits = [](char c) {
    const auto lower = static_cast<char>(c | 0x20);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-' || c == '/';
  };
  return !name.empty() && name.front() != '/' && std::ranges::all_of(name, fits);
}

}  // namespace

base::Result<sla::Zone> open_time_zone(const std::string& name) {
  const auto unknown = [&name] {
    return base::fail(
        base::FailureKind::not_found,
        "There is no time zone \"" + name + "\"; they are called after a continent and a city, like Europe/Berlin.");
  };
  if (!is_name(name)) return unknown();
  const std::filesystem::path path = std::string(kFolder) + name;
  std::error_code ignored;
  if (!std::filesystem::is_directory(kFolder, ignored))
    return base::fail(base::FailureKind::not_found, "This system keeps no time zones; install the package tzdata.");
  if (!std::filesystem::is_regular_file(path, ignored)) return unknown();
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  auto zone = sla::Zone::read(bytes);
  if (!zone) return unknown();
  return zone;
}

}  // namespace heed
