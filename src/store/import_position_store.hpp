#pragma once
// How far imports have come that are not at their end, by the hash of what they read.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "store/transaction.hpp"

namespace store {

struct ImportPosition {
  std::int64_t byte = 0;  // Everything before it is in the record.
  std::int64_t line = 1;
};
BOOST_DESCRIBE_STRUCT(ImportPosition, (), (byte, line))

[[nodiscard]] std::optional<ImportPosition> find_import_position(Reading& reading, ids::Organization organization,
                                                                 const std::string& file);
void put_import_position(Transaction& transaction, ids::Organization organization, const std::string& file,
                         const ImportPosition& position);
void delete_import_position(Transaction& transaction, ids::Organization organization, const std::string& file);

}  // namespace store
