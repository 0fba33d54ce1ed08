#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace base {

void check_failed(const char* file, int line, const char* condition, std::string_view facts) {
  std::fprintf(stderr, "%s:%d: a bug in Heed: %s does not hold (%.*s)\n", file, line, condition,
               static_cast<int>(facts.size()), facts.data());
  std::abort();
}

}  // namespace base
