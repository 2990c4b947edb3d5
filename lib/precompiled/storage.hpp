/// \file
/// What nearly every source includes. Compiled once for each target where Meson's `b_pch` is on, as
/// scripts/test sets it for the builds with a sanitizer; elsewhere each source shows that it
/// includes what it needs. No `#pragma once`: GCC warns of it in a header that it compiles by
/// itself.

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "botstore/storage.hpp"
