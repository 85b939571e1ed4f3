# The names and hashes of the models, compiled into the program from the one list of them.

set(MODELS_LIST "${CMAKE_SOURCE_DIR}/third_party/models.sha256")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${MODELS_LIST}")

function(mobilscan_model ROLE PATTERN)
    file(STRINGS "${MODELS_LIST}" line REGEX "^[0-9a-f]+  [^ ]*${PATTERN}[^ ]*\\.onnx$")
    if(NOT line MATCHES "^([0-9a-f]+)  ([^;]+)$")
        message(FATAL_ERROR "third_party/models.sha256 must name exactly one *${PATTERN}* model")
    endif()
    set(${ROLE}_SHA256 "${CMAKE_MATCH_1}" PARENT_SCOPE)
    set(${ROLE}_NAME "${CMAKE_MATCH_2}" PARENT_SCOPE)
endfunction()

mobilscan_model(DETECTION "_det_")
mobilscan_model(RECOGNITION "_rec_")
mobilscan_model(ORIENTATION "_cls_")
configure_file("${CMAKE_SOURCE_DIR}/src/ocr/models.h.in"
               "${CMAKE_BINARY_DIR}/generated/ocr/models.h" @ONLY)
# The program looks beside itself for its models, the built page and the sample clip.
file(CREATE_LINK "${MOBILSCAN_CACHE}/models" "${CMAKE_BINARY_DIR}/models" SYMBOLIC)
file(CREATE_LINK "${CMAKE_SOURCE_DIR}/build/web" "${CMAKE_BINARY_DIR}/web" SYMBOLIC)
file(CREATE_LINK "${CMAKE_SOURCE_DIR}/samples" "${CMAKE_BINARY_DIR}/samples" SYMBOLIC)
