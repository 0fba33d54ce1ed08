#include "api/search_handlers.hpp"

#include <utility>

#include "api/page.hpp"
#include "workflow/search_messages.hpp"

namespace api {
namespace {

contract::SearchItem present(const workflow::FoundWord& found) {
  const store::SearchHit& hit = found.hit;
  contract::SearchItem item;
  item.message_id = hit.id;
  item.conversation_id = hit.conversation_id;
  item.inbox_id = hit.inbox_id;
  item.contact_name = hit.contact_name;
  item.author_name = hit.author_name;
  item.direction = hit.direction;
  item.is_public = hit.is_public;
  item.said_at = hit.said_at;
  item.status = hit.status;
  item.owed = hit.owed.value_or(false);
  item.team_id = hit.team_id;
  item.assignee_id = hit.assignee_id;
  item.parts = found.snippet.parts;
  item.starts_inside = found.snippet.starts_inside;
  item.ends_inside = found.snippet.ends_inside;
  return item;
}

}  // namespace

net::Task<base::Result<contract::SearchPage>> get_search(Call& call, contract::Search in) {
  auto cursor = read_cursor(in.cursor);
  if (!cursor) co_return base::pass_on(cursor.error());
  auto limit = read_limit(in.limit);
  if (!limit) co_return base::pass_on(limit.error());
  workflow::SearchRequest request;
  request.who = call.principal;
  request.text = std::move(in.q);
  request.limit = *limit;
  if (const std::optional<Cursor> from = *cursor) request.before = from->key;
  auto answer =
      co_await workflow::search_messages(call.store, call.services.search, call.services.channels, std::move(request));
  if (!answer) co_return base::pass_on(answer.error());
  contract::SearchPage page;
  for (const auto& found : answer->items) page.items.push_back(present(found));
  if (const auto next = answer->next) page.next = to_text({*next, 0});
  page.searched_until = answer->searched_until;
  co_return page;
}

}  // namespace api
