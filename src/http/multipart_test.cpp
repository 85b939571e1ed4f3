// multipart/form-data: the same parts come out however the bytes are cut, and nothing that is
// broken or too large gets through.
#include "http/multipart.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace mobilscan::http {
namespace {

using core::ErrorCode;

struct Part {
    PartHead head;
    std::string content;
    bool ended = false;
};

class Collector final : public PartSink {
public:
    Result<void> begin(const PartHead& head) override {
        parts.push_back({head, "", false});
        return {};
    }
    Result<void> data(std::string_view bytes) override {
        EXPECT_FALSE(bytes.empty());
        parts.back().content += bytes;
        if (refuse_data) {
            return failure(ErrorCode::output_unwritable, "disk full");
        }
        return {};
    }
    Result<void> end() override {
        parts.back().ended = true;
        return {};
    }

    std::vector<Part> parts;
    bool refuse_data = false;
};

const std::string field_and_file =
    "--xyz\r\n"
    "Content-Disposition: form-data; name=\"every\"\r\n"
    "\r\n"
    "15\r\n"
    "--xyz\r\n"
    "content-disposition: form-data; name=\"file\"; filename=\"ra\\\"ck; 1.mp4\"\r\n"
    "Content-Type: video/mp4\r\n"
    "\r\n"
    "\r\n--xy not yet\r\n-\r\n--xyz"
    "--\r\n";

Result<void> parse(const std::string& body, PartSink& sink, std::size_t piece = 1'000'000) {
    MultipartParser parser("xyz", sink);
    for (std::size_t at = 0; at < body.size(); at += piece) {
        if (auto fed = parser.feed(std::string_view(body).substr(at, piece)); !fed) {
            return fed;
        }
    }
    return parser.finish();
}

TEST(Multipart, GivesTheSamePartsHoweverTheBytesAreCut) {
    for (std::size_t piece = 1; piece <= field_and_file.size(); ++piece) {
        Collector collector;
        ASSERT_TRUE(parse(field_and_file, collector, piece)) << piece;
        ASSERT_EQ(collector.parts.size(), 2U);
        EXPECT_EQ(collector.parts[0].head.name, "every");
        EXPECT_FALSE(collector.parts[0].head.filename);
        EXPECT_EQ(collector.parts[0].content, "15");
        EXPECT_EQ(collector.parts[1].head.name, "file");
        EXPECT_EQ(collector.parts[1].head.filename, "ra\"ck; 1.mp4");
        EXPECT_EQ(collector.parts[1].head.content_type, "video/mp4");
        EXPECT_EQ(collector.parts[1].content, "\r\n--xy not yet\r\n-");
        EXPECT_TRUE(collector.parts[1].ended);
    }
}

TEST(Multipart, CarriesAnyBytes) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::string content(100'000, '\0');
    for (char& c : content) {
        // Mostly what boundaries are made of, to come close to one often.
        c = random() % 3 == 0 ? static_cast<char>(random() % 256) : "\r\n-xyz"[random() % 6];
    }
    if (content.find("\r\n--xyz") != std::string::npos) {
        content = "not this time";
    }
    Collector collector;
    const std::string body =
        "--xyz\r\nContent-Disposition: form-data; name=f\r\n\r\n" + content + "\r\n--xyz--";
    ASSERT_TRUE(parse(body, collector, 1 + random() % 5000));
    EXPECT_EQ(collector.parts.at(0).content, content);
}

TEST(Multipart, TakesAnEmptyPartAPreambleAndAnEpilogue) {
    Collector collector;
    ASSERT_TRUE(
        parse("hello\r\n--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n"
              "--xyz--\r\nbye",
              collector));
    ASSERT_EQ(collector.parts.size(), 1U);
    EXPECT_EQ(collector.parts[0].content, "");
    EXPECT_TRUE(collector.parts[0].ended);
}

TEST(Multipart, RefusesABodyThatEndsEarlyAtEveryByte) {
    for (std::size_t length = 0; length + 4 <= field_and_file.size(); ++length) {
        Collector collector;
        EXPECT_FALSE(parse(field_and_file.substr(0, length), collector)) << length;
    }
}

TEST(Multipart, RefusesBrokenHeads) {
    for (const std::string head :
         {"", "Content-Disposition: form-data", "Content-Disposition: attachment; name=a",
          "Content-Type: text/plain", "no colon", ": empty name", "a: b\nc: d",
          "Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b"}) {
        Collector collector;
        const auto parsed = parse("--xyz\r\n" + head + "\r\n\r\nx\r\n--xyz--", collector);
        ASSERT_FALSE(parsed) << head;
        EXPECT_EQ(parsed.error().code, ErrorCode::usage) << head;
        EXPECT_TRUE(collector.parts.empty());
    }
}

TEST(Multipart, RefusesABoundaryWithATail) {
    Collector collector;
    EXPECT_FALSE(parse("--xyzz\r\nContent-Disposition: form-data; name=a\r\n\r\n", collector));
}

TEST(Multipart, LimitsPartsAndHeads) {
    std::string many;
    for (int i = 0; i < 17; ++i) {
        many += "--xyz\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n";
    }
    Collector collector;
    EXPECT_EQ(parse(many + "--xyz--", collector).error().code, ErrorCode::over_budget);
    EXPECT_EQ(collector.parts.size(), 16U);

    Collector other;
    EXPECT_EQ(parse("--xyz\r\nA: " + std::string(9000, 'x'), other, 100).error().code,
              ErrorCode::over_budget)
        << "also before the head is complete";
}

TEST(Multipart, EndsWithTheSinksError) {
    Collector collector;
    collector.refuse_data = true;
    EXPECT_EQ(parse(field_and_file, collector).error().code, ErrorCode::output_unwritable);
}

TEST(MultipartBoundary, IsTakenFromTheContentType) {
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; BOUNDARY=\"a b\""), "a b");
    EXPECT_EQ(multipart_boundary("multipart/form-data"), std::nullopt);
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary="), std::nullopt);
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"a \""), std::nullopt);
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=a\x01"), std::nullopt);
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')),
              std::nullopt);
    EXPECT_EQ(multipart_boundary("multipart/mixed; boundary=abc"), std::nullopt);
    EXPECT_EQ(multipart_boundary("application/json"), std::nullopt);
}

TEST(Multipart, TakesANameInTheExtendedForm) {
    const auto name_in = [](const std::string& parameters) {
        Collector collector;
        const std::string body = "--xyz\r\nContent-Disposition: form-data; name=file; " +
                                 parameters + "\r\n\r\nx\r\n--xyz--\r\n";
        EXPECT_TRUE(parse(body, collector).has_value());
        return collector.parts.at(0).head.filename;
    };
    EXPECT_EQ(name_in("filename*=UTF-8''caf%c3%a9.mp4"), "caf\xC3\xA9.mp4");
    EXPECT_EQ(name_in("filename=plain.mp4; filename*=utf-8'en'a%20b.mp4"), "a b.mp4");
    EXPECT_EQ(name_in("filename=plain.mp4; filename*=latin-1''x.mp4"), "plain.mp4");
    EXPECT_EQ(name_in("filename=plain.mp4; filename*=utf-8''%zz"), "plain.mp4");
    EXPECT_EQ(name_in("filename=plain.mp4; filename*=utf-8''cut%4"), "plain.mp4");
    EXPECT_EQ(name_in("filename*=nothing"), std::nullopt);
}

}  // namespace
}  // namespace mobilscan::http
