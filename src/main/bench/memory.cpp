#include "main/bench/memory.hpp"

#include <malloc.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace heed {
namespace {

double status_mib(std::string_view name) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name)) return std::strtod(line.c_str() + name.size(), nullptr) / 1024;
  return 0;
}

}  // namespace

double resident_mib() { return status_mib("VmRSS:"); }
double peak_mib() { return status_mib("VmHWM:"); }

void forget_peak() {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";
}

}  // namespace heed
