#include "media/decoder_check.h"

#include "media/connection.h"

namespace mobilscan::media {

Result<int> decoder_sandbox_tier(const DecoderSettings& settings) {
    return Connection::open(settings).map(
        [](const auto& connection) { return connection->sandbox_tier(); });
}

}  // namespace mobilscan::media
