#include "ocr/dictionary.h"

#include <utility>

#include "core/check.h"

namespace mobilscan::ocr {

Result<Dictionary> Dictionary::parse(std::string_view lines) {
    std::vector<std::string> entries{""};  // the blank
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        std::string_view line = lines.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        entries.emplace_back(line);
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    }
    if (entries.size() == 1) {
        return failure(core::ErrorCode::model_mismatch,
                       "the recognition model carries no dictionary");
    }
    entries.emplace_back(" ");
    return Dictionary(std::move(entries));
}

const std::string& Dictionary::text(std::size_t label) const noexcept {
    CHECK(label < entries_.size());
    return entries_[label];
}

}  // namespace mobilscan::ocr
