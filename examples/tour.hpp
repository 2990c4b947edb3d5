#pragma once

/// \file
/// Everything that the example shows, in its order.

#include <iosfwd>
#include <vector>

#include "botstore/storage.hpp"
#include "dialogues.hpp"

namespace example {

/// Lets the messages come in, asks about them, and sees what a failure leaves. Works on a store
/// that holds some of them or all as well.
void tour(std::ostream& out, botstore::Storage& store, const std::vector<Delivery>& deliveries);

}  // namespace example
