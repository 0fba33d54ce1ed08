#include "workflow/keep_channel_state.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "store/channel_state_store.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using channel::StateChange;
using channel::StateEntry;

constexpr std::size_t kMostListed = 1'000;

bool is_name(const std::string& text) {
  return !text.empty() && text.size() <= kLongestStateName && base::is_storable(text);
}

base::Result<void> check(const StateChange& change) {
  if (!is_name(change.kind) || !is_name(change.name))
    return base::fail(FailureKind::invalid, "A connector's entry has a name of 1 to 1000 bytes.");
  if (change.value && (change.value->size() > kLongestStateValue || !base::is_storable(*change.value)))
    return base::fail(FailureKind::invalid, "A connector's entry is text of at most 256 KiB.");
  return {};
}

class RecordedState final : public channel::ChannelState {
 public:
  RecordedState(store::Store& in, const inbox::Inbox& of) : store_(in), inbox_(of) {}

  net::Task<base::Result<std::optional<std::string>>> find(std::string kind, std::string name) override {
    auto work = [organization = inbox_.organization_id, inbox = inbox_.id, kind = std::move(kind),
                 name = std::move(name)](store::Reading& reading) -> base::Result<std::optional<std::string>> {
      auto row = store::find_channel_state(reading, organization, inbox, kind, name);
      return row ? std::optional(std::move(row->value)) : std::nullopt;
    };
    co_return co_await store_.read(std::move(work));
  }

  net::Task<base::Result<std::vector<StateEntry>>> list(std::string kind, std::string before, std::size_t limit) override {
    const auto most = static_cast<std::int64_t>(std::min(limit, kMostListed));
    auto work = [organization = inbox_.organization_id, inbox = inbox_.id, kind = std::move(kind),
                 before = std::move(before), most](store::Reading& reading) -> base::Result<std::vector<StateEntry>> {
      std::vector<StateEntry> out;
      for (auto& row : store::list_channel_state(reading, organization, inbox, kind, before, most))
        out.push_back({std::move(row.kind), std::move(row.name), std::move(row.value)});
      return out;
    };
    co_return co_await store_.read(std::move(work));
  }

  net::Task<base::Result<std::int64_t>> count(std::string kind) override {
    auto work = [organization = inbox_.organization_id, inbox = inbox_.id,
                 kind = std::move(kind)](store::Reading& reading) -> base::Result<std::int64_t> {
      return store::count_channel_state(reading, organization, inbox, kind);
    };
    co_return co_await store_.read(std::move(work));
  }

  net::Task<base::Result<void>> change(std::vector<StateChange> changes) override {
    if (auto good = check_channel_state(changes); !good) co_return base::pass_on(good.error());
    auto work = [inbox = inbox_, changes = std::move(changes)](store::Transaction& transaction) -> base::Result<bool> {
      keep_channel_state(transaction, inbox, changes);
      return true;
    };
    const auto kept = co_await store_.transact(std::move(work));
    if (!kept) co_return base::pass_on(kept.error());
    co_return base::Result<void>();
  }

 private:
  store::Store& store_;
  const inbox::Inbox inbox_;
};

}  // namespace

base::Result<void> check_channel_state(const std::vector<StateChange>& changes) {
  for (const auto& change : changes) {
    if (auto good = check(change); !good) return good;
  }
  return {};
}

void keep_channel_state(store::Transaction& transaction, const inbox::Inbox& inbox,
                        const std::vector<StateChange>& changes) {
  for (const auto& [kind, name, value] : changes) {
    if (value) store::put_channel_state(transaction, inbox.organization_id, inbox.id, {kind, name, *value});
    else store::delete_channel_state(transaction, inbox.organization_id, inbox.id, kind, name);
  }
}

std::unique_ptr<channel::ChannelState> make_channel_state(store::Store& store /*outlives*/, const inbox::Inbox& inbox) {
  return std::make_unique<RecordedState>(store, inbox);
}

}  // namespace workflow
