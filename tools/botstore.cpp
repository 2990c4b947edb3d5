#include <exception>
#include <iostream>

#include "tools/program.hpp"

int main(int argc, char** argv) {
  try {
    return static_cast<int>(botstore::tools::run(argc, argv));
  } catch (const std::exception& error) {
    std::cerr << "botstore: " << error.what() << '\n';
    return static_cast<int>(botstore::tools::Exit::failed);
  }
}
