#include "inference/model_file.h"

#include <fstream>
#include <system_error>

#include "inference/sha256.h"

namespace mobilscan::inference {

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
    ModelFile model{std::string(pin.name), std::string(pin.sha256), {}};
    const std::streamoff size = file.tellg();
    model.bytes.resize(static_cast<std::size_t>(size));
    file.seekg(0);
    file.read(reinterpret_cast<char*>(model.bytes.data()), size);
    if (!file) {
        return failure(core::ErrorCode::model_missing,
                       "the model " + path.string() + " could not be read to its end");
    }
    if (sha256(model.bytes) != pin.sha256) {
        return failure(core::ErrorCode::model_mismatch,
                       "the model " + path.string() +
                           " is not the one this version was built for (its SHA-256 differs); "
                           "delete it and run ./run again");
    }
    return model;
}

}  // namespace mobilscan::inference
