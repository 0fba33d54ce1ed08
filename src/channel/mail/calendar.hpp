#pragma once
// What an invitation says (iCalendar, RFC 5545), for mails that hold nothing else to read.

#include <string>
#include <string_view>

namespace mail {

// "Invitation: Call about order 1001\nWhen: 2026-01-05 10:00 (Europe/Paris)\nWhere: …"; empty where there is no event.
[[nodiscard]] std::string describe_invitation(std::string_view calendar);

}  // namespace mail
