#pragma once
// What mail programs write around quotes, in the languages they speak: "On … wrote:", "-----Ursprüngliche Nachricht-----",
// "Envoyé de mon iPhone". Of one line each, trimmed.

#include <string_view>

namespace mail {

// "On Mon, 5 Jan 2026 at 10:00, Ann <ann@mail.example> wrote:"
[[nodiscard]] bool is_attribution(std::string_view line);
// "-----Original Message-----"
[[nodiscard]] bool is_original_mark(std::string_view line);
// "---------- Forwarded message ---------", "Begin forwarded message:"
[[nodiscard]] bool is_forward_mark(std::string_view line);
// The same of the first line that says anything, quoted or not.
[[nodiscard]] bool begins_forwarded(std::string_view text);
// "Fwd: …", "WG: …"
[[nodiscard]] bool is_forward_subject(std::string_view subject);
// "Sent from my iPhone"
[[nodiscard]] bool is_device_line(std::string_view line);

// The fields that Outlook shows above a quote: "Von: …", "Gesendet: …".
enum class HeadLabel { none, from, other };
[[nodiscard]] HeadLabel head_label(std::string_view line);

}  // namespace mail
