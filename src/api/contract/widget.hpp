#pragma once
// What the chat widget on a company's site asks. A visitor is known by a token that only their browser holds, sent as
// `Authorization: Bearer …`; a typed name or e-mail address proves nothing and opens nothing.

#include "api/contract/common.hpp"

namespace api::contract {

struct WidgetPath {
  std::string key;
};
BOOST_DESCRIBE_STRUCT(WidgetPath, (), (key))

// Everything a visitor is told before they write.
struct Widget {
  std::string name;  // Of the inbox.
  std::string organization;
  std::string greeting;
  std::string language;
  std::int64_t first_response_s = 300;                   // The promise, and no more than is true.
  std::int64_t waiting = 0;                              // People who wait for an answer here now.
  std::optional<std::int64_t> typical_first_response_s;  // Median of the last 50 answers; null when fewer than 3.
};
BOOST_DESCRIBE_STRUCT(Widget, (),
                      (name, organization, greeting, language, first_response_s, waiting, typical_first_response_s))

struct Visitor {
  std::string token;  // Kept by the browser.
};
BOOST_DESCRIBE_STRUCT(Visitor, (), (token))

struct WidgetSay {
  std::string key;
  std::string text;
  std::optional<std::string> name;
  std::optional<std::string> email;
};
BOOST_DESCRIBE_STRUCT(WidgetSay, (), (key, text, name, email))

// A message as the visitor sees it; notes never come here.
struct WidgetMessage {
  ids::Message id;
  bool mine = false;  // The visitor wrote it.
  std::string author_name;
  std::string text;
  base::Time said_at{};
  std::vector<Attachment> files;
};
BOOST_DESCRIBE_STRUCT(WidgetMessage, (), (id, mine, author_name, text, said_at, files))

struct WidgetFilePath {
  std::string key;
  ids::Attachment attachment_id;
};
BOOST_DESCRIBE_STRUCT(WidgetFilePath, (), (key, attachment_id))

struct WidgetMessages {
  std::vector<WidgetMessage> items;  // Oldest first, the last 200.
  bool resolved = false;
  std::int64_t seq = 0;
};
BOOST_DESCRIBE_STRUCT(WidgetMessages, (), (items, resolved, seq))

}  // namespace api::contract
