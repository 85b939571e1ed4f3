# mobilscan_library(FOLDER [EXTERNAL target...]): the static library of one folder of src/.
#
# Sources are all *.cpp of the folder but *_test.cpp and main.cpp; the tests become the executable
# FOLDER_test. Which other folders it links comes from src/layers.txt alone, so an undeclared
# dependency does not link and scripts/check-layers finds the include.

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/layers.txt")

function(mobilscan_layers FOLDER OUT)
    file(STRINGS "${CMAKE_SOURCE_DIR}/src/layers.txt" lines REGEX "^[a-z]+:")
    foreach(line IN LISTS lines)
        if(line MATCHES "^${FOLDER}:(.*)$")
            separate_arguments(names UNIX_COMMAND "${CMAKE_MATCH_1}")
            list(TRANSFORM names PREPEND "mobilscan_")
            set(${OUT} "${names}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
    message(FATAL_ERROR "src/layers.txt has no line for ${FOLDER}")
endfunction()

function(mobilscan_library FOLDER)
    cmake_parse_arguments(ARG "" "" "EXTERNAL;TEST_EXTERNAL" ${ARGN})
    mobilscan_layers(${FOLDER} layers)

    file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${FOLDER}/*.cpp")
    set(tests ${sources})
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
    list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cpp$")

    add_library(mobilscan_${FOLDER} STATIC ${sources})
    target_include_directories(mobilscan_${FOLDER} PUBLIC "${CMAKE_SOURCE_DIR}/src"
                                                          "${CMAKE_BINARY_DIR}/generated")
    target_link_libraries(mobilscan_${FOLDER} PUBLIC mobilscan_toolchain ${layers}
                                              PRIVATE ${ARG_EXTERNAL})
    if(tests AND BUILD_TESTING)
        add_executable(${FOLDER}_test ${tests})
        target_link_libraries(${FOLDER}_test PRIVATE mobilscan_${FOLDER} ${ARG_TEST_EXTERNAL}
                                                     GTest::gtest_main GTest::gmock)
        gtest_discover_tests(${FOLDER}_test TEST_PREFIX "${FOLDER}." DISCOVERY_MODE PRE_TEST)
    endif()
endfunction()
