#pragma once

/// \file
/// What the shared library exports. Everything else in it is hidden.

#if defined(_WIN32)
#define BOTSTORE_EXPORT
#else
#define BOTSTORE_EXPORT __attribute__((visibility("default")))
#endif
