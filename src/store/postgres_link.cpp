#include "store/postgres_link.hpp"

#include <poll.h>
#include <postgresql/libpq-fe.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <type_traits>
#include <utility>

#include "base/text.hpp"

namespace store {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Types of the server, by their fixed numbers (pg_type.dat).
constexpr Oid kBool = 16, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25, kFloat4 = 700, kFloat8 = 701, kNumeric = 1700;

// What a column of this type is read as; a sum or an average comes as `numeric` and may be either number.
ValueKind kind_of(Oid type) {
  switch (type) {
    case kBool: return ValueKind::boolean;
    case kInt2:
    case kInt4:
    case kInt8: return ValueKind::integer;
    case kFloat4:
    case kFloat8:
    case kNumeric: return ValueKind::real;
    default: return ValueKind::text;
  }
}

bool is_one_of(std::string_view code, std::initializer_list<std::string_view> list) {
  for (const auto& item : list) {
    if (code == item) return true;
  }
  return false;
}

// SQLSTATE → what it means for the store (Appendix A of PostgreSQL's manual).
Trouble trouble_of(std::string_view code) {
  if (code == "53100") return Trouble::full;
  if (code.starts_with("08") || code.starts_with("57P")) return Trouble::away;
  if (code.starts_with("53") || is_one_of(code, {"40001", "40P01", "55P03", "57014"})) return Trouble::busy;
  return Trouble::statement;
}

// The server's message in one line, without the place in the server's source that verbose messages carry.
std::string one_line(std::string_view message) {
  std::string line;
  for (const auto part : base::split(message, '\n')) {
    const auto trimmed = base::trim(part);
    if (trimmed.empty() || trimmed.starts_with("LOCATION:")) continue;
    line += (line.empty() ? "" : "; ") + std::string(trimmed);
  }
  return line;
}

// "28P01" of "FATAL:  28P01: password authentication failed …": words may be in any language, the code is not.
std::string_view state_in(std::string_view message) {
  for (auto at = message.find(":  "); at != std::string_view::npos; at = message.find(":  ", at + 1)) {
    const auto code = message.substr(at + 3, 5);
    const bool is_code = code.size() == 5 && message.substr(at + 8, 2) == ": ";
    if (is_code && code.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos) return code;
  }
  return {};
}

constexpr std::size_t kKeptText = 1U << 20U;  // A huge text does not hold its memory for ever.

std::string or_empty(const char* text) { return text != nullptr ? text : ""; }

// Waits for the socket; false when the time is over.
bool wait_for(int socket, bool to_read, SteadyClock::time_point end) {
  pollfd waiting{socket, static_cast<short>(to_read ? POLLIN : POLLOUT), 0};
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - SteadyClock::now());
    if (left.count() <= 0) return false;
    const int ready = ::poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

// Statements of a pipeline that wait here to leave together: each journey wakes the server.
constexpr std::int64_t kSentTogether = 32;

// The last commits of a server whose synchronous_commit is off would go with a power cut; stronger settings stay.
constexpr const char* kSession =
    "SET client_min_messages = warning; SET timezone = 'UTC'; SET lock_timeout = '10s'; SET statement_timeout = 0; "
    "SET idle_in_transaction_session_timeout = 0; SET standard_conforming_strings = on; "
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')";

}  // namespace

unsigned type_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::boolean: return kBool;
    case ValueKind::integer: return kInt8;
    case ValueKind::real: return kFloat8;
    case ValueKind::text: return kText;
  }
  return 0;
}

void ClearResult::operator()(pg_result* result) const { PQclear(result); }

void PostgresParameters::set(std::span<const Parameter> parameters) {
  if (text_.capacity() > kKeptText) text_ = {};
  text_.clear();
  begins_.clear();
  values_.clear();
  for (const auto& parameter : parameters) append(parameter);
  for (const auto begin : begins_) values_.push_back(begin < 0 ? nullptr : text_.data() + begin);
}

void PostgresParameters::append(const Parameter& parameter) {
  begins_.push_back(std::holds_alternative<std::monostate>(parameter) ? -1 : static_cast<std::ptrdiff_t>(text_.size()));
  std::visit(
      [this](const auto& value) {
        using T = std::remove_cvref_t<decltype(value)>;
        if constexpr (std::is_same_v<T, bool>) {
          text_ += value ? "t" : "f";
        } else if constexpr (std::is_same_v<T, std::string_view>) {
          text_ += value;
        } else if constexpr (std::is_arithmetic_v<T>) {
          std::array<char, 32> digits{};
          text_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
        }
      },
      parameter);
  text_ += '\0';
}

void PostgresParameters::append_key(std::string& key) const {
  key += text_;
  for (const auto begin : begins_) key += begin < 0 ? 'n' : 'v';
}

PostgresLink::PostgresLink(const std::string& url, const std::string& application_name, std::chrono::milliseconds limit) {
  try {
    connect(url, application_name, limit);
    run_script(kSession);
  } catch (...) {
    PQfinish(connection_);
    throw;
  }
}

PostgresLink::~PostgresLink() { PQfinish(connection_); }

// libpq's own message would repeat the address with the password in it.
void PostgresLink::check_address(const std::string& url) {
  PQconninfoOption* options = PQconninfoParse(url.c_str(), nullptr);
  if (options == nullptr) {
    throw StoreError(Trouble::setup,
                     "The store's address is not one of PostgreSQL; it looks like "
                     "postgresql://user@host:5432/database, with special letters as %-codes.");
  }
  PQconninfoFree(options);
}

void PostgresLink::connect(const std::string& url, const std::string& application_name, std::chrono::milliseconds limit) {
  // What stands before dbname may be overridden by the address. A dead network is noticed within half a minute.
  const char* keys[] = {"keepalives_idle",  "keepalives_interval",  "keepalives_count",
                        "tcp_user_timeout", "target_session_attrs", "dbname",
                        "application_name", "client_encoding",      nullptr};
  const char* values[] = {"15", "5", "3", "30000", "read-write", url.c_str(), application_name.c_str(), "UTF8", nullptr};
  connection_ = PQconnectStartParams(keys, values, 1);
  if (connection_ == nullptr) throw std::bad_alloc();
  PQsetErrorVerbosity(connection_, PQERRORS_VERBOSE);  // So that errors before the session is there carry their SQLSTATE.
  PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
  const auto end = SteadyClock::now() + limit;
  auto state = PQstatus(connection_) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (state != PGRES_POLLING_OK) {
    if (state == PGRES_POLLING_FAILED) fail_connecting(false);
    if (!wait_for(PQsocket(connection_), state == PGRES_POLLING_READING, end)) fail_connecting(true);
    state = PQconnectPoll(connection_);
  }
  PQsetErrorVerbosity(connection_, PQERRORS_DEFAULT);
}

void PostgresLink::fail_connecting(bool timed_out) {
  const std::string said = PQerrorMessage(connection_);
  const auto code = state_in(said);
  const std::string line = timed_out ? "no answer in time" : one_line(said);
  if (code.starts_with("28") || PQconnectionNeedsPassword(connection_) != 0) {
    throw StoreError(
        Trouble::setup,
        place() + " refused the sign-in of \"" + or_empty(PQuser(connection_)) + "\" (" + line +
            "). Check the user, the password (in the address, PGPASSWORD or ~/.pgpass) and the server's pg_hba.conf.");
  }
  if (code == "3D000") {
    throw StoreError(Trouble::setup, place() + " has no database \"" + or_empty(PQdb(connection_)) +
                                         "\". Create it: createdb -O " + or_empty(PQuser(connection_)) + " " +
                                         or_empty(PQdb(connection_)));
  }
  const bool may_pass = code.empty() || code.starts_with("57P") || code.starts_with("53") || code.starts_with("08");
  throw StoreError(may_pass ? Trouble::away : Trouble::setup, place() + " does not let us in (" + line + ").");
}

std::string PostgresLink::place() const {
  return "PostgreSQL at " + or_empty(PQhost(connection_)) + ":" + or_empty(PQport(connection_));
}

bool PostgresLink::alive() const { return PQstatus(connection_) == CONNECTION_OK; }

bool PostgresLink::in_transaction() const {
  if (in_pipeline()) return true;
  const auto status = PQtransactionStatus(connection_);
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

int PostgresLink::backend() const { return PQbackendPID(connection_); }

PostgresResult PostgresLink::run_script(const std::string& sql) {
  return checked(PostgresResult(PQexec(connection_, sql.c_str())));
}

PostgresLink::Description PostgresLink::prepare(const std::string& statement, const std::string& sql,
                                                std::span<const ValueKind> parameters) {
  std::vector<Oid> types;
  for (const auto kind : parameters) types.push_back(type_of(kind));
  const int count = static_cast<int>(types.size());
  checked(PostgresResult(PQprepare(connection_, statement.c_str(), sql.c_str(), count, types.data())));
  const auto described = checked(PostgresResult(PQdescribePrepared(connection_, statement.c_str())));
  Description description;
  for (int i = 0; i < PQnfields(described.get()); ++i) {
    description.columns.emplace_back(PQfname(described.get(), i));
    description.kinds.push_back(kind_of(PQftype(described.get(), i)));
  }
  return description;
}

void PostgresLink::prepare(const std::string& statement, const std::string& sql) {
  checked(PostgresResult(PQprepare(connection_, statement.c_str(), sql.c_str(), 0, nullptr)));
}

PostgresResult PostgresLink::run(const std::string& statement, const PostgresValues& parameters) {
  return checked(PostgresResult(PQexecPrepared(connection_, statement.c_str(), parameters.count, parameters.values,
                                               parameters.lengths, parameters.formats, 0)));
}

PostgresResult PostgresLink::stream(const std::string& statement, const PostgresValues& parameters,
                                    const std::function<bool(const pg_result&)>& take) {
  const int sent = PQsendQueryPrepared(connection_, statement.c_str(), parameters.count, parameters.values,
                                       parameters.lengths, parameters.formats, 0);
  if (sent == 0) fail(nullptr);
  PQsetSingleRowMode(connection_);
  PostgresResult last;
  while (PostgresResult result{PQgetResult(connection_)}) {
    if (PQresultStatus(result.get()) != PGRES_SINGLE_TUPLE) {
      last = std::move(result);
    } else if (!take(*result)) {
      abandon();
      return nullptr;
    }
  }
  return checked(std::move(last));
}

// Nobody wants the rest of the rows.
void PostgresLink::abandon() noexcept {
  if (PGcancel* cancel = PQgetCancel(connection_); cancel != nullptr) {
    std::array<char, 256> error{};
    PQcancel(cancel, error.data(), static_cast<int>(error.size()));
    PQfreeCancel(cancel);
  }
  while (PGresult* rest = PQgetResult(connection_)) PQclear(rest);
}

bool PostgresLink::in_pipeline() const { return PQpipelineStatus(connection_) != PQ_PIPELINE_OFF; }

void PostgresLink::send(const std::string& statement, const PostgresValues& parameters) {
  if (!in_pipeline()) {
    if (PQenterPipelineMode(connection_) == 0) fail(nullptr);
    sent_ = flushed_ = called_in_ = received_ = 0;
    is_closed_ = false;
  }
  if (PQsendQueryPrepared(connection_, statement.c_str(), parameters.count, parameters.values, parameters.lengths,
                          parameters.formats, 0) == 0)
    fail(nullptr);
  ++sent_;
  if (sent_ - flushed_ < kSentTogether) return;
  if (PQflush(connection_) < 0) fail(nullptr);
  flushed_ = sent_;
}

PostgresResult PostgresLink::receive() {
  if (!is_closed_ && called_in_ <= received_) {
    if (PQsendFlushRequest(connection_) == 0) fail(nullptr);
    called_in_ = flushed_ = sent_;  // PQgetResult sends what waits.
  }
  PostgresResult answer(PQgetResult(connection_));
  if (answer == nullptr) fail(nullptr);
  while (alive()) {
    const PostgresResult end(PQgetResult(connection_));
    if (end == nullptr) break;
  }
  ++received_;
  return checked(std::move(answer));
}

void PostgresLink::close_pipeline() {
  if (!in_pipeline() || is_closed_) return;
  if (PQpipelineSync(connection_) == 0) fail(nullptr);
  is_closed_ = true;
}

void PostgresLink::end_pipeline() noexcept {
  if (!in_pipeline()) return;
  bool is_at_end = !is_closed_ && PQpipelineSync(connection_) == 0;
  for (int nothing = 0; !is_at_end && alive() && nothing < 2;) {
    const PostgresResult rest(PQgetResult(connection_));
    nothing = rest == nullptr ? nothing + 1 : 0;
    is_at_end = PQresultStatus(rest.get()) == PGRES_PIPELINE_SYNC;
  }
  PQexitPipelineMode(connection_);
}

PostgresResult PostgresLink::checked(PostgresResult result) {
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) fail(result.get());
  return result;
}

void PostgresLink::fail(const pg_result* result) {
  const std::string code = or_empty(PQresultErrorField(result, PG_DIAG_SQLSTATE));
  const Trouble trouble = alive() ? trouble_of(code) : Trouble::away;
  // Not the details, which quote the row: what customers said stays out of the log.
  const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string line = one_line(primary != nullptr ? primary : PQerrorMessage(connection_));
  switch (trouble) {
    case Trouble::away: throw StoreError(trouble, place() + " went away (" + line + ").");
    case Trouble::busy: throw StoreError(trouble, place() + " is busy (" + line + ").");
    case Trouble::full: throw StoreError(trouble, place() + " has no space left on its disk (" + line + ").");
    default: throw StoreError(trouble, line);
  }
}

}  // namespace store
