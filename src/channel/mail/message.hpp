#pragma once
// A mail, read: who wrote what to whom, what of it is new, what is attached, and whether a machine sent it.
//
//   const mail::Message message = mail::read_message(raw);
//
// There is an answer for any bytes at all; what could not be read is empty. All text is well-formed UTF-8 without NUL. Message
// ids are without their angle brackets. Pure: no I/O, no clock; safe from any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace mail {

struct Address {
  std::string name;     // As shown; may be empty.
  std::string address;  // As written, but the domain in lower case; may be empty.
};

struct Attachment {
  std::string name;    // As the mail gives it; may be empty. Not a path: no folders in it.
  std::string type;    // "image/png"
  std::string sha256;  // Hexadecimal, of the bytes.
  std::string md5;
  bool is_inline = false;  // Belongs into the text: a picture that the HTML shows.
  std::string content_id;  // Without its angle brackets; may be empty.
  std::string bytes;
};

// A report that a mail could not be delivered, or is late (RFC 3464, and what was usual before it).
struct Bounce {
  std::string recipient;    // Whom it did not reach; may be empty.
  std::string status;       // "5.1.1": 5 is for good, 4 for now (RFC 3463); may be empty.
  std::string diagnostic;   // What the other server said; may be empty.
  std::string original_id;  // Message id of the mail that came back; may be empty.
};

// What cannot be read without a key, or carries a proof that is not checked here.
enum class Protection { none, smime_signed, smime_encrypted, pgp_signed, pgp_encrypted };

struct Message {
  std::string id;          // Made from what it says where it has none: the same mail always gets the same.
  bool has_own_id = true;  // Else it was made.
  Address from;
  std::vector<Address> to;
  std::vector<Address> cc;
  std::vector<Address> reply_to;
  std::string subject;
  std::optional<base::Time> date;
  std::string text;                 // All that is said, as plain text.
  std::optional<std::string> html;  // Sanitised (html.hpp); none where the mail has only plain text.
  std::string reply_text;  // What the sender newly wrote: quotes and signatures are away, unless there is nothing else.
  std::string in_reply_to;
  std::vector<std::string> references;  // The thread before it, the first mail first.
  bool auto_submitted = false;          // A machine sent it: an absence note, a notification, a bounce.
  bool may_answer_by_machine = true;    // Nothing speaks against an automatic answer (RFC 3834).
  std::optional<Bounce> bounce;
  Protection protection = Protection::none;
  std::vector<Attachment> attachments;
  bool is_cut = false;  // It was larger than what is read of a mail (limits.hpp).
};

[[nodiscard]] Message read_message(std::string_view raw);

// One JSON object on one line, as `heed mail parse` prints it.
[[nodiscard]] std::string to_json(const Message& message);

}  // namespace mail
