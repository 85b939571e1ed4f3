// Network: a model compiled for this machine; Session: one inference at a time on it.
//
// The whole of what the product knows of OpenVINO. Tensors are f32, row-major; shapes are given by
// whoever owns the model (ocr/).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "inference/model_file.h"

namespace mobilscan::inference {

// The arithmetic inside a network. Always set, so that two machines never differ silently.
enum class Precision { f32, bf16 };

// Where a network runs. On a GPU that is not there it does not run at all.
enum class Device { cpu, gpu };

struct NetworkOptions {
    int threads = 2;  // on the CPU, 1 to limits::threads_max, divided among the streams
    int streams = 1;  // inferences at once, each in a session of its own; at most `threads`
    Precision precision = Precision::f32;  // bf16 needs a CPU that has it
    Device device = Device::cpu;
    std::filesystem::path cache{};  // folder of compiled networks (network_cache.h); empty: none
};

// A result that stays in the session that made it.
struct TensorView {
    std::vector<std::size_t> shape;
    std::span<const float> values;  // valid until the session runs or is filled again
};

// To be used from one thread; keeps its Network alive. Movable.
class Session {
public:
    // Room for an input of that shape, to be filled by the caller. The contents are unspecified.
    // Fails when the model does not take that shape.
    [[nodiscard]] Result<std::span<float>> input(std::span<const std::size_t> shape);

    // Runs on what was filled in. Blocks. Error: inference_failed.
    [[nodiscard]] Result<TensorView> run();

    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();

private:
    friend class Network;
    struct Implementation;
    explicit Session(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> implementation_;
};

// Immutable once loaded; sessions may be opened from any thread. Copies share the model.
class Network {
public:
    // Compiles an ONNX model with one input and one output; dimensions that the model leaves open
    // stay open. Errors: inference_failed, device_missing.
    [[nodiscard]] static Result<Network> load(const ModelFile& model,
                                              const NetworkOptions& options);

    [[nodiscard]] Result<Session> open_session() const;

    // A string that the model carries (ONNX metadata_props), empty when it has none of that key.
    [[nodiscard]] std::string metadata(std::string_view key) const;

private:
    struct Implementation;
    explicit Network(std::shared_ptr<const Implementation> implementation);
    std::shared_ptr<const Implementation> implementation_;
};

// The file of a compiled network below NetworkOptions::cache.
[[nodiscard]] std::string cache_entry(std::string_view model, Precision precision);

// How often a model ran on inputs of one shape.
struct RunCount {
    std::string model;
    std::vector<std::size_t> shape;
    std::int64_t runs = 0;
};

// Of all sessions of this process, since its start. From any thread.
[[nodiscard]] std::vector<RunCount> run_counts();

// What the device that networks will run on is called. Error: device_missing, with the devices that
// there are.
[[nodiscard]] Result<std::string> device_name(Device device);

// Whether this CPU computes bf16 in hardware, and OpenVINO with it.
[[nodiscard]] bool cpu_has_bf16();

// Version of the inference library, for `doctor` and for the record of a job.
[[nodiscard]] std::string library_version();

}  // namespace mobilscan::inference
