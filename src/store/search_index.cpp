#include "store/search_index.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>

#include "domain/search/analyze.hpp"
#include "domain/search/stem.hpp"
#include "store/search_sql.hpp"
#include "store/search_terms.hpp"

namespace store {
namespace {

constexpr int kSlotBits = 20;
constexpr std::int64_t kSlots = std::int64_t{1} << kSlotBits;
constexpr std::int64_t kLatest_ms = (std::int64_t{1} << 42) - 1;  // The year 2109; what claims to be later counts as then.
constexpr std::int64_t kMostLanguages = 6;

struct Place {
  ids::Message message_id;
  std::int64_t mark = 0;
  bool live = false;
};
BOOST_DESCRIBE_STRUCT(Place, (), (message_id, mark, live))

struct Sizes {
  std::int64_t places = 0;
  std::int64_t dead = 0;
};
BOOST_DESCRIBE_STRUCT(Sizes, (), (places, dead))

using Organization = ids::Organization;
using Number = std::int64_t;
constexpr Query<Number()> kForm{"search_form"};
constexpr Query<void(Number)> kSetForm{"search_form_set"};
constexpr Query<SearchProgress(Organization)> kProgress{"search_progress"};
constexpr Query<std::optional<Number>()> kLastOrdinal{"search_last_ordinal"};
constexpr Query<void(Organization, Number, Number, std::optional<Number>)> kAddTenant{"search_tenant_add"};
constexpr Query<void(Organization, Number, std::optional<Number>)> kMoveTenant{"search_tenant_move"};
constexpr Query<std::string(Organization, Number)> kLanguages{"search_languages"};
constexpr Query<void(Organization, std::string_view, Number)> kAddLanguage{"search_language_add"};
constexpr Query<Place(Number)> kPlace{"search_place"};
constexpr Query<void(Number, ids::Message, Number)> kAddPlace{"search_place_add"};
constexpr Query<void(Number)> kEndPlace{"search_place_end"};
constexpr Query<Sizes()> kSize{"search_size"};
constexpr Query<FoundMessage(std::string_view, Number, Number, Number)> kFind{"search_find"};
constexpr Query<void(Number, std::string_view)> kAddTerms{"search_terms_add"};
constexpr Query<void()> kWipe[] = {
    {"search_wipe_places"}, {"search_wipe_tenants"}, {"search_wipe_languages"}, {"search_wipe_terms"}};
constexpr Query<void()> kTidy{"search_tidy"};

std::vector<CheckedQuery> index_queries() {
  std::vector<CheckedQuery> all = {kForm,       kSetForm,   kProgress,    kLastOrdinal, kAddTenant,
                                   kMoveTenant, kLanguages, kAddLanguage, kPlace,       kAddPlace,
                                   kEndPlace,   kSize,      kFind,        kAddTerms,    kTidy};
  for (const auto& query : kWipe) all.emplace_back(query);
  return all;
}

// FNV-1a: the same on every machine, for the index outlives the program.
std::uint64_t hash_of(std::string_view bytes) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

std::int64_t home_of(ids::Message id, base::Time said_at) {
  const auto slot = static_cast<std::int64_t>(hash_of(std::to_string(id.value)) % static_cast<std::uint64_t>(kSlots));
  return first_place(said_at) + slot;
}

struct Write {
  std::int64_t place;
  std::string terms;
};

// Finds the message's place, the live one if there is one, from its home on. `at` ends on the first free place.
std::optional<std::pair<std::int64_t, Place>> find_live(Reading& reading, ids::Message id, std::int64_t& at) {
  std::optional<std::pair<std::int64_t, Place>> live;
  for (;; ++at) {
    const auto place = reading.one(kPlace, at);
    if (!place) return live;
    if (place->message_id == id && place->live) live.emplace(at, *place);
  }
}

// Nearly every message is at home or not there, so homes are asked for all at once; what is changed elsewhere may be another's
// home.
void ask_for_homes(Transaction& transaction, const SearchBatch& batch) {
  transaction.ask_ahead([&] {
    for (const auto& message : batch.removed) (void)transaction.one(kPlace, home_of(message.id, message.said_at));
    for (const auto& message : batch.put) (void)transaction.one(kPlace, home_of(message.id, message.said_at));
  });
}

void end_place(Transaction& transaction, std::int64_t place, std::int64_t home) {
  transaction.run(kEndPlace, place);
  if (place != home) transaction.forget_asked();
}

void put(Transaction& transaction, const IndexedMessage& message, std::string terms, std::vector<Write>& writes) {
  const auto mark = static_cast<std::int64_t>(hash_of(terms));
  const std::int64_t home = home_of(message.id, message.said_at);
  std::int64_t at = home;
  if (const auto live = find_live(transaction, message.id, at)) {
    if (live->second.mark == mark) return;
    end_place(transaction, live->first, home);
  }
  transaction.run(kAddPlace, at, message.id, mark);
  if (at != home) transaction.forget_asked();
  writes.push_back({at, std::move(terms)});
}

void remove(Transaction& transaction, const RemovedMessage& message) {
  const std::int64_t home = home_of(message.id, message.said_at);
  std::int64_t at = home;
  if (const auto live = find_live(transaction, message.id, at)) end_place(transaction, live->first, home);
}

std::int64_t ensure_tenant(Transaction& transaction, Organization organization, const SearchProgress& progress) {
  if (const auto known = transaction.one(kProgress, organization)) {
    transaction.run(kMoveTenant, organization, progress.seq, progress.scanned_id);
    return known->ordinal;
  }
  const std::int64_t ordinal = transaction.one(kLastOrdinal).value_or(std::nullopt).value_or(0) + 1;
  transaction.run(kAddTenant, organization, ordinal, progress.seq, progress.scanned_id);
  return ordinal;
}

void count_languages(Transaction& transaction, const SearchBatch& batch) {
  std::map<std::string_view, std::int64_t> counts;
  for (const auto& message : batch.put)
    if (search::has_stems(message.language)) ++counts[message.language];
  for (const auto& [language, count] : counts) transaction.run(kAddLanguage, batch.organization, language, count);
}

void wipe_in(Transaction& transaction) {
  for (const auto& query : kWipe) transaction.run(query);
}

// "sqlite:/x/heed.db" → "sqlite:/x/search.db"; another record beside it has an index of its own name.
std::string index_url(const std::string& record) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (!record.starts_with(kSqlite) || record == "sqlite::memory:") return record;
  const std::filesystem::path path(record.substr(kSqlite.size()));
  const std::string name = path.filename() == "heed.db" ? "search.db" : path.stem().string() + ".search.db";
  return std::string(kSqlite) + (path.parent_path() / name).string();
}

void remove_files(const std::string& url) {
  const std::string path = url.substr(url.find(':') + 1);
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix, ignored);
}

std::unique_ptr<Store> open_store(const StoreOptions& record, bool is_postgres, const base::Clock& clock,
                                  base::IdMaker& ids) {
  StoreOptions options = record;
  options.url = index_url(record.url);
  options.max_group = 1;
  const auto catalogue = search_catalogue(is_postgres, index_queries());
  try {
    return Store::open_with(catalogue, options, clock, ids);
  } catch (const StoreError&) {
    if (is_postgres || options.url == record.url) throw;
    remove_files(options.url);  // Damaged, or of a newer program: it can be made again.
    return Store::open_with(catalogue, options, clock, ids);
  }
}

// An index of texts that were analysed otherwise would not find what is asked now.
void ensure_form(Store& store) {
  auto done = store.transact_blocking([](Transaction& transaction) -> base::Result<bool> {
    if (transaction.one(kForm) == search::kAnalysisForm) return false;
    wipe_in(transaction);
    transaction.run(kSetForm, search::kAnalysisForm);
    return true;
  });
  if (!done) throw StoreError(Trouble::setup, "The search index cannot be written: " + done.error().message);
}

}  // namespace

std::int64_t first_place(base::Time said_at) {
  return std::clamp<std::int64_t>(said_at.time_since_epoch().count(), 0, kLatest_ms) << kSlotBits;
}

base::Time time_of_place(std::int64_t place) { return base::Time(std::chrono::milliseconds(place >> kSlotBits)); }

SearchIndex::SearchIndex(std::unique_ptr<Store> store, bool is_postgres)
    : store_(std::move(store)), is_postgres_(is_postgres) {}

std::unique_ptr<SearchIndex> SearchIndex::open(const StoreOptions& record, const base::Clock& clock, base::IdMaker& ids) {
  const bool is_postgres = !record.url.starts_with("sqlite:");
  auto store = open_store(record, is_postgres, clock, ids);
  ensure_form(*store);
  return std::unique_ptr<SearchIndex>(new SearchIndex(std::move(store), is_postgres));
}

base::Result<std::optional<SearchProgress>> SearchIndex::progress(Organization organization) {
  return store_->read_blocking([organization](Reading& reading) -> base::Result<std::optional<SearchProgress>> {
    return reading.one(kProgress, organization);
  });
}

base::Result<void> SearchIndex::apply(SearchBatch batch) {
  return store_->transact_blocking([this, &batch](Transaction& transaction) -> base::Result<void> {
    const std::int64_t ordinal = ensure_tenant(transaction, batch.organization, batch.progress);
    ask_for_homes(transaction, batch);
    std::vector<Write> writes;
    for (const auto& message : batch.removed) remove(transaction, message);
    for (const auto& message : batch.put)
      put(transaction, message, stored_terms(message.document, ordinal, is_postgres_), writes);
    // In order, for SQLite writes out what it gathered whenever a row comes before the last one.
    std::ranges::sort(writes, {}, &Write::place);
    for (const auto& write : writes) transaction.run(kAddTerms, write.place, write.terms);
    count_languages(transaction, batch);
    return {};
  });
}

base::Result<void> SearchIndex::wipe() {
  return store_->transact_blocking([](Transaction& transaction) -> base::Result<void> {
    wipe_in(transaction);
    return {};
  });
}

base::Result<void> SearchIndex::tidy() {
  return store_->transact_blocking([](Transaction& transaction) -> base::Result<void> {
    transaction.run(kTidy);
    return {};
  });
}

namespace {
auto find_work(Organization organization, search::Expression expression, SearchRange range, std::int64_t limit,
               bool is_postgres) {
  return [=, expression = std::move(expression)](Reading& reading) -> base::Result<std::vector<FoundMessage>> {
    const auto progress = reading.one(kProgress, organization);
    if (!progress) return std::vector<FoundMessage>{};
    const std::string asked = asked_terms(expression, progress->ordinal, is_postgres);
    return reading.rows(kFind, asked, range.before, range.from, limit);
  };
}
}  // namespace

Task<base::Result<std::vector<FoundMessage>>> SearchIndex::find(Organization organization, search::Expression expression,
                                                                SearchRange range, std::int64_t limit) {
  co_return co_await store_->read(find_work(organization, std::move(expression), range, limit, is_postgres_));
}

base::Result<std::vector<FoundMessage>> SearchIndex::find_blocking(Organization organization,
                                                                   const search::Expression& expression, SearchRange range,
                                                                   std::int64_t limit) {
  return store_->read_blocking(find_work(organization, expression, range, limit, is_postgres_));
}

Task<base::Result<std::vector<std::string>>> SearchIndex::languages(Organization organization) {
  auto work = [organization](Reading& reading) -> base::Result<std::vector<std::string>> {
    return reading.rows(kLanguages, organization, kMostLanguages);
  };
  co_return co_await store_->read(std::move(work));
}

base::Result<SearchIndex::Size> SearchIndex::size() {
  return store_->read_blocking([](Reading& reading) -> base::Result<Size> {
    const auto sizes = reading.one(kSize).value_or(Sizes{});
    return Size{sizes.places - sizes.dead, sizes.dead};
  });
}

}  // namespace store
