// heed serve.
#include <iostream>

#include "main/app.hpp"
#include "main/commands.hpp"
#include "main/record.hpp"

namespace heed {

int run_serve(const Invocation& call) {
  App app(call.config, call.folder->key());
  auto address = app.listen();
  if (!address) return say_failure(address.error());
  call.lock->set_address(*address);
  auto link = app.first_link(*address);
  if (!link) return say_failure(link.error());

  std::cout << "Heed answers at " << *address << "\n";
  if (!link->empty()) std::cout << "Make the first account here (the link works once): " << *link << "\n";
  std::cout << std::flush;
  app.run();
  return kDone;
}

}  // namespace heed
