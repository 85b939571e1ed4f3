#include "ocr/code_assembly.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "ocr/container_code.h"
#include "ocr/ctc.h"
#include "ocr/line_crop.h"
#include "ocr/stack_joining.h"

namespace mobilscan::ocr {
namespace {

using Characters = std::vector<CharacterReading>;

// The check digit of a code stands apart, often in a frame, and is not always found: how much
// further the line is tried, in heights of it.
constexpr std::array check_digit_reaches{1.0F, 1.8F, 2.6F};

// Characters one below the other are at least so far apart, in widths of the column; the letters of
// a line that runs downwards are nearer.
constexpr float stack_pitch_min = 0.8F;
constexpr std::size_t stack_characters_min = 4;

// The line with its end moved by that many of its heights.
core::Quad extended(core::Quad quad, float heights) {
    const float length = std::max(1.0F, core::text_width(quad));
    const float share = heights * core::text_height(quad) / length;
    const auto moved = [share](core::Point begin, core::Point end) {
        return core::Point{end.x + share * (end.x - begin.x), end.y + share * (end.y - begin.y)};
    };
    return {quad[0], moved(quad[0], quad[1]), moved(quad[3], quad[2]), quad[3]};
}

void set_characters(TextLine& line, Characters characters) {
    line.characters = std::move(characters);
    line.text = text_of(line.characters);
}

Characters put_together(const Characters& first, const Characters& second) {
    Characters both = first;
    both.insert(both.end(), second.begin(), second.end());
    return both;
}

class Assembly {
public:
    Assembly(image::ImageView picture, LineSource& reader, const JoinOptions& parts,
             std::vector<TextLine>& lines)
        : picture_(picture), reader_(reader), parts_(parts), lines_(lines) {}

    Result<void> run(std::span<const TextRegion> regions) {
        const std::vector<JoinedRegion> groups = joined(regions, parts_);
        for (const JoinedRegion& group : groups) {
            auto code = read_code(group);
            if (!code) {
                return failure(code.error());
            }
            if (*code) {
                put_in_place_of(**std::move(code), group.parts, lines_);
            }
        }
        for (const JoinedRegion& group : groups) {
            if (const auto done = complete_below(group, groups); !done) {
                return done;
            }
        }
        for (const JoinedRegion& stack : stacks(regions)) {
            if (!is_of_characters(stack)) {
                continue;
            }
            auto code = read_stack(stack);
            if (!code) {
                return failure(code.error());
            }
            if (*code) {
                put_in_place_of(**std::move(code), stack.parts, lines_);
            }
        }
        return {};
    }

private:
    // The code that the regions are together, if they are one.
    Result<std::optional<TextLine>> read_code(const JoinedRegion& group) {
        const bool begins = std::any_of(
            group.parts.begin(), group.parts.end(),
            [&](std::size_t part) { return begins_container_code(lines_[part].characters); });
        if (!begins) {
            return std::optional<TextLine>();
        }
        auto whole = read_whole(group);
        if (!whole) {
            return failure(whole.error());
        }
        return completed({}, *std::move(whole));
    }

    Result<TextLine> read_whole(const JoinedRegion& group) {
        return group.parts.size() > 1 ? reader_.read_region(picture_, group.quad)
                                      : Result<TextLine>(lines_[group.parts[0]]);
    }

    // The line as the end of a code that begins with `before`, which may be empty: as it is, or
    // tried further where the check digit is missing.
    Result<std::optional<TextLine>> completed(const Characters& before, TextLine line) {
        const core::Quad quad = line.quad;
        const bool lacks_digit = lacks_check_digit(put_together(before, line.characters));
        if (auto code = as_end_of_code(before, std::move(line)); code || !lacks_digit) {
            return code;
        }
        for (const float reach : check_digit_reaches) {
            auto further = reader_.read_row(picture_, extended(quad, reach));
            if (!further) {
                return failure(further.error());
            }
            if (auto code = as_end_of_code(before, *std::move(further))) {
                return code;
            }
        }
        return std::optional<TextLine>();
    }

    static std::optional<TextLine> as_end_of_code(const Characters& before, TextLine line) {
        auto code = as_container_code(put_together(before, line.characters));
        if (!code) {
            return std::nullopt;
        }
        const auto own = std::next(code->begin(), std::ssize(before));
        set_characters(line, Characters(own, code->end()));
        return line;
    }

    // Where the row is an owner's letters alone: the row below it, if it is the number that goes
    // with them.
    Result<void> complete_below(const JoinedRegion& row, std::span<const JoinedRegion> groups) {
        const std::size_t owner = row.parts[0];
        if (row.parts.size() > 1 || !is_container_owner(lines_[owner].characters)) {
            return {};
        }
        const Characters letters = lines_[owner].characters;
        for (const JoinedRegion& below : groups) {
            if (&below == &row || lines_[below.parts[0]].text.empty() ||
                !is_next_row(lines_[owner].quad, below.quad)) {
                continue;
            }
            auto number = read_whole(below).and_then(
                [&](TextLine&& line) { return completed(letters, std::move(line)); });
            if (!number) {
                return failure(number.error());
            }
            if (*number) {
                const Characters code =
                    *as_container_code(put_together(letters, (*number)->characters));
                set_characters(lines_[owner],
                               Characters(code.begin(), code.begin() + std::ssize(letters)));
                put_in_place_of(**std::move(number), below.parts, lines_);
                break;
            }
        }
        return {};
    }

    // Whether most of the parts were read as a character or two, or are columns of some: the cells
    // of a table below one another are not.
    [[nodiscard]] bool is_of_characters(const JoinedRegion& stack) const {
        const auto count =
            std::count_if(stack.parts.begin(), stack.parts.end(), [this](std::size_t part) {
                return lines_[part].characters.size() <= 2 || is_column(lines_[part].quad);
            });
        return 2 * count > std::ssize(stack.parts);
    }

    // A stack whose ends were not found is tried longer, by as many characters as the code lacks.
    Result<std::optional<TextLine>> read_stack(const JoinedRegion& stack) {
        const core::Quad& column = stack.quad;
        auto line = read_whole(stack);
        if (!line) {
            return failure(line.error());
        }
        const std::size_t count = line->characters.size();
        const float pitch =
            core::text_height(column) / static_cast<float>(std::max<std::size_t>(1, count));
        const bool is_stack = pitch >= stack_pitch_min * core::text_width(column);
        if (auto code = as_end_of_code({}, *std::move(line));
            code || !is_stack || count < stack_characters_min || count >= container_code_length) {
            return code;
        }
        const std::size_t missing = container_code_length - count;
        for (std::size_t above = 0; above <= missing; ++above) {
            const core::Quad longer = lengthened(column, pitch * static_cast<float>(above),
                                                 pitch * static_cast<float>(missing - above));
            auto whole = reader_.read_region(picture_, longer);
            if (!whole) {
                return failure(whole.error());
            }
            if (auto code = as_end_of_code({}, *std::move(whole))) {
                return code;
            }
        }
        return std::optional<TextLine>();
    }

    image::ImageView picture_;
    LineSource& reader_;
    const JoinOptions& parts_;
    std::vector<TextLine>& lines_;
};

}  // namespace

Result<void> assemble_codes(image::ImageView picture, std::span<const TextRegion> regions,
                            LineSource& reader, const JoinOptions& parts,
                            std::vector<TextLine>& lines) {
    return Assembly(picture, reader, parts, lines).run(regions);
}

void put_in_place_of(TextLine whole, std::span<const std::size_t> parts,
                     std::vector<TextLine>& lines) {
    for (const std::size_t part : parts) {
        lines[part].text.clear();
    }
    for (TextLine& line : lines) {
        if (core::contains(whole.quad, core::centre(line.quad))) {
            line.text.clear();
        }
    }
    lines.push_back(std::move(whole));
}

}  // namespace mobilscan::ocr
