/// \file
/// As lib/precompiled/storage.hpp, for the tests.

#include "lib/precompiled/storage.hpp"
#include "tests/catch.hpp"
