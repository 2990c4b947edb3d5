#pragma once

#include "backends/sqlite/query.hpp"
#include "backends/sqlite/session.hpp"
#include "botstore/sqlite.hpp"

/// \file
/// For the files of the domains, which hold the functions of SqliteOperations. A write reads the
/// rows that it depends on, lets lib/rows decide, and writes what that says: as the only writer it
/// need not fear that anything changes in between.
