#pragma once
// Between the typed queries of query.hpp and the engines: turns parameters into the few kinds a database knows, and rows
// into structs by reflection. Users of the store meet it through Reading and Transaction (store/transaction.hpp) only.

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/json/traits.hpp"
#include "store/query.hpp"

namespace store {

enum class ValueKind { boolean, integer, real, text };

struct MemberShape {
  std::string_view name;
  ValueKind kind;
  bool optional;
};

// The types of a query as data, for matching them to what the database says about the prepared statement.
struct QueryShape {
  std::string_view row_type;             // "Conversation"; names the struct in errors.
  std::span<const MemberShape> members;  // Empty when no rows are expected.
  bool by_name = false;                  // Rows are structs; false for a single value.
  std::span<const ValueKind> parameters;
};

// One row as the engine gives it. Members are numbered as in the QueryShape.
class RowReader {
 public:
  RowReader(std::string_view query, const QueryShape& shape /*outlives*/, std::span<const int> columns /*outlives*/)
      : query_(query), shape_(shape), columns_(columns) {}
  virtual ~RowReader() = default;
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;

  [[nodiscard]] bool is_null(int member) const { return is_null_at(columns_[static_cast<std::size_t>(member)]); }
  [[nodiscard]] bool boolean(int member) const { return boolean_at(filled(member), member); }
  [[nodiscard]] std::int64_t integer(int member) const { return integer_at(filled(member), member); }
  [[nodiscard]] double real(int member) const { return real_at(filled(member), member); }
  [[nodiscard]] std::string_view text(int member) const { return text_at(filled(member), member); }  // Until the next row.

  // Throws StoreError: "query conversation_find, column status: holds 'x' …".
  [[noreturn]] void refuse(int member, std::string_view why) const;

 private:
  [[nodiscard]] int filled(int member) const {
    const int column = columns_[static_cast<std::size_t>(member)];
    if (is_null_at(column)) [[unlikely]]
      refuse_null(member);
    return column;
  }
  [[noreturn]] void refuse_null(int member) const;

  [[nodiscard]] virtual bool is_null_at(int column) const = 0;
  [[nodiscard]] virtual bool boolean_at(int column, int member) const = 0;
  [[nodiscard]] virtual std::int64_t integer_at(int column, int member) const = 0;
  [[nodiscard]] virtual double real_at(int column, int member) const = 0;
  [[nodiscard]] virtual std::string_view text_at(int column, int member) const = 0;

  std::string_view query_;
  const QueryShape& shape_;
  std::span<const int> columns_;
};

// Takes the rows of one statement; a borrowed callable.
struct RowSink {
  void* object = nullptr;
  void (*take)(void* object, const RowReader& row) = nullptr;
};

enum class Delivery {
  at_once,   // The engine may fetch all rows before it hands over the first.
  streamed,  // One row at a time: for answers of any size.
  unheard,   // Nobody looks at the answer. The engine may go on without it, and say of a refusal with a later statement.
};

// One connection to the database, used by one thread.
class Connection {
 public:
  Connection() = default;
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs the query of that name and gives the number of rows it changed.
  virtual std::int64_t run(const char* query, const QueryShape& shape, std::span<const Parameter> parameters, RowSink sink,
                           Delivery delivery) = 0;

  // From here to end_asking() queries are only sent; each one's answer, here empty, is handed over when the same query is
  // run with the same parameters for the first time afterwards. False where an answer is no journey: nothing changes then.
  virtual bool begin_asking() { return false; }
  virtual void end_asking() {}
  virtual void forget_asked() {}
};

namespace statement_detail {

template <class T>
struct without_optional {
  using type = T;
};
template <class T>
struct without_optional<std::optional<T>> {
  using type = T;
};
template <class T>
using Bare = typename without_optional<std::remove_cvref_t<T>>::type;

template <class T>
constexpr ValueKind kind_of() {
  using B = Bare<T>;
  if constexpr (std::is_same_v<B, bool>) return ValueKind::boolean;
  else if constexpr (std::is_integral_v<B> || std::is_same_v<B, base::Time> || base::json_detail::is_id<B>::value)
    return ValueKind::integer;
  else if constexpr (std::is_floating_point_v<B>) return ValueKind::real;
  else {
    static_assert(std::is_convertible_v<B, std::string_view> || base::json_detail::DescribedEnum<B>,
                  "A query takes and gives bool, numbers, text, Id, Time, described enums and optionals of these.");
    return ValueKind::text;
  }
}

template <class T>
constexpr MemberShape member_shape(std::string_view name) {
  return {name, kind_of<T>(), base::json_detail::is_optional<T>::value};
}

template <class Class, class T>
T pointee(T Class::*);

template <template <class...> class List, class... Member>
constexpr std::array<MemberShape, sizeof...(Member)> described_members(List<Member...>) {
  return {member_shape<decltype(pointee(Member::pointer))>(Member::name)...};
}

template <class Row>
constexpr auto members_of() {
  if constexpr (std::is_void_v<Row>) return std::array<MemberShape, 0>{};
  else if constexpr (base::json_detail::DescribedStruct<Row>) return described_members(base::json_detail::Members<Row>{});
  else return std::array<MemberShape, 1>{member_shape<Row>("value")};
}

template <class Row>
inline constexpr auto kMembers = members_of<Row>();

template <class Row>
constexpr std::string_view row_type_name() {
  if constexpr (std::is_void_v<Row>) return "nothing";
  else return base::json_detail::type_name<Row>();
}

template <class Row>
constexpr bool is_struct() {
  if constexpr (std::is_void_v<Row>) return false;
  else return base::json_detail::DescribedStruct<Row>;
}

template <class... Params>
inline constexpr std::array<ValueKind, sizeof...(Params)> kParameterKinds{kind_of<Params>()...};

template <class Row, class... Params>
inline constexpr QueryShape kShape{row_type_name<Row>(), kMembers<Row>, is_struct<Row>(), kParameterKinds<Params...>};

[[noreturn]] void refuse_number(const RowReader& row, int member);
[[noreturn]] void refuse_name(const RowReader& row, int member);

template <class T>
void read_value(const RowReader& row, int member, T& out) {
  if constexpr (base::json_detail::is_optional<T>::value) {
    if (row.is_null(member)) out.reset();
    else read_value(row, member, out.emplace());
  } else if constexpr (std::is_same_v<T, bool>) {
    out = row.boolean(member);
  } else if constexpr (std::is_integral_v<T>) {
    const std::int64_t value = row.integer(member);
    if (!std::in_range<T>(value)) refuse_number(row, member);
    out = static_cast<T>(value);
  } else if constexpr (std::is_floating_point_v<T>) {
    out = static_cast<T>(row.real(member));
  } else if constexpr (std::is_same_v<T, base::Time>) {
    out = base::Time(std::chrono::milliseconds(row.integer(member)));
  } else if constexpr (base::json_detail::is_id<T>::value) {
    out.value = row.integer(member);
  } else if constexpr (base::json_detail::DescribedEnum<T>) {
    const auto value = base::from_name<T>(row.text(member));
    if (!value) refuse_name(row, member);
    out = *value;
  } else {
    static_assert(std::is_same_v<T, std::string>, "Text of a row is kept in a std::string.");
    out = row.text(member);
  }
}

}  // namespace statement_detail

template <class T>
[[nodiscard]] Parameter to_parameter(const T& value) {
  if constexpr (base::json_detail::is_optional<T>::value) {
    return value ? to_parameter(*value) : Parameter{};
  } else if constexpr (std::is_same_v<T, bool>) {
    return value;
  } else if constexpr (std::is_integral_v<T>) {
    static_assert(sizeof(T) < 8 || std::is_signed_v<T>, "The database's whole numbers are signed.");
    return static_cast<std::int64_t>(value);
  } else if constexpr (std::is_floating_point_v<T>) {
    return static_cast<double>(value);
  } else if constexpr (std::is_same_v<T, base::Time>) {
    return static_cast<std::int64_t>(value.time_since_epoch().count());
  } else if constexpr (base::json_detail::is_id<T>::value) {
    return value.value;
  } else if constexpr (base::json_detail::DescribedEnum<T>) {
    return base::to_name(value);
  } else {
    return std::string_view(value);
  }
}

template <class Row>
[[nodiscard]] Row read_row(const RowReader& row) {
  Row out{};
  if constexpr (base::json_detail::DescribedStruct<Row>) {
    int member = 0;
    base::json_detail::for_each_member<Row>(
        [&](std::string_view, auto pointer) { statement_detail::read_value(row, member++, out.*pointer); });
  } else {
    statement_detail::read_value(row, 0, out);
  }
  return out;
}

// `take` gets a const RowReader& for every row; nullptr where no rows come.
template <class Row, class... Params, class Take>
std::int64_t run_statement(Connection& connection, const Query<Row(Params...)>& query, Delivery delivery, Take&& take,
                           const std::type_identity_t<Params>&... params) {
  const std::array<Parameter, sizeof...(Params)> values{to_parameter(params)...};
  RowSink sink;
  if constexpr (!std::is_null_pointer_v<std::remove_cvref_t<Take>>) {
    sink.object = const_cast<void*>(static_cast<const void*>(&take));
    sink.take = [](void* object, const RowReader& row) { (*static_cast<std::remove_reference_t<Take>*>(object))(row); };
  }
  return connection.run(query.name, statement_detail::kShape<Row, Params...>, values, sink, delivery);
}

}  // namespace store
