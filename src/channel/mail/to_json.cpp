#include "base/json/encode.hpp"
#include "channel/mail/message.hpp"

namespace mail {
namespace {

class Object {
 public:
  explicit Object(std::string& out) : out_(out) { out_ += '{'; }
  ~Object() { out_ += '}'; }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  std::string& member(std::string_view name) {
    out_.append(std::exchange(comma_, ",")).append("\"").append(name).append("\":");
    return out_;
  }
  template <class T>
  void add(std::string_view name, const T& value) {
    base::encode_to(member(name), value);
  }

 private:
  std::string& out_;
  const char* comma_ = "";
};

void write(std::string& out, const Address& address) {
  Object object(out);
  object.add("name", address.name);
  object.add("address", address.address);
}

void write(std::string& out, const Bounce& bounce) {
  Object object(out);
  object.add("recipient", bounce.recipient);
  object.add("status", bounce.status);
  object.add("diagnostic", bounce.diagnostic);
}

void write(std::string& out, const Attachment& file) {
  Object object(out);
  object.add("name", file.name);
  object.add("type", file.type);
  object.add("size", file.bytes.size());
  object.add("sha256", file.sha256);
  object.add("md5", file.md5);
  object.add("inline", file.is_inline);
  object.add("content_id", file.content_id);
}

template <class T>
void write(std::string& out, const std::vector<T>& list) {
  out += '[';
  const char* comma = "";
  for (const T& one : list) {
    out += std::exchange(comma, ",");
    write(out, one);
  }
  out += ']';
}

}  // namespace

std::string to_json(const Message& message) {
  std::string out;
  {
    Object object(out);
    object.add("message_id", message.id);
    write(object.member("from"), message.from);
    write(object.member("to"), message.to);
    write(object.member("cc"), message.cc);
    write(object.member("reply_to"), message.reply_to);
    object.add("subject", message.subject);
    object.add("date", message.date);
    object.add("text", message.text);
    object.add("html", message.html);
    object.add("reply_text", message.reply_text);
    object.add("in_reply_to", message.in_reply_to.empty() ? std::nullopt : std::optional(message.in_reply_to));
    object.add("references", message.references);
    object.add("auto_submitted", message.auto_submitted);
    object.add("is_bounce", message.bounce.has_value());
    if (const auto& bounce = message.bounce) write(object.member("bounce"), *bounce);
    write(object.member("attachments"), message.attachments);
  }
  return out;
}

}  // namespace mail
