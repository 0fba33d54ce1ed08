#include "workflow/import/zendesk_source.hpp"

#include <unordered_map>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/blank.hpp"
#include "base/json/decode.hpp"
#include "workflow/import/json_source.hpp"

namespace workflow {
namespace {

using boost::json::value;

constexpr const char* kInbox = "Zendesk";

struct User {
  channel::Author author;
  bool is_customer = false;
};
using Users = std::unordered_map<std::string, User>;

void learn(Users& users, const value* in) {
  if (in == nullptr) return;
  const auto id = json_text(*in, "id");
  if (id.empty()) return;
  auto& user = users[id];
  user.author.external_id = "zendesk:" + id;
  user.author.name = json_text(*in, "name");
  user.author.handle = json_text(*in, "email");
  user.is_customer = json_text(*in, "role") == "end-user";
}

void learn_all(Users& users, const value& in) {
  const auto* list = json_member(in, "users");
  if (list == nullptr || !list->is_array()) return;
  for (const auto& one : list->get_array()) learn(users, &one);
}

bool is_private(const value& comment) {
  const auto* flag = json_member(comment, "public");
  return flag != nullptr && flag->is_bool() && !flag->get_bool();
}

class Ticket {
 public:
  Ticket(const value& ticket, Users users, std::int64_t line, const std::string& inbox, ImportRecord& record)
      : ticket_(ticket), users_(std::move(users)), line_(line), inbox_(inbox.empty() ? kInbox : inbox), record_(record) {}

  std::string read() {
    id_ = json_text(ticket_, "id");
    if (id_.empty()) return "id: missing";
    learn_all(users_, ticket_);
    for (const char* role : {"assignee", "submitter", "requester"}) learn(users_, json_member(ticket_, role));
    requester_ = json_text(ticket_, "requester_id");
    const auto* whole = json_member(ticket_, "requester");
    if (requester_.empty() && whole != nullptr) requester_ = json_text(*whole, "id");
    if (requester_.empty()) return "ticket " + id_ + ": requester_id: missing";
    const auto* comments = json_member(ticket_, "comments");
    if (comments != nullptr && !comments->is_array()) return "ticket " + id_ + ": comments: expected a list";
    if (comments == nullptr || comments->get_array().empty()) return read_description();
    for (std::size_t i = 0; i < comments->get_array().size(); ++i) {
      auto fault = read(comments->get_array()[i], i == 0);
      if (!fault.empty())
        record_.refused.push_back({line_, "ticket " + id_ + ", comments[" + std::to_string(i) + "]: " + fault});
    }
    return {};
  }

 private:
  User user(const std::string& id) const {
    const auto known = users_.find(id);
    return known != users_.end() ? known->second : User{{.external_id = "zendesk:" + id}, false};
  }

  // The ticket's subject stands before its first words, which often begin in the middle without it.
  std::string with_subject(std::string text) const {
    const auto subject = json_text(ticket_, "subject");
    if (subject.empty() || text.starts_with(subject)) return text;
    return text.empty() ? subject : subject + "\n\n" + text;
  }

  std::string read_description() {
    auto fault = add("zendesk:ticket:" + id_, requester_, with_subject(json_text(ticket_, "description")), ticket_);
    return fault.empty() ? fault : "ticket " + id_ + ": " + fault;
  }

  std::string read(const value& comment, bool is_first) {
    if (!comment.is_object()) return "expected an object";
    if (is_private(comment)) {
      ++record_.passed_over;
      return {};
    }
    const auto id = json_text(comment, "id");
    if (id.empty()) return "id: missing";
    const auto author = json_text(comment, "author_id");
    if (author.empty()) return "author_id: missing";
    auto text = json_text(comment, "plain_body");
    if (base::is_blank(text)) text = json_text(comment, "body");
    if (base::is_blank(text)) return "body: missing; attachments are not imported";
    return add("zendesk:" + id, author, is_first ? with_subject(std::move(text)) : std::move(text), comment);
  }

  std::string add(std::string external_id, const std::string& author, std::string text, const value& dated) {
    const auto at = base::parse_rfc3339(json_text(dated, "created_at"));
    if (!at) return "created_at: expected a time like 2026-11-21T19:27:06Z";
    const auto speaker = user(author);
    channel::InboundItem item;
    item.external_id = std::move(external_id);
    item.author = speaker.author;
    item.own = author != requester_ && !speaker.is_customer;
    if (item.own) item.recipient = user(requester_).author;
    item.text = std::move(text);
    item.thread_key = "zendesk:" + id_;
    item.said_at = *at;
    record_.items.push_back({line_, inbox_, std::move(item)});
    return {};
  }

  const value& ticket_;
  Users users_;
  const std::int64_t line_;
  const std::string inbox_;
  ImportRecord& record_;
  std::string id_;
  std::string requester_;
};

}  // namespace

std::string read_zendesk(const value& in, std::int64_t line, const std::string& inbox, ImportRecord& record) {
  if (!in.is_object()) return "expected a ticket";
  const auto* tickets = json_member(in, "tickets");
  if (tickets == nullptr || !tickets->is_array()) {
    const auto* wrapped = json_member(in, "ticket");
    return Ticket(wrapped != nullptr ? *wrapped : in, {}, line, inbox, record).read();
  }
  Users users;
  learn_all(users, in);
  for (const auto& one : tickets->get_array()) {
    auto fault = Ticket(one, users, line, inbox, record).read();
    if (!fault.empty()) record.refused.push_back({line, std::move(fault)});
  }
  return {};
}

base::Result<std::unique_ptr<ItemSource>> open_zendesk(const std::string& path, TextPosition from,
                                                       const SourceOptions& options) {
  return open_json(path, from, [inbox = options.inbox](const JsonRecords::Record& value, ImportRecord& record) {
    const auto parsed = base::parse_json(value.text);
    return parsed ? read_zendesk(*parsed, value.line, inbox, record) : parsed.error().message;
  });
}

}  // namespace workflow
