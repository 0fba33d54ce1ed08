#pragma once
// Broken surroundings of the record: what StoreError says is a sentence for whoever runs the server.

#include <stdexcept>
#include <string>

namespace store {

enum class Trouble {
  statement,  // The database refused this statement: a constraint, a column that is not there. The function is to blame.
  busy,       // Another process holds what is needed; a later try may do.
  full,       // No space left; works again when there is.
  away,       // The database server is gone for now.
  unsettled,  // The server went away during COMMIT and did not come back in time: kept or not, nobody knows.
  broken,     // Disk errors, a damaged file: nothing may be written until a person has looked.
  setup,      // The store cannot be opened as asked.
};

class StoreError : public std::runtime_error {
 public:
  StoreError(Trouble trouble, const std::string& message) : std::runtime_error(message), trouble_(trouble) {}
  [[nodiscard]] Trouble trouble() const { return trouble_; }

 private:
  Trouble trouble_;
};

}  // namespace store
