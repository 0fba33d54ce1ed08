#include "api/case_handlers.hpp"

#include "api/page.hpp"
#include "api/present.hpp"
#include "base/text.hpp"
#include "store/case_store.hpp"
#include "workflow/change_case.hpp"

namespace api {
namespace {

contract::Case present_case(const workflow::LinkedCase& found) {
  contract::Case out;
  out.id = found.matter.id;
  out.title = found.matter.title;
  out.created_by = found.matter.created_by;
  out.created_at = found.matter.created_at;
  for (const auto& state : found.conversations) out.conversations.push_back(present(state));
  return out;
}

contract::LeftCase present_left(const workflow::LeftCase& left) { return {present(left.conversation), left.ended}; }

}  // namespace

net::Task<base::Result<contract::CaseList>> list_cases(Call& call, contract::ListCases in) {
  auto limit = read_limit(in.limit);
  if (!limit) co_return base::pass_on(limit.error());
  auto work = [who = call.principal, part = base::to_storable(base::trim(in.title.value_or(""))),
               most = *limit](store::Reading& reading) -> base::Result<contract::CaseList> {
    contract::CaseList out;
    for (auto& row : store::page_cases(reading, who.organization_id, part, only_teams_of(who), most))
      out.items.push_back({row.id, std::move(row.title), row.created_at, row.conversation_count});
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Case>> post_case(Call& call, contract::OpenCase in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::open_case(transaction, who, in.title, in.conversation_ids);
  };
  co_return co_await call.transact(std::move(work), present_case);
}

net::Task<base::Result<contract::Case>> get_case(Call& call, contract::CasePath in) {
  auto work = [who = call.principal, in](store::Reading& reading) -> base::Result<contract::Case> {
    const auto found = workflow::find_visible_case(reading, who, in.case_id);
    if (!found) return base::pass_on(found.error());
    return present_case(*found);
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Case>> patch_case(Call& call, contract::RenameCase in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::rename_case(transaction, who, in.case_id, in.title);
  };
  co_return co_await call.transact(std::move(work), present_case);
}

net::Task<base::Result<contract::Case>> post_case_conversation(Call& call, contract::AddToCase in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::add_to_case(transaction, who, in.case_id, in.conversation_id);
  };
  co_return co_await call.transact(std::move(work), present_case);
}

net::Task<base::Result<contract::LeftCase>> delete_case_conversation(Call& call, contract::CaseConversationPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::take_from_case(transaction, who, in.case_id, in.conversation_id);
  };
  co_return co_await call.transact(std::move(work), present_left);
}

}  // namespace api
