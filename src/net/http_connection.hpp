#pragma once
// One HTTP/1.1 connection from accept to close, or to the upgrade to a WebSocket.

#include <memory>
#include <string>

#include "net/server_state.hpp"

namespace net {

// Serves the socket until it is done. `peer` is the address of the other end.
void start_http(std::shared_ptr<ServerState> state, Socket socket, std::string peer);

}  // namespace net
