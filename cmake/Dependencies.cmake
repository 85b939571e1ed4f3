# Every third-party library, each as one target. Debian packages by pkg-config or find_package,
# the rest from the cache that scripts/setup fills; nothing is downloaded here.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
if(BUILD_TESTING)
    find_package(GTest REQUIRED)
    include(GoogleTest)
endif()

pkg_check_modules(libav REQUIRED IMPORTED_TARGET libavformat libavcodec libavutil libswscale)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(turbojpeg REQUIRED IMPORTED_TARGET libturbojpeg)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3>=3.39)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(openssl REQUIRED IMPORTED_TARGET openssl)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(fmt REQUIRED IMPORTED_TARGET fmt)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)

# OpenCV: core and imgproc only. The whole opencv4.pc would drag in GDAL and GStreamer.
find_path(OPENCV_INCLUDE_DIR opencv2/imgproc.hpp PATH_SUFFIXES opencv4 REQUIRED)
find_library(OPENCV_CORE_LIBRARY opencv_core REQUIRED)
find_library(OPENCV_IMGPROC_LIBRARY opencv_imgproc REQUIRED)
add_library(opencv INTERFACE)
target_include_directories(opencv SYSTEM INTERFACE "${OPENCV_INCLUDE_DIR}")
target_link_libraries(opencv INTERFACE "${OPENCV_IMGPROC_LIBRARY}" "${OPENCV_CORE_LIBRARY}")

# OpenVINO from its wheel, unpacked by scripts/setup.
set(OpenVINO_DIR "${MOBILSCAN_CACHE}/openvino/openvino/cmake")
find_package(OpenVINO REQUIRED COMPONENTS Runtime PATHS "${OpenVINO_DIR}" NO_DEFAULT_PATH)
set(OPENVINO_LIBRARY_DIR "${MOBILSCAN_CACHE}/openvino/openvino/libs")

# ZXing C++ from its source distribution, unpacked by scripts/setup.
set(BUILD_SHARED_LIBS OFF)
set(ZXING_READERS ON CACHE BOOL "" FORCE)
set(ZXING_WRITERS OFF CACHE STRING "" FORCE)
add_subdirectory("${MOBILSCAN_CACHE}/zxing/core" zxing EXCLUDE_FROM_ALL SYSTEM)
# Its sources set off false alarms of g++ 12 in release builds.
target_compile_options(ZXing PRIVATE -w)
