#include "store/statement.hpp"

#include <string>

#include "store/errors.hpp"

namespace store {
namespace {

std::string place_of(std::string_view query, const QueryShape& shape, int member) {
  std::string place = "query " + std::string(query);
  if (shape.by_name) {
    place += ", column " + std::string(shape.members[static_cast<std::size_t>(member)].name) + " of " +
             std::string(shape.row_type);
  }
  return place + ": ";
}

}  // namespace

void RowReader::refuse(int member, std::string_view why) const {
  throw StoreError(Trouble::statement, place_of(query_, shape_, member) + std::string(why));
}

void RowReader::refuse_null(int member) const { refuse(member, "holds NULL, and the member is not optional"); }

namespace statement_detail {

void refuse_number(const RowReader& row, int member) {
  row.refuse(member, "holds " + std::to_string(row.integer(member)) + ", which does not fit the member");
}

void refuse_name(const RowReader& row, int member) {
  row.refuse(member, "holds '" + std::string(row.text(member)) + "', which the member's type does not know");
}

}  // namespace statement_detail
}  // namespace store
