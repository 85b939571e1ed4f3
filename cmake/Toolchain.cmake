# Language level, warnings, hardening and sanitizers, as one interface library that every target
# of this project links: mobilscan_toolchain.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

include(CheckPIESupported)
check_pie_supported()

add_library(mobilscan_toolchain INTERFACE)
target_compile_options(mobilscan_toolchain INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
    -Wnon-virtual-dtor -Wold-style-cast
    $<$<BOOL:${MOBILSCAN_WARNINGS_AS_ERRORS}>:-Werror>)
# g++ 12 reports a false -Wrestrict for `"literal" + std::string` (GCC bug 105651).
target_compile_options(mobilscan_toolchain INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
# Paths below the source folder stay out of messages and binaries.
target_compile_options(mobilscan_toolchain INTERFACE "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")

if(MOBILSCAN_TORTURE)
    target_compile_definitions(mobilscan_toolchain INTERFACE MOBILSCAN_TORTURE=1)
endif()

if(MOBILSCAN_SANITIZE)
    # Global, so that third-party sources built here are instrumented alike: containers of the
    # standard library cross that border.
    add_compile_options(-fsanitize=${MOBILSCAN_SANITIZE} -fno-omit-frame-pointer
                        -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${MOBILSCAN_SANITIZE})
    if(MOBILSCAN_SANITIZE MATCHES "address")
        target_compile_definitions(mobilscan_toolchain INTERFACE MOBILSCAN_ADDRESS_SANITIZER=1)
    endif()
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(mobilscan_toolchain INTERFACE
        -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS
        -fstack-protector-strong -fstack-clash-protection -fcf-protection)
    target_link_options(mobilscan_toolchain INTERFACE -Wl,-z,relro,-z,now)
endif()
