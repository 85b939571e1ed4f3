# The tree that `cmake --install build/release --prefix DIR` makes: it runs from wherever DIR is put.
# The program looks beside itself, in lib/ for OpenVINO, for the models, the page and the sample.

set_target_properties(mobilscan PROPERTIES INSTALL_RPATH "$ORIGIN/lib")
install(TARGETS mobilscan mobilscan-decoder RUNTIME DESTINATION .)
# Which of these are loaded is known when the image is made: deploy/image/prune.
install(DIRECTORY "${OPENVINO_LIBRARY_DIR}/" DESTINATION lib FILES_MATCHING PATTERN "*.so*")
install(DIRECTORY "${MOBILSCAN_CACHE}/models/" DESTINATION models FILES_MATCHING PATTERN "*.onnx")
install(DIRECTORY "${CMAKE_SOURCE_DIR}/build/web/" DESTINATION web)
install(FILES "${CMAKE_SOURCE_DIR}/samples/plate.mp4" DESTINATION samples)
install(FILES "${CMAKE_SOURCE_DIR}/LICENSE" "${CMAKE_SOURCE_DIR}/NOTICE" DESTINATION licences)
file(GLOB openvino_licences "${MOBILSCAN_CACHE}/openvino/*.dist-info/licenses")
install(DIRECTORY ${openvino_licences} DESTINATION licences/openvino)
install(FILES "${MOBILSCAN_CACHE}/zxing/LICENSE" DESTINATION licences/zxing OPTIONAL)
