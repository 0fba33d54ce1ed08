#include "workflow/import/mbox_source.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/text.hpp"

namespace workflow {
namespace {

constexpr const char* kInbox = "Mail";
constexpr std::size_t kLongestLine = 1024 * 1024;
constexpr std::size_t kKeptOfMail = 4 * 1024 * 1024;

// "From ann@mail.example Mon Jan  5 10:00:00 2026". A sentence may begin with the word too; a time of day in it is rare.
bool is_from_line(std::string_view line) {
  if (!line.starts_with("From ")) return false;
  const auto digit = [&](std::size_t at) { return std::isdigit(static_cast<unsigned char>(line[at])) != 0; };
  for (auto colon = line.find(':'); colon != std::string_view::npos; colon = line.find(':', colon + 1)) {
    if (colon >= 2 && colon + 2 < line.size() && digit(colon - 1) && digit(colon + 1) && digit(colon + 2)) return true;
  }
  return false;
}

std::string_view without_quote(std::string_view line) {
  const auto letters = line.find_first_not_of('>');
  const bool quoted = letters != std::string_view::npos && letters > 0 && line.substr(letters).starts_with("From ");
  return quoted ? line.substr(1) : line;
}

channel::Author person(const mail::Address& address) {
  channel::Author author;
  author.external_id = base::to_lower_ascii(address.address);
  author.handle = author.external_id;
  author.name = address.name;
  return author;
}

class MboxSource final : public ItemSource {
 public:
  MboxSource(TextInput input, SourceOptions options) : input_(std::move(input)), options_(std::move(options)) {
    if (options_.inbox.empty()) options_.inbox = kInbox;
  }

  base::Result<std::optional<ImportRecord>> next() override {
    ImportRecord record;
    std::string mail;
    std::int64_t begins = began_;
    bool inside = std::exchange(is_open_, false);
    bool after_empty = true;
    bool strays = false;
    for (;;) {
      const auto at = input_.position();
      auto next = input_.line(kLongestLine);
      if (!next) return base::pass_on(next.error());
      const auto& line = *next;
      const bool from_line = line && after_empty && is_from_line(line->text);
      if (from_line && !inside && !strays) {
        inside = true;
        begins = at.line;
        continue;
      }
      if (from_line) {
        is_open_ = true;
        began_ = at.line;
      }
      if (!line || from_line) {
        record.end = at;
        if (!inside && !strays) return std::optional<ImportRecord>();
        if (strays) record.refused.push_back({begins, "no mail begins here: a line \"From ADDRESS DATE\" is expected"});
        else read(mail, begins, record);
        return std::optional(std::move(record));
      }
      after_empty = line->text.empty();
      if (!inside && !after_empty && !std::exchange(strays, true)) begins = at.line;
      if (inside && mail.size() < kKeptOfMail) mail.append(without_quote(line->text)).append("\n");
    }
  }

  [[nodiscard]] std::int64_t bytes_read() const override { return input_.input().bytes_read(); }
  [[nodiscard]] std::int64_t bytes_total() const override { return input_.input().bytes_total(); }

 private:
  void read(const std::string& raw, std::int64_t line, ImportRecord& record) const {
    auto item = item_of_mail(mail::read_message(raw), options_.own);
    if (item) record.items.push_back({line, options_.inbox, *std::move(item)});
    else record.refused.push_back({line, item.error().message});
  }

  TextInput input_;
  SourceOptions options_;
  bool is_open_ = false;  // The From_ line of the next mail is consumed; it stands at `began_`.
  std::int64_t began_ = 0;
};

}  // namespace

base::Result<channel::InboundItem> item_of_mail(const mail::Message& message, const std::vector<std::string>& own) {
  const auto is_own = [&](const mail::Address& one) {
    return std::ranges::find(own, base::to_lower_ascii(one.address)) != own.end();
  };
  const auto no = [](const char* why) { return base::fail(base::FailureKind::invalid, why); };
  if (message.from.address.empty()) return no("From: no address");
  if (!message.date) return no("Date: no time");
  if (message.bounce) return no("a report that a mail was not delivered");
  auto thread = message.references;
  if (thread.empty() && !message.in_reply_to.empty()) thread.push_back(message.in_reply_to);
  channel::InboundItem item;
  item.external_id = message.id;
  item.author = person(message.from);
  item.own = is_own(message.from);
  item.said_at = *message.date;
  item.thread_key = thread.empty() ? message.id : thread.front();
  if (!thread.empty()) item.parent_external_id = thread.back();
  item.text = message.reply_text;
  // The subject is part of what the first mail says; later ones repeat it.
  if (thread.empty() && !message.subject.empty())
    item.text = item.text.empty() ? message.subject : message.subject + "\n\n" + item.text;
  if (item.text.empty()) return no("no text in it; attachments are not imported");
  if (!item.own) return item;
  auto receivers = message.to;
  receivers.insert(receivers.end(), message.cc.begin(), message.cc.end());
  const auto to = std::ranges::find_if_not(receivers, is_own);
  if (to == receivers.end()) return no("To: nobody but ourselves");
  item.recipient = person(*to);
  return item;
}

base::Result<std::unique_ptr<ItemSource>> open_mbox(const std::string& path, TextPosition from,
                                                    const SourceOptions& options) {
  auto input = TextInput::open(path, from);
  if (!input) return base::pass_on(input.error());
  return std::make_unique<MboxSource>(*std::move(input), options);
}

}  // namespace workflow
