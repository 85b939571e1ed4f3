// A file appears whole and durable under its name or not at all, whatever call fails; and nothing
// outside of the folder is ever opened.
#include "blobs/blob_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <fstream>
#include <iterator>

#include "blobs/names.h"

namespace mobilscan::blobs {
namespace {

using core::ErrorCode;
namespace files = std::filesystem;

// Lets the n-th call fail, counted over all calls from 0.
class FaultyCalls final : public FileCalls {
public:
    int failing = -1;
    int error = ENOSPC;
    int calls = 0;
    std::vector<std::string> order;

    [[nodiscard]] int write_all(int file, std::span<const std::byte> bytes) override {
        // A disk that fills up in the middle takes a part of the bytes.
        return fails("write")
                   ? (static_cast<void>(FileCalls::write_all(file, bytes.first(1))), error)
                   : FileCalls::write_all(file, bytes);
    }
    [[nodiscard]] int sync(int file) override {
        struct stat status{};
        EXPECT_EQ(::fstat(file, &status), 0);
        const char* what = S_ISDIR(status.st_mode) ? "sync folder" : "sync file";
        return fails(what) ? error : FileCalls::sync(file);
    }
    [[nodiscard]] int rename(int folder, const char* from, const char* to) override {
        return fails("rename") ? error : FileCalls::rename(folder, from, to);
    }

private:
    bool fails(const char* what) {
        order.emplace_back(what);
        return calls++ == failing;
    }
};

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}

std::string content(const files::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class BlobFolderTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = testing::TempDir() + "blobs-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        base_ = files::canonical(name);
    }
    void TearDown() override { files::remove_all(base_); }

    BlobFolder folder() {
        auto opened = BlobFolder::open(root(), calls_);
        EXPECT_TRUE(opened.has_value());
        return *std::move(opened);
    }
    [[nodiscard]] files::path root() const { return base_ / "videos"; }

    Result<Written> upload(const BlobFolder& folder, const std::string& name,
                           std::string_view text) {
        auto writer = folder.create(name);
        if (!writer) {
            return failure(writer.error());
        }
        if (auto written = (*writer)->write(bytes_of(text)); !written) {
            return failure(written.error());
        }
        return (*writer)->finish();
    }

    files::path base_;
    FaultyCalls calls_;
};

TEST_F(BlobFolderTest, WritesSyncsRenamesAndSyncsTheFolderInThisOrder) {
    const BlobFolder videos = folder();
    const auto written = upload(videos, "a.mp4", "abc");
    ASSERT_TRUE(written.has_value());
    EXPECT_EQ(written->bytes, 3);
    EXPECT_EQ(written->sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_THAT(calls_.order, testing::ElementsAre("write", "sync file", "rename", "sync folder"));
    EXPECT_EQ(content(root() / "a.mp4"), "abc");
}

TEST_F(BlobFolderTest, GivesFilesAndFoldersTheModesThatTheOriginalsReadersNeed) {
    const mode_t before = ::umask(022);
    const BlobFolder videos = folder();
    ASSERT_TRUE(upload(videos, "a.mp4", "abc").has_value());
    const Evidence evidence{"job/frame_000000.jpg", bytes_of("x")};
    ASSERT_TRUE(videos.write_evidence("job", {&evidence, 1}).has_value());
    ::umask(before);
    const auto mode = [](const files::path& path) {
        return static_cast<unsigned>(files::status(path).permissions());
    };
    EXPECT_EQ(mode(root() / "a.mp4"), 0640U);
    EXPECT_EQ(mode(root() / "job"), 0750U);
    EXPECT_EQ(mode(root() / "job/frame_000000.jpg"), 0640U);
}

TEST_F(BlobFolderTest, ShowsNoPartialFileWhicheverCallOfAnUploadFails) {
    const BlobFolder videos = folder();
    const int calls = 4;
    for (int n = 0; n < calls; ++n) {
        calls_.calls = 0;
        calls_.failing = n;
        const std::string name = "video" + std::to_string(n) + ".mp4";
        const auto written = upload(videos, name, "whole content");
        ASSERT_FALSE(written.has_value()) << n;
        EXPECT_EQ(written.error().code, ErrorCode::storage_full);
        const files::path path = root() / name;
        if (files::exists(path)) {
            EXPECT_EQ(content(path), "whole content");
        }
        const auto entries = videos.list();
        for (const Entry& entry : *entries) {
            EXPECT_FALSE(entry.is_partial) << entry.name;
        }
    }
    calls_.failing = -1;
    EXPECT_TRUE(upload(videos, "video0.mp4", "again").has_value());
}

TEST_F(BlobFolderTest, ShowsNoPartialFileWhicheverCallOfAChunksEvidenceFails) {
    const BlobFolder frames = folder();
    const std::array<Evidence, 2> evidence{Evidence{frame_name("job", 0), bytes_of("first")},
                                           Evidence{frame_name("job", 30), bytes_of("second")}};
    for (int n = 0;; ++n) {
        calls_.calls = 0;
        calls_.failing = n;
        const auto written = frames.write_evidence("job", evidence);
        for (const char* name : {"frame_000000.jpg", "frame_000030.jpg"}) {
            const std::string found = content(root() / "job" / name);
            EXPECT_TRUE(found.empty() || found == "first" || found == "second");
        }
        if (written) {
            EXPECT_GE(n, 8);  // folder, then write, sync and rename of both, then the job's folder
            break;
        }
        calls_.failing = -1;
        ASSERT_TRUE(frames.remove("job").has_value());
    }
    EXPECT_EQ(content(root() / "job/frame_000030.jpg"), "second");
}

TEST_F(BlobFolderTest, SyncsAJobsFolderOnceForAllFilesOfAChunk) {
    const BlobFolder frames = folder();
    const std::array<Evidence, 3> evidence{Evidence{frame_name("job", 0), bytes_of("a")},
                                           Evidence{frame_name("job", 1), bytes_of("b")},
                                           Evidence{frame_name("job", 2), bytes_of("c")}};
    ASSERT_TRUE(frames.write_evidence("job", evidence).has_value());
    calls_.order.clear();
    ASSERT_TRUE(frames.write_evidence("job", evidence).has_value());  // the same chunk again
    EXPECT_EQ(std::count(calls_.order.begin(), calls_.order.end(), "sync folder"), 1);
    EXPECT_EQ(calls_.order.back(), "sync folder");
}

TEST_F(BlobFolderTest, TakesAnUnfinishedUploadAwayWithItsWriter) {
    const BlobFolder videos = folder();
    {
        auto writer = videos.create("a.mp4");
        ASSERT_TRUE(writer.has_value());
        ASSERT_TRUE((*writer)->write(bytes_of("half")).has_value());
        ASSERT_EQ(videos.list().value().size(), 1U);
        EXPECT_TRUE(videos.list().value()[0].is_partial);
    }
    EXPECT_TRUE(videos.list().value().empty());
}

TEST_F(BlobFolderTest, LetsTwoWritersOfOneNameNotDisturbEachOther) {
    const BlobFolder videos = folder();
    auto stale = videos.create("a.mp4");
    auto fresh = videos.create("a.mp4");
    ASSERT_TRUE((*stale)->write(bytes_of("same")).has_value());
    ASSERT_TRUE((*fresh)->write(bytes_of("sa")).has_value());
    ASSERT_TRUE((*stale)->finish().has_value());
    EXPECT_EQ(content(root() / "a.mp4"), "same");
    ASSERT_TRUE((*fresh)->write(bytes_of("me")).has_value());
    ASSERT_TRUE((*fresh)->finish().has_value());
    EXPECT_EQ(content(root() / "a.mp4"), "same");
}

TEST_F(BlobFolderTest, OpensNothingOutsideOfItself) {
    const BlobFolder videos = folder();
    std::ofstream(base_ / "secret") << "secret";
    files::create_symlink(base_ / "secret", root() / "link.mp4");
    files::create_directory_symlink(base_, root() / "job");
    EXPECT_EQ(videos.read("link.mp4").error().code, ErrorCode::path_outside);
    EXPECT_EQ(videos.read("job/secret").error().code, ErrorCode::path_outside);
    EXPECT_EQ(videos.read("../secret").error().code, ErrorCode::path_outside);
    EXPECT_EQ(videos.read_foreign("../secret").error().code, ErrorCode::path_outside);
    EXPECT_EQ(videos.read_foreign((base_ / "secret").string()).error().code,
              ErrorCode::path_outside);
    EXPECT_EQ(videos.read_foreign(root().string() + "/../secret").error().code,
              ErrorCode::path_outside);
    EXPECT_FALSE(videos.create("../a.mp4").has_value());
    const Evidence evidence{"job/frame_000000.jpg", bytes_of("x")};
    EXPECT_FALSE(videos.write_evidence("job", {&evidence, 1}).has_value());
    ASSERT_TRUE(videos.remove("job").has_value());
    EXPECT_EQ(content(base_ / "secret"), "secret");
}

TEST_F(BlobFolderTest, ReadsWhatWasWrittenByNameAndByAStrangersPath) {
    const BlobFolder videos = folder();
    ASSERT_TRUE(upload(videos, "a.mp4", "abc").has_value());
    EXPECT_TRUE(videos.read("a.mp4").has_value());
    EXPECT_TRUE(videos.read_foreign("a.mp4").has_value());
    EXPECT_TRUE(videos.read_foreign(videos.path_of("a.mp4")).has_value());
    EXPECT_EQ(videos.read("b.mp4").error().code, ErrorCode::file_not_found);
    ASSERT_EQ(::mkfifo((root() / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(videos.read_foreign("pipe").error().code, ErrorCode::file_unreadable);
}

TEST_F(BlobFolderTest, RemovesAJobsFolderAndSaysNothingWhenItIsGone) {
    const BlobFolder frames = folder();
    const Evidence evidence{frame_name("job", 5), bytes_of("x")};
    ASSERT_TRUE(frames.write_evidence("job", {&evidence, 1}).has_value());
    ASSERT_EQ(frames.list().value().size(), 1U);
    EXPECT_TRUE(frames.list().value()[0].is_folder);
    EXPECT_TRUE(frames.remove("job").has_value());
    EXPECT_TRUE(frames.remove("job").has_value());
    EXPECT_TRUE(frames.list().value().empty());
}

TEST_F(BlobFolderTest, KnowsTheSpaceThatIsLeft) {
    const auto space = folder().space();
    ASSERT_TRUE(space.has_value());
    EXPECT_GT(space->free_bytes, 0);
    EXPECT_GE(space->total_bytes, space->free_bytes);
}

TEST(BlobName, IsMadeOfHarmlessCharacters) {
    EXPECT_EQ(frame_name("job", 30), "job/frame_000030.jpg");
    EXPECT_EQ(frame_name("job", 1'234'567), "job/frame_1234567.jpg");
    EXPECT_TRUE(is_blob_name(crop_name("job", "item")));
    for (const char* name :
         {"", "/", "a/", "/a", "a/b/c", "..", "a/..", ".a", "a b", "a\n", "\xC3\xA9"}) {
        EXPECT_FALSE(is_blob_name(name)) << name;
    }
}

TEST_F(BlobFolderTest, ListsTheFilesOfAJobAndKnowsTheNameBehindAPath) {
    const BlobFolder blobs = folder();
    EXPECT_TRUE(blobs.list("job").value().empty());
    const std::vector<Evidence> evidence{{poster_name("job"), bytes_of("jpeg")}};
    ASSERT_TRUE(blobs.write_evidence("job", evidence).has_value());
    const auto listed = blobs.list("job").value();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].name, "poster.jpg");
    EXPECT_FALSE(listed[0].is_folder);
    EXPECT_EQ(blobs.list("job/..").error().code, ErrorCode::path_outside);

    EXPECT_EQ(blobs.name_of(blobs.path_of("job/poster.jpg")), "job/poster.jpg");
    EXPECT_EQ(blobs.name_of("clip.mp4"), "clip.mp4");
    EXPECT_EQ(blobs.name_of("/etc/passwd"), std::nullopt);
    EXPECT_EQ(blobs.name_of(root().string() + "/../other/clip.mp4"), std::nullopt);
}

TEST_F(BlobFolderTest, TakesACopyThatKeepsAnOldDateForYoung) {
    const BlobFolder blobs = folder();
    ASSERT_TRUE(upload(blobs, "clip.mp4", "bytes").has_value());
    files::last_write_time(root() / "clip.mp4", files::file_time_type{});  // long ago
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto listed = blobs.list().value();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_LT(
        std::chrono::duration_cast<std::chrono::microseconds>(now).count() - listed[0].changed_us,
        60'000'000);
}

}  // namespace
}  // namespace mobilscan::blobs
