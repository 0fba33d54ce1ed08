// heed serve.
#include <iostream>

#include "main/app.hpp"
#include "main/commands.hpp"
#include "main/demo/sample_company.hpp"
#include "main/record.hpp"

namespace heed {

namespace {

void print_sample(const SampleCompany& company, const std::string& address) {
  std::cout << "The sample company Lisbon Bikes. Sign in as\n";
  for (const auto& account : company.accounts)
    std::cout << "  " << account.email << "  (" << account.name << ", " << account.role << ")\n";
  std::cout << "with the password: " << company.password << "\n"
            << "Be a visitor: " << address << "/visit/" << company.chat_key << "\n";
}

}  // namespace

int run_serve(const Invocation& call) {
  base::Result<SampleCompany> sample;
  if (call.has("demo")) {
    std::cerr << "Looking after the sample company …\n";
    sample = fill_sample_company(call.config, channel::all_channel_types());
    if (!sample) return say_failure(sample.error());
  }
  App app(call.config, call.folder->key());
  auto address = app.listen();
  if (!address) return say_failure(address.error());
  call.lock->set_address(*address);
  auto link = app.first_link(*address);
  if (!link) return say_failure(link.error());

  std::cout << "Heed answers at " << *address << "\n";
  if (!link->empty()) std::cout << "Make the first account here (the link works once): " << *link << "\n";
  if (call.has("demo")) print_sample(*sample, *address);
  std::cout << std::flush;
  app.run();
  return kDone;
}

}  // namespace heed
