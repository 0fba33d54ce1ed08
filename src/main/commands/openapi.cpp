// heed --openapi.
#include <iostream>

#include "api/openapi.hpp"
#include "main/commands.hpp"

namespace heed {

int run_openapi(const Invocation& /*call*/) {
  std::cout << api::openapi_text(api::all_routes()) << std::flush;
  return kDone;
}

}  // namespace heed
