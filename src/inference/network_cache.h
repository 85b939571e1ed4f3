// NetworkCache: networks as the inference library compiled them, kept in files, so that a start
// need not compile them again, which takes longer than reading a picture.
//
// An entry is only ever a copy of what compiling would give. One that is damaged, was made for
// another key or could have been written by another user counts as none; one that cannot be
// written is not kept, and nothing else fails by it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mobilscan::inference {

struct CompiledNetwork {
    std::map<std::string, std::string> metadata;  // what the model said of itself
    std::vector<std::byte> bytes;                 // in the library's own form
};

class NetworkCache {
public:
    // The folder is made when first written to, for this user alone. An empty name: no cache.
    explicit NetworkCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // `name` is that of the file; `key` says everything that compiling depends on. A name keeps one
    // entry, so the folder does not grow with versions.
    [[nodiscard]] std::optional<CompiledNetwork> find(const std::string& name,
                                                      std::string_view key) const;
    void keep(const std::string& name, std::string_view key, const CompiledNetwork& network) const;

    [[nodiscard]] bool is_used() const noexcept { return !folder_.empty(); }

private:
    std::filesystem::path folder_;
};

}  // namespace mobilscan::inference
