// heed mail parse.
#include <array>
#include <cstdio>
#include <iostream>
#include <string>

#include "channel/mail/limits.hpp"
#include "channel/mail/message.hpp"
#include "main/commands.hpp"

namespace heed {
namespace {

// One byte more than is read of a mail, so that the reader knows that there was more.
std::string read_input() {
  std::string out;
  std::array<char, 64UL * 1024> block{};
  while (out.size() <= mail::kMostMailBytes) {
    const auto count = std::fread(block.data(), 1, block.size(), stdin);
    if (count == 0) break;
    out.append(block.data(), count);
  }
  return out;
}

}  // namespace

int run_mail_parse(const Invocation& /*call*/) {
  std::cout << mail::to_json(mail::read_message(read_input())) << "\n";
  return kDone;
}

}  // namespace heed
