/// \file
/// As storage.hpp, for what is built with fmt.

#include <fmt/format.h>

#include "lib/precompiled/storage.hpp"
