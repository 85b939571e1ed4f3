// What a decoder process finds open when it starts, besides standard input and output, which
// lead nowhere.
#pragma once

namespace mobilscan::core {

inline constexpr int decoder_socket = 3;    // SOCK_SEQPACKET, see decoder_protocol.h
inline constexpr int decoder_lifeline = 4;  // read end of a pipe; at its hangup the decoder dies

}  // namespace mobilscan::core
