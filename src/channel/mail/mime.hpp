#pragma once
// The structure of a mail: fields of its head and a tree of parts with their bytes decoded. GMime does the reading, and is seen
// by mime.cpp alone; it is lenient with what mailers get wrong. The limits of limits.hpp hold. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "channel/mail/message.hpp"

namespace mail {

// The fields of a head in their order: unfolded and in UTF-8, encoded words still as they came.
class Fields {
 public:
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  // The first of that name, without regard to case: where there are two, the one on top was added last. Empty for none.
  [[nodiscard]] std::string_view find(std::string_view name) const;
  // All of that name, with commas between them: for lists that were written in several fields.
  [[nodiscard]] std::string join(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::size_t size() const { return fields_.size(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Part {
  std::string type = "text/plain";  // In lower case.
  std::vector<std::pair<std::string, std::string>> parameters;
  std::string disposition;  // "attachment", "inline" or empty, in lower case.
  std::string name;         // Of the file; may be empty.
  std::string content_id;   // Without its angle brackets.
  Fields fields;            // Of a mail in the mail (message/rfc822): those of its head.
  std::string bytes;        // Decoded; of a mail in the mail: all of it. Empty where there are parts in it.
  std::vector<Part> parts;  // Of a multipart, or of the mail in the mail.

  [[nodiscard]] std::string_view parameter(std::string_view parameter_name) const;  // Empty for none.
  [[nodiscard]] bool is_multipart() const { return type.starts_with("multipart/"); }
};

struct Mime {
  Fields fields;
  Part root;
  bool is_cut = false;  // A limit was reached: there was more.
};
[[nodiscard]] Mime read_mime(std::string_view raw);

// Every address of a field, those of groups too.
[[nodiscard]] std::vector<Address> read_addresses(std::string_view field);
// "Tue, 1 Jul 2003 10:52:37 +0200", and what mailers write instead. None before 1970 and where it makes no sense.
[[nodiscard]] std::optional<base::Time> read_date(std::string_view field);

}  // namespace mail
