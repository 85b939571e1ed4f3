#include "cli/worker_engine.h"

#include <string>
#include <utility>

#include "cli/service_options.h"
#include "cli/synthetic_reader.h"
#include "cli/version.h"
#include "core/torture.h"
#include "inference/network.h"
#include "ocr/models.h"
#include "ocr/reader.h"

namespace mobilscan::cli {

std::string engine_name(const EngineOptions& options) {
    constexpr std::size_t hash_digits = 12;
    std::string name = "mobilscan " MOBILSCAN_VERSION ", reader " +
                       std::to_string(ocr::reader_revision) + ", OpenVINO " +
                       inference::library_version();
    name += precision_of(options) == inference::Precision::bf16 ? ", bf16" : ", f32";
    name += options.device == inference::Device::gpu ? ", GPU" : "";
    for (const inference::ModelPin& model : ocr::all_models) {
        name += ", " + std::string(model.sha256.substr(0, hash_digits));
    }
    return name;
}

worker::LoadReaders readers_loader(EngineOptions options) {
#ifdef MOBILSCAN_TORTURE
    if (core::torture_text("TORTURE_READER")) {
        return [](core::Profile /*profile*/) -> Result<ocr::TextReaders> {
            return synthetic_readers();
        };
    }
#endif
    return [options = std::move(options)](core::Profile profile) mutable {
        options.profile = reader_profile(profile);
        return load_readers(options, readers_at_once(options));
    };
}

}  // namespace mobilscan::cli
