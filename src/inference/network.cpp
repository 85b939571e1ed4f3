#include "inference/network.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>
#include <filesystem>
#include <map>
#include <mutex>
#include <openvino/openvino.hpp>
#include <optional>
#include <span>
#include <sstream>
#include <system_error>
#include <utility>

#include "core/check.h"
#include "core/limits.h"
#include "inference/network_cache.h"

namespace mobilscan::inference {
namespace {

// Function-local: OpenVINO loads its plugins at first use, and `mobilscan --version` has no use.
ov::Core& core_of_this_process() {
    static ov::Core core;
    return core;
}

// OpenVINO's messages span lines and name its source files; the last line says what was wrong.
std::string last_line(const std::exception& exception) {
    std::string text = exception.what();
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
        text.pop_back();
    }
    const std::size_t line = text.rfind('\n');
    return line == std::string::npos ? text : text.substr(line + 1);
}

tl::unexpected<core::Error> inference_failure(const std::string& doing,
                                              const std::exception& exception) {
    return failure(core::ErrorCode::inference_failed, doing + ": " + last_line(exception));
}

const char* name_of(Device device) {
    return device == Device::gpu ? "GPU" : "CPU";
}

// Where OpenVINO's libraries lie.
std::filesystem::path libraries_folder() {
    Dl_info info{};
    CHECK(::dladdr(reinterpret_cast<const void*>(&ov::get_openvino_version), &info) != 0);
    return std::filesystem::path(info.dli_fname).parent_path();
}

// What keeps a GPU from being used; nothing when there is one. Only a plugin beside OpenVINO's
// other libraries is asked: one that is not there it would load from the current folder, which may
// be anybody's. Asking for all devices would do that.
std::string gpu_trouble() {
    constexpr const char* plugin = "libopenvino_intel_gpu_plugin.so";
    std::error_code error;
    if (!std::filesystem::exists(libraries_folder() / plugin, error)) {
        return std::string("OpenVINO's plugin for GPUs, ") + plugin +
               ", is not among this program's libraries";
    }
    try {
        return core_of_this_process().get_property("GPU", ov::available_devices).empty()
                   ? "OpenVINO's plugin for GPUs finds no device, or no driver of one"
                   : "";
    } catch (const std::exception& exception) {
        return "OpenVINO's plugin for GPUs cannot be used: " + last_line(exception);
    }
}

bool computes_bf16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

ov::AnyMap compile_settings(const NetworkOptions& options) {
    if (options.device == Device::gpu) {
        return {ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY),
                ov::hint::inference_precision(ov::element::f32), ov::hint::num_requests(1)};
    }
    return {ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY),
            ov::hint::inference_precision(options.precision == Precision::bf16 ? ov::element::bf16
                                                                               : ov::element::f32),
            ov::inference_num_threads(options.threads),
            ov::hint::num_requests(static_cast<std::uint32_t>(options.streams)),
            ov::num_streams(options.streams)};
}

std::shared_ptr<ov::Model> parse(const ModelFile& file) {
    // The weights lie inside the ONNX text itself; OpenVINO copies what it keeps.
    const std::string text(reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size());
    return core_of_this_process().read_model(text, ov::Tensor());
}

using Metadata = std::map<std::string, std::string>;

Metadata metadata_of(const ov::Model& model) {
    Metadata metadata;
    const auto& info = model.get_rt_info();
    if (const auto found = info.find("framework"); found != info.end()) {
        for (const auto& [name, value] : found->second.as<ov::AnyMap>()) {
            metadata.insert_or_assign(name, value.as<std::string>());
        }
    }
    return metadata;
}

// A network and what its model said of itself.
struct Compiled {
    ov::CompiledModel model;
    Metadata metadata;
};

Compiled compile(const ModelFile& file, const NetworkOptions& options) {
    const std::shared_ptr<ov::Model> model = parse(file);
    return {core_of_this_process().compile_model(model, name_of(options.device),
                                                 compile_settings(options)),
            metadata_of(*model)};
}

// What the library's form of a compiled network depends on, but for settings given at each import.
std::string cache_key(const ModelFile& file, const NetworkOptions& options) {
    return file.sha256 + "\n" + library_version() + "\n" +
           (options.precision == Precision::bf16 ? "bf16" : "f32") + "\n" +
           device_name(options.device).value_or("");
}

// Nothing when it was not kept.
std::optional<Compiled> recall(const NetworkCache& cache, const std::string& name,
                               const std::string& key, const NetworkOptions& options) {
    const auto kept = cache.find(name, key);
    if (!kept) {
        return std::nullopt;
    }
    try {
        // The tensor is the library's own memory: it may keep the weights where they lie.
        ov::Tensor bytes(ov::element::u8, ov::Shape{kept->bytes.size()});
        std::memcpy(bytes.data(), kept->bytes.data(), kept->bytes.size());
        return Compiled{core_of_this_process().import_model(bytes, name_of(options.device),
                                                            compile_settings(options)),
                        kept->metadata};
    } catch (const std::exception&) {
        return std::nullopt;  // it will be compiled, and kept in the place of this one
    }
}

void keep(const Compiled& compiled, const NetworkCache& cache, const std::string& name,
          const std::string& key) {
    try {
        std::ostringstream stream;
        ov::CompiledModel model = compiled.model;
        model.export_model(stream);
        const std::string_view text = stream.view();
        const auto bytes = std::as_bytes(std::span(text));
        cache.keep(name, key, {compiled.metadata, {bytes.begin(), bytes.end()}});
    } catch (const std::exception&) {
        return;  // what cannot be exported is compiled at each start
    }
}

Compiled compile_or_recall(const ModelFile& file, const NetworkOptions& options) {
    const NetworkCache cache(options.cache);
    if (!cache.is_used()) {
        return compile(file, options);
    }
    const std::string name = cache_entry(file.name, options.precision);
    const std::string key = cache_key(file, options);
    if (auto recalled = recall(cache, name, key, options)) {
        return *std::move(recalled);
    }
    Compiled compiled = compile(file, options);
    keep(compiled, cache, name, key);
    return compiled;
}

// How often each model ran on each shape: a few dozen entries, as shapes come in steps.
class Runs {
public:
    void add(const std::string& model, const ov::Shape& shape) {
        const std::scoped_lock lock(mutex_);
        ++counts_[{model, shape}];
    }

    [[nodiscard]] std::vector<RunCount> counts() const {
        const std::scoped_lock lock(mutex_);
        std::vector<RunCount> counts;
        counts.reserve(counts_.size());
        for (const auto& [key, runs] : counts_) {
            counts.push_back({key.first, key.second, runs});
        }
        return counts;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, std::vector<std::size_t>>, std::int64_t> counts_;
};

Runs& runs_of_this_process() {
    static Runs runs;
    return runs;
}

}  // namespace

std::string cache_entry(std::string_view model, Precision precision) {
    return std::string(model) + (precision == Precision::bf16 ? ".bf16" : ".f32");
}

std::vector<RunCount> run_counts() {
    return runs_of_this_process().counts();
}

struct Network::Implementation {
    std::string name;
    mutable ov::CompiledModel model;  // opening a request does not change it
    Metadata metadata;
};

struct Session::Implementation {
    std::string name;
    ov::InferRequest request;
    ov::Tensor input;
};

Session::Session(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Result<std::span<float>> Session::input(std::span<const std::size_t> shape) {
    try {
        implementation_->input.set_shape(ov::Shape(shape.begin(), shape.end()));
        implementation_->request.set_input_tensor(implementation_->input);
        return std::span<float>(implementation_->input.data<float>(),
                                implementation_->input.get_size());
    } catch (const std::exception& exception) {
        return inference_failure("the model " + implementation_->name + " refused an input",
                                 exception);
    }
}

Result<TensorView> Session::run() {
    try {
        runs_of_this_process().add(implementation_->name, implementation_->input.get_shape());
        implementation_->request.infer();
        const ov::Tensor output = implementation_->request.get_output_tensor();
        const ov::Shape& shape = output.get_shape();
        return TensorView{{shape.begin(), shape.end()},
                          {std::as_const(output).data<float>(), output.get_size()}};
    } catch (const std::exception& exception) {
        return inference_failure("the model " + implementation_->name + " failed", exception);
    }
}

Network::Network(std::shared_ptr<const Implementation> implementation)
    : implementation_(std::move(implementation)) {}

Result<Network> Network::load(const ModelFile& model, const NetworkOptions& options) {
    CHECK(options.threads >= 1 && options.threads <= limits::threads_max);
    CHECK(options.streams >= 1 && options.streams <= options.threads);
    if (const auto device = device_name(options.device); !device) {
        return failure(device.error());
    }
    if (options.precision == Precision::bf16 && options.device != Device::cpu) {
        return failure(core::ErrorCode::inference_failed,
                       "bf16 is arithmetic of CPUs; on a GPU use --precision f32");
    }
    if (options.precision == Precision::bf16 && !cpu_has_bf16()) {
        return failure(core::ErrorCode::inference_failed,
                       "this CPU has no bf16 arithmetic; use --precision f32");
    }
    try {
        Compiled compiled = compile_or_recall(model, options);
        if (compiled.model.inputs().size() != 1 || compiled.model.outputs().size() != 1) {
            return failure(core::ErrorCode::inference_failed,
                           "the model " + model.name + " must have one input and one output");
        }
        Implementation implementation{model.name, std::move(compiled.model),
                                      std::move(compiled.metadata)};
        return Network(std::make_shared<const Implementation>(std::move(implementation)));
    } catch (const std::exception& exception) {
        return inference_failure("the model " + model.name + " cannot be loaded", exception);
    }
}

Result<Session> Network::open_session() const {
    try {
        return Session(std::make_unique<Session::Implementation>(Session::Implementation{
            implementation_->name, implementation_->model.create_infer_request(),
            ov::Tensor(ov::element::f32, ov::Shape{0})}));
    } catch (const std::exception& exception) {
        return inference_failure("the model " + implementation_->name + " cannot run", exception);
    }
}

std::string Network::metadata(std::string_view key) const {
    const auto found = implementation_->metadata.find(std::string(key));
    return found == implementation_->metadata.end() ? std::string() : found->second;
}

Result<std::string> device_name(Device device) {
    if (const std::string trouble = device == Device::gpu ? gpu_trouble() : ""; !trouble.empty()) {
        return failure(
            core::ErrorCode::device_missing,
            "there is no GPU for the networks on this machine, only: CPU (" + trouble + ")");
    }
    try {
        return core_of_this_process().get_property(name_of(device), ov::device::full_name);
    } catch (const std::exception& exception) {
        return inference_failure("OpenVINO cannot tell its devices", exception);
    }
}

bool cpu_has_bf16() {
    // OpenVINO names bf16 also where it would only imitate it.
    if (!computes_bf16()) {
        return false;
    }
    try {
        const auto capabilities =
            core_of_this_process().get_property("CPU", ov::device::capabilities);
        return std::find(capabilities.begin(), capabilities.end(), ov::device::capability::BF16) !=
               capabilities.end();
    } catch (const std::exception&) {
        return false;  // loading a network will say what is wrong
    }
}

std::string library_version() {
    return ov::get_openvino_version().buildNumber;
}

}  // namespace mobilscan::inference
