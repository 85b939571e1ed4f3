// What the tests over a real Redis share: the server that MOBILSCAN_TEST_REDIS names, which
// scripts/with-redis starts, and one of a test's own to be killed and started again.
#pragma once

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "redis/connection.h"

namespace mobilscan::redis {

inline constexpr const char* no_server =
    "MOBILSCAN_TEST_REDIS names no server; scripts/with-redis starts one";

// The URL of the server for tests; nullptr: skip.
inline const char* test_url() {
    return std::getenv("MOBILSCAN_TEST_REDIS");
}

inline std::unique_ptr<Connection> connect(const Address& address) {
    auto opened = Connection::open(address, std::chrono::seconds(5));
    return opened ? *std::move(opened) : nullptr;
}

// A server that keeps what it was told, on a free port.
class OwnServer {
public:
    OwnServer() {
        std::string folder = testing::TempDir() + "redis-XXXXXX";
        EXPECT_NE(::mkdtemp(folder.data()), nullptr);
        folder_ = folder;
        address_.port = free_port();
        start();
    }
    ~OwnServer() {
        kill();
        std::filesystem::remove_all(folder_);
    }
    OwnServer(const OwnServer&) = delete;
    OwnServer& operator=(const OwnServer&) = delete;

    [[nodiscard]] const Address& address() const { return address_; }
    [[nodiscard]] std::string url() const {
        return "redis://127.0.0.1:" + std::to_string(address_.port);
    }

    // Returns when it answers.
    void start() {
        const std::string port = std::to_string(address_.port);
        process_ = ::fork();
        if (process_ == 0) {
            ::execlp("redis-server", "redis-server", "--bind", "127.0.0.1", "--port", port.c_str(),
                     "--dir", folder_.c_str(), "--logfile", "log", "--save", "", "--appendonly",
                     "yes", "--appendfsync", "always", nullptr);
            ::_exit(127);
        }
        for (int i = 0; i < 500; ++i) {
            const auto connection = connect(address_);
            if (connection && connection->run({"PING"})) {
                return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        ADD_FAILURE() << "redis-server does not answer";
    }
    void kill() {
        if (process_ > 0) {
            ::kill(process_, SIGKILL);
            ::waitpid(process_, nullptr, 0);
            process_ = -1;
        }
    }

private:
    static int free_port() {
        const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof place;
        EXPECT_EQ(::bind(probe, reinterpret_cast<sockaddr*>(&place), size), 0);
        EXPECT_EQ(::getsockname(probe, reinterpret_cast<sockaddr*>(&place), &size), 0);
        ::close(probe);
        return ntohs(place.sin_port);
    }

    std::filesystem::path folder_;
    Address address_;
    pid_t process_ = -1;
};

}  // namespace mobilscan::redis
