#include <chrono>

#include "tests/catch.hpp"
#include "tools/transfer/progress.hpp"

namespace botstore::transfer {

TEST_CASE("the progress tells the share, the rows, the rate and the time left") {
  CHECK(progress_line({.label = "export",
                       .total = 1'000'000,
                       .done = 300'000,
                       .rows = 300'000,
                       .elapsed = std::chrono::seconds{15}}) ==
        "export  [######--------------]  30%  300,000 rows  20,000/s  0:35 left");
}

TEST_CASE("what an earlier run has done makes neither the rate nor the time left better") {
  CHECK(progress_line({.label = "import",
                       .total = 1'000,
                       .done = 600,
                       .done_before = 500,
                       .rows = 60,
                       .rows_before = 50,
                       .elapsed = std::chrono::seconds{10}}) ==
        "import  [############--------]  60%  60 rows  1/s  0:40 left");
}

TEST_CASE(
    "before anything is done no time left is claimed, and an end beyond the total is the end") {
  CHECK(progress_line({.label = "copy", .total = 10}) ==
        "copy  [--------------------]   0%  0 rows  0/s");
  CHECK(progress_line({.label = "copy",
                       .total = 10,
                       .done = 12,
                       .rows = 12,
                       .elapsed = std::chrono::seconds{1}}) ==
        "copy  [####################] 100%  12 rows  12/s  0:00 left");
}

}  // namespace botstore::transfer
