#include "api/alert_handlers.hpp"

#include "api/page.hpp"
#include "api/present.hpp"
#include "domain/conversation/word.hpp"
#include "store/alert_store.hpp"
#include "workflow/alerts.hpp"

namespace api {
namespace {

constexpr std::size_t kShownText = 500;  // Code points.

contract::AlertPost present_post(const workflow::PrecedingPost& in) {
  contract::AlertPost out;
  out.message_id = in.post.id;
  out.own = in.post.direction == conversation::Direction::outbound;
  out.author_name = in.post.author_name;
  out.text = conversation::preview_of(in.post.text, kShownText);
  out.said_at = in.post.said_at;
  out.people = in.people;
  out.signals = in.post.signals;
  out.lost = in.post.lost;
  out.conversation_id = in.conversation_id;
  return out;
}

contract::AlertStory present_story(const workflow::AlertStory& in) {
  contract::AlertStory out;
  out.alert = present(in.alert);
  for (const auto& point : in.points) out.points.push_back({point.at, point.count, point.usual, point.most});
  for (const auto& post : in.posts) out.posts.push_back(present_post(post));
  for (const auto& person : in.people)
    out.people.push_back({person.name.value_or(""), person.contact_id, person.conversation_id, person.at});
  return out;
}

}  // namespace

net::Task<base::Result<contract::AlertPage>> list_alerts(Call& call, contract::ListAlerts in) {
  auto cursor = read_cursor(in.cursor);
  if (!cursor) co_return base::pass_on(cursor.error());
  auto limit = read_limit(in.limit);
  if (!limit) co_return base::pass_on(limit.error());
  const std::optional<Cursor> from = *cursor;
  auto work = [organization = call.principal.organization_id, before = from ? from->id : 0, most = *limit,
               open = in.open](store::Reading& reading) -> base::Result<contract::AlertPage> {
    contract::AlertPage page;
    if (open.value_or(false)) {
      for (const auto& alert : store::list_open_alerts(reading, organization, most)) page.items.push_back(present(alert));
      return page;
    }
    auto alerts = store::page_alerts(reading, organization, ids::Alert{before}, open.has_value(), most + 1);
    if (static_cast<std::int64_t>(alerts.size()) > most) {
      alerts.pop_back();
      page.next = to_text({0, alerts.back().id.value});
    }
    for (const auto& alert : alerts) page.items.push_back(present(alert));
    return page;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::AlertStory>> get_alert(Call& call, contract::AlertPath in) {
  auto work = [organization = call.principal.organization_id,
               in](store::Reading& reading) -> base::Result<contract::AlertStory> {
    auto story = workflow::tell_alert(reading, organization, in.alert_id);
    if (!story) return base::pass_on(story.error());
    return present_story(*story);
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Alert>> post_alert_seen(Call& call, contract::AlertPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::see_alert(transaction, who, in.alert_id);
  };
  auto to_reply = [](const signals::Alert& alert) { return present(alert); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

}  // namespace api
