// mobilscan doctor: what is missing or wrong on this machine, in words a user can act on.
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <system_error>
#include <thread>

#include "cli/command.h"
#include "cli/engine_options.h"
#include "cli/version.h"
#include "core/text.h"
#include "inference/model_file.h"
#include "media/decoder_check.h"
#include "ocr/models.h"

namespace mobilscan::cli {
namespace {

enum class Verdict { good, note, problem };

// One line of the answer.
struct Finding {
    Verdict verdict;
    std::string subject;
    std::string words;
};

Finding processor() {
    const auto cores = std::thread::hardware_concurrency();
    return {Verdict::good, "processor",
            fmt::format(
                "{} cores, {}", cores,
                inference::cpu_has_bf16() ? "f32 and bf16 arithmetic" : "f32 arithmetic, no bf16")};
}

Finding memory() {
    constexpr double needed_gib = 1.5;
    const double gib = static_cast<double>(sysconf(_SC_PHYS_PAGES)) *
                       static_cast<double>(sysconf(_SC_PAGE_SIZE)) / (1 << 30);
    const bool enough = gib >= needed_gib;
    return {enough ? Verdict::good : Verdict::note, "memory",
            fmt::format("{:.1f} GiB{}", gib,
                        enough ? "" : ": reading large frames may need up to 1.5 GiB")};
}

Finding model(const std::filesystem::path& folder, const inference::ModelPin& pin) {
    const auto loaded = inference::load_model_file(folder, pin);
    if (!loaded) {
        return {Verdict::problem, "model", loaded.error().message};
    }
    return {Verdict::good, "model",
            fmt::format("{} ({:.1f} MB, hash checked)", pin.name,
                        static_cast<double>(loaded->bytes.size()) / 1e6)};
}

Finding device(const EngineOptions& engine) {
    const auto name = inference::device_name(engine.device);
    if (!name) {
        return {Verdict::problem, "device", name.error().message};
    }
    return {Verdict::good, "device",
            fmt::format("the networks run on the {}: {}",
                        engine.device == inference::Device::gpu ? "GPU" : "CPU", *name)};
}

Finding networks(const EngineOptions& engine) {
    const auto readers = load_readers(engine, readers_at_once(engine));
    if (!readers) {
        return {Verdict::problem, "networks", readers.error().message};
    }
    return {Verdict::good, "networks",
            fmt::format("OpenVINO {}, {} threads, {}{}", inference::library_version(),
                        thread_count(engine),
                        precision_of(engine) == inference::Precision::bf16 ? "bf16" : "f32",
                        engine.precision ? "" : " (--precision auto)")};
}

// Once the networks were loaded.
Finding compiled_networks(const EngineOptions& engine) {
    const std::filesystem::path folder = model_cache(engine);
    if (folder.empty()) {
        return {Verdict::good, "cache", "none: each start compiles the networks"};
    }
    std::error_code error;
    const bool kept = std::filesystem::exists(
        folder / inference::cache_entry(ocr::recognition_model.name, precision_of(engine)), error);
    return {kept ? Verdict::good : Verdict::note, "cache",
            kept ? "compiled networks are kept in " + folder.string()
                 : "compiled networks cannot be kept in " + folder.string() +
                       ": it must be writable, and by this user alone; each start takes longer"};
}

Finding decoder(const EngineOptions& engine) {
    const auto tier = media::decoder_sandbox_tier(decoder_settings(engine));
    if (!tier) {
        return {Verdict::problem, "decoder", tier.error().message};
    }
    constexpr int full_tier = 3;
    const std::string words =
        *tier == full_tier ? "in its sandbox: system call filter, no files, resource limits"
        : *tier == 2
            ? "in its sandbox: system call filter and resource limits (this kernel has no Landlock)"
            : "with resource limits only: this system does not allow a system call filter";
    return {*tier == full_tier ? Verdict::good : Verdict::note, "decoder", words};
}

Finding space_for_results() {
    constexpr double needed_mib = 256;
    struct statvfs space{};
    if (::statvfs(".", &space) != 0) {
        return {Verdict::note, "disk", "the free space of the current folder cannot be told"};
    }
    const double mib =
        static_cast<double>(space.f_bavail) * static_cast<double>(space.f_frsize) / (1 << 20);
    return {mib >= needed_mib ? Verdict::good : Verdict::note, "disk",
            fmt::format("{:.1f} GiB free here{}", mib / 1024,
                        mib >= needed_mib ? "" : ": too little to keep evidence frames")};
}

std::vector<Finding> examine(const EngineOptions& engine) {
    std::vector<Finding> findings{processor(), memory(), space_for_results(), device(engine)};
    bool models_good = findings.back().verdict == Verdict::good;
    for (const inference::ModelPin& pin : ocr::all_models) {
        findings.push_back(model(models_folder(engine), pin));
        models_good = models_good && findings.back().verdict == Verdict::good;
    }
    if (models_good) {
        findings.push_back(networks(engine));
        findings.push_back(compiled_networks(engine));
    }
    findings.push_back(decoder(engine));
    return findings;
}

std::string_view mark(Verdict verdict) {
    return verdict == Verdict::good ? "ok     " : verdict == Verdict::note ? "note   " : "PROBLEM";
}

int run(const EngineOptions& engine) {
    fmt::print("mobilscan {}\n", MOBILSCAN_VERSION);
    int problems = 0;
    for (const Finding& finding : examine(engine)) {
        fmt::print("  {}  {:<9}  {}\n", mark(finding.verdict), finding.subject,
                   core::printable(finding.words));
        problems += finding.verdict == Verdict::problem ? 1 : 0;
    }
    fmt::print("{}\n", problems == 0 ? "Everything that is needed is here."
                                     : fmt::format("{} problem{} to solve before reading.",
                                                   problems, problems == 1 ? "" : "s"));
    return problems == 0 ? exit_done : exit_cannot_work;
}

}  // namespace

void add_doctor(CLI::App& program, int& exit_code) {
    auto engine = std::make_shared<EngineOptions>();
    CLI::App* doctor = program.add_subcommand(
        "doctor", "Say what is missing or wrong on this machine, and what to do");
    add_engine_options(*doctor, *engine);
    doctor->callback([engine, &exit_code] { exit_code = run(*engine); });
}

}  // namespace mobilscan::cli
