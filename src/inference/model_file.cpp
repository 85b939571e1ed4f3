#include "inference/model_file.h"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <span>
#include <system_error>

#include "core/check.h"
#include "core/text.h"

namespace mobilscan::inference {
namespace {

// OpenSSL's uses the CPU's instructions for it, and so takes a fiftieth of a second for all models.
std::string sha256_hex(std::span<const std::byte> bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    std::size_t length = 0;
    CHECK(EVP_Q_digest(nullptr, "SHA256", nullptr, bytes.data(), bytes.size(), digest.data(),
                       &length) == 1);
    return core::hexadecimal(std::span(digest).first(length));
}

}  // namespace

Result<ModelFile> load_model_file(const std::filesystem::path& folder, const ModelPin& pin) {
    const std::filesystem::path path = folder / pin.name;
    std::error_code error;
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file || !std::filesystem::is_regular_file(path, error)) {
        return failure(core::ErrorCode::model_missing,
                       "the model " + path.string() +
                           " is missing or cannot be read; run ./run again to fetch it, or name "
                           "the folder of the models with --models");
    }
    ModelFile model{std::string(pin.name), {}};
    const std::streamoff size = file.tellg();
    model.bytes.resize(static_cast<std::size_t>(size));
    file.seekg(0);
    file.read(reinterpret_cast<char*>(model.bytes.data()), size);
    if (!file) {
        return failure(core::ErrorCode::model_missing,
                       "the model " + path.string() + " could not be read to its end");
    }
    if (sha256_hex(model.bytes) != pin.sha256) {
        return failure(core::ErrorCode::model_mismatch,
                       "the model " + path.string() +
                           " is not the one this version was built for (its SHA-256 differs); "
                           "delete it and run ./run again");
    }
    return model;
}

}  // namespace mobilscan::inference
