#pragma once
// Tickets of Zendesk: a ticket a line (or in one list, or in pages `{"tickets":[…],"users":[…]}`), its conversation as
// `comments[]`. Who wrote a comment decides: the requester, or somebody whom `users[]` calls an end user, is a customer;
// everybody else is one of us. Private comments are notes and are passed over. A ticket without comments is its description,
// said by the requester.
//
// Users stand in `users[]` of the ticket or its page, or whole in `requester`, `submitter`, `assignee` of the ticket; who is
// not among them is known by number.

#include <boost/json/value.hpp>

#include "workflow/import/item_source.hpp"

namespace workflow {

[[nodiscard]] base::Result<std::unique_ptr<ItemSource>> open_zendesk(const std::string& path, TextPosition from,
                                                                     const SourceOptions& options);

// What one value of the file holds; `line` is where it begins. Gives why nothing of it can be taken, or nothing.
[[nodiscard]] std::string read_zendesk(const boost::json::value& in, std::int64_t line, const std::string& inbox,
                                       ImportRecord& record);

}  // namespace workflow
