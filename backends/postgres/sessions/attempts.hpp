#pragma once

#include <functional>
#include <string_view>

#include "backends/postgres/sessions/pool.hpp"

namespace botstore::postgres {

/// Takes a connection and does `work` with it; again, with pauses, after an error that says that
/// nothing was done and that another try can succeed: no connection to be had (as long as the
/// pool's acquire_timeout), a connection lost before the commit, a serialization failure, a
/// deadlock, a prepared statement that is not there any more.
void with_pooled_connection(Pool& pool, std::string_view operation, const Limits& limits,
                            const std::function<void(PooledConnection connection)>& work,
                            Pool::Look look = Pool::Look::always);

}  // namespace botstore::postgres
