#include "workflow/triage/follower.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <utility>
#include <variant>

#include "store/event_log.hpp"
#include "store/organization_store.hpp"

namespace workflow {
namespace {

using conversation::Status;

// What this work itself tells, and what says nothing of a conversation's priority.
bool is_own(const store::EventHead& head) {
  return head.type == event::MessageTriaged::kType || head.type == event::ConversationRanked::kType;
}

std::vector<ids::Conversation> conversations_in(const std::vector<store::EventHead>& heads) {
  std::vector<ids::Conversation> found;
  for (const auto& head : heads)
    if (head.conversation_id && !is_own(head)) found.push_back(*head.conversation_id);
  std::ranges::sort(found);
  found.erase(std::ranges::unique(found).begin(), found.end());
  return found;
}

}  // namespace

TriageWork::TriageWork(store::Store& store, std::function<MessageReader()> reader, TriageFollowerOptions options)
    : store_(store), reader_(std::move(reader)), options_(options), deep_(options.deep_per_s) {}

void DeepAllowance::refill(base::Time now) {
  const auto most = static_cast<double>(per_s_);
  const std::chrono::duration<double> passed = at_ && now > *at_ ? now - *at_ : base::Time::duration::zero();
  left_ = std::min(most, left_ + most * passed.count());
  at_ = now;
}

MessageReader TriageWork::reader_at(base::Time now) {
  deep_.refill(now);
  auto reader = reader_();
  const auto read = [this, assess = std::move(reader.assess)](std::string_view text, const OwnTriage& own, bool deep) {
    auto triage = assess(text, own, deep && deep_.any());
    if (triage.tier > 1) deep_.take();
    return triage;
  };
  return {read, std::move(reader.version)};
}

base::Result<std::vector<ids::Organization>> TriageWork::organizations() {
  return store_.read_blocking([](store::Reading& reading) -> base::Result<std::vector<ids::Organization>> {
    std::vector<ids::Organization> all;
    for (const auto& organization : store::list_organizations(reading)) all.push_back(organization.id);
    return all;
  });
}

base::Result<bool> TriageWork::follow() {
  const auto all = organizations();
  if (!all) return base::pass_on(all.error());
  bool some = false;
  for (const auto organization : *all) {
    const auto did = follow(organization);
    if (!did) return did;
    some = some || *did;
  }
  return some;
}

base::Result<bool> TriageWork::follow(ids::Organization organization) {
  auto heads = store_.read_blocking([organization, most = options_.events_at_once](
                                        store::Reading& reading) -> base::Result<std::vector<store::EventHead>> {
    const auto position = store::find_triage_position(reading, organization);
    return store::list_event_heads(reading, organization, position.seq, most);
  });
  if (!heads) return base::pass_on(heads.error());
  if (heads->empty()) return false;
  const std::int64_t last = heads->back().seq;
  if (std::ranges::all_of(*heads, is_own)) {
    // Only what was told here: not worth a transaction of its own, unless much of it has gathered.
    if (static_cast<std::int64_t>(heads->size()) < options_.events_at_once) return false;
  }
  // With more waiting than it takes at once it catches up after a flood: behind those who wait for an answer.
  const bool catches_up = static_cast<std::int64_t>(heads->size()) == options_.events_at_once;
  const auto priority = catches_up ? store::Priority::bulk : store::Priority::normal;
  const auto found = conversations_in(*heads);
  const auto most = static_cast<std::size_t>(options_.conversations_at_once);
  for (std::size_t at = 0; at < found.size() || at == 0; at += most) {
    Batch batch;
    batch.organization = organization;
    const auto end = std::min(found.size(), at + most);
    batch.conversations.assign(found.begin() + static_cast<std::ptrdiff_t>(at),
                               found.begin() + static_cast<std::ptrdiff_t>(end));
    if (end == found.size()) batch.seq = last;
    if (auto done = rank(batch, false, priority); !done) return base::pass_on(done.error());
  }
  return true;
}

base::Result<bool> TriageWork::look_again() {
  auto due = store_.read_blocking(
      [most = options_.conversations_at_once](store::Reading& reading) -> base::Result<std::vector<store::DueRank>> {
        return store::list_due_ranks(reading, reading.now(), most);
      });
  if (!due) return base::pass_on(due.error());
  std::map<ids::Organization, Batch> batches;
  for (const auto& one : *due) {
    auto& batch = batches[one.organization_id];
    batch.organization = one.organization_id;
    batch.conversations.push_back(one.id);
  }
  for (const auto& [organization, batch] : batches)
    if (auto done = rank(batch, true, store::Priority::bulk); !done) return base::pass_on(done.error());
  return !due->empty();
}

OwnTriage TriageWork::Prepared::own() {
  OwnTriage own;
  if (company) own.words = &*company;
  if (layer && serving) {
    own.layer = &*layer;
    own.layer_name = std::to_string(serving->id.value);
  }
  return own;
}

TriageWork::Kept TriageWork::find_kept(store::Reading& reading, ids::Organization organization) {
  return {store::find_triage_settings(reading, organization), store::find_serving_layer(reading, organization)};
}

base::Result<TriageWork::Prepared*> TriageWork::prepare(ids::Organization organization, const Kept& kept,
                                                        const std::string& model) {
  auto& prepared = prepared_[organization];
  if (const auto settings = kept.settings.value_or(""); prepared.kept != settings) {
    prepared.kept = settings;
    prepared.settings = read_triage_settings(settings);
    prepared.company.reset();
    // It was compiled when it was set; a later program may refuse it, and then does without.
    if (auto company = triage::Company::compile(prepared.settings.words)) prepared.company = *std::move(company);
  }
  // Learnt on another model, it waits until it was learnt anew (trainer.hpp).
  const auto serving = kept.serving && kept.serving->model == model ? kept.serving : std::nullopt;
  if (prepared.serving == serving) return &prepared;
  std::string bytes;
  if (serving) {
    auto found = store_.read_blocking([&](store::Reading& reading) -> base::Result<std::string> {
      return store::layer_bytes(reading, organization, serving->id);
    });
    if (!found) return base::pass_on(found.error());
    bytes = *std::move(found);
  }
  prepared.serving = serving;
  prepared.layer.reset();
  // It was read back before it was kept; a later program may refuse it, and then does without.
  if (auto layer = triage::read_layer(bytes)) prepared.layer = *std::move(layer);
  return &prepared;
}

base::Result<void> TriageWork::rank(const Batch& batch, bool archives_too, store::Priority priority) {
  struct Read {
    std::vector<Material> materials;
    Kept kept;
    base::Time now{};
  };
  auto read = store_.read_blocking([&](store::Reading& reading) -> base::Result<Read> {
    Read out;
    out.now = reading.now();
    out.kept = find_kept(reading, batch.organization);
    for (const auto id : batch.conversations)
      if (auto material = gather(reading, batch.organization, id, options_.words_at_once))
        out.materials.push_back(*std::move(material));
    return out;
  });
  if (!read) return base::pass_on(read.error());
  const MessageReader reader = reader_at(read->now);
  const auto prepared = prepare(batch.organization, read->kept, reader.version);
  if (!prepared) return base::pass_on(prepared.error());
  const OwnTriage own = (*prepared)->own();
  std::int64_t assessed = 0;
  const auto is_old = [&](const Material& material) {
    return !archives_too && material.state.conversation.last_said_at + options_.old_after < read->now;
  };
  for (auto& material : read->materials) {
    if (is_old(material)) continue;
    assess_words(material, reader, own, read->now);
    assessed += std::ranges::count_if(material.words, &ReadWord::is_new);
  }
  auto written = store_.transact_blocking(
      [&](store::Transaction& transaction) -> base::Result<void> {
        for (const auto& material : read->materials) {
          const bool old = is_old(material);
          // What an archive has closed has no place to be given.
          if (old && material.state.conversation.status == Status::resolved && !material.state.priority) continue;
          static_cast<void>(write_material(transaction, material, (*prepared)->settings.weights, old));
        }
        if (!batch.seq) return {};
        auto position = store::find_triage_position(transaction, batch.organization);
        position.seq = std::max(position.seq, *batch.seq);
        store::put_triage_position(transaction, batch.organization, position);
        return {};
      },
      priority);
  if (!written) return written;
  assessed_ += assessed;
  return {};
}

base::Result<bool> TriageWork::read_archives() {
  const auto all = organizations();
  if (!all) return base::pass_on(all.error());
  for (const auto organization : *all) {
    const auto did = read_archive(organization);
    if (!did || *did) return did;
  }
  return false;
}

// The same events once more, for the words that were passed over: those of archives, and those beyond the latest of a conversation.
base::Result<bool> TriageWork::read_archive(ids::Organization organization) {
  struct Found {
    std::int64_t last = 0;
    std::vector<Material> materials;
    Kept kept;
    base::Time now{};
  };
  auto found = store_.read_blocking([&](store::Reading& reading) -> base::Result<Found> {
    Found out;
    out.now = reading.now();
    out.kept = find_kept(reading, organization);
    const auto position = store::find_triage_position(reading, organization);
    auto heads = store::list_event_heads(reading, organization, position.old_seq, options_.events_at_once);
    // Not ahead of those who follow what is new.
    std::erase_if(heads, [&](const store::EventHead& head) { return head.seq > position.seq; });
    if (heads.empty()) return out;
    out.last = heads.back().seq;
    for (const auto id : conversations_in(heads)) {
      Material material;
      material.state.conversation.id = id;
      material.state.conversation.organization_id = organization;
      for (auto& word : store::list_unread_words(reading, organization, id, options_.old_words_at_once)) {
        ReadWord unread;
        unread.verdict.message_id = word.id;
        unread.word = std::move(word);
        material.words.push_back(std::move(unread));
      }
      if (!material.words.empty()) out.materials.push_back(std::move(material));
    }
    return out;
  });
  if (!found) return base::pass_on(found.error());
  if (found->last == 0) return false;
  const MessageReader reader = reader_();
  const auto prepared = prepare(organization, found->kept, reader.version);
  if (!prepared) return base::pass_on(prepared.error());
  const OwnTriage own = (*prepared)->own();
  std::int64_t assessed = 0;
  for (auto& material : found->materials) {
    assess_words(material, reader, own, found->now);
    assessed += static_cast<std::int64_t>(material.words.size());
  }
  auto written = store_.transact_blocking(
      [&](store::Transaction& transaction) -> base::Result<void> {
        for (const auto& material : found->materials) write_verdicts(transaction, material);
        auto position = store::find_triage_position(transaction, organization);
        position.old_seq = std::max(position.old_seq, found->last);
        store::put_triage_position(transaction, organization, position);
        return {};
      },
      store::Priority::bulk);
  if (!written) return base::pass_on(written.error());
  assessed_ += assessed;
  return true;
}

base::Result<void> TriageWork::catch_up() {
  while (true) {
    for (auto step : {&TriageWork::look_again, &TriageWork::read_archives}) {
      auto did = follow();
      while (did && *did) did = follow();
      if (did) did = (this->*step)();
      while (did && *did) did = (this->*step)();
      if (!did) return base::pass_on(did.error());
    }
    const auto more = follow();
    if (!more) return base::pass_on(more.error());
    if (!*more) return {};
  }
}

base::Result<std::int64_t> TriageWork::behind() {
  return store_.read_blocking([most = options_.events_at_once](store::Reading& reading) -> base::Result<std::int64_t> {
    std::int64_t behind = 0;
    for (const auto& organization : store::list_organizations(reading)) {
      const auto position = store::find_triage_position(reading, organization.id);
      const auto heads = store::list_event_heads(reading, organization.id, position.seq, most);
      const auto far = static_cast<std::int64_t>(heads.size()) == most;
      behind += far ? store::last_seq(reading, organization.id) - position.seq
                    : std::ranges::count_if(heads, [](const store::EventHead& head) { return !is_own(head); });
    }
    return behind;
  });
}

struct TriageFollower::State {
  mutable std::mutex mutex;
  std::condition_variable changed;
  bool something = true;       // Was committed that nobody has looked at.
  std::int64_t new_words = 0;  // Among it, since gather() began.
  bool stopping = false;
  TriageStats stats;
};

TriageFollower::TriageFollower(store::Store& store, TriageModels& models, std::function<void(const std::string&)> on_error,
                               TriageFollowerOptions options)
    : store_(store),
      models_(models),
      on_error_(std::move(on_error)),
      options_(options),
      work_(store, readers_of(models), options),
      state_(std::make_shared<State>()) {}

TriageFollower::~TriageFollower() { stop(); }

void TriageFollower::start() {
  store_.on_committed([state = state_, old_after = options_.old_after](const store::PublishedBatch& published) {
    const auto is_new_word = [old_after](const store::Published& one) {
      const auto* said = std::get_if<event::MessageCreated>(&one.event);
      return said != nullptr && said->message.said_at + old_after > one.at;
    };
    const auto words = std::ranges::count_if(*published, is_new_word);
    const std::lock_guard lock(state->mutex);
    state->new_words += words;
    if (state->something) return;
    state->something = true;
    state->changed.notify_all();
  });
  thread_ = std::thread([this] { run(); });
}

void TriageFollower::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  if (thread_.joinable()) thread_.join();
}

TriageStats TriageFollower::stats() const {
  const std::lock_guard lock(state_->mutex);
  TriageStats stats = state_->stats;
  stats.assessed = work_.assessed();
  return stats;
}

base::Result<bool> TriageFollower::do_something() {
  for (const auto step : {&TriageWork::follow, &TriageWork::look_again, &TriageWork::read_archives}) {
    auto did = (work_.*step)();
    if (!did || *did) return did;
  }
  return false;
}

void TriageFollower::gather(std::unique_lock<std::mutex>& lock) {
  auto& state = *state_;
  // One window without a commit is no calm: a busy store commits much at once.
  auto calm = options_.calm;
  for (auto rested = std::chrono::milliseconds(0); rested < options_.rest; rested += options_.gather) {
    state.new_words = 0;
    if (state.changed.wait_for(lock, options_.gather, [&] { return state.stopping; })) return;
    calm = state.new_words > options_.flood ? std::chrono::milliseconds(0) : calm + options_.gather;
    if (calm >= options_.calm) return;
  }
}

void TriageFollower::run() {
  auto& state = *state_;
  std::string last_failure;
  auto until_look = options_.look_at;
  std::unique_lock lock(state.mutex);
  while (true) {
    gather(lock);
    if (state.stopping) return;
    state.something = false;
    lock.unlock();
    std::string failure;
    bool more = false;
    std::int64_t behind = 0;
    try {
      auto did = do_something();
      if (did) more = *did;
      else failure = did.error().message;
      const auto waiting = failure.empty() ? work_.behind() : base::Result<std::int64_t>(0);
      if (waiting) behind = *waiting;
    } catch (const std::exception& error) {
      failure = error.what();
    }
    if (!failure.empty() && failure != last_failure) on_error_("triage: " + failure);
    last_failure = failure;
    const bool failed = !failure.empty();
    const auto wait = failed ? options_.pause : options_.every;
    until_look -= more ? options_.gather : wait;
    if (until_look.count() <= 0) {
      models_.look();
      until_look = options_.look_at;
    }
    lock.lock();
    state.stats.behind = behind;
    if (failed) ++state.stats.failures;
    if (more && !failed) continue;
    state.changed.wait_for(lock, wait, [&] { return state.stopping || (state.something && !failed); });
  }
}

}  // namespace workflow
