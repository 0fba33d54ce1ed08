#include "workflow/send_alert_mails.hpp"

#include <utility>

#include "workflow/alert_mails.hpp"

namespace workflow {
namespace {

// Nothing is due before a minute is over: it looks every few seconds anyway.
bool is_news(const store::Published& /*one*/) { return false; }

}  // namespace

struct AlertMailer::Work {
  AlertMailParts parts;

  static store::Task<Errands> look(std::shared_ptr<Work> self, std::size_t room) {
    auto take = [self, room](store::Transaction& transaction) -> base::Result<TakenAlertMails> {
      return take_alert_mails(transaction, self->parts.public_url, static_cast<std::int64_t>(room));
    };
    auto taken = co_await self->parts.store.transact(std::move(take));
    Errands out;
    if (!taken) co_return out;
    for (auto& one : taken->items) out.items.push_back(send(self, std::move(one)));
    out.more = taken->more;
    co_return out;
  }

  static store::Task<void> send(std::shared_ptr<Work> self, TakenAlertMail taken) {
    const auto mail = taken.mail;
    const auto result = co_await self->parts.send(std::move(taken.through), std::move(taken.message));
    if (result.outcome != channel::SendOutcome::sent) self->parts.on_trouble(result.reason);
    auto settle = [mail, result](store::Transaction& transaction) -> base::Result<void> {
      settle_alert_mail(transaction, mail, result);
      return {};
    };
    (void)co_await self->parts.store.transact(std::move(settle));
  }
};

AlertMailer::AlertMailer(const store::Executor& executor, AlertMailParts parts)
    : work_(std::make_shared<Work>(Work{parts})),
      courier_(executor, parts.store,
               {[work = work_](std::size_t room) { return Work::look(work, room); }, is_news,
                [work = work_] { work->parts.on_trouble("nobody is told by mail until the next start."); }}) {}

}  // namespace workflow
