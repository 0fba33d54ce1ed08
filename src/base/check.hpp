#pragma once
// HEED_CHECK(condition, "facts"): states what must hold if our code is right. It stays on in release and stops the
// program; the supervisor restarts it. Never used on input.

#include <string_view>

namespace base {
[[noreturn]] void check_failed(const char* file, int line, const char* condition, std::string_view facts);
}

#define HEED_CHECK(condition, facts)                                 \
  do {                                                               \
    if (!(condition)) [[unlikely]]                                   \
      ::base::check_failed(__FILE__, __LINE__, #condition, (facts)); \
  } while (false)
