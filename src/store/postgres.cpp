#include "store/engine.hpp"
namespace store {
std::unique_ptr<Engine> make_postgres(const std::string& url, std::shared_ptr<const Catalogue> catalogue);
}
