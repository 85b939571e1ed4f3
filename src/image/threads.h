// The threads of picture operations: a setting of the whole process.
#pragma once

namespace mobilscan::image {

// At most so many work on one picture at once; the library's default is one per core.
void use_threads(int count);

}  // namespace mobilscan::image
