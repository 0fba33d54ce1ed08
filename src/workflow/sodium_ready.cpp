#include "workflow/sodium_ready.hpp"

#include <sodium.h>

#include "base/check.hpp"

namespace workflow {

void make_sodium_ready() {
  static const bool ready = sodium_init() >= 0;
  HEED_CHECK(ready, "libsodium found no source of randomness");
}

}  // namespace workflow
