#include "ocr/line_reader.h"

#include "ocr/ctc.h"
#include "ocr/stacked_text.h"

namespace mobilscan::ocr {

Result<TextLine> LineReader::read_region(image::ImageView picture, const core::Quad& quad) {
    auto line = read_row(picture, quad);
    if (!line || !options_.reads_stacks || !is_column(quad)) {
        return line;
    }
    const auto in_a_row = unstacked(cut_upright(picture, quad).view());
    if (!in_a_row) {
        return line;
    }
    auto stacked = recognised(LineCrop{quad, *in_a_row});
    return !stacked || stacked->confidence > line->confidence ? stacked : line;
}

Result<TextLine> LineReader::read_row(image::ImageView picture, const core::Quad& quad) {
    LineCrop crop = cut_line(picture, quad);
    const auto upside_down = orientation_.upside_down(crop.picture.view());
    if (!upside_down) {
        return failure(upside_down.error());
    }
    const bool seems_turned = *upside_down > options_.flip_confidence_min;
    if (!options_.tries_both_ways) {
        return recognised(seems_turned ? turned_around(std::move(crop)) : crop);
    }
    auto line = recognised(crop);
    const bool is_in_doubt = line && line->confidence >= options_.doubt_confidence_min &&
                             line->confidence < options_.doubt_confidence_max &&
                             *upside_down >= options_.turned_confidence_min;
    if (!line || (!seems_turned && !is_in_doubt)) {
        return line;
    }
    auto turned = recognised(turned_around(std::move(crop)));
    const float gain_wanted = seems_turned ? 0 : options_.turn_gain_min;
    return !turned || turned->confidence > line->confidence + gain_wanted ? turned : line;
}

Result<TextLine> LineReader::recognised(const LineCrop& crop) {
    auto characters = recogniser_.recognise(crop.picture.view());
    if (!characters) {
        return failure(characters.error());
    }
    return TextLine{text_of(*characters), line_confidence(*characters), crop.quad,
                    std::move(*characters)};
}

}  // namespace mobilscan::ocr
