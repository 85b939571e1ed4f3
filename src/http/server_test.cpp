// The server over real sockets on the loopback: what it answers, what it refuses, and that it
// always comes back from whatever a client does.
#include "http/server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "http/event_hub.h"

namespace mobilscan::http {
namespace {

using namespace std::chrono_literals;

// A client that says exactly what a test wants.
class Client {
public:
    explicit Client(std::uint16_t port)
        : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{.tv_sec = 20, .tv_usec = 0};
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        connected_ = ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address),
                               sizeof address) == 0;
    }
    [[nodiscard]] bool is_connected() const { return connected_; }
    void say(std::string_view text) {
        while (!text.empty()) {
            const ssize_t sent = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return;
            }
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    // Everything until the server closes.
    std::string rest() {
        while (read_some()) {
        }
        return std::exchange(got_, "");
    }
    // Everything up to and with `end`.
    std::string until(std::string_view end) {
        while (got_.find(end) == std::string::npos) {
            if (!read_some()) {
                return std::exchange(got_, "");
            }
        }
        const std::size_t size = got_.find(end) + end.size();
        std::string text = got_.substr(0, size);
        got_.erase(0, size);
        return text;
    }
    void leave() { socket_.reset(); }

private:
    bool read_some() {
        std::array<char, 4096> bytes{};
        const ssize_t size = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
        if (size <= 0) {
            return false;
        }
        got_.append(bytes.data(), static_cast<std::size_t>(size));
        return true;
    }

    core::Descriptor socket_;
    bool connected_ = false;
    std::string got_;
};

// Counts what it is given; "stop" in it ends the upload early.
class CountingSink final : public BodySink {
public:
    explicit CountingSink(std::atomic<int>& alive) : alive_(alive) { ++alive_; }
    ~CountingSink() override { --alive_; }

    std::optional<Response> write(std::string_view bytes) override {
        bytes_ += bytes.size();
        if (bytes.find("stop") != std::string_view::npos) {
            return text_response(415, "text/plain", "stopped");
        }
        return std::nullopt;
    }
    Response finish() override {
        return text_response(200, "text/plain", std::to_string(bytes_) + " bytes");
    }

private:
    std::atomic<int>& alive_;
    std::size_t bytes_ = 0;
};

class ServerTest : public testing::Test {
protected:
    void SetUp() override {
        add_routes();
        ServerOptions options;
        options.listeners = {{"127.0.0.1", 0, &router_, std::nullopt}};
        options.hooks.explain = [](const Request& /*request*/, int status,
                                   const std::string& detail) {
            return text_response(status, "text/plain", detail);
        };
        auto server = Server::start(std::move(options));
        ASSERT_TRUE(server.has_value()) << server.error().message;
        server_ = *std::move(server);
    }

    void add_routes() {
        router_.add({"GET", "/hello/{name}", Handler([](const Request& request) {
                         return text_response(200, "text/plain", request.captured.at("name"));
                     }),
                     0});
        router_.add({"POST", "/echo", Handler([](const Request& request) {
                         return text_response(200, "text/plain", request.body);
                     }),
                     1000});
        router_.add({"GET", "/throws",
                     Handler([](const Request&) -> Response { throw std::runtime_error("a bug"); }),
                     0});
        router_.add({"GET", "/file", Handler([](const Request&) {
                         Response response;
                         const int file = ::memfd_create("file", MFD_CLOEXEC);
                         EXPECT_EQ(::write(file, "0123456789", 10), 10);
                         response.body = FileRange{core::Descriptor(file), 2, 5};
                         return response;
                     }),
                     0});
        router_.add({"GET", "/pieces", Handler([](const Request&) {
                         Response response;
                         response.body = BodySource([n = 0]() mutable -> Result<std::string> {
                             return n++ < 3 ? std::string(1, static_cast<char>('a' + n - 1)) : "";
                         });
                         return response;
                     }),
                     0});
        router_.add({"GET", "/events", Handler([this](const Request&) {
                         Response response;
                         response.body = EventStream{hub_.subscribe(""), "data: first\n\n", 0};
                         return response;
                     }),
                     0});
        router_.add(
            {"POST", "/upload",
             UploadHandler(
                 [this](const Request&) -> std::variant<std::unique_ptr<BodySink>, Response> {
                     return std::make_unique<CountingSink>(sinks_);
                 }),
             0});
    }
    void TearDown() override {
        hub_.close();
        if (server_) {
            server_->stop(5s);
        }
        server_.reset();
        EXPECT_EQ(sinks_, 0);
    }
    // One request on a connection of its own; the whole answer.
    std::string ask(const std::string& text) {
        Client client(server_->port(0));
        client.say(text);
        return client.rest();
    }
    static std::string get(const std::string& path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    }
    std::string upload(std::size_t bytes) {
        return "POST /upload HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " +
               std::to_string(bytes) + "\r\n\r\n";
    }

    EventHub hub_;
    Router router_;
    std::atomic<int> sinks_{0};
    std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, answers_and_keeps_the_connection) {
    Client client(server_->port(0));
    for (const std::string name : {"one", "two"}) {
        client.say("GET /hello/" + name + " HTTP/1.1\r\nHost: a\r\n\r\n");
        const std::string head = client.until("\r\n\r\n");
        EXPECT_TRUE(head.starts_with("HTTP/1.1 200 OK\r\n")) << head;
        EXPECT_NE(head.find("Connection: keep-alive"), std::string::npos);
        EXPECT_EQ(client.until(name), name);
    }
}

TEST_F(ServerTest, two_requests_in_one_packet_get_two_answers) {
    Client client(server_->port(0));
    client.say("GET /hello/one HTTP/1.1\r\nHost: a\r\n\r\n" + get("/hello/two"));
    const std::string all = client.rest();
    EXPECT_NE(all.find("\r\n\r\noneHTTP/1.1 200"), std::string::npos) << all;
    EXPECT_TRUE(all.ends_with("two")) << all;
}

TEST_F(ServerTest, head_has_the_length_and_no_body) {
    const std::string answer =
        ask("HEAD /hello/four HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_NE(answer.find("Content-Length: 4\r\n"), std::string::npos) << answer;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_F(ServerTest, says_what_is_not_there_and_which_methods_are) {
    EXPECT_TRUE(ask(get("/nothing")).starts_with("HTTP/1.1 404"));
    const std::string answer = ask("DELETE /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 405")) << answer;
    EXPECT_NE(answer.find("Allow: POST"), std::string::npos);
}

TEST_F(ServerTest, a_handler_that_throws_costs_its_request_alone) {
    EXPECT_TRUE(ask(get("/throws")).starts_with("HTTP/1.1 500"));
    EXPECT_TRUE(ask(get("/hello/again")).ends_with("again"));
}

TEST_F(ServerTest, bodies_arrive_whole_by_length_or_in_chunks_up_to_the_limit) {
    EXPECT_TRUE(ask("POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
                    "5\r\n\r\nabcde")
                    .ends_with("\r\n\r\nabcde"));
    EXPECT_TRUE(ask("POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: "
                    "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                    .ends_with("\r\n\r\nabcde"));
    EXPECT_TRUE(ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
                    .starts_with("HTTP/1.1 413"));
    EXPECT_TRUE(ask("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
                    std::string(1001, 'x') + "\r\n0\r\n\r\n")
                    .starts_with("HTTP/1.1 413"));
}

TEST_F(ServerTest, a_part_of_a_file_is_sent) {
    const std::string answer = ask(get("/file"));
    EXPECT_NE(answer.find("Content-Length: 5\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n23456")) << answer;
}

TEST_F(ServerTest, a_body_of_unknown_length_is_sent_in_chunks_and_plainly_to_old_clients) {
    EXPECT_TRUE(ask(get("/pieces")).ends_with("1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n"));
    EXPECT_TRUE(ask("GET /pieces HTTP/1.0\r\n\r\n").ends_with("\r\n\r\nabc"));
}

TEST_F(ServerTest, an_upload_streams_through_its_sink) {
    Client client(server_->port(0));
    const std::string body(3'000'000, 'x');
    client.say(upload(body.size()) + body);
    EXPECT_TRUE(client.rest().ends_with("3000000 bytes"));
}

TEST_F(ServerTest, a_sink_that_ends_early_is_heard_by_a_client_that_is_still_sending) {
    Client client(server_->port(0));
    client.say(upload(50'000'000) + "stop" + std::string(5'000'000, 'x'));
    EXPECT_TRUE(client.rest().starts_with("HTTP/1.1 415"));
}

TEST_F(ServerTest, an_upload_that_is_cut_off_lets_go_of_its_sink) {
    Client client(server_->port(0));
    client.say(upload(1'000'000) + std::string(300'000, 'x'));
    for (int i = 0; i < 500 && sinks_ == 0; ++i) {
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(sinks_, 1);
    client.leave();
    for (int i = 0; i < 500 && sinks_ != 0; ++i) {
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(sinks_, 0);
}

TEST_F(ServerTest, a_client_that_asks_first_is_told_to_go_on) {
    Client client(server_->port(0));
    client.say(
        "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n"
        "Content-Length: 2\r\n\r\n");
    EXPECT_EQ(client.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.say("ok");
    EXPECT_TRUE(client.rest().ends_with("ok"));
}

TEST_F(ServerTest, what_could_be_read_in_two_ways_is_refused_and_the_connection_closed) {
    for (const std::string fields :
         {"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n",
          "Content-Length: 3\r\nContent-Length: 3\r\n", "A: b\r\n c\r\n", "A: b\rc\r\n"}) {
        const std::string answer =
            ask("POST /echo HTTP/1.1\r\nHost: a\r\n" + fields + "\r\nabc" + get("/hello/x"));
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 400")) << fields;
        EXPECT_EQ(answer.find("HTTP/1.1 200"), std::string::npos) << fields;
    }
    EXPECT_TRUE(ask("GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 400"));
    EXPECT_TRUE(ask("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 400"));
    EXPECT_TRUE(ask("what is this\r\n\r\n").starts_with("HTTP/1.1 400"));
}

TEST_F(ServerTest, a_head_that_does_not_end_is_refused) {
    const std::string answer = ask("GET / HTTP/1.1\r\nHost: a\r\nA: " + std::string(20'000, 'x'));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 431")) << answer;
}

TEST_F(ServerTest, events_flow_until_the_client_leaves) {
    Client client(server_->port(0));
    client.say("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_NE(client.until("data: first\n\n").find("Transfer-Encoding: chunked"),
              std::string::npos);
    hub_.publish(1, "a", "job", "second");
    EXPECT_NE(client.until("\n\n").find("data: second"), std::string::npos);
    client.leave();
    for (int i = 0; i < 500 && hub_.is_watched(); ++i) {
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_FALSE(hub_.is_watched());
}

TEST_F(ServerTest, one_address_has_a_limited_number_of_connections) {
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < limits::connections_per_address_max; ++i) {
        clients.push_back(std::make_unique<Client>(server_->port(0)));
        clients.back()->say("GET /hello/a HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_TRUE(clients.back()->until("\r\n\r\na").ends_with("a"));
    }
    Client one_more(server_->port(0));
    one_more.say(get("/hello/a"));
    EXPECT_EQ(one_more.rest(), "");
}

// A server that knows the tests' own address as a proxy, or does not.
class ProxiedServer {
public:
    explicit ProxiedServer(std::vector<std::string> proxies) {
        router_.add({"GET", "/seen", Handler([](const Request& request) {
                         return text_response(200, "text/plain",
                                              (request.secure ? "https " : "http ") + request.peer);
                     }),
                     0});
        ServerOptions options;
        options.listeners = {{"127.0.0.1", 0, &router_, std::nullopt}};
        options.trusted_proxies = std::move(proxies);
        auto started = Server::start(std::move(options));
        EXPECT_TRUE(started.has_value());
        server_ = *std::move(started);
    }
    // How a request with these headers is seen: scheme and address of its client.
    [[nodiscard]] std::string seen(const std::string& headers) const {
        Client client(port());
        client.say("GET /seen HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n");
        const std::string answer = client.rest();
        return answer.substr(answer.find("\r\n\r\n") + 4);
    }
    [[nodiscard]] std::uint16_t port() const { return server_->port(0); }

private:
    Router router_;
    std::unique_ptr<Server> server_;
};

TEST(ServerBehindAProxy, believes_what_the_proxy_says_of_its_client) {
    const ProxiedServer server({"10.0.0.9", "127.0.0.1"});
    EXPECT_EQ(server.seen(""), "http 127.0.0.1");
    EXPECT_EQ(server.seen("X-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.9\r\n"),
              "https 203.0.113.9");
    EXPECT_EQ(server.seen("X-Forwarded-Proto: HTTPS \r\n"), "https 127.0.0.1");
    EXPECT_EQ(server.seen("X-Forwarded-Proto: http\r\n"), "http 127.0.0.1");
    EXPECT_EQ(server.seen("X-Forwarded-Proto: ,\r\nX-Forwarded-For: \r\n"), "http 127.0.0.1");
}

TEST(ServerBehindAProxy, does_not_believe_what_the_client_told_the_proxy) {
    const ProxiedServer server({"127.0.0.1"});
    EXPECT_EQ(
        server.seen("X-Forwarded-Proto: https, http\r\nX-Forwarded-For: 1.1.1.1, 2.2.2.2\r\n"),
        "http 2.2.2.2");
    EXPECT_EQ(server.seen("X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-Proto: https\r\n"
                          "X-Forwarded-For: 2.2.2.2\r\nX-Forwarded-Proto: http\r\n"),
              "http 2.2.2.2");
}

TEST(ServerBehindAProxy, does_not_believe_a_stranger) {
    const ProxiedServer server({"10.0.0.9"});
    EXPECT_EQ(server.seen("X-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.9\r\n"),
              "http 127.0.0.1");
}

TEST(ServerBehindAProxy, takes_more_connections_from_the_proxy_than_from_one_client) {
    const ProxiedServer server({"127.0.0.1"});
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < limits::connections_per_address_max + 36; ++i) {
        clients.push_back(std::make_unique<Client>(server.port()));
        clients.back()->say("GET /seen HTTP/1.1\r\nHost: a\r\n\r\n");
        ASSERT_TRUE(clients.back()->until("127.0.0.1").ends_with("http 127.0.0.1")) << i;
    }
}

TEST_F(ServerTest, stopping_ends_idle_connections_and_event_streams_at_once) {
    Client idle(server_->port(0));
    idle.say("GET /hello/a HTTP/1.1\r\nHost: a\r\n\r\n");
    idle.until("\r\n\r\na");
    Client watching(server_->port(0));
    watching.say("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    watching.until("data: first\n\n");
    const auto began = std::chrono::steady_clock::now();
    hub_.close();
    server_->stop(10s);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
    EXPECT_EQ(idle.rest(), "");
    EXPECT_FALSE(Client(server_->port(0)).is_connected());
}

TEST(ServerStart, a_port_in_use_and_a_strange_address_are_said) {
    Router router;
    ServerOptions first;
    first.listeners = {{"127.0.0.1", 0, &router, std::nullopt}};
    const auto server = Server::start(first);
    ASSERT_TRUE(server.has_value());
    ServerOptions second;
    second.listeners = {{"127.0.0.1", (*server)->port(0), &router, std::nullopt}};
    const auto refused = Server::start(second);
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().message.find("another program uses this port"), std::string::npos);
    EXPECT_EQ(refused.error().code, core::ErrorCode::cannot_listen);
    second.listeners = {{"300.1.1.1", 0, &router, std::nullopt}};
    EXPECT_FALSE(Server::start(second).has_value());
}

}  // namespace
}  // namespace mobilscan::http
