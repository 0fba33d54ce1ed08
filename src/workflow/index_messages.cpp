#include "workflow/index_messages.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "domain/search/filter.hpp"
#include "domain/triage/language.hpp"
#include "store/event_log.hpp"
#include "store/inbox_store.hpp"
#include "store/organization_store.hpp"

namespace workflow {
namespace {

constexpr std::int64_t kMessagesAtOnce = 1000;
constexpr std::int64_t kEventsAtOnce = 500;

store::SearchSource source_of(const conversation::Message& message, const std::string& author_name,
                              std::optional<ids::Team> team) {
  store::SearchSource source;
  source.id = message.id;
  source.conversation_id = message.conversation_id;
  source.team_id = team;
  source.inbox_id = message.inbox_id;
  source.identity_id = message.identity_id;
  source.user_id = message.user_id;
  source.direction = message.direction;
  source.text = message.text;
  source.said_at = message.said_at;
  source.language = message.language;
  source.author_name = author_name;
  return source;
}

struct Gather {
  std::int64_t seq;

  [[nodiscard]] IndexChange anew(ids::Conversation conversation) const {
    IndexChange change;
    change.seq = seq;
    change.conversation = conversation;
    return change;
  }
  [[nodiscard]] IndexChange put_or_remove(const conversation::Message& message, const std::string& author_name,
                                          std::optional<ids::Team> team) const {
    IndexChange change;
    change.seq = seq;
    if (message.deleted_at) change.removed = store::RemovedMessage{message.id, message.said_at};
    else change.source = source_of(message, author_name, team);
    return change;
  }

  std::optional<IndexChange> operator()(const event::MessageCreated& happened) const {
    return put_or_remove(happened.message, happened.author_name, happened.state.conversation.team_id);
  }
  std::optional<IndexChange> operator()(const event::MessageUpdated& happened) const {
    return put_or_remove(happened.message, happened.author_name, happened.state.conversation.team_id);
  }
  std::optional<IndexChange> operator()(const event::PostCreated& happened) const {
    return put_or_remove(happened.message, happened.author_name, std::nullopt);
  }
  std::optional<IndexChange> operator()(const event::PostUpdated& happened) const {
    return put_or_remove(happened.message, happened.author_name, std::nullopt);
  }
  std::optional<IndexChange> operator()(const event::MessagesMoved& happened) const {
    return anew(happened.state.conversation.id);
  }
  std::optional<IndexChange> operator()(const event::ConversationUpdated& happened) const {
    const auto& now = happened.state.conversation;
    if (now.team_id == happened.previous_team_id) return std::nullopt;
    return anew(now.id);
  }
  template <class Other>
  std::optional<IndexChange> operator()(const Other& /*happened*/) const {
    return std::nullopt;
  }
};

// The language part of "en-GB".
std::string primary(const std::string& language) { return language.substr(0, language.find('-')); }

// Names, and what narrows a search, behind the words.
void append_terms(search::Document& document, const store::SearchSource& source, const std::string& language) {
  for (auto& term : search::express_name(search::kAuthorMark, source.author_name).terms)
    document.push_back({{std::move(term)}, 0, 0});
  search::Position filters;
  filters.forms = {search::term_of(source.team_id), search::term_of(source.inbox_id), search::channel_term(source.channel)};
  if (source.conversation_id) filters.forms.push_back(search::term_of(*source.conversation_id));
  if (source.identity_id) filters.forms.push_back(search::term_of(*source.identity_id));
  if (source.user_id) filters.forms.push_back(search::term_of(*source.user_id));
  if (!language.empty()) filters.forms.push_back(search::language_term(language));
  document.push_back(std::move(filters));
}

}  // namespace

std::optional<IndexChange> index_change(std::int64_t seq, const event::Event& event) {
  return std::visit(Gather{seq}, event);
}

store::IndexedMessage index_form(const store::SearchSource& source, const std::string& language) {
  store::IndexedMessage message;
  message.id = source.id;
  message.said_at = source.said_at;
  message.language = source.language.empty() ? std::string(triage::detect_language(source.text)) : source.language;
  if (message.language.empty()) message.language = primary(language);
  message.document = search::make_document(source.text, message.language);
  append_terms(message.document, source, message.language);
  return message;
}

base::Result<bool> MessageIndexing::catch_up_step(ids::Organization organization) {
  auto progress = progress_of(organization);
  if (!progress) return base::pass_on(progress.error());
  if ((*progress)->scanned_id) return scan_step(organization, **progress);
  return event_step(organization, (*progress)->seq);
}

base::Result<void> MessageIndexing::catch_up(ids::Organization organization,
                                             const std::function<void(std::int64_t)>& on_messages) {
  while (!keep_going || keep_going()) {
    last_batch_ = 0;
    auto more = catch_up_step(organization);
    if (!more) return base::pass_on(more.error());
    if (on_messages) on_messages(last_batch_);
    if (!*more) return {};
  }
  return {};
}

base::Result<void> MessageIndexing::catch_up_all() {
  auto all = store_.read_blocking([](store::Reading& reading) -> base::Result<std::vector<organization::Organization>> {
    return store::list_organizations(reading);
  });
  if (!all) return base::pass_on(all.error());
  for (const auto& organization : *all)
    if (auto done = catch_up(organization.id); !done) return done;
  return {};
}

base::Result<void> MessageIndexing::apply(ids::Organization organization, std::vector<IndexChange> changes,
                                          std::int64_t last_seq) {
  auto progress = progress_of(organization);
  if (!progress) return base::pass_on(progress.error());
  if ((*progress)->scanned_id) return catch_up(organization);  // New here: everything is to be read.
  if (last_seq <= (*progress)->seq) return {};
  store::SearchProgress after = **progress;
  after.seq = last_seq;
  std::vector<store::SearchSource> sources;
  std::vector<store::RemovedMessage> removed;
  for (auto& change : changes) {
    if (change.seq <= (*progress)->seq) continue;
    if (change.removed) removed.push_back(*change.removed);
    if (change.source) sources.push_back(std::move(*change.source));
    const auto conversation = change.conversation;
    if (!conversation) continue;
    auto said = store_.read_blocking(
        [organization, id = *conversation](store::Reading& reading) -> base::Result<std::vector<store::SearchSource>> {
          return store::list_sources_of(reading, organization, id);
        });
    if (!said) return base::pass_on(said.error());
    std::ranges::move(*said, std::back_inserter(sources));
  }
  return write(organization, sources, after, std::move(removed));
}

base::Result<void> MessageIndexing::remove(ids::Organization organization, std::vector<store::RemovedMessage> messages) {
  auto progress = progress_of(organization);
  if (!progress) return base::pass_on(progress.error());
  return index_.apply({organization, {}, std::move(messages), **progress});
}

// Of an organization that the index does not know, the messages are read first, by their rows; the events from then on.
base::Result<store::SearchProgress*> MessageIndexing::progress_of(ids::Organization organization) {
  if (const auto known = progress_.find(organization); known != progress_.end()) return &known->second;
  auto last = store_.read_blocking([organization](store::Reading& reading) -> base::Result<std::int64_t> {
    return store::last_seq(reading, organization);
  });
  if (!last) return base::pass_on(last.error());
  auto found = index_.progress(organization);
  if (!found) return base::pass_on(found.error());
  if (found->value_or(store::SearchProgress{}).seq >
      *last) {  // The index is of a later record than this one: of before a backup was restored.
    if (auto wiped = index_.wipe(); !wiped) return base::pass_on(wiped.error());
    progress_.clear();
    found->reset();
  }
  auto progress = found->value_or(store::SearchProgress{0, *last, 0});
  return &progress_.emplace(organization, progress).first->second;
}

base::Result<std::string> MessageIndexing::language_of(ids::Organization organization) {
  return store_.read_blocking([organization](store::Reading& reading) -> base::Result<std::string> {
    const auto found = store::find_organization(reading, organization);
    return found ? found->language : std::string();
  });
}

base::Result<void> MessageIndexing::write(ids::Organization organization, const std::vector<store::SearchSource>& sources,
                                          const store::SearchProgress& progress,
                                          std::vector<store::RemovedMessage> removed) {
  store::SearchBatch batch;
  batch.removed = std::move(removed);
  batch.organization = organization;
  batch.progress = progress;
  if (!sources.empty()) {
    auto language = language_of(organization);
    if (!language) return base::pass_on(language.error());
    for (const auto& source : sources) {
      if (!source.channel.empty()) {
        batch.put.push_back(index_form(source, *language));
        continue;
      }
      auto& channel = channels_[source.inbox_id];
      if (channel.empty()) {
        auto inbox = store_.read_blocking([&](store::Reading& reading) -> base::Result<std::optional<inbox::Inbox>> {
          return store::find_inbox(reading, organization, source.inbox_id);
        });
        if (!inbox) return base::pass_on(inbox.error());
        channel = inbox->value_or(inbox::Inbox{}).channel;
      }
      store::SearchSource whole = source;
      whole.channel = channel;
      batch.put.push_back(index_form(whole, *language));
    }
  }
  last_batch_ = static_cast<std::int64_t>(batch.put.size());
  auto done = index_.apply(std::move(batch));
  if (done) progress_[organization] = progress;
  return done;
}

base::Result<bool> MessageIndexing::scan_step(ids::Organization organization, store::SearchProgress progress) {
  auto sources = store_.read_blocking([&](store::Reading& reading) -> base::Result<std::vector<store::SearchSource>> {
    return store::list_sources(reading, organization, progress.scanned_id.value_or(0), kMessagesAtOnce);
  });
  if (!sources) return base::pass_on(sources.error());
  if (sources->empty()) progress.scanned_id.reset();
  else progress.scanned_id = sources->back().id.value;
  if (auto done = write(organization, *sources, progress); !done) return base::pass_on(done.error());
  return true;
}

base::Result<bool> MessageIndexing::event_step(ids::Organization organization, std::int64_t seq) {
  auto events = store_.read_blocking([&](store::Reading& reading) -> base::Result<std::vector<store::StoredEvent>> {
    return store::events_after(reading, organization, seq, kEventsAtOnce);
  });
  if (!events) return base::pass_on(events.error());
  if (events->empty()) return false;
  std::vector<IndexChange> changes;
  for (const auto& stored : *events) {
    const auto event = store::decode_event(stored.type, stored.body);
    if (!event) continue;  // Of a kind this program does not know: nothing that it searches.
    if (auto change = index_change(stored.seq, *event)) changes.push_back(std::move(*change));
  }
  if (auto done = apply(organization, std::move(changes), events->back().seq); !done) return base::pass_on(done.error());
  return true;
}

}  // namespace workflow
