#pragma once
// What an IMAP server says, taken apart (RFC 9051 §9, read leniently): one response at a time, with its literals in place.
// Pure; the input is hostile.
//
//   ImapParser parser;
//   auto more = parser.add_line(line);       // …more->literal bytes follow: add_literal(), then the next line
//   if (*more && !(*more)->has_value()) …    // complete: take()

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace email {

struct ImapToken {
  enum class Kind { word, text, open, close };
  Kind kind = Kind::word;
  std::string value;  // A word as it came, "BODY[]" and "NIL" too; a text without its quotes.

  [[nodiscard]] bool is(std::string_view word) const;  // Without regard to case.
};

struct ImapResponse {
  std::string tag;                // "*", "+" or that of a command.
  std::string name;               // "OK", "EXISTS", "FETCH": in capitals. Empty of "+".
  std::uint32_t number = 0;       // Of "12 EXISTS".
  std::string code;               // Of a status: what stands in brackets, "UIDVALIDITY 17".
  std::string text;               // Of a status and of "+": the words.
  std::vector<ImapToken> tokens;  // Of the others.

  [[nodiscard]] bool is_status() const;
};

class ImapParser {
 public:
  // A line without its end. Gives the size of the literal that follows it, none where the response is complete. A failure is
  // about what can be no response.
  base::Result<std::optional<std::size_t>> add_line(std::string_view line);
  void add_literal(std::string bytes);
  // Of a complete response; the parser is as new afterwards.
  [[nodiscard]] ImapResponse take();

 private:
  base::Result<void> begin(std::string_view& line);
  base::Result<std::optional<std::size_t>> tokenise(std::string_view line);

  bool has_begun_ = false;
  ImapResponse response_;
};

// A number of 32 bits, as message numbers and UIDs are; none for anything else.
[[nodiscard]] std::optional<std::uint32_t> read_number(std::string_view text);

// "17-Jul-2026 02:44:25 -0700"
[[nodiscard]] std::optional<base::Time> read_internal_date(std::string_view text);
// "17-Jul-2026", in UTC.
[[nodiscard]] std::string imap_day(base::Time time);

// What a FETCH says of one mail.
struct FetchedMail {
  std::uint32_t uid = 0;
  std::optional<base::Time> arrived;
  std::optional<std::uint32_t> size;
  std::optional<std::string> body;  // Of BODY[] and BODY[…]<0>.
};
// None where it names no UID.
[[nodiscard]] std::optional<FetchedMail> read_fetch(ImapResponse&& response);

}  // namespace email
