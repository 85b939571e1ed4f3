// The built page: files read once at the start and served from memory.
#include <sodium.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "api/handler.h"
#include "api/html.h"
#include "api/routes.h"

namespace mobilscan::api {

struct PageFile {
    std::string type;
    std::string bytes;
    std::string gzip;  // the same, compressed at build time; may be empty
    std::string etag;
    bool is_hashed = false;  // its name changes with its content
};

namespace {

using core::ErrorCode;
using http::Request;
using http::Response;
namespace files = std::filesystem;

constexpr std::string_view nonce_mark = "__CSP_NONCE__";

std::string type_of(const std::string& name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 13> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".jpg", "image/jpeg"},
        {".woff2", "font/woff2"},
        {".mp4", "video/mp4"},
        {".txt", "text/plain; charset=utf-8"},
    }};
    for (const auto& [extension, type] : types) {
        if (name.ends_with(extension)) {
            return std::string(type);
        }
    }
    return "application/octet-stream";
}

std::string content_of(const files::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

std::string etag_of(const std::string& bytes) {
    constexpr std::size_t etag_bytes = 16;
    std::array<unsigned char, etag_bytes> hash{};
    std::array<char, 2 * etag_bytes + 1> text{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                       0);
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    return std::string("\"") + text.data() + "\"";
}

PageFiles load(const files::path& folder) {
    PageFiles found;
    std::error_code error;
    for (files::recursive_directory_iterator at(folder, error), end; !error && at != end;
         at.increment(error)) {
        const files::path& path = at->path();
        if (!at->is_regular_file() || path.extension() == ".gz") {
            continue;
        }
        PageFile file;
        file.type = type_of(path.string());
        file.bytes = content_of(path);
        file.gzip = content_of(path.string() + ".gz");
        file.etag = etag_of(file.bytes);
        const std::string address = "/" + path.lexically_relative(folder).generic_string();
        file.is_hashed = address.starts_with("/assets/");
        found[address] = std::move(file);
    }
    return found;
}

// A page gets its nonce, and with it its own policy; it is never cached.
Response html(const PageFile& file) {
    const std::string nonce = new_nonce();
    std::string text = file.bytes;
    for (std::size_t at = 0; (at = text.find(nonce_mark, at)) != std::string::npos;) {
        text.replace(at, nonce_mark.size(), nonce);
    }
    return http::text_response(status_ok, file.type, std::move(text))
        .with("Content-Security-Policy",
              "default-src 'self'; style-src 'self' 'nonce-" + nonce +
                  "'; img-src 'self' blob: data:; media-src 'self' blob:; object-src 'none'; "
                  "frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
        .with("Cache-Control", "no-store");
}

Response file_answer(const Request& request, const PageFile& file) {
    if (file.type.starts_with("text/html")) {
        return html(file);
    }
    constexpr int not_modified = 304;
    Response response;
    response.with("ETag", file.etag)
        .with("Cache-Control", file.is_hashed ? "public, max-age=31536000, immutable" : "no-cache")
        .with("Vary", "Accept-Encoding");
    if (request.header("if-none-match") == file.etag) {
        response.status = not_modified;
        return response;
    }
    response.with("Content-Type", file.type);
    const bool takes_gzip =
        request.header("accept-encoding").find("gzip") != std::string_view::npos;
    if (takes_gzip && !file.gzip.empty()) {
        response.with("Content-Encoding", "gzip");
        response.body = file.gzip;
    } else {
        response.body = file.bytes;
    }
    return response;
}

// Addresses of the page itself ("/jobs/..." in the browser's bar) all show its one document.
bool wants_document(const Request& request) {
    const std::size_t slash = request.path.find_last_of('/');
    const bool has_extension = request.path.find('.', slash) != std::string::npos;
    return !has_extension && !is_version_1(request) &&
           request.header("accept").find("text/html") != std::string_view::npos;
}

Response answer(const Request& request, const PageFiles& files) {
    std::string path = request.path;
    if (path == "/docs" || path == "/docs/") {
        path = "/docs/index.html";
    }
    auto found = files.find(path);
    if (found == files.end() && (path == "/" || wants_document(request))) {
        found = files.find("/index.html");
    }
    if (found == files.end()) {
        return explanation(request, 404, "Not Found");
    }
    return file_answer(request, found->second);
}

}  // namespace

// The description of the API alone: /docs and the files that it loads.
void add_docs(http::Router& router, const Page& page) {
    const http::Handler handler = [files = page.files](const Request& request) {
        return answer(request, *files);
    };
    for (const char* pattern : {"/docs", "/docs/{file}", "/icon.svg"}) {
        router.add({"GET", pattern, handler, 0});
    }
}

void add_page(http::Router& router, const Page& page) {
    const http::Handler handler = [files = page.files](const Request& request) {
        return request.method == "GET" ? answer(request, *files)
                                       : explanation(request, 404, "Not Found");
    };
    router.add({"GET", "/", handler, 0});
    router.otherwise(handler);
}

Result<Page> load_page(const std::string& folder) {
    Page page{std::make_shared<const PageFiles>(load(folder))};
    if (!page.files->contains("/index.html")) {
        return failure(ErrorCode::file_not_found,
                       "the page is not built: there is no index.html in '" + folder +
                           "' (run scripts/build-web)");
    }
    return page;
}

}  // namespace mobilscan::api
