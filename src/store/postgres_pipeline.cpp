#include "store/postgres_pipeline.hpp"

#include <postgresql/libpq-fe.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

namespace store {
namespace {

constexpr std::size_t kMostUnderWay = 4096;  // A bound for memory.

// So many of one query, or so large, are sent at once. More are hardly cheaper, and while the server is at them the next come
// into being.
constexpr std::size_t kMostRows = 128;
constexpr std::size_t kMostBytes = 1U << 20U;

bool has_word(std::string_view text, std::string_view word) {
  const auto is_letter = [&](std::size_t at) {
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
  };
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if ((at == 0 || !is_letter(at - 1)) && !is_letter(at + word.size())) return true;
  }
  return false;
}

}  // namespace

// Differs for values that differ.
std::string PostgresPipeline::text_of(std::span<const Parameter> parameters) {
  values_.set(parameters);
  std::string text;
  values_.append_key(text);
  return text;
}

std::string PostgresPipeline::text_of(std::span<const Parameter> parameters, std::span<const std::size_t> which) {
  std::vector<Parameter> values;
  for (const auto one : which) values.push_back(parameters[one]);
  return text_of(values);
}

void PostgresPipeline::use(PostgresLink* link) {
  under_way_.clear();
  forget_waiting();
  forget_asked();
  link_ = link;
}

// How many tables stand between a table and those that name no other; and what must stay unlike in it.
void PostgresPipeline::learn_tables() {
  const auto links = link_->run_script(
      "SELECT DISTINCT c.relname, p.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid "
      "JOIN pg_class p ON p.oid = k.confrelid WHERE k.contype = 'f' AND c.oid <> p.oid "
      "AND c.relnamespace = current_schema()::regnamespace");
  ranks_.clear();
  const int count = PQntuples(links.get());
  // As often as there are links at most: tables that name each other in a ring have no order.
  bool changed = true;
  for (int round = 0; changed && round <= count; ++round) {
    changed = false;
    for (int i = 0; i < count; ++i) {
      int& rank = ranks_[PQgetvalue(links.get(), i, 0)];
      const int least = ranks_[PQgetvalue(links.get(), i, 1)] + 1;
      if (rank >= least) continue;
      rank = least;
      changed = true;
    }
  }
  const auto indexes = link_->run_script(
      "SELECT t.relname, string_agg(pg_get_indexdef(i.indexrelid), '; ') FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid "
      "WHERE i.indisunique AND t.relnamespace = current_schema()::regnamespace GROUP BY t.relname");
  unique_indexes_.clear();
  for (int i = 0; i < PQntuples(indexes.get()); ++i)
    unique_indexes_[PQgetvalue(indexes.get(), i, 0)] = PQgetvalue(indexes.get(), i, 1);
  knows_tables_ = true;
}

std::unique_ptr<PostgresStatement::Many> PostgresPipeline::many_of(const EmbeddedQuery& query,
                                                                   const QueryShape& shape) const {
  using Kind = Statement::Many::Kind;
  if (!knows_tables_) return nullptr;
  Statement::Many many{Kind::rows, {}, {}, {}, 0, {}, {}, false, PostgresRows(shape.parameters), {}, {}};
  if (!shape.members.empty()) {
    auto question = question_of_many(query.sql, shape.parameters);
    if (!question) return nullptr;
    many.kind = Kind::question;
    many.sql = *std::move(question);
  } else if (auto insert = insert_of_many(query.sql, shape.parameters)) {
    many.sql = std::move(insert->sql);
    many.table = std::move(insert->table);
    many.columns = std::move(insert->columns);
    many.key = std::move(insert->key);
    many.may_conflict = insert->may_conflict;
    const auto rank = ranks_.find(many.table);
    many.rank = rank == ranks_.end() ? 0 : rank->second;
  } else if (auto change = change_of_row(query.sql)) {
    const auto unique = unique_indexes_.find(change->table);
    const auto makes_room = [&](const std::string& column) { return has_word(unique->second, column); };
    if (unique == unique_indexes_.end() || std::ranges::any_of(change->sets, makes_room)) return nullptr;
    many.kind = Kind::change;
    many.table = std::move(change->table);
    many.columns = std::move(change->found_by);
  } else {
    return nullptr;
  }
  return std::make_unique<Statement::Many>(std::move(many));
}

void PostgresPipeline::keep(Statement& statement, std::span<const Parameter> parameters) {
  if (statement.many->kind == Statement::Many::Kind::rows) keep_row(statement, parameters);
  else keep_change(statement, parameters);
}

void PostgresPipeline::keep_row(Statement& statement, std::span<const Parameter> row) {
  auto& many = *statement.many;
  const bool has_other = std::ranges::any_of(
      rows_, [&](const Statement* other) { return other != &statement && other->many->table == many.table; });
  if (has_other || must_wait_for_change(many, row)) send_waiting();
  if (!many.key.empty()) {
    auto key = text_of(row, many.key);
    if (many.keys.contains(key)) send_waiting();
    many.keys.insert(std::move(key));
  }
  add(statement, row, rows_);
  if (many.waiting.count() >= kMostRows || many.waiting.bytes() >= kMostBytes) send_waiting();
}

// Whether a change of before could find the row, or the row what was changed.
bool PostgresPipeline::must_wait_for_change(const Statement::Many& many, std::span<const Parameter> row) {
  return std::ranges::any_of(changing_, [&](const Statement* statement) {
    const auto& change = *statement->many;
    if (change.table != many.table) return false;
    std::vector<std::size_t> which;
    for (const auto& [column, parameter] : change.columns) {
      const auto found = many.columns.find(column);
      if (found != many.columns.end()) which.push_back(found->second);
    }
    return many.may_conflict || which.size() < change.columns.size() || change.keys.contains(text_of(row, which));
  });
}

void PostgresPipeline::keep_change(Statement& statement, std::span<const Parameter> parameters) {
  auto& many = *statement.many;
  if (many.keys.empty()) changing_.push_back(&statement);
  std::vector<std::size_t> which;
  for (const auto& [column, parameter] : many.columns) which.push_back(parameter);
  many.keys.insert(text_of(parameters, which));
  changes_.push_back({&statement, PostgresRows(statement.shape->parameters)});
  changes_.back().parameters.add(parameters);
  if (changes_.size() >= kMostRows) send_waiting();
}

// Those of a lower rank stand first.
void PostgresPipeline::add(Statement& statement, std::span<const Parameter> parameters, std::vector<Statement*>& waiting) {
  auto& many = *statement.many;
  if (many.waiting.count() == 0) {
    const auto rank_of = [](const Statement* other) { return other->many->rank; };
    waiting.insert(std::ranges::upper_bound(waiting, many.rank, {}, rank_of), &statement);
  }
  many.waiting.add(parameters);
}

// Questions go first: whoever put one had all of before sent (begin_asking).
void PostgresPipeline::send_waiting() {
  if (questions_.empty() && rows_.empty() && changes_.empty()) return;
  auto together = std::exchange(questions_, {});
  std::ranges::copy(std::exchange(rows_, {}), std::back_inserter(together));
  auto changes = std::exchange(changes_, {});
  forget(changing_);
  try {
    for (auto* statement : together) send_together(*statement);
    for (auto& [statement, parameters] : changes) send(statement->query, statement->name, parameters.as_row());
  } catch (const StoreError&) {
    forget(together);
    throw;
  }
}

void PostgresPipeline::send_together(Statement& statement) {
  auto& many = *statement.many;
  const bool is_many = many.waiting.count() > 1;
  if (is_many && many.name.empty()) prepare_many(statement);
  put_under_way({statement.query, std::exchange(many.asking, {}), is_many}, is_many ? many.name : statement.name,
                is_many ? many.waiting.as_arrays() : many.waiting.as_row());
  many.waiting.clear();
  many.keys.clear();
}

void PostgresPipeline::prepare_many(Statement& statement) {
  receive_all();
  const std::string name = statement.name + "*";
  refusing(statement.query, [&] { link_->prepare(name, statement.many->sql); });
  statement.many->name = name;
}

void PostgresPipeline::forget(std::vector<Statement*>& waiting) noexcept {
  for (auto* statement : waiting) {
    statement->many->waiting.clear();
    statement->many->keys.clear();
    statement->many->asking.clear();
  }
  waiting.clear();
}

void PostgresPipeline::forget_waiting() noexcept {
  forget(questions_);
  forget(rows_);
  forget(changing_);
  changes_.clear();
}

void PostgresPipeline::put_under_way(Sent sent, const std::string& name, const PostgresValues& values) {
  if (under_way_.size() >= kMostUnderWay) receive();
  refusing(sent.query, [&] { link_->send(name, values); });
  under_way_.push_back(std::move(sent));
}

// The earliest answer that is still to come. A refusal ends all that was sent after it.
PostgresResult PostgresPipeline::receive() {
  const Sent earliest = std::move(under_way_.front());
  under_way_.pop_front();
  try {
    auto result = refusing(earliest.query, [&] { return link_->receive(); });
    if (earliest.asking.empty()) return result;
    refusing(earliest.query, [&] { keep_answers(earliest, std::move(result)); });
    return nullptr;
  } catch (const StoreError&) {
    give_up();
    throw;
  }
}

PostgresResult PostgresPipeline::receive_last() {
  PostgresResult last;
  while (!under_way_.empty()) last = receive();
  return last;
}

// The rows stand in the order of the questions; which one, from 1, is in the last column.
void PostgresPipeline::keep_answers(const Sent& sent, PostgresResult received) {
  const std::shared_ptr<const pg_result> result(received.release(), ClearResult{});
  const int rows = PQntuples(result.get());
  if (!sent.is_many) {
    sent.asking.front()->second = {result, 0, rows};
    return;
  }
  const int column = PQnfields(result.get()) - 1;
  int row = 0;
  for (std::size_t i = 0; i < sent.asking.size(); ++i) {
    const int begin = row;
    const std::string question = std::to_string(i + 1);
    while (row < rows && question == PQgetvalue(result.get(), row, column)) ++row;
    sent.asking[i]->second = {result, begin, row};
  }
  if (row != rows) throw StoreError(Trouble::statement, "the answers came in another order than the questions");
}

void PostgresPipeline::begin_asking() {
  if (!rows_.empty() || !changes_.empty()) send_waiting();
}

void PostgresPipeline::ask(Statement& statement, std::span<const Parameter> parameters) {
  const auto [entry, is_new] = asked_.try_emplace(statement.name + text_of(parameters));
  if (!is_new) return;
  if (statement.many == nullptr || statement.many->kind != Statement::Many::Kind::question)
    return put_under_way({statement.query, {&*entry}}, statement.name, values_.values());
  add(statement, parameters, questions_);
  statement.many->asking.push_back(&*entry);
  if (statement.many->waiting.count() >= kMostRows) send_waiting();
}

std::optional<PostgresAnswer> PostgresPipeline::take_answer(const Statement& statement,
                                                            std::span<const Parameter> parameters) {
  if (asked_.empty()) return std::nullopt;
  const auto asked = asked_.find(statement.name + text_of(parameters));
  if (asked == asked_.end()) return std::nullopt;
  if (asked->second.result == nullptr) send_waiting();
  while (asked->second.result == nullptr) receive();
  auto answer = std::move(asked->second);
  asked_.erase(asked);
  return answer;
}

void PostgresPipeline::forget_asked() {
  forget(questions_);
  for (auto& sent : under_way_) sent.asking.clear();
  asked_.clear();
}

void PostgresPipeline::give_up() noexcept {
  under_way_.clear();
  forget_waiting();
  link_->end_pipeline();
}

void PostgresPipeline::drain() {
  if (refusal_ || link_ == nullptr) forget_waiting();
  send_waiting();
  receive_all();
}

void PostgresPipeline::receive_all() {
  if (link_ == nullptr || !link_->in_pipeline()) return;
  try {
    refusing("", [&] { link_->close_pipeline(); });
  } catch (const StoreError&) {
    give_up();
    throw;
  }
  (void)receive_last();
  link_->end_pipeline();
}

}  // namespace store
