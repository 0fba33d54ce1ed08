// heed mail parse.
#include <iostream>

#include "channel/mail/limits.hpp"
#include "channel/mail/message.hpp"
#include "main/command_input.hpp"
#include "main/commands.hpp"
#include "main/record.hpp"

namespace heed {

int run_mail_parse(const Invocation& call) {
  const auto raw = read_command_input(call.positional(0), mail::kMostMailBytes);
  if (!raw) return say_failure(raw.error());
  std::cout << mail::to_json(mail::read_message(*raw)) << "\n";
  return kDone;
}

}  // namespace heed
