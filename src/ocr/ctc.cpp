#include "ocr/ctc.h"

#include <algorithm>
#include <cmath>

#include "core/check.h"

namespace mobilscan::ocr {
namespace {

constexpr std::size_t blank = 0;

std::size_t best_class(std::span<const float> step) {
    if (step[blank] > 0.5F) {
        return blank;  // as in most steps: the other 18,000 classes share what is left
    }
    return static_cast<std::size_t>(std::max_element(step.begin(), step.end()) - step.begin());
}

// The most probable characters of a step but `taken` and the blank, most probable first.
std::vector<Alternative> alternatives_at(std::span<const float> step, std::size_t taken,
                                         const Dictionary& dictionary) {
    std::vector<std::size_t> labels;
    for (std::size_t label = 1; label < step.size(); ++label) {
        if (step[label] >= alternative_confidence_min && label != taken) {
            labels.push_back(label);
        }
    }
    // At most 1 / alternative_confidence_min labels are left; ties go to the lower class.
    std::sort(labels.begin(), labels.end(), [step](std::size_t a, std::size_t b) {
        return step[a] != step[b] ? step[a] > step[b] : a < b;
    });
    labels.resize(std::min(labels.size(), alternatives_max));

    std::vector<Alternative> result;
    result.reserve(labels.size());
    for (const std::size_t label : labels) {
        result.push_back({dictionary.text(label), step[label]});
    }
    return result;
}

// A run of steps with the same best class.
struct Run {
    std::size_t label = blank;
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t surest = 0;  // the step with the highest probability
};

std::vector<Run> runs_of(const CtcMatrix& matrix) {
    std::vector<Run> runs;
    for (std::size_t step = 0; step < matrix.steps; ++step) {
        const auto row = matrix.probabilities.subspan(step * matrix.classes, matrix.classes);
        const std::size_t label = best_class(row);
        if (runs.empty() || runs.back().label != label) {
            runs.push_back({label, step, step, step});
            continue;
        }
        Run& run = runs.back();
        run.last = step;
        if (row[label] > matrix.probabilities[run.surest * matrix.classes + label]) {
            run.surest = step;
        }
    }
    std::erase_if(runs, [](const Run& run) { return run.label == blank; });
    return runs;
}

}  // namespace

std::vector<CharacterReading> decode_greedily(const CtcMatrix& matrix, const Dictionary& dictionary,
                                              float line_steps) {
    CHECK(matrix.classes == dictionary.classes());
    CHECK(matrix.probabilities.size() == matrix.steps * matrix.classes);
    CHECK(line_steps > 0);
    // A character at the end of the line may show in the first step of the padding only.
    const float last_step = std::max(0.0F, line_steps - 1);
    std::vector<CharacterReading> characters;
    for (const Run& run : runs_of(matrix)) {
        const auto step = matrix.probabilities.subspan(run.surest * matrix.classes, matrix.classes);
        characters.push_back({dictionary.text(run.label), std::min(step[run.label], 1.0F),
                              alternatives_at(step, run.label, dictionary),
                              std::min(static_cast<float>(run.first), last_step) / line_steps,
                              std::min(static_cast<float>(run.last + 1) / line_steps, 1.0F)});
    }
    return characters;
}

float line_confidence(std::span<const CharacterReading> characters) noexcept {
    if (characters.empty()) {
        return 0;
    }
    double sum = 0;
    for (const CharacterReading& character : characters) {
        sum += static_cast<double>(character.confidence);
    }
    const double mean = sum / static_cast<double>(characters.size());
    return static_cast<float>(std::round(mean * 1e4) / 1e4);
}

std::vector<CharacterReading> without_outer_spaces(std::vector<CharacterReading> characters) {
    const auto is_text = [](const CharacterReading& character) { return character.text != " "; };
    const auto last = std::find_if(characters.rbegin(), characters.rend(), is_text);
    characters.erase(last.base(), characters.end());
    characters.erase(characters.begin(),
                     std::find_if(characters.begin(), characters.end(), is_text));
    return characters;
}

std::string text_of(std::span<const CharacterReading> characters) {
    std::string text;
    for (const CharacterReading& character : characters) {
        text += character.text;
    }
    return text;
}

}  // namespace mobilscan::ocr
