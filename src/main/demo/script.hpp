#pragma once
// What happened at the sample company in the fourteen days before `now`: everyday care in six languages, a customer who was
// lost and won back, a small crisis two days ago, and what is open at this moment.

#include "main/demo/stage.hpp"

namespace heed::demo {

void plan_everyday_care(Stage& stage, base::Time now);
void plan_recovered_customer(Stage& stage, base::Time now);
void plan_crisis(Stage& stage, base::Time now);
void plan_this_moment(Stage& stage, base::Time now);

}  // namespace heed::demo
