#pragma once
// Forecasts of queues and of waits, and how true they were.

#include "api/call.hpp"
#include "api/contract/forecast.hpp"

namespace api {

net::Task<base::Result<contract::ForecastList>> list_forecasts(Call& call /*outlives*/, contract::ListForecasts in);
net::Task<base::Result<contract::ConversationForecast>> get_conversation_forecast(Call& call /*outlives*/,
                                                                                  contract::ForecastPath in);
net::Task<base::Result<contract::ForecastReport>> get_forecast_report(Call& call /*outlives*/,
                                                                      contract::GetForecastReport in);

}  // namespace api
