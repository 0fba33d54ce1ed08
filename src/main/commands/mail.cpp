// heed mail parse.
#include <array>
#include <fstream>
#include <iostream>
#include <string>

#include "channel/mail/limits.hpp"
#include "channel/mail/message.hpp"
#include "main/commands.hpp"

namespace heed {
namespace {

// One byte more than is read of a mail, so that the reader knows that there was more.
std::string read_input(std::istream& input) {
  std::string out;
  std::array<char, 64UL * 1024> block{};
  while (out.size() <= mail::kMostMailBytes && input) {
    input.read(block.data(), block.size());
    out.append(block.data(), static_cast<std::size_t>(input.gcount()));
  }
  return out;
}

}  // namespace

int run_mail_parse(const Invocation& call) {
  const auto path = call.positional(0);
  std::ifstream file;
  if (path) file.open(*path, std::ios::binary);
  if (path && !file) {
    std::cerr << "heed: " << *path << " cannot be read\n";
    return kFailed;
  }
  std::cout << mail::to_json(mail::read_message(read_input(path ? file : std::cin))) << "\n";
  return kDone;
}

}  // namespace heed
