#pragma once
// A mailbox file (RFC 4155): mails one after the other, each behind a line "From ADDRESS DATE"; lines of a mail that begin
// like that are quoted with ">". One mail is in memory at a time, and of one with attachments its first 4 MiB.

#include <memory>
#include <string>
#include <vector>

#include "channel/mail/message.hpp"
#include "workflow/import/item_source.hpp"

namespace workflow {

[[nodiscard]] base::Result<std::unique_ptr<ItemSource>> open_mbox(const std::string& path, TextPosition from,
                                                                  const SourceOptions& options);

// The mail as an item. Ours are those from one of `own` (in lower case). The failure says why it cannot be one.
[[nodiscard]] base::Result<channel::InboundItem> item_of_mail(const mail::Message& message,
                                                              const std::vector<std::string>& own);

}  // namespace workflow
