#pragma once
// What is under way to a PostgreSQL server and back: statements sent whose answers are still to be read, questions asked ahead,
// and rows that wait to go together (decisions 0023 and 0025). Internal to postgres.cpp.
//
// Rows wait for others of their query, and changes of single rows wait behind them, so that the rows of a whole batch go as a
// few statements. send_waiting() comes before anything that could tell: it is for the caller to call it before a statement
// that is sent by itself. What is kept may overtake only what it has nothing to do with: tables are served in the order in
// which they name each other; rows of one table keep their order; a row overtakes a change of its table only where the change
// neither finds it nor makes room for it.

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "store/catalogue.hpp"
#include "store/errors.hpp"
#include "store/postgres_link.hpp"
#include "store/postgres_many.hpp"
#include "store/statement.hpp"

namespace store {

// The answer to one question: some of the rows of a result.
struct PostgresAnswer {
  std::shared_ptr<const pg_result> result;  // Null until it has come.
  int begin = 0;
  int end = 0;
};
using PostgresAsked = std::unordered_map<std::string, PostgresAnswer>;

struct PostgresStatement {
  std::string name;  // As the server knows it.
  const char* query = nullptr;
  const QueryShape* shape = nullptr;
  std::vector<int> columns;

  // Where it can wait for others of its kind.
  struct Many {
    enum class Kind { rows, change, question } kind;
    std::string sql;   // Of rows and questions: the statement of many,
    std::string name;  // and how the server knows it; empty until it does.
    std::string table;
    int rank = 0;                  // Rows of a table are sent after those of tables with a lower one, which they may name.
    ParameterOfColumn columns;     // Of rows: those they fill. Of a change: those it finds its row by.
    std::vector<std::size_t> key;  // Of rows, as are these: see InsertOfMany.
    bool may_conflict = false;
    PostgresRows waiting;                            // Of changes: each has its own.
    std::unordered_set<std::string> keys;            // Of the rows that wait; what the changes find theirs by.
    std::vector<PostgresAsked::value_type*> asking;  // Of the questions that wait: who keeps each one's answer.
  };
  std::unique_ptr<Many> many;
};

class PostgresPipeline {
 public:
  // The first refusal is left in `refusal`; nothing is sent after it.
  explicit PostgresPipeline(std::optional<StoreError>& refusal /*outlives*/) : refusal_(refusal) {}

  // Everything that was under way on another link is forgotten. Null: there is none.
  void use(PostgresLink* link /*outlives its use*/);

  // Asks the server what the tables are like; from then on statements may wait for others.
  void learn_tables();
  [[nodiscard]] std::unique_ptr<PostgresStatement::Many> many_of(const EmbeddedQuery& query, const QueryShape& shape) const;

  // For a statement that can wait for others; nobody hears of it.
  void keep(PostgresStatement& statement, std::span<const Parameter> parameters);
  // Everything that waits is on its way.
  void send_waiting();

  void send(const char* query, const std::string& name, const PostgresValues& values) {
    put_under_way({query, {}}, name, values);
  }
  // Waits for every answer, and gives the last.
  PostgresResult receive_last();

  void begin_asking();
  void ask(PostgresStatement& statement, std::span<const Parameter> parameters);
  // The answer to a question asked ahead, the first time.
  std::optional<PostgresAnswer> take_answer(const PostgresStatement& statement, std::span<const Parameter> parameters);
  void forget_asked();

  // Everything is sent, every answer there is to come is there, and the link is ready for anything else.
  void drain();
  // The same without what waits.
  void receive_all();

  // Remembers that the server refused a statement, and names the query in what is thrown.
  template <class Call>
  std::invoke_result_t<Call&> refusing(std::string_view query, Call&& call) {
    try {
      return call();
    } catch (const StoreError& error) {
      const bool is_named = error.trouble() == Trouble::statement && !query.empty();
      refusal_.emplace(error.trouble(), (is_named ? "query " + std::string(query) + ": " : "") + error.what());
      throw StoreError(*refusal_);
    }
  }

 private:
  using Statement = PostgresStatement;
  using Asking = std::vector<PostgresAsked::value_type*>;

  struct Sent {
    const char* query;
    Asking asking;  // Who keeps the answer to each question of it; empty when nobody wants any.
    bool is_many = false;
  };
  struct Change {
    Statement* statement;
    PostgresRows parameters;
  };

  void put_under_way(Sent sent, const std::string& name, const PostgresValues& values);
  PostgresResult receive();
  static void keep_answers(const Sent& sent, PostgresResult received);
  void give_up() noexcept;

  void keep_row(Statement& statement, std::span<const Parameter> row);
  void keep_change(Statement& statement, std::span<const Parameter> parameters);
  [[nodiscard]] bool must_wait_for_change(const Statement::Many& many, std::span<const Parameter> row);
  [[nodiscard]] std::string text_of(std::span<const Parameter> parameters);
  [[nodiscard]] std::string text_of(std::span<const Parameter> parameters, std::span<const std::size_t> which);
  static void add(Statement& statement, std::span<const Parameter> parameters, std::vector<Statement*>& waiting);
  void send_together(Statement& statement);
  void prepare_many(Statement& statement);
  static void forget(std::vector<Statement*>& waiting) noexcept;
  void forget_waiting() noexcept;

  std::optional<StoreError>& refusal_;
  PostgresLink* link_ = nullptr;
  std::deque<Sent> under_way_;

  PostgresAsked asked_;
  std::vector<Statement*> questions_;  // That wait, as do these:
  std::vector<Statement*> rows_;       // in the order of their ranks;
  std::vector<Change> changes_;        // in the order they came;
  std::vector<Statement*> changing_;   // by these statements.
  PostgresParameters values_;

  bool knows_tables_ = false;
  std::map<std::string, int, std::less<>> ranks_;
  std::map<std::string, std::string, std::less<>> unique_indexes_;  // The SQL of a table's.
};

}  // namespace store
