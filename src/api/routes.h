// The routes of the product, one file for each resource; openapi.yaml says what each does.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "api/services.h"
#include "http/router.h"
#include "http/server.h"

namespace mobilscan::api {

class AccessGate;

// The whole API for a router. `services` and `gate` must outlive it. `at_root` answers "/": the
// original's health on the API's port, the page on its own.
void add_api(http::Router& router, const Services& services, const AccessGate& gate);

void add_original_routes(http::Router& router, const Services& services);
void add_job_routes(http::Router& router, const Services& services);
void add_reading_routes(http::Router& router, const Services& services);
void add_csv_routes(http::Router& router, const Services& services);
void add_picture_routes(http::Router& router, const Services& services);
void add_service_routes(http::Router& router, const Services& services);
void add_session_routes(http::Router& router, const Services& services, const AccessGate& gate);

// "/" as the original answered it.
void add_original_root(http::Router& router, const Services& services);

struct PageFile;
using PageFiles = std::map<std::string, PageFile>;  // by address

// The built page, held in memory. Copies share it.
struct Page {
    std::shared_ptr<const PageFiles> files;
};

// Error: file_not_found when the folder holds no page.
[[nodiscard]] Result<Page> load_page(const std::string& folder);

// The page with its files, at "/" and for every address that nothing else answers.
void add_page(http::Router& router, const Page& page);

// Of the page only the description of the API, at "/docs".
void add_docs(http::Router& router, const Page& page);

// The hooks that make every answer one of this product's: access, errors, headers, log.
[[nodiscard]] http::ServerHooks server_hooks(const Services& services, const AccessGate& gate);

}  // namespace mobilscan::api
