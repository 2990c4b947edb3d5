#pragma once

#include <string_view>

namespace botstore::postgres {

/// The two stored functions of BuilderBot's PostgreSQL adapter, for programs that call them. The
/// store does not: the adapter puts its own bodies in their place at each of its starts.
///
/// Their names, and the names and types of their parameters, are those that the adapter documents:
/// with any other, its CREATE OR REPLACE would make a second function or fail.
extern const std::string_view save_contact_function;
extern const std::string_view save_history_function;

}  // namespace botstore::postgres
