#pragma once
// What has to be known of a mail in order to answer it: kept with the message as JSON, a few hundred bytes.

#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace email {

struct Context {
  std::string id;                       // Message id of the mail.
  std::vector<std::string> references;  // The thread before it: the first and the last ones.
  std::string subject;
  std::string answer_to;          // The address; empty where there is none.
  bool answer_by_machine = true;  // False where that could go round in circles (RFC 3834).
};
BOOST_DESCRIBE_STRUCT(Context, (), (id, references, subject, answer_to, answer_by_machine))

[[nodiscard]] std::string write_context(Context context);
// Empty for what is none.
[[nodiscard]] Context read_context(const std::string& text);

// The first and, as far as there is room, the last of them: some relays refuse long heads.
[[nodiscard]] std::vector<std::string> shorten_references(const std::vector<std::string>& references,
                                                          std::size_t most_bytes);

}  // namespace email
