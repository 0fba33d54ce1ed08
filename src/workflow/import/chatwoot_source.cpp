#include "workflow/import/chatwoot_source.hpp"

#include <cmath>
#include <optional>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/json/decode.hpp"
#include "workflow/import/json_source.hpp"

namespace workflow {
namespace {

using boost::json::value;

constexpr double kLatestSecond = 253402300799.0;  // The end of the year 9999.

enum class Kind { incoming, outgoing, other, unknown };

Kind kind_of(const value& message) {
  const auto type = json_text(message, "message_type");
  if (type == "0" || type == "incoming") return Kind::incoming;
  if (type == "1" || type == "outgoing") return Kind::outgoing;
  return type == "2" || type == "3" || type == "activity" || type == "template" ? Kind::other : Kind::unknown;
}

bool is_private(const value& message) {
  const auto* flag = json_member(message, "private");
  return flag != nullptr && flag->is_bool() && flag->get_bool();
}

std::optional<base::Time> time_of(const value* in) {
  if (in == nullptr) return std::nullopt;
  if (in->is_string()) {
    const auto parsed = base::parse_rfc3339(json_text(in));
    return parsed ? std::optional(*parsed) : std::nullopt;
  }
  if (!in->is_number()) return std::nullopt;
  const auto seconds = in->to_number<double>();
  if (!(seconds > 0 && seconds < kLatestSecond)) return std::nullopt;
  return base::Time{std::chrono::milliseconds(std::llround(seconds * 1000))};
}

std::string first_of(const std::string& a, const std::string& b, const std::string& c = {}) {
  return !a.empty() ? a : !b.empty() ? b : c;
}

channel::Author person(const value* in, const std::string& kind) {
  channel::Author author;
  if (in == nullptr || json_text(*in, "id").empty()) return author;
  author.external_id = "chatwoot:" + kind + ":" + json_text(*in, "id");
  author.name = json_text(*in, "name");
  author.handle = first_of(json_text(*in, "email"), json_text(*in, "phone_number"), json_text(*in, "identifier"));
  return author;
}

// A conversation, or one page of its messages.
class Reader {
 public:
  Reader(const value& conversation, const boost::json::array& messages, std::int64_t line, const std::string& inbox,
         ImportRecord& record)
      : conversation_(conversation), messages_(messages), line_(line), record_(record) {
    id_ = json_text(conversation, "id");
    if (id_.empty() && !messages.empty()) id_ = json_text(messages.front(), "conversation_id");
    find_contact();
    inbox_ = inbox.empty() ? inbox_name() : inbox;
  }

  std::string read() {
    if (id_.empty()) return messages_.empty() ? "" : "id: missing";
    for (std::size_t i = 0; i < messages_.size(); ++i) {
      auto fault = read(messages_[i]);
      if (fault.empty()) continue;
      const auto id = json_text(messages_[i], "id");
      const auto which = id.empty() ? "messages[" + std::to_string(i) + "]" : "message " + id;
      record_.refused.push_back({line_, "conversation " + id_ + ", " + which + ": " + fault});
    }
    return {};
  }

 private:
  void find_contact() {
    if (const auto* meta = json_member(conversation_, "meta")) {
      contact_ = person(json_member(*meta, "sender"), "contact");
      if (contact_.external_id.empty()) contact_ = person(json_member(*meta, "contact"), "contact");
    }
    for (const auto& message : messages_) {
      if (!contact_.external_id.empty()) return;
      if (kind_of(message) == Kind::incoming) contact_ = person(json_member(message, "sender"), "contact");
    }
    // Somebody nobody knows anything of: a person of this conversation alone.
    if (contact_.external_id.empty()) contact_.external_id = "chatwoot:conversation:" + id_;
  }

  std::string inbox_name() const {
    const auto* inbox = json_member(conversation_, "inbox");
    if (inbox != nullptr && !json_text(*inbox, "name").empty()) return json_text(*inbox, "name");
    auto number = first_of(json_text(conversation_, "inbox_id"), inbox != nullptr ? json_text(*inbox, "id") : "");
    if (number.empty() && !messages_.empty()) number = json_text(messages_.front(), "inbox_id");
    return number.empty() ? "Chatwoot" : "Chatwoot inbox " + number;
  }

  std::string read(const value& message) {
    if (!message.is_object()) return "expected an object";
    const auto kind = kind_of(message);
    if (kind == Kind::unknown) return "message_type: expected 0 to 3";
    if (kind == Kind::other || is_private(message)) {
      ++record_.passed_over;
      return {};
    }
    const auto id = json_text(message, "id");
    if (id.empty()) return "id: missing";
    const auto at = time_of(json_member(message, "created_at"));
    if (!at) return "created_at: expected seconds since 1970";
    channel::InboundItem item;
    item.external_id = "chatwoot:" + id;
    item.text = json_text(message, "content");
    if (item.text.empty()) return "content: missing; attachments are not imported";
    item.thread_key = "chatwoot:" + id_;
    item.said_at = *at;
    item.own = kind == Kind::outgoing;
    item.author = person(json_member(message, "sender"), item.own ? "user" : "contact");
    if (item.own) item.recipient = contact_;
    if (item.author.external_id.empty()) item.author = item.own ? channel::Author{.external_id = "chatwoot:us"} : contact_;
    record_.items.push_back({line_, inbox_, std::move(item)});
    return {};
  }

  const value& conversation_;
  const boost::json::array& messages_;
  const std::int64_t line_;
  ImportRecord& record_;
  std::string id_;
  std::string inbox_;
  channel::Author contact_;
};

const boost::json::array* list_in(const value& in, std::string_view name) {
  const auto* found = json_member(in, name);
  return found != nullptr ? found->if_array() : nullptr;
}

}  // namespace

std::string read_chatwoot(const value& in, std::int64_t line, const std::string& inbox, ImportRecord& record) {
  if (!in.is_object() && !in.is_array()) return "expected a conversation";
  if (const auto* messages = list_in(in, "messages")) return Reader(in, *messages, line, inbox, record).read();
  const auto* data = json_member(in, "data");
  const auto* payload = list_in(data != nullptr ? *data : in, "payload");
  if (payload == nullptr) payload = in.if_array();
  if (payload == nullptr) return "messages: missing";
  const bool of_messages = !payload->empty() && json_member(payload->front(), "message_type") != nullptr;
  if (of_messages) return Reader(in, *payload, line, inbox, record).read();
  for (const auto& one : *payload) {
    const auto* messages = list_in(one, "messages");
    auto fault = messages == nullptr ? "messages: missing" : Reader(one, *messages, line, inbox, record).read();
    if (!fault.empty()) record.refused.push_back({line, std::move(fault)});
  }
  return {};
}

base::Result<std::unique_ptr<ItemSource>> open_chatwoot(const std::string& path, TextPosition from,
                                                        const SourceOptions& options) {
  return open_json(path, from, [inbox = options.inbox](const JsonRecords::Record& value, ImportRecord& record) {
    const auto parsed = base::parse_json(value.text);
    return parsed ? read_chatwoot(*parsed, value.line, inbox, record) : parsed.error().message;
  });
}

}  // namespace workflow
