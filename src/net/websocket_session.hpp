#pragma once
// A connection after its request to become a WebSocket was found good.

#include <memory>
#include <optional>
#include <string>

#include "net/server_state.hpp"

namespace net {

// What is wrong with the handshake; nothing when start_websocket may be called with this request.
[[nodiscard]] std::optional<Refusal> check_handshake(const Request& request);

// Answers the handshake and runs the upgrade handler. `early` are bytes that came after the request.
void start_websocket(std::shared_ptr<ServerState> state, Socket socket, std::string early, Request request);

}  // namespace net
