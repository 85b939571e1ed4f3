#include "api/video_kind.h"

#include <algorithm>

namespace mobilscan::api {
namespace {

enum class Container { unknown, iso, old_quicktime, matroska, avi };

Container container_of(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\x1A\x45\xDF\xA3"sv)) {
        return Container::matroska;  // EBML, RFC 8794
    }
    if (bytes.size() < magic_bytes) {
        return Container::unknown;
    }
    if (bytes.starts_with("RIFF") && bytes.substr(8, 4) == "AVI ") {
        return Container::avi;
    }
    const std::string_view box = bytes.substr(4, 4);  // ISO/IEC 14496-12: size, then type
    if (box == "ftyp") {
        return Container::iso;
    }
    constexpr std::string_view old_boxes[] = {"moov", "mdat", "wide", "free", "skip", "pnot"};
    return std::find(std::begin(old_boxes), std::end(old_boxes), box) != std::end(old_boxes)
               ? Container::old_quicktime
               : Container::unknown;
}

struct Kind {
    std::string_view extension;
    std::string_view name;
    std::vector<Container> containers;
};

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> table{
        {".mp4", "MP4", {Container::iso}},
        {".mov", "QuickTime", {Container::iso, Container::old_quicktime}},
        {".avi", "AVI", {Container::avi}},
        {".mkv", "Matroska", {Container::matroska}},
        {".webm", "WebM", {Container::matroska}},
    };
    return table;
}

}  // namespace

const std::vector<std::string>& video_extensions() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> extensions;
        for (const Kind& kind : kinds()) {
            extensions.emplace_back(kind.extension);
        }
        return extensions;
    }();
    return all;
}

const std::vector<std::string>& original_video_extensions() {
    static const std::vector<std::string> all{".mp4", ".mov", ".avi", ".mkv"};
    return all;
}

std::optional<std::string> video_extension(std::string_view file_name,
                                           const std::vector<std::string>& all) {
    const std::size_t dot = file_name.find_last_of('.');
    if (dot == std::string_view::npos) {
        return std::nullopt;
    }
    std::string extension(file_name.substr(dot));
    for (char& c : extension) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return std::find(all.begin(), all.end(), extension) == all.end() ? std::nullopt
                                                                     : std::optional(extension);
}

std::optional<std::string> magic_fault(std::string_view extension, std::string_view first_bytes) {
    const Container found = container_of(first_bytes);
    std::string_view wanted;
    for (const Kind& kind : kinds()) {
        if (kind.extension != extension) {
            continue;
        }
        if (std::find(kind.containers.begin(), kind.containers.end(), found) !=
            kind.containers.end()) {
            return std::nullopt;
        }
        wanted = kind.name;
    }
    for (const Kind& kind : kinds()) {
        if (kind.containers.front() == found) {
            return "the file is named " + std::string(extension) + " but holds " +
                   std::string(kind.name) + " video; rename it to " + std::string(kind.extension);
        }
    }
    return "the file holds no " + std::string(wanted) + " video, whatever its name says";
}

}  // namespace mobilscan::api
