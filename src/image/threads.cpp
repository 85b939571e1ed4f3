#include "image/threads.h"

#include <opencv2/core/utility.hpp>

namespace mobilscan::image {

void use_threads(int count) {
    cv::setNumThreads(count);
}

}  // namespace mobilscan::image
