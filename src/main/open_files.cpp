#include "main/open_files.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace heed {
namespace {

constexpr std::size_t kForTheRest = 256;
constexpr std::size_t kMostConnections = 15'000;
constexpr std::size_t kFewestConnections = 16;

}  // namespace

std::size_t raise_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1'024;
  const rlimit wanted{limit.rlim_max, limit.rlim_max};
  if (::setrlimit(RLIMIT_NOFILE, &wanted) == 0) return limit.rlim_max;
  return limit.rlim_cur;
}

std::size_t connections_within(std::size_t open_files) {
  const std::size_t left = open_files > kForTheRest ? open_files - kForTheRest : 0;
  return std::clamp(left, kFewestConnections, kMostConnections);
}

}  // namespace heed
