// A decoder that lies. The name under which it is started says how: fake-decoder-LIE. It parses
// nothing and exists to prove that the program survives whatever its decoder does.
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/decoder_protocol.h"
#include "core/decoder_start.h"

namespace {

namespace wire = mobilscan::core::wire;
using mobilscan::core::Survey;

void send_bytes(std::span<const std::byte> bytes) {
    if (::send(mobilscan::core::decoder_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) {
        std::_Exit(0);
    }
}

template <class Message>
void send(const Message& message) {
    send_bytes(wire::bytes_of(message));
}

// Waits for a message of the program, whatever it says; leaves when there is none any more.
void await_request() {
    std::array<std::byte, wire::message_bytes_max> bytes{};
    if (::recv(mobilscan::core::decoder_socket, bytes.data(), bytes.size(), 0) <= 0) {
        std::_Exit(0);
    }
}

wire::Hello hello() {
    auto message = wire::make<wire::Hello>();
    message.sandbox_tier = 3;
    return message;
}

// A video of two frames, 64 x 48.
Survey survey() {
    Survey made;
    made.container = "mp4";
    made.codec = "h264";
    made.width = 64;
    made.height = 48;
    made.duration_us = 80'000;
    made.packets = {{0, 10, true}, {40'000, 10, false}};
    return made;
}

wire::Frame frame() {
    auto message = wire::make<wire::Frame>();
    message.width = 64;
    message.height = 48;
    message.orientation = 1;
    return message;
}

void greet() {
    send(hello());
    await_request();
}

void tell_survey(const Survey& made) {
    send(wire::make_survey_head(made));
    for (const auto& part : wire::pack_packets(made.packets)) {
        send_bytes(part);
    }
}

// Plays along until the samples are named, so that a lie about frames can follow.
void play_along() {
    greet();
    tell_survey(survey());
    await_request();
    await_request();
}

void send_frame(const std::function<void(wire::Frame&)>& lie) {
    play_along();
    wire::Frame message = frame();
    lie(message);
    send(message);
}

const std::map<std::string, std::function<void()>> lies{
    {"exits-at-once", [] { std::_Exit(127); }},
    {"crashes-at-once", [] { std::raise(SIGSEGV); }},
    {"greets-with-wrong-magic",
     [] {
         auto message = hello();
         message.header.magic = 0;
         send(message);
     }},
    {"greets-with-wrong-version",
     [] {
         auto message = hello();
         ++message.header.version;
         send(message);
     }},
    {"has-a-weak-sandbox",
     [] {
         auto message = hello();
         message.sandbox_tier = 1;
         send(message);
     }},
    {"crashes",
     [] {
         greet();
         std::raise(SIGSEGV);
     }},
    {"aborts",
     [] {
         greet();
         std::abort();
     }},
    {"is-killed",
     [] {
         greet();
         std::raise(SIGKILL);
     }},
    {"uses-up-its-time",
     [] {
         greet();
         std::raise(SIGXCPU);
     }},
    {"exits",
     [] {
         greet();
         std::_Exit(3);
     }},
    {"closes-the-socket",
     [] {
         greet();
         ::close(mobilscan::core::decoder_socket);
         ::pause();
     }},
    {"says-nothing", greet},
    {"says-only-progress",
     [] {
         greet();
         for (;;) {
             send(wire::make<wire::Progress>());
             ::usleep(10'000);
         }
     }},
    {"sends-rubbish",
     [] {
         greet();
         send_bytes(std::vector<std::byte>(100, std::byte{0x5A}));
     }},
    {"sends-an-empty-message",
     [] {
         greet();
         send_bytes(std::vector<std::byte>(1));
     }},
    {"sends-a-giant-message",
     [] {
         greet();
         send_bytes(std::vector<std::byte>(wire::message_bytes_max + 1));
     }},
    {"tells-a-giant-picture",
     [] {
         greet();
         auto head = wire::make_survey_head(survey());
         head.width = head.height = 1 << 30;
         send(head);
     }},
    {"tells-endless-packets",
     [] {
         greet();
         auto head = wire::make_survey_head(survey());
         head.packets = INT64_MAX;
         send(head);
     }},
    {"tells-falling-times",
     [] {
         greet();
         Survey made = survey();
         made.packets[1].pts_us = 0;
         tell_survey(made);
     }},
    {"reports-an-error-with-escapes",
     [] {
         greet();
         send(
             wire::make_failed({mobilscan::core::ErrorCode::corrupt_media, "bad\x1B]0;title\x07"}));
     }},
    {"sends-a-frame-in-no-slot", [] { send_frame([](auto& message) { message.slot = 4; }); }},
    {"sends-a-giant-frame",
     [] { send_frame([](auto& message) { message.width = message.height = 32'768; }); }},
    {"sends-a-frame-larger-than-its-slot",
     [] { send_frame([](auto& message) { message.height = 4'800; }); }},
    {"sends-a-frame-of-another-size",
     [] { send_frame([](auto& message) { message.width = 32; }); }},
    {"sends-a-frame-turned-otherwise",
     [] { send_frame([](auto& message) { message.orientation = 6; }); }},
    {"sends-a-frame-nobody-asked-for",
     [] { send_frame([](auto& message) { message.number = 7; }); }},
    {"sends-a-frame-at-another-time",
     [] { send_frame([](auto& message) { message.pts_us = 1; }); }},
    {"sends-a-frame-twice",
     [] {
         send_frame([](auto&) {});
         send(frame());
     }},
    {"sends-a-survey-for-a-frame",
     [] {
         play_along();
         tell_survey(survey());
     }},
    {"ends-before-the-first-frame",
     [] {
         play_along();
         send(wire::make<wire::End>());
     }},
};

}  // namespace

int main(int /*count*/, char** arguments) {
    const std::string name(arguments[0]);
    const auto lie = lies.find(name.substr(name.rfind("fake-decoder-") + 13));
    if (lie == lies.end()) {
        return EXIT_FAILURE;
    }
    // Sanitizers catch these, and end in another way than a decoder would.
    std::signal(SIGSEGV, SIG_DFL);
    std::signal(SIGABRT, SIG_DFL);
    lie->second();
    for (;;) {
        await_request();
    }
}
