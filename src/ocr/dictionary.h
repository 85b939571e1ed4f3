// Dictionary: from the classes of a recogniser to characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace mobilscan::ocr {

// Class 0 is the CTC blank, then one class per line of the model's own dictionary, then the space.
// A dictionary of another model would shift every character, so it always comes from the model.
class Dictionary {
public:
    // From the text that the model carries: one entry a line. Error: model_mismatch when empty.
    [[nodiscard]] static Result<Dictionary> parse(std::string_view lines);

    // Number of classes, the blank and the space included.
    [[nodiscard]] std::size_t classes() const noexcept { return entries_.size(); }

    // The text of a class; empty for the blank. `label` is below classes().
    [[nodiscard]] const std::string& text(std::size_t label) const noexcept;

private:
    explicit Dictionary(std::vector<std::string> entries) : entries_(std::move(entries)) {}
    std::vector<std::string> entries_;
};

}  // namespace mobilscan::ocr
