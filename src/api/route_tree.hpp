#pragma once
// Finds the route of a method and path: a tree of path segments, walked without allocating. A word wins over a
// placeholder; a path that is known under other methods says which.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/input.hpp"
#include "net/http.hpp"

namespace api {

class RouteTree {
 public:
  static constexpr int kNone = -1;

  // `index` is what find() gives back. Two routes of one method and path are a bug of the table.
  void add(net::Method method, std::string_view path, int index);

  struct Match {
    int index = kNone;  // kNone: no such path, or not with this method.
    PathValues values;
    std::string allowed;  // "GET, POST": the methods of this path when only the method is wrong.
  };
  [[nodiscard]] Match find(net::Method method, std::string_view path) const;

 private:
  static constexpr std::size_t kMethods = 5;  // get, post, put, patch, del

  struct Node {
    std::vector<std::pair<std::string, int>> words;  // sorted
    int placeholder = kNone;
    std::array<int, kMethods> routes{kNone, kNone, kNone, kNone, kNone};
  };

  [[nodiscard]] int walk(int node, std::string_view rest, PathValues& values) const;
  [[nodiscard]] bool ends_here(int node) const;

  std::vector<Node> nodes_ = std::vector<Node>(1);
};

}  // namespace api
