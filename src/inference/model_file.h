// ModelFile: the bytes of a model that were checked against the hash this version was built for.
//
// A wrong network does not fail, it reads nonsense: so no model is used unchecked.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace mobilscan::inference {

// What a model file must be.
struct ModelPin {
    std::string_view name;    // file name below the models folder
    std::string_view sha256;  // 64 lower-case hexadecimal digits
};

struct ModelFile {
    std::string name;
    std::string sha256;            // of the bytes
    std::vector<std::byte> bytes;  // the ONNX model
};

// Reads folder/pin.name whole and checks its hash. Errors: model_missing (not there, unreadable),
// model_mismatch (another hash).
[[nodiscard]] Result<ModelFile> load_model_file(const std::filesystem::path& folder,
                                                const ModelPin& pin);

}  // namespace mobilscan::inference
