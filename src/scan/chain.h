// Chain: one line of print through the frames that are read together, as their pictures say, and
// which of its crops are worth reading.
//
// A crop is recognised only while it can change what the line says: the best first, until the
// readings are sure. The others are carried.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scan/linking.h"
#include "scan/sight.h"

namespace mobilscan::scan {

// Whether another reading of the line would hardly change what these say. Pure.
[[nodiscard]] bool are_settled(std::span<const Sight> readings);

// The reading that stands for the line where it is not read: the surest of those that agree with
// most. Precondition: one reading or more.
[[nodiscard]] const Sight& standing_reading(std::span<const Sight> readings);

struct Crop {
    enum class State {
        waiting,   // may be read
        faint,     // too faint to be read by itself
        read,      // is among the readings
        unread,    // was read, and nothing came of it
        combined,  // is part of a line that several regions make
    };

    std::size_t frame = 0;   // among those that are read together
    std::size_t region = 0;  // of that frame
    float quality = 0;       // as quality_of() has it
    State state = State::waiting;
};

// How well a crop can be read, by its focus, size and frontality: what is turned away is narrower.
// Between crops of one line only the order counts.
[[nodiscard]] float quality_of(const Place& place, bool is_cut);

// Of patches that should show a text, the one that looks least like it; nothing where all look just
// like one that is known to show it, or like another that does. Pure.
[[nodiscard]] std::optional<std::size_t> most_doubtful(
    std::vector<const image::Patch*> known, std::span<const image::Patch* const> patches);

struct Chain {
    std::vector<Sight> known;  // readings of the line in frames before these
    image::Patch last;         // as it was seen last before these; empty: it was not
    std::string last_text;     // its text_key() there
    std::vector<Crop> crops;   // by frame
    bool is_combined = false;  // part of a line that several regions make: read wherever it is seen

    // The crops to be read next, by their indices; none: the rest can be carried, or left out.
    [[nodiscard]] std::vector<std::size_t> wanted(std::span<const Sight> readings) const;

    // All that were not read.
    [[nodiscard]] std::vector<std::size_t> waiting() const;
};

}  // namespace mobilscan::scan
