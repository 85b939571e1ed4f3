// An accepted upload is durable before it is answered, in this order: file, row, ring. Whatever
// step fails, or is the last before the power goes, no row is without its file and no file is half.
#include "api/upload.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "store/job_store.h"

namespace mobilscan::api {
namespace {

namespace files = std::filesystem;
using namespace std::string_view_literals;

constexpr std::string_view video =
    "\0\0\0\x18"
    "ftypmp42 and all the rest of a video"sv;

// Counts the calls; at the chosen one it fails, or ends the process as a power cut does.
class FaultyCalls final : public blobs::FileCalls {
public:
    int fail_at = 0;  // the n-th call returns an error; 0: none
    int end_at = 0;   // the process ends before the n-th call; 0: never
    int calls = 0;
    std::vector<std::string> order;
    std::function<void()> on_last_sync;

    int write_all(int file, std::span<const std::byte> bytes) override {
        return faulty("write") ? ENOSPC : FileCalls::write_all(file, bytes);
    }
    int sync(int file) override {
        if (on_last_sync) {
            on_last_sync();
        }
        return faulty("sync") ? EIO : FileCalls::sync(file);
    }
    int rename(int folder, const char* from, const char* to) override {
        return faulty("rename") ? EIO : FileCalls::rename(folder, from, to);
    }

private:
    bool faulty(const char* name) {
        ++calls;
        if (calls == end_at) {
            ::_exit(0);
        }
        order.emplace_back(name);
        return calls == fail_at;
    }
};

// Everything that an upload needs, over one folder; opened anew after a "power cut".
struct Product {
    explicit Product(const files::path& folder)
        : database(store::open_sqlite_database((folder / "test.db").string()).value()),
          connections(*database),
          videos(blobs::BlobFolder::open(folder / "videos", calls).value()),
          frames(blobs::BlobFolder::open(folder / "frames", calls).value()),
          services{
              connections, videos, frames, events, results, bell, [] { return WorkersState{}; },
              {}} {
        services.settings.upload_bytes_max = 1 << 20;
        services.settings.disk_refuse_percent = 100;
    }

    struct Bell final : queue::Doorbell {
        explicit Bell(Product& whole) : product(whole) {}
        void ring(int /*listeners*/) noexcept override {
            product.calls.order.emplace_back("ring");
            if (product.on_ring) {
                product.on_ring();
            }
        }
        Result<std::unique_ptr<queue::Listener>> listen() override { return nullptr; }
        queue::State state() override { return {}; }
        Product& product;
    };
    std::vector<store::Job> jobs() {
        auto connection = connections.borrow().value();
        return store::JobStore(*connection).list({}).value().jobs;
    }
    http::Response upload(std::string_view content = video) {
        http::Request request;
        request.path = "/upload";
        request.headers = {{"content-type", "multipart/form-data; boundary=b"}};
        auto outcome = upload_handler(services, UploadStyle::original)(request);
        auto* sink = std::get_if<std::unique_ptr<http::BodySink>>(&outcome);
        if (sink == nullptr) {
            return std::move(std::get<http::Response>(outcome));
        }
        const std::string body =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"c.mp4\"\r\n\r\n" +
            std::string(content) + "\r\n--b--\r\n";
        if (auto early = (*sink)->write(body)) {
            return *std::move(early);
        }
        return (*sink)->finish();
    }

    FaultyCalls calls;
    std::function<void()> on_ring;
    std::unique_ptr<store::Database> database;
    store::ConnectionPool connections;
    blobs::BlobFolder videos;
    blobs::BlobFolder frames;
    http::EventHub events;
    ResultCache results;
    Bell bell{*this};
    Services services;
};

std::string content_of(const files::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

class UploadTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = testing::TempDir() + "upload-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { files::remove_all(folder_); }

    std::vector<files::path> stored() {
        std::vector<files::path> found;
        for (const auto& entry : files::directory_iterator(folder_ / "videos")) {
            found.push_back(entry.path());
        }
        return found;
    }
    // Every row has its whole file, and every file but partial ones is whole.
    void expect_whole(Product& product) {
        for (const store::Job& job : product.jobs()) {
            EXPECT_EQ(content_of(job.video_path), video);
            EXPECT_EQ(job.size_bytes, static_cast<std::int64_t>(video.size()));
        }
        for (const files::path& path : stored()) {
            if (path.extension() != ".part") {
                EXPECT_EQ(content_of(path), video);
            }
        }
    }

    files::path folder_;
};

TEST_F(UploadTest, the_file_is_synced_and_named_then_comes_the_row_then_the_ring) {
    Product product(folder_);
    product.calls.on_last_sync = [&] { EXPECT_TRUE(product.jobs().empty()); };
    product.on_ring = [&] { EXPECT_EQ(product.jobs().size(), 1U); };
    const http::Response response = product.upload();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(product.calls.order,
              (std::vector<std::string>{"write", "sync", "rename", "sync", "ring"}));
    expect_whole(product);
}

TEST_F(UploadTest, whichever_call_fails_the_client_is_told_and_nothing_is_left) {
    for (int call = 1; call <= 4; ++call) {
        Product product(folder_);
        product.calls.fail_at = call;
        const http::Response response = product.upload();
        EXPECT_EQ(response.status, call == 1 ? 507 : 500) << call;
        EXPECT_TRUE(product.jobs().empty()) << call;
        EXPECT_TRUE(stored().empty()) << call;
        product.calls.fail_at = 0;
        EXPECT_EQ(product.upload().status, 200) << call;
        expect_whole(product);
        files::remove_all(folder_ / "test.db");
        files::remove_all(folder_ / "videos");
    }
}

TEST_F(UploadTest, a_power_cut_before_any_step_loses_no_accepted_upload_and_leaves_none_half) {
    // The steps of one upload, then those of a second: it is cut off at each of the second's.
    for (int call = 5; call <= 9; ++call) {
        const pid_t child = ::fork();
        if (child == 0) {
            Product product(folder_);
            product.calls.end_at = call;
            product.on_ring = [&] {
                if (product.calls.calls == 8 && call == 9) {
                    ::_exit(0);  // between the row and the ring
                }
            };
            static_cast<void>(product.upload());
            static_cast<void>(product.upload());
            ::_exit(1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << call;
        Product after(folder_);
        EXPECT_EQ(after.jobs().size(), call == 9 ? 2U : 1U) << call;
        expect_whole(after);
        files::remove_all(folder_ / "test.db");
        files::remove_all(folder_ / "test.db-wal");
        files::remove_all(folder_ / "test.db-shm");
        files::remove_all(folder_ / "videos");
    }
}

TEST_F(UploadTest, an_upload_that_is_let_go_in_the_middle_leaves_no_file) {
    Product product(folder_);
    {
        http::Request request;
        request.headers = {{"content-type", "multipart/form-data; boundary=b"}};
        auto outcome = upload_handler(product.services, UploadStyle::version_1)(request);
        auto& sink = std::get<std::unique_ptr<http::BodySink>>(outcome);
        const std::string half =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"c.mp4\"\r\n\r\n" +
            std::string(video);
        EXPECT_FALSE(sink->write(half).has_value());
        EXPECT_EQ(stored().size(), 1U);
    }
    EXPECT_TRUE(stored().empty());
    EXPECT_TRUE(product.jobs().empty());
}

TEST_F(UploadTest, a_full_disk_takes_no_upload) {
    Product product(folder_);
    product.services.settings.disk_refuse_percent = 0;
    EXPECT_EQ(product.upload().status, 507);
    EXPECT_TRUE(stored().empty());
}

}  // namespace
}  // namespace mobilscan::api
