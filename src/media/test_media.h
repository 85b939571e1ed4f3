// What the tests of this folder share: clips made on demand, the decoders to test with, and
// ffmpeg's own decoding to compare with. The build tells where things are.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "image/image.h"
#include "media/decoder_settings.h"

namespace mobilscan::media {

inline DecoderSettings test_settings() {
    DecoderSettings settings;
    settings.program = MOBILSCAN_TEST_DECODER;
    return settings;
}

inline std::string quoted(const std::filesystem::path& path) {
    return "'" + path.string() + "'";
}

// The clip of that name (tests/media/make_clips.sh), made unless it is there and up to date.
inline std::filesystem::path clip(const std::string& name) {
    const std::filesystem::path folder = MOBILSCAN_TEST_CLIPS;
    const std::filesystem::path script = MOBILSCAN_TEST_CLIP_SCRIPT;
    std::filesystem::create_directories(folder);
    const auto path = folder / name;
    if (!std::filesystem::exists(path) ||
        std::filesystem::last_write_time(path) < std::filesystem::last_write_time(script)) {
        const std::string command = quoted(script) + " " + name + " " + quoted(path);
        if (std::system(command.c_str()) != 0) {
            ADD_FAILURE() << "cannot make the clip " << name << "; is ffmpeg installed?";
        }
    }
    return path;
}

inline std::string read_file(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline void write_file(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// A folder that goes away with its owner.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "media-test-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

// All frames as the ffmpeg command decodes, turns and scales them, BGR, one behind the other.
inline std::string ffmpeg_frames(const std::filesystem::path& video) {
    const std::string command = "ffmpeg -nostdin -v quiet -i " + quoted(video) +
                                " -map 0:v:0 -vsync passthrough -pix_fmt bgr24 -f rawvideo -";
    std::string bytes;
    FILE* pipe = ::popen(command.c_str(), "r");
    std::vector<char> part(1 << 16);
    while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe)) {
        bytes.append(part.data(), got);
    }
    ::pclose(pipe);
    return bytes;
}

// Mean difference of two pictures, 0 .. 255 a channel.
inline double mean_difference(const image::Image& picture, std::string_view other) {
    const auto bytes = static_cast<std::size_t>(picture.stride() * picture.height());
    if (other.size() != bytes) {
        return 255;
    }
    double sum = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
        sum += std::abs(static_cast<int>(picture.data()[i]) - static_cast<std::uint8_t>(other[i]));
    }
    return sum / static_cast<double>(bytes);
}

// Descriptors that this process has open.
inline std::ptrdiff_t open_descriptors() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                         std::filesystem::directory_iterator());
}

}  // namespace mobilscan::media
