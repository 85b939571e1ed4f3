// Proves: the parts of a container's code become one line, or two where it is written in two rows;
// only where the check digit is right, and everything else stays as it was read.
#include "ocr/code_assembly.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "ocr/ctc.h"

namespace mobilscan::ocr {
namespace {

core::Quad box(float x1, float y1, float x2, float y2) {
    return {{{x1, y1}, {x2, y1}, {x2, y2}, {x1, y2}}};
}

TextLine line_of(const std::string& text, const core::Quad& quad) {
    TextLine line{text, 0.9F, quad, {}};
    for (const char c : text) {
        line.characters.push_back({std::string(1, c), 0.9F, {}, 0, 0});
    }
    return line;
}

// What is printed where; a quad reads as all the prints whose middles it holds, from left to right.
class Print final : public LineSource {
public:
    explicit Print(std::vector<std::pair<core::Quad, std::string>> prints)
        : prints_(std::move(prints)) {}

    Result<TextLine> read_region(image::ImageView, const core::Quad& quad) override {
        std::string text;
        for (const auto& [place, printed] : prints_) {
            if (core::contains(quad, core::centre(place))) {
                text += printed;
            }
        }
        return line_of(text, quad);
    }

    Result<TextLine> read_row(image::ImageView picture, const core::Quad& quad) override {
        return read_region(picture, quad);
    }

private:
    std::vector<std::pair<core::Quad, std::string>> prints_;
};

// The texts, after assembly, of what is printed where the detector found `found` of the prints.
std::vector<std::string> assembled(const std::vector<std::pair<core::Quad, std::string>>& prints,
                                   std::size_t found) {
    Print print(prints);
    std::vector<TextRegion> regions;
    std::vector<TextLine> lines;
    for (std::size_t i = 0; i < found; ++i) {
        regions.push_back({prints[i].first, 0.9F});
        lines.push_back(line_of(prints[i].second, prints[i].first));
    }
    EXPECT_TRUE(assemble_codes({}, regions, print, {}, lines));
    std::vector<std::string> texts;
    for (const TextLine& line : lines) {
        if (!line.text.empty()) {
            EXPECT_EQ(line.text, text_of(line.characters));
            texts.push_back(line.text);
        }
    }
    return texts;
}

using Texts = std::vector<std::string>;

const core::Quad owner = box(0, 0, 80, 20);
const core::Quad number = box(90, 0, 210, 20);
const core::Quad digit = box(235, 0, 250, 20);
const core::Quad number_below = box(0, 30, 120, 50);
const core::Quad digit_below = box(150, 30, 165, 50);

TEST(CodeAssembly, JoinsTheFramedCheckDigit) {
    EXPECT_EQ(assembled({{owner, "CSQU"}, {number, "305438"}, {digit, "3"}}, 3),
              Texts{"CSQU3054383"});
}

TEST(CodeAssembly, LooksFurtherForTheCheckDigitThatWasNotFound) {
    EXPECT_EQ(assembled({{owner, "CSQU"}, {number, "305438"}, {digit, "3"}}, 2),
              Texts{"CSQU3054383"});
}

TEST(CodeAssembly, LeavesWhatTheCheckDigitDoesNotProve) {
    EXPECT_EQ(assembled({{owner, "CSQU"}, {number, "305438"}, {digit, "4"}}, 3),
              (Texts{"CSQU", "305438", "4"}));
    EXPECT_EQ(assembled({{owner, "MENU"}, {number_below, "305438"}}, 2), (Texts{"MENU", "305438"}));
}

TEST(CodeAssembly, TwoRowsStayTwoLines) {
    EXPECT_EQ(assembled({{owner, "CSQU"}, {number_below, "305438"}, {digit_below, "3"}}, 3),
              (Texts{"CSQU", "3054383"}));
    EXPECT_EQ(assembled({{owner, "CSQU"}, {number_below, "305438"}, {digit_below, "3"}}, 2),
              (Texts{"CSQU", "3054383"}));
    EXPECT_EQ(assembled({{owner, "CSQU"}, {number_below, "305438"}, {digit_below, "4"}}, 3),
              (Texts{"CSQU", "305438", "4"}));
}

TEST(CodeAssembly, TwoRowsProveLookAlikesInBoth) {
    EXPECT_EQ(assembled({{owner, "C5QU"}, {number_below, "3O5438"}, {digit_below, "3"}}, 3),
              (Texts{"CSQU", "3054383"}));
}

// The code one character below the other, each 20 x 30 and 40 apart.
std::vector<std::pair<core::Quad, std::string>> stacked(const std::string& code) {
    std::vector<std::pair<core::Quad, std::string>> prints;
    for (const char c : code) {
        const float top = 40 * static_cast<float>(prints.size());
        prints.emplace_back(box(0, top, 20, top + 30), std::string(1, c));
    }
    return prints;
}

TEST(CodeAssembly, StackedCharactersAreOneLine) {
    EXPECT_EQ(assembled(stacked("CSQU3054383"), 11), Texts{"CSQU3054383"});
}

TEST(CodeAssembly, StacksAreTriedLongerWhereTheirEndsWereNotFound) {
    EXPECT_EQ(assembled(stacked("CSQU3054383"), 7), Texts{"CSQU3054383"});
}

TEST(CodeAssembly, CellsOfATableAreNoStack) {
    EXPECT_EQ(assembled({{box(0, 0, 30, 30), "CSQU"},
                         {box(0, 40, 30, 70), "305"},
                         {box(0, 80, 30, 110), "4383"}},
                        3),
              (Texts{"CSQU", "305", "4383"}));
}

TEST(CodeAssembly, StacksWithoutProofStayAsTheyWereRead) {
    EXPECT_EQ(assembled(stacked("CSQU3054384"), 11).size(), 11U);
    EXPECT_EQ(assembled(stacked("CABLE"), 5).size(), 5U);
}

}  // namespace
}  // namespace mobilscan::ocr
