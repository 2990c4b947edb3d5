#pragma once

#include "backends/sqlite/connection/query.hpp"
#include "backends/sqlite/sessions/session.hpp"
#include "botstore/sqlite.hpp"

/// \file
/// For the files of the domains, which hold the functions of SqliteOperations. A write reads the
/// rows that it depends on, lets lib/writes decide, and writes what that says: as the only writer
/// it need not fear that anything changes in between.
