#pragma once
// Sockets and timers of the event loop as the files of net use them; nothing outside net includes this.

#include <chrono>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "net/task.hpp"

namespace net {

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
// co_await socket.async_x(…, kAsTuple) gives [error, …] and throws nothing. Deferred: no coroutine frame per operation.
inline constexpr auto kAsTuple = boost::asio::as_tuple(boost::asio::deferred);
using Instant = std::chrono::steady_clock::time_point;

}  // namespace net
