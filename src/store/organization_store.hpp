#pragma once
// Rows of organizations.

#include <optional>
#include <vector>

#include "domain/organization/organization.hpp"
#include "store/transaction.hpp"

namespace store {

[[nodiscard]] std::optional<organization::Organization> find_organization(Reading& reading, ids::Organization id);
// The oldest one; none before the first run was finished.
[[nodiscard]] std::optional<organization::Organization> first_organization(Reading& reading);
[[nodiscard]] std::vector<organization::Organization> list_organizations(Reading& reading);
void insert_organization(Transaction& transaction, const organization::Organization& in);
void update_organization(Transaction& transaction, const organization::Organization& in);

}  // namespace store
