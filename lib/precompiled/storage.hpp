/// \file
/// What nearly every source includes, compiled once for each target: a third of a build's time.
/// scripts/test builds without it (Meson's `b_pch`), where each source shows that it includes what
/// it needs. No `#pragma once`: GCC warns of it in a header that it compiles by itself.

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
