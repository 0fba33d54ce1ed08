#include "api/topics.hpp"

#include <boost/mp11/algorithm.hpp>

namespace api {

rights::Permission permission_of(const event::Event& happened) {
  return std::visit([]<class Happened>(const Happened&) { return Topic<Happened>::kPermission; }, happened);
}

std::vector<TopicRow> all_topics() {
  std::vector<TopicRow> topics;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, event::Event>>(
      [&]<class Happened>(boost::mp11::mp_identity<Happened>) {
        topics.push_back({Happened::kType, Topic<Happened>::kPermission});
      });
  return topics;
}

}  // namespace api
